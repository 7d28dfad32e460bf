import type { Pool, PoolClient } from 'pg';
import { type Budgets, type Outcome, type Run, runOnClient } from '#budget';
import { type Appended, appendBytes } from '#ledger';
import type { Clock, Log } from '#platform';
import type { Asks, Turn } from './asks.ts';
import { lockRows, spendStepUps, writeEffects } from './effects.ts';
import { grouped } from './group.ts';
import { lapsesOf, liveness } from './liveness.ts';
import type { Lapse, Proposal } from './proposal.ts';

export type { Lapse, Proposal } from './proposal.ts';

/** The entry's index, or what had lapsed by then: nothing was consumed and nothing appended for it. */
export type Settled =
  | { readonly kind: 'settled'; readonly entry: number }
  | { readonly kind: 'lapsed'; readonly lapse: Lapse };

/** Settles accesses in groups, one group at a time per replica; a group forms while the previous one commits. */
export type Committer = {
  readonly settle: (proposal: Proposal) => Promise<Settled>;
  readonly drain: () => Promise<void>;
};

/** What a transaction of proposals came to, before its commit. */
export type Proposed = {
  readonly settled: readonly Settled[];
  readonly appended: readonly Appended[];
  /** To be called after the commit; answers how far the budgets have come. */
  readonly committed: () => number;
};

const largestGroup = 128;

/**
 * Makes the group committer. INVARIANT: `settle` resolves only after the entry is durable and witnessed; any failure
 * rejects, and then nothing may be shown.
 */
export function createCommitter(deps: {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly log: Log;
  readonly budgets: Pick<Budgets, 'sit'>;
  readonly asks: Pick<Asks, 'owes' | 'send' | 'turn'>;
  /** Witnesses what was committed, outside the database, while the next group is on its way. */
  readonly witness: (
    entries: readonly Appended[],
    counters: Readonly<Record<string, number>>,
  ) => Promise<void>;
}): Committer {
  const { witness } = deps;
  const group = grouped<Proposal, Settled & { readonly group: Proposed }>({
    largest: largestGroup,
    abreast: 1,
    run: async (proposals) => {
      const done = await commitGroup(deps, proposals);
      return done.settled.map((each) => ({ ...each, group: done }));
    },
    after: async ([first]) => {
      if (first) await witness(first.group.appended, { budget: first.group.committed() });
    },
    failed: (error) => deps.log.error('access-commit-failed', { code: sqlStateOf(error), error }),
  });
  return { settle: group.add, drain: group.drain };
}

/** One transaction for a group, on a connection of its own. */
async function commitGroup(
  { pool, budgets, clock, asks }: Parameters<typeof createCommitter>[0],
  proposals: readonly Proposal[],
): Promise<Proposed> {
  const client: PoolClient = await pool.connect();
  const turn = asks.turn();
  let broken: Error | undefined;
  try {
    const spine = { run: begun(client), budgets, append: appendBytes, asks, turn };
    const done = await propose(spine, proposals, clock());
    await client.query('commit');
    done.committed();
    return done;
  } catch (error) {
    await client.query('rollback').catch((reason: Error) => {
      broken = reason;
    });
    throw error;
  } finally {
    turn.over();
    client.release(broken);
  }
}

/** Begins a transaction along with what is read first in it; nothing is answered of it unless it has begun. */
function begun(client: PoolClient): Run {
  const begin = client.query('begin');
  // heard by whoever waits for the first answer
  begin.catch(() => {});
  const run = runOnClient(client);
  return async (statement, values) => {
    const [rows] = await Promise.all([run(statement, values), begin]);
    return rows;
  };
}

/**
 * Settles proposals in the transaction that `run` stands in, in the given order, by fixed statements of the program:
 * what had lapsed is read, budgets and step-ups are spent, the entries of what is left are appended.
 */
export async function propose(
  deps: {
    readonly run: Run;
    readonly budgets: Pick<Budgets, 'sit'>;
    readonly append: (run: Run, entries: readonly Uint8Array[]) => Promise<readonly Appended[]>;
    readonly asks: Pick<Asks, 'owes' | 'send'>;
    readonly turn: Turn;
  },
  proposals: readonly Proposal[],
  now: Date,
): Promise<Proposed> {
  const { run, budgets, append } = deps;
  await lockRows(run, proposals);
  const items = proposals.map(({ charges, counted }) => ({ charges, ...(counted ? { counted } : {}) }));
  const sitting = await budgets.sit(run, items, now, liveness(proposals, now));
  await deps.turn.take();
  const lapses = lapsesOf(sitting.also, proposals);
  // what was cut off meanwhile is paid before anything more is sent
  for (const [i, { counted, person }] of proposals.entries())
    if (counted !== null && deps.asks.owes(person)) lapses[i] ??= 'budget';
  const outcomes = sitting.weigh(lapses.map((lapse) => lapse === null));
  for (const [i, outcome] of outcomes.entries()) lapses[i] ??= lapseOf(outcome);
  const standing = proposals.filter((_, i) => lapses[i] === null);
  const kept = await spendStepUps(run, standing, now);
  for (const [i, each] of standing.entries()) if (!kept[i]) lapses[proposals.indexOf(each)] = 'step-up';
  const granted = proposals.filter((_, i) => lapses[i] === null);
  const keep = lapses.map((lapse) => lapse === null);
  const bytes = granted.map((each) => each.bytes);
  deps.asks.send(granted);
  // in one round trip; what fails of it fails the transaction, whatever else of it was done
  const [charged, , appended] = await Promise.all([
    sitting.write(keep, granted.length),
    writeEffects(run, granted, now),
    append(run, bytes),
  ]);
  if (charged.some((each, i) => keep[i] && each.kind !== 'ok'))
    throw new Error('what an access was to cost changed with its group');
  let next = 0;
  const settled = lapses.map((lapse): Settled => {
    if (lapse !== null) return { kind: 'lapsed', lapse };
    return { kind: 'settled', entry: appended[next++]?.index ?? Number.NaN };
  });
  return { settled, appended, committed: sitting.committed };
}

/** What the asker is told: a person's own reveals can be raised, guesses and views have words of their own. */
function lapseOf(outcome: Outcome): Lapse | null {
  if (outcome.kind === 'ok') return null;
  const { budget, dimension, window } = outcome;
  if (budget === 'reveals') return dimension === 'person' && window === 'day' ? 'quota' : 'budget';
  if (budget === 'notices') return 'uses';
  return budget === 'guesses' || budget === 'probes' || budget === 'views' || budget === 'uses'
    ? budget
    : 'budget';
}

function sqlStateOf(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? code : 'none';
}
