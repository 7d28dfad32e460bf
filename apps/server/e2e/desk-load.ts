import { setTimeout as sleep } from 'node:timers/promises';
import type { EntryDraft } from '#ledger';
import type { Answer, Client, SignedIn } from './desk-client.ts';
import { customersOf, personOf } from './small-desk.ts';

/** What an answer promised: the entry at `index` says at least this. */
export type Promised = { readonly index: number; readonly says: Says };

/** Members of an entry. */
type Says = Readonly<{ [Name in keyof EntryDraft]?: unknown }>;

export type MadeCustomer = {
  readonly id: string;
  readonly key: string;
  readonly mobile: string;
  readonly name: string;
};
export type WrittenNote = { readonly by: Worker; readonly case: string; readonly text: string };

/** All that was answered, and what was not. */
export type Journal = {
  readonly promised: Promised[];
  readonly customers: MadeCustomer[];
  readonly notes: WrittenNote[];
  readonly contacts: { readonly contact: string; readonly case: string }[];
  /** Creates that got no answer, by their idempotency key. */
  readonly unanswered: Map<string, unknown>;
  readonly statuses: Map<string, number>;
};

export const newJournal = (): Journal => ({
  promised: [],
  customers: [],
  notes: [],
  contacts: [],
  unanswered: new Map(),
  statuses: new Map(),
});

/** An agent who works; `to` names the replica of each request. */
export type Worker = { readonly mail: string; readonly me: SignedIn; readonly to?: () => string };

/** Work that goes on until `stop`, which resolves when all of it has ended. */
export type Load = { readonly stop: () => Promise<void> };

/** Lets the agents work: contacts, cards, reveals, searches, notes, new customers; what is answered goes into the journal. */
export function startLoad(
  journal: Journal,
  options: { readonly platform: Client; readonly workers: readonly Worker[] },
): Load {
  let going = true;
  const works = options.workers.map(async (worker, at) => {
    for (let n = 0; going; n++) {
      if (!(await workOnce(journal, options.platform, worker, at * 1_000_000 + n))) await sleep(50);
    }
  });
  return {
    stop: async () => {
      going = false;
      await Promise.all(works);
    },
  };
}

let contacts = 0;
let notes = 0;
/** Contacts of each worker whose end was not answered: an agent holds so many and no more. */
const unended = new Map<string, readonly string[]>();

async function endContacts(worker: Worker, more: readonly string[]): Promise<void> {
  const { mail, me, to } = worker;
  const left: string[] = [];
  for (const contact of [...(unended.get(mail) ?? []), ...more]) {
    const ended = await me.send('POST', `/contacts/${contact}/end`, undefined, to ? { to: to() } : {});
    if (ended?.status !== 204) left.push(contact);
  }
  unended.set(mail, left);
}

/** One contact from its beginning to its end; false when nothing answers. */
async function workOnce(journal: Journal, platform: Client, worker: Worker, n: number): Promise<boolean> {
  const { mail, me } = worker;
  const customers = customersOf(mail);
  const customer = customers[n % customers.length];
  if (!customer) throw new Error('no customers');
  const to = worker.to;
  const target = () => (to ? { to: to() } : {});
  const opened = count(
    journal,
    'contact',
    await platform.send(
      'POST',
      '/contacts',
      {
        channel: 'call',
        direction: 'in',
        externalId: `load-${contacts++}`,
        agent: personOf(mail).id,
        customer: customer.id,
        caseType: 'complaint',
      },
      target(),
    ),
  );
  if (opened?.status !== 200) return false;
  const at = { contact: opened.body.id as string, case: opened.body.case as string };
  journal.contacts.push(at);
  const context = { purpose: 'complaint', case: at.case, scenario: 'call' };
  const about = { person: me.person, customer: customer.id, case: at.case };

  const card = count(
    journal,
    'card',
    await me.send(
      'GET',
      `/customers/${customer.id}?scenario=call&purpose=complaint&case=${at.case}`,
      undefined,
      target(),
    ),
  );
  promise(journal, card, 'view', about);
  for (const field of ['mobile', 'name', 'mobile', 'email']) {
    const revealed = count(
      journal,
      'reveal',
      await me.send(
        'POST',
        '/accesses',
        {
          action: 'reveal',
          customer: customer.id,
          fields: [{ field }],
          ...context,
          reason: 'handle-complaint',
        },
        target(),
      ),
    );
    promise(journal, revealed, 'reveal', about);
  }
  if (n % 3 === 0) {
    const searched = count(
      journal,
      'search',
      await me.send(
        'POST',
        '/customers/search',
        { field: 'mobile', value: customer.fields['mobile'], ...context },
        target(),
      ),
    );
    promise(journal, searched, 'search', { person: me.person, case: at.case });
  }
  const text = `第 ${notes++} 条：客户留下电话 13800138000`;
  const noted = count(journal, 'note', await me.send('POST', `/cases/${at.case}/notes`, { text }, target()));
  if (noted?.status === 200) journal.notes.push({ by: worker, case: at.case, text: noted.body.text });
  // each costs a guess, of which an agent has 120 a day
  if (n % 4 === 0) await create(journal, worker, newCustomer(n));
  await endContacts(worker, [at.contact]);
  return true;
}

type NewCustomer = {
  readonly key: string;
  readonly fields: { readonly name: string; readonly mobile: string };
};

/** Invented; the same for the same number, and no other's. */
function newCustomer(n: number): NewCustomer {
  return {
    key: `create-${String(n).padStart(8, '0')}`,
    fields: { name: '测试客户', mobile: `199${String(10_000_000 + n)}` },
  };
}

/** Creates a customer; what gets no answer is asked again, under the same key, by `settleCreates`. */
async function create(journal: Journal, worker: Worker, made: NewCustomer): Promise<void> {
  const answer = count(journal, 'create', await askCreate(worker, made));
  if (answer?.status === 200 || answer?.status === 201) keepCustomer(journal, made, worker, answer);
  else if (answer === null || answer.status >= 500) journal.unanswered.set(made.key, { worker, made });
}

function askCreate(worker: Worker, { key, fields }: NewCustomer): Promise<Answer | null> {
  const { to } = worker;
  return worker.me.send(
    'POST',
    '/customers',
    { fields },
    { headers: { 'idempotency-key': key }, ...(to ? { to: to() } : {}) },
  );
}

function keepCustomer(journal: Journal, { key, fields }: NewCustomer, worker: Worker, answer: Answer): void {
  const { id, entry } = answer.body as { id: string; entry: number };
  const { name, mobile } = fields;
  journal.customers.push({ id, key, mobile, name });
  const says = {
    kind: 'access',
    action: 'create',
    outcome: 'granted',
    person: worker.me.person,
    customer: id,
  } as const;
  journal.promised.push({ index: entry, says });
}

/** Asks each unanswered create again; resolves to the answers' codes, counted. */
export async function settleCreates(journal: Journal): Promise<ReadonlyMap<string, number>> {
  const codes = new Map<string, number>();
  for (const [key, asked] of journal.unanswered) {
    const { worker, made } = asked as { worker: Worker; made: NewCustomer };
    const answer = await askCreate(worker, made);
    const code = answer === null ? 'none' : answer.status === 200 ? 'created' : String(answer.body?.code);
    codes.set(code, (codes.get(code) ?? 0) + 1);
    if (answer?.status === 200) keepCustomer(journal, made, worker, answer);
    if (answer !== null && answer.status < 500) journal.unanswered.delete(key);
  }
  return codes;
}

/** Keeps what an answer of an access promised: shown or refused, its entry says who, whom, and what was shown how. */
function promise(journal: Journal, answer: Answer | null, action: string, about: Says): void {
  if (typeof answer?.body?.entry !== 'number') return;
  const shown = answer.body.fields as { field: string; item: string; show: string }[] | undefined;
  const granted = answer.status === 200;
  const outcome = granted
    ? ('granted' as const)
    : answer.body.needs
      ? ('needs' as const)
      : ('refused' as const);
  const says: Says = { kind: 'access', action, outcome, ...about };
  const contents = {
    fields: shown?.map(({ field, item }) => (item ? `${field}#${item}` : field)) ?? [],
    shows: shown?.map(({ show }) => show) ?? [],
  };
  journal.promised.push({
    index: answer.body.entry,
    says: granted && shown ? { ...says, ...contents } : says,
  });
}

function count(journal: Journal, step: string, answer: Answer | null): Answer | null {
  const name =
    `${step} ${answer === null ? 'unanswered' : `${answer.status} ${answer.body?.code ?? ''}`}`.trim();
  journal.statuses.set(name, (journal.statuses.get(name) ?? 0) + 1);
  return answer;
}
