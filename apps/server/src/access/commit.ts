import type { Pool, PoolClient } from 'pg';
import { type Clock, dayOf, type Log } from '#platform';
import { grouped } from './group.ts';

/** What an access can lack by the time it commits. */
export type Lapse = 'session' | 'case' | 'grant' | 'step-up' | 'quota' | 'guesses' | 'probes';

/** A decided access on its way into the log. */
export type Proposal = {
  readonly access: string;
  readonly person: string | null;
  readonly session: string | null;
  readonly version: number;
  readonly key: string | null;
  readonly customer: string | null;
  readonly case: string | null;
  readonly caseCustomer: string | null;
  readonly agent: string | null;
  readonly contact: string | null;
  readonly live: boolean;
  readonly grant: string | null;
  readonly stepUp: string | null;
  readonly reveals: readonly { readonly field: string; readonly item: string }[];
  readonly guesses: number;
  readonly guessCustomer: string | null;
  readonly guessFields: readonly string[];
  /** The seal of a passed verification, for the case. */
  readonly verified: string | null;
  /** What a channel's platform may take once to dial or text. */
  readonly use: {
    readonly kind: 'dial' | 'text' | 'mail';
    readonly field: string;
    readonly item: string;
  } | null;
  /** Sealed free text, base64. */
  readonly note: string | null;
  /** The entry as decided. */
  readonly bytes: Uint8Array;
};

/** The entry's index, or what had lapsed by then: nothing was consumed and nothing appended for it. */
export type Settled =
  | { readonly kind: 'settled'; readonly entry: number }
  | { readonly kind: 'lapsed'; readonly lapse: Lapse };

/** Settles accesses in groups, one group at a time per replica; a group forms while the previous one commits. */
export type Committer = {
  readonly settle: (proposal: Proposal) => Promise<Settled>;
  readonly drain: () => Promise<void>;
};

const largestGroup = 128;
const statement = 'select access_commit($1::jsonb, $2::bytea[], $3::date, $4::timestamptz) as done';

/**
 * Makes the group committer. INVARIANT: `settle` resolves only after the entry is durable; any failure rejects,
 * and then nothing may be shown.
 */
export function createCommitter(deps: {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly log: Log;
}): Committer {
  const group = grouped<Proposal, Settled>({
    largest: largestGroup,
    abreast: 1,
    run: (proposals) => commitProposals(deps.pool, proposals, deps.clock()),
    order: byPerson,
    failed: (error) => deps.log.error('access-commit-failed', { code: sqlStateOf(error), error }),
  });
  return { settle: group.add, drain: group.drain };
}

/** Settles proposals on this connection (inside the caller's transaction, if it is in one), in the given order. */
export async function commitProposals(
  connection: Pool | PoolClient,
  proposals: readonly Proposal[],
  now: Date,
): Promise<Settled[]> {
  const items = proposals.map(({ bytes: _, ...rest }) => rest);
  const entries = proposals.map((each) => Buffer.from(each.bytes));
  const answer = await connection.query<{ done: Done }>({
    name: 'access-commit',
    text: statement,
    values: [JSON.stringify(items), entries, dayOf(now), now],
  });
  return settledOf(answer.rows[0]?.done);
}

/** What `access_commit` answers. */
export type Done = { readonly first: number | null; readonly codes: readonly (Lapse | null)[] };

/** Reads it: appended entries are numbered in order. Throws where it answered nothing. */
export function settledOf(done: Done | undefined): Settled[] {
  if (!done) throw new Error('access_commit answered nothing');
  let next = Number(done.first);
  return done.codes.map((lapse) =>
    lapse === null ? { kind: 'settled', entry: next++ } : { kind: 'lapsed', lapse },
  );
}

/** The same order in every replica, so that two groups do not wait for each other's quota rows. */
function byPerson(a: Proposal, b: Proposal): number {
  const [x, y] = [a.person ?? '', b.person ?? ''];
  return x < y ? -1 : x > y ? 1 : 0;
}

function sqlStateOf(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? code : 'none';
}
