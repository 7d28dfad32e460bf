import { type Account, type Budgets, leftOf, type LoadedAccount, quotaOf } from '#budget';
import { type Log, monthOf } from '#platform';
import type { GrantFacts } from './ask.ts';
import { grantGenuine, type LoadedGrant } from './grant-row.ts';
import type { Mac } from './seals.ts';

/** What `gate_load` answers. */
type Raw = {
  readonly now: string;
  readonly day: string;
  readonly grants: readonly LoadedGrant[] | null;
  readonly accounts: readonly LoadedAccount[] | null;
};

/** Whose facts: rows of anybody or anything else are forged or moved. */
export type Holder = {
  readonly person: string | null;
  readonly customer: string | null;
  readonly case: string | null;
  /** The key that asks by itself, where no person does. */
  readonly key?: string | null;
  readonly contact?: string | null;
};

export type StoredFacts = {
  readonly grants: readonly GrantFacts[];
  readonly quota: { readonly used: number; readonly limit: number; readonly raised: number };
  /** `field#item` shown in clear already in this contact. */
  readonly shown: ReadonlySet<string>;
  readonly guessesLeft: number;
};

/**
 * What a running gate remembers, so that rows put back to an old state open nothing: grants that ended, the most
 * changes seen of each person, the latest time seen. Losing it with the process loses no right and no row.
 */
export type Memory = {
  readonly ended: Map<string, Seen>;
  readonly changes: Map<string, Seen>;
  latest: number;
};

/** The highest figure seen, and the time (ms) of the load that first saw it. */
type Seen = { readonly figure: number; readonly at: number };

export const newMemory = (): Memory => ({ ended: new Map(), changes: new Map(), latest: 0 });

const kept = 50_000;

/** Loads of one person at once are answered out of order: a figure lower than one seen just now says nothing yet. */
const overtakingMs = 5_000;

/** Remembers the highest figure of a key; forgets the oldest keys beyond a bound. `back`: the figure has gone down. */
function highest(
  seen: Map<string, Seen>,
  key: string,
  figure: number,
  now: number,
): { readonly most: number; readonly back: boolean } {
  const before = seen.get(key);
  const best = before !== undefined && before.figure >= figure ? before : { figure, at: now };
  seen.delete(key);
  seen.set(key, best);
  if (seen.size > kept) seen.delete(seen.keys().next().value ?? '');
  return { most: best.figure, back: figure < best.figure && now - best.at > overtakingMs };
}

/** Remembers that a grant has ended; it stays ended whatever the database says later. */
export function rememberEnd(memory: Memory, grant: string): void {
  highest(memory.ended, grant, 1, 0);
}

/** Reads what `gate_load` brought. Forged, moved and put-back rows are dropped and logged; they open nothing. */
export function storedFacts(
  deps: {
    readonly mac: Mac;
    readonly log: Log;
    readonly memory: Memory;
    readonly budgets: Pick<Budgets, 'read'>;
  },
  raw: unknown,
  holder: Holder,
): StoredFacts {
  const facts = raw as Raw;
  const { memory } = deps;
  memory.latest = Math.max(memory.latest, Date.parse(facts.now));
  const grants = (facts.grants ?? []).filter((grant) => opens(deps, grant, holder, facts.now));
  const accounts = accountsOf(deps.budgets, facts.accounts ?? []);
  const of = (kind: Account['kind'], id: string | null | undefined) =>
    accounts.get(`${kind} ${id ?? ''} ${kind === 'case' ? monthOf(facts.day) : facts.day}`);
  return {
    grants: grants.map(({ id, by, action, fields, expiresAt }) => ({ id, by, action, fields, expiresAt })),
    quota: quotaOf(of('person', holder.person)),
    shown: shownIn(of('contact', holder.contact), holder),
    guessesLeft: leftOf(
      accounts,
      { budget: 'guesses', n: 1, on: { person: holder.person, key: holder.key, case: holder.case } },
      { day: facts.day, month: monthOf(facts.day), hour: '' },
    ),
  };
}

/** Accounts as a load brought them: what they allow is judged again when it is spent. */
function accountsOf(
  budgets: Pick<Budgets, 'read'>,
  rows: readonly LoadedAccount[],
): ReadonlyMap<string, Account | 'forged'> {
  return new Map(rows.map((row) => [`${row[0]} ${row[1]} ${row[2]}`, budgets.read(row)]));
}

/** What this person has been shown of this customer in the contact. */
function shownIn(account: Account | 'forged' | undefined, holder: Holder): ReadonlySet<string> {
  if (account === undefined || account === 'forged') return new Set();
  const own = `${holder.person ?? ''}|${holder.customer ?? ''}|`;
  return new Set(
    [...account.marks].flatMap((mark) => (mark.startsWith(own) ? [mark.slice(own.length)] : [])),
  );
}

function opens(
  deps: { readonly mac: Mac; readonly log: Log; readonly memory: Memory },
  grant: LoadedGrant,
  holder: Holder,
  now: string,
): boolean {
  const { memory } = deps;
  const own =
    grant.person === holder.person && grant.customer === holder.customer && grant.case === holder.case;
  if (!genuine(deps, 'grant-forged', own && grantGenuine(deps.mac, grant), grant.id)) return false;
  const changes = grant.head?.changes ?? 0;
  const { back } = highest(memory.changes, grant.person, changes, Date.parse(now));
  if (!genuine(deps, 'grant-put-back', !back, grant.id)) return false;
  if (!genuine(deps, 'grant-put-back', !memory.ended.has(grant.id), grant.id)) return false;
  // a clock that was set back does not make an old grant live again
  return Date.parse(grant.expiresAt) > memory.latest;
}

function genuine(deps: { readonly log: Log }, code: string, fits: boolean, id?: string): boolean {
  if (!fits) deps.log.error(code, id === undefined ? {} : { grant: id });
  return fits;
}
