import type * as A from './access.ts';
import type { Alarm, AlarmFinding } from './alarm.ts';
import type * as C from './customer.ts';
import type * as D from './desk.ts';
import type * as T from './detector.ts';
import type * as I from './identity.ts';
import type * as L from './ledger.ts';
import { ApiError, type Problem } from './problem.ts';
import type { Purpose, Scenario } from './vocabulary.ts';

/** How to reach the API: a browser sends its cookie, a program its key. */
export type ClientOptions = {
  /** Base address, e.g. `https://desk.example`; empty in the console. */
  readonly url?: string;
  readonly key?: string;
  /** Token that a person minted for this key and case. */
  readonly actFor?: string;
  readonly fetch?: typeof fetch;
  /** Called for each 401, so that the console can show the sign-in. */
  readonly onSignedOut?: () => void;
};

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** A page of a list; `next` is the cursor of the following one. */
export type Page<T> = { readonly rows: readonly T[]; readonly next: string | null };

/** Makes a typed client; every call rejects with `ApiError` (a problem with a stable code) unless 2xx. */
export function createClient(options: ClientOptions = {}) {
  const send = options.fetch ?? fetch;

  async function call<T>(method: string, path: string, body?: unknown, query?: Query): Promise<T> {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query ?? {}))
      if (value !== undefined) search.set(name, String(value));
    const tail = search.size > 0 ? `?${search}` : '';
    const headers: Record<string, string> = { accept: 'application/json' };
    if (options.key) headers['authorization'] = `Bearer ${options.key}`;
    if (options.actFor) headers['huke-act-for'] = options.actFor;
    const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store' };
    if (body instanceof Blob) {
      init.body = body;
      if (body.type) headers['content-type'] = body.type;
    } else if (body !== undefined) {
      headers['content-type'] = 'application/json';
      init.body = JSON.stringify(body);
    }
    if (method !== 'GET') headers['huke-csrf'] = '1';
    if (method === 'POST') headers['idempotency-key'] = crypto.randomUUID();
    const response = await send(`${options.url ?? ''}/api/v1${path}${tail}`, init);
    if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
    if (response.status === 401) options.onSignedOut?.();
    throw new ApiError(await problemOf(response));
  }
  const get = <T>(path: string, query?: Query): Promise<T> => call('GET', path, undefined, query);
  const post = <T>(path: string, body: unknown = {}): Promise<T> => call('POST', path, body);
  const id = encodeURIComponent;

  return {
    call,
    session: () => get<I.Me>('/session'),
    signOut: () => post<void>('/session/end'),

    customer: (customer: string, q: { scenario: Scenario; purpose: Purpose; case?: string }) =>
      get<C.CustomerCard>(`/customers/${id(customer)}`, q),
    createCustomer: (body: C.CustomerCreate) => post<C.CustomerCreated>('/customers', body),
    changeCustomer: (customer: string, body: C.CustomerPatch) =>
      call<C.CustomerChanged>('PATCH', `/customers/${id(customer)}`, body),
    binCustomer: (customer: string) => call<void>('DELETE', `/customers/${id(customer)}`),
    restoreCustomer: (customer: string) => post<void>(`/customers/${id(customer)}/restore`),
    search: (body: C.SearchRequest) => post<C.SearchAnswer>('/customers/search', body),
    verify: (customer: string, body: A.VerifyRequest) =>
      post<A.VerifyAnswer>(`/customers/${id(customer)}/verify`, body),
    trail: (customer: string, q: { case?: string; cursor?: string } = {}) =>
      get<L.LedgerPage>(`/customers/${id(customer)}/trail`, q),
    history: (customer: string, q: { case: string; purpose: Purpose; scenario: Scenario }) =>
      get<{ versions: readonly C.FieldVersion[] }>(`/customers/${id(customer)}/history`, q),
    rollback: (
      customer: string,
      body: {
        field: string;
        item: string;
        version: number;
        case: string;
        purpose: Purpose;
        scenario: Scenario;
      },
    ) => post<C.CustomerChanged>(`/customers/${id(customer)}/rollback`, body),
    verification: (customer: string, q: { case: string; purpose: Purpose; scenario: Scenario }) =>
      get<C.CaseVerification>(`/customers/${id(customer)}/verification`, q),
    contactChanges: (cursor?: string) => get<Page<C.ContactChangeRow>>('/contact-changes', { cursor }),
    confirmContactChange: (change: string) =>
      post<{ id: string; entry: number }>(`/contact-changes/${id(change)}/confirm`),
    undoContactChange: (change: string, proof?: string) =>
      post<{ id: string; entry: number }>(
        `/contact-changes/${id(change)}/undo`,
        proof === undefined ? {} : { proof },
      ),
    notices: () => get<{ notices: readonly C.NoticeWaiting[] }>('/notices'),
    takeNotice: (notice: string) => post<C.NoticeTaken>(`/notices/${id(notice)}`),
    bin: (cursor?: string) =>
      get<Page<{ id: string; label: string; binnedAt: string; binnedBy: string }>>('/bin', { cursor }),
    startImport: (file: Blob, q: { dryRun: boolean; name: string; mapping?: string }) =>
      call<C.ImportJob>('POST', '/customers/import', file, q),
    importJob: (job: string) => get<C.ImportJob>(`/customers/import/${id(job)}`),
    importJobs: () => get<Page<C.ImportJob>>('/customers/import'),
    resumeImport: (job: string) => post<C.ImportJob>(`/customers/import/${id(job)}/resume`),
    cancelImport: (job: string) => post<C.ImportJob>(`/customers/import/${id(job)}/cancel`),
    askImportAllowance: (body: { values: number; team: string }) =>
      post<C.ImportAllowance>('/import-allowances', body),
    importAllowances: () => get<{ rows: readonly C.ImportAllowance[] }>('/import-allowances'),
    decideImportAllowance: (allowance: string, act: 'grant' | 'refuse' | 'end') =>
      post<C.ImportAllowance>(`/import-allowances/${id(allowance)}/${act}`),

    access: (body: A.AccessRequest) => post<A.AccessAnswer>('/accesses', body),
    /** For a channel's program only: the value behind an alias, once. */
    redeemUse: (alias: string) => post<A.UseTaken>(`/uses/${id(alias)}`),
    reportUses: (body: A.UseReport) => post<A.UseReportAnswer>('/uses/counts', body),
    quota: () => get<A.Quota>('/quota'),
    raiseQuota: (reason: string) => post<A.Quota>('/quota/raise', { reason }),
    startStepUp: (body: A.StepUpRequest) => post<A.StepUpStart>('/step-ups', body),
    finishStepUp: (stepUp: string, body: A.StepUpFinish) =>
      post<{ id: string; expiresAt: string }>(`/step-ups/${id(stepUp)}/finish`, body),

    requestApproval: (body: A.ApprovalRequest) => post<A.Approval>('/approvals', body),
    approvals: (q: { state?: string; mine?: boolean; cursor?: string } = {}) =>
      get<Page<A.Approval>>('/approvals', q),
    approve: (approval: string, body: { minutes?: number; fields?: readonly A.FieldRef[] } = {}) =>
      post<A.Approval>(`/approvals/${id(approval)}/approve`, body),
    refuse: (approval: string, reason: string) =>
      post<A.Approval>(`/approvals/${id(approval)}/refuse`, { reason }),
    cancelApproval: (approval: string) => post<A.Approval>(`/approvals/${id(approval)}/cancel`),
    grants: (q: { mine?: boolean; cursor?: string } = {}) => get<Page<A.Grant>>('/grants', q),
    revokeGrant: (grant: string) => post<A.Grant>(`/grants/${id(grant)}/revoke`),

    cases: (q: { scope?: 'mine' | 'team' | 'approval' | 'due'; cursor?: string } = {}) =>
      get<D.CasePage>('/cases', q),
    case: (caseId: string) => get<D.CaseDetail>(`/cases/${id(caseId)}`),
    caseTypes: () => get<{ types: readonly D.CaseType[] }>('/case-types'),
    openCase: (body: D.CaseCreate) => post<D.CaseRow>('/cases', body),
    addNote: (caseId: string, text: string) => post<D.TimelineItem>(`/cases/${id(caseId)}/notes`, { text }),
    transferCase: (caseId: string, to: string) => post<D.CaseRow>(`/cases/${id(caseId)}/transfer`, { to }),
    bindCase: (caseId: string, customer: string) =>
      post<D.CaseRow>(`/cases/${id(caseId)}/customer`, { customer }),
    closeCase: (caseId: string) => post<D.CaseRow>(`/cases/${id(caseId)}/close`),
    openContact: (body: D.ContactRequest) => post<D.ContactOpened>('/contacts', body),
    keepAlive: (contact: string) => post<{ until: string }>(`/contacts/${id(contact)}/alive`),
    endContact: (contact: string) => post<void>(`/contacts/${id(contact)}/end`),

    findings: (text: string) => post<T.TextFindings>('/text/findings', { text, explain: true }),
    maskText: (text: string, scenario: Scenario) =>
      post<{ text: string; words: readonly T.TextWord[]; wordsLeft: number }>('/text/mask', {
        text,
        scenario,
      }),
    alarms: (q: { open?: boolean; cursor?: string } = {}) => get<Page<Alarm>>('/alarms', q),
    closeAlarm: (alarm: string, finding: AlarmFinding) =>
      post<Alarm>(`/alarms/${id(alarm)}/close`, { finding }),

    recognizers: () => get<T.Recognizers>('/text/recognizers'),
    createRecognizer: (rule: T.RecognizerRule, on = true) =>
      post<T.RecognizerRow>('/text/recognizers', { rule, on }),
    changeRecognizer: (rule: string, body: T.RuleChange<T.RecognizerRule>) =>
      call<T.RecognizerRow>('PUT', `/text/recognizers/${id(rule)}`, body),
    deleteRecognizer: (rule: string) => call<void>('DELETE', `/text/recognizers/${id(rule)}`),
    recognizerVersions: (rule: string) =>
      get<{ versions: readonly T.RuleVersion<T.RecognizerRule>[] }>(`/text/recognizers/${id(rule)}/versions`),
    restoreRecognizer: (rule: string, version: number) =>
      post<T.RecognizerRow>(`/text/recognizers/${id(rule)}/restore`, { version }),
    wordLists: () => get<T.WordLists>('/text/word-lists'),
    wordList: (rule: string) => get<T.WordListDetail>(`/text/word-lists/${id(rule)}`),
    createWordList: (rule: T.WordRule, on = true) => post<T.WordListRow>('/text/word-lists', { rule, on }),
    changeWordList: (rule: string, body: T.RuleChange<T.WordRule>) =>
      call<T.WordListRow>('PUT', `/text/word-lists/${id(rule)}`, body),
    deleteWordList: (rule: string) => call<void>('DELETE', `/text/word-lists/${id(rule)}`),
    wordListVersions: (rule: string) =>
      get<{ versions: readonly T.RuleVersion<T.WordListSummary>[] }>(`/text/word-lists/${id(rule)}/versions`),
    restoreWordList: (rule: string, version: number) =>
      post<T.WordListRow>(`/text/word-lists/${id(rule)}/restore`, { version }),
    tryText: (body: T.TrialRequest) => post<T.Trial>('/text/try', body),
    rules: () => get<T.RuleFile>('/text/rules'),

    ledgerState: () => get<L.LedgerState>('/ledger/state'),
    ledgerEntries: (q: Query = {}) => get<L.LedgerPage>('/ledger/entries', q),
    ledgerProof: (index: number) => get<L.LedgerProof>(`/ledger/entries/${index}/proof`),
    policies: () => get<{ policies: readonly L.PolicyCard[] }>('/policies'),
    /** Title and reason of each policy, for everybody who may meet a refusal. */
    policyTexts: () => get<{ policies: readonly L.PolicyText[] }>('/policies/texts'),

    fields: () => get<{ fields: readonly C.FieldKind[] }>('/fields'),
    addField: (body: Omit<C.FieldKind, 'own'>) => post<C.FieldKind>('/fields', body),
    masks: () =>
      get<{ masks: readonly { field: string; scenario: Scenario; shape: string; example: string }[] }>(
        '/masks',
      ),

    people: (q: { cursor?: string; team?: string } = {}) => get<Page<I.Person>>('/people', q),
    colleagues: () => get<{ people: readonly A.PersonRef[] }>('/people/colleagues'),
    createPerson: (body: I.PersonCreate) => post<I.PersonCreated>('/people', body),
    changePerson: (person: string, body: Partial<I.PersonCreate>) =>
      call<I.Person | I.PendingChange>('PATCH', `/people/${id(person)}`, body),
    personLeaves: (person: string) => post<I.Person>(`/people/${id(person)}/leave`),
    /** A new one-time link for the password; the second factor stays. */
    invitePerson: (person: string) => post<{ invitation: string }>(`/people/${id(person)}/invite`),
    lockPerson: (person: string) => post<I.Person>(`/people/${id(person)}/lock`),
    unlockPerson: (person: string) => post<I.Person>(`/people/${id(person)}/unlock`),
    resetFactor: (person: string) => post<I.PendingChange>(`/people/${id(person)}/reset-factor`),
    pendingChanges: () => get<{ changes: readonly I.PendingChange[] }>('/people/changes'),
    /** The person or the key as it then is. */
    confirmChange: (change: string) => post<I.Person | I.ServiceKey>(`/people/changes/${id(change)}/confirm`),
    refuseChange: (change: string) => post<void>(`/people/changes/${id(change)}/refuse`),
    teams: () => get<{ teams: readonly I.Team[]; employers: readonly I.Employer[] }>('/teams'),
    createTeam: (name: string) => post<I.Team>('/teams', { name }),
    createEmployer: (name: string, outsourced: boolean) =>
      post<I.Employer>('/employers', { name, outsourced }),
    sessions: (q: { person?: string } = {}) => get<{ sessions: readonly I.SessionRow[] }>('/sessions', q),
    endSession: (session: string) => call<void>('DELETE', `/sessions/${id(session)}`),
    serviceKeys: () => get<{ keys: readonly I.ServiceKey[] }>('/service-keys'),
    createServiceKey: (
      body: Omit<I.KeyRights, 'job'> & {
        readonly name: string;
        readonly job?: I.KeyJob | null;
        readonly days?: number;
      },
    ) => post<I.ServiceKeyCreated>('/service-keys', body),
    changeServiceKey: (key: string, body: Partial<I.KeyRights> & { readonly name?: string }) =>
      call<I.ServiceKey | I.PendingChange>('PATCH', `/service-keys/${id(key)}`, body),
    rotateServiceKey: (key: string) => post<I.ServiceKeyCreated>(`/service-keys/${id(key)}/rotate`),
    claimServiceKey: (key: string) => post<I.ServiceKeyCreated>(`/service-keys/${id(key)}/claim`),
    revokeServiceKey: (key: string) => call<void>('DELETE', `/service-keys/${id(key)}`),
    actFor: (body: { key: string; case: string; minutes?: number }) => post<I.ActForToken>('/act-for', body),
  };
}

export type Client = ReturnType<typeof createClient>;

async function problemOf(response: Response): Promise<Problem> {
  const fallback: Problem = {
    type: 'about:blank',
    title: `the server answered ${response.status}`,
    status: response.status,
    code: 'unreadable-answer',
  };
  const isProblem = response.headers.get('content-type')?.includes('json') ?? false;
  if (!isProblem) return fallback;
  try {
    return { ...fallback, ...((await response.json()) as Partial<Problem>) };
  } catch {
    return fallback;
  }
}
