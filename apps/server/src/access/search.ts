import { maskValue } from '@huke/detect';
import type { FieldAnswer, SearchAnswer, SearchRequest } from '@huke/sdk';
import type { Subject } from '#gate';
import type { SealedCustomer } from '#vault';
import { gateAsk } from './access.ts';
import { whomOf } from './costs.ts';
import { load } from './load.ts';
import { charge } from './probing.ts';
import { settle } from './settle.ts';
import { typedSearch } from './typed.ts';
import { searchingCode } from './typed-log.ts';
import type { AccessDeps, Ask, Loaded, Refusal } from './spine.ts';

/** Candidates that every search opens, found or not; also the most hits that one search shows. */
const searchWidth = 8;

const statement = 'select public.vault_search($1, $2::bytea[], $3) as candidates';

type Found = { readonly kind: 'granted'; readonly answer: SearchAnswer };

/**
 * Finds customers by one exact value without showing it. INVARIANT: nothing made of the value is sent to the database
 * before a guess is charged and entered; found, absent and not-yours cost the same queries, opens and entries, and the
 * last two answer the same bytes. Each hit that is shown costs a guess; more hits
 * than one may be shown show none (`tooMany`) and cost as much as the most that could have been.
 */
export async function search(
  deps: AccessDeps,
  subject: Subject,
  request: SearchRequest,
): Promise<Found | Refusal> {
  return find(deps, subject, request, true);
}

/** `answered`: whether the asker learns what came of it; only then it costs a guess. */
async function find(
  deps: AccessDeps,
  subject: Subject,
  request: SearchRequest,
  answered: boolean,
): Promise<Found | Refusal> {
  const ask = askOf(subject, request, answered);
  const loaded = await loadField(deps, ask);
  const decision = deps.gate.decide(gateAsk(ask), loaded.facts);
  if (decision.kind !== 'granted') return (await settle(deps, ask, loaded, decision)) as Refusal;
  const guessFields = [request.field];
  const own = loaded.facts.case?.agent === subject.person ? ask.case : null;
  const holders = [own, subject.person].filter((each) => each !== null);
  const { field, value } = request;
  const charged = answered
    ? await charge(deps, ask, loaded, decision, {
        guesses: 1,
        guessFields,
        // whoever learns of a hit has typed what found it: that proves nothing any more
        typed: typedSearch(deps, { holders, field, value, at: loaded.now }),
        more: { code: searchingCode, ...(own === null ? {} : { object: own }) },
      })
    : ({ kind: 'granted' } as const);
  if (charged.kind !== 'granted') return charged;
  const candidates = await candidatesOf(deps, request);
  const found = candidates.flatMap((sealed) => {
    const hit = compare(deps, ask, loaded, sealed, request.value);
    return hit ? [hit] : [];
  });
  const most = Math.max(1, Math.min(searchWidth, loaded.facts.guessesLeft));
  const tooMany = found.length > most;
  const hits = tooMany ? [] : found;
  const cost = answered ? (tooMany ? most : Math.max(1, hits.length)) : 0;
  const priced = { ...decision, consume: { ...decision.consume, guesses: Math.max(0, cost - 1) } };
  const settled = await settle(deps, ask, loaded, priced, {
    more: {
      count: found.length,
      ...(tooMany ? { code: 'too-many' } : {}),
      ...(hits.length > 0 ? { customers: hits.map((each) => each.id) } : {}),
    },
    guessFields,
  });
  if (settled.kind !== 'granted') return settled;
  const left = Math.max(0, loaded.facts.guessesLeft - cost);
  return { kind: 'granted', answer: { hits, tooMany, entry: settled.entry, guessesLeft: left } };
}

/**
 * The one customer that a channel's identifier belongs to, or null (none, several, not of the key's own teams, or the
 * identifiers are spent): for tying a contact to its customer, never for telling the channel. Charged before it is
 * looked for, to the key, the team, and the agent who will see the card.
 */
export async function resolve(
  deps: AccessDeps,
  subject: Subject,
  identifier: { readonly field: string; readonly value: string },
  context: Pick<SearchRequest, 'purpose' | 'scenario'>,
  agent: { readonly id: string; readonly team: string },
): Promise<string | null> {
  const { key } = subject;
  // a key without teams reaches every team elsewhere; here it would be a phone book of the organisation
  if (key === null || !key.teams.includes(agent.team)) return null;
  const { field, value } = identifier;
  const request = { field, value, purpose: context.purpose, scenario: context.scenario };
  if (!(await payIdentifier(deps, subject, request, agent))) return null;
  const found = await find(deps, subject, request, false);
  if (found.kind !== 'granted') return null;
  const [only, ...more] = found.answer.hits;
  return only && more.length === 0 ? only.id : null;
}

async function payIdentifier(
  deps: AccessDeps,
  subject: Subject,
  request: SearchRequest,
  agent: { readonly id: string; readonly team: string },
): Promise<boolean> {
  const ask = askOf(subject, request, false);
  const loaded = await load(deps, ask);
  const decision = deps.gate.decide(gateAsk(ask), loaded.facts);
  if (decision.kind !== 'granted') {
    await settle(deps, ask, loaded, decision);
    return false;
  }
  const on = { ...whomOf(ask, loaded), person: agent.id, team: agent.team };
  const charges = [{ budget: 'probes' as const, n: 1, on }];
  const more = { count: 1, to: agent.id };
  return (await charge(deps, ask, loaded, decision, { charges, more })).kind === 'granted';
}

function askOf(subject: Subject, request: SearchRequest, answered: boolean): Ask {
  return {
    subject,
    action: 'search',
    customer: null,
    fields: [{ field: request.field }],
    purpose: request.purpose,
    case: request.case ?? null,
    scenario: request.scenario,
    reason: null,
    answered,
  };
}

/** The facts to decide on, the field that is searched by among them, of nobody. */
async function loadField(deps: AccessDeps, ask: Ask): Promise<Loaded> {
  const loaded = await load(deps, ask);
  const field = ask.fields[0]?.field ?? '';
  const kind = deps.vault.kinds.get(field);
  if (!kind) return loaded;
  const { type, level, sensitive } = kind;
  const fields = [{ field, item: '', type, level, sensitive, shownInContact: false }];
  return { ...loaded, facts: { ...loaded.facts, fields } };
}

async function candidatesOf(deps: AccessDeps, { field, value }: SearchRequest) {
  const tokens = deps.vault.searchTokens(field, value);
  const tags = tokens.kind === 'tokens' ? tokens.tokens.map((each) => Buffer.from(each)) : [];
  const answer = await deps.db.pool.query<{ candidates: unknown[] }>({
    name: 'access-search',
    text: statement,
    values: [field, tags, searchWidth],
  });
  const row = answer.rows[0];
  if (!row) throw new Error('the search answered nothing');
  return deps.vault.candidatesOf(row.candidates);
}

/** Opens two values of a candidate and decides on it, whatever comes of it; a hit only if all agree. */
function compare(deps: AccessDeps, ask: Ask, loaded: Loaded, sealed: SealedCustomer, typed: string) {
  const field = ask.fields[0]?.field ?? '';
  const item = sealed.hit ?? '';
  const name = sealed.values.find((value) => value.field === 'name') ?? { field, item };
  const clear = deps.opener.open(sealed, field, item);
  const label = deps.opener.open(sealed, name.field, name.item);
  const decision = deps.gate.decide(gateAsk(ask), { ...loaded.facts, customer: sealed.facts });
  const same = deps.vault.sameValue(field, typed, clear);
  if (!same || decision.kind !== 'granted') return null;
  const named = answerOf(deps, ask, name.field, name.item, label, decision.policies);
  const found = answerOf(deps, ask, field, item, clear, decision.policies);
  const fields = name.item === item ? [found] : [named, found];
  return { id: sealed.id, label: name.field === 'name' ? (named.value ?? '') : '', fields };
}

function answerOf(
  deps: AccessDeps,
  ask: Ask,
  field: string,
  item: string,
  clear: string,
  policies: readonly string[],
): FieldAnswer {
  const kind = deps.vault.kinds.get(field);
  return {
    field,
    item,
    show: kind ? 'masked' : 'hidden',
    ...(kind ? { value: maskValue(kind.type, clear, ask.scenario) } : {}),
    level: kind?.level ?? 'C3',
    sensitive: kind ? kind.sensitive || kind.protectAsSensitive : true,
    policies,
  };
}
