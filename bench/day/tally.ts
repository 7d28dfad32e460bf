import type { Problem } from '@huke/sdk';
import { limitRows, type LimitRow, mostOf } from '../../apps/server/src/budget/limits.ts';
import type { TestDesk } from '../../apps/server/src/testing/desk.ts';

/** One row of the day's table: a person or program of some post, or what many share. */
export type Row = {
  readonly name: string;
  acts: number;
  /** Refusals of what was legitimate, by code. */
  readonly refused: Map<string, number>;
  /** Refusals that a mistake met, by code. */
  readonly mistakes: Map<string, number>;
  /** The largest share of each limit that was used at any time, by `budget dimension window`. */
  readonly shares: Map<string, number>;
};

export type Tally = ReturnType<typeof openTally>;

/** Budgets of accounts that many share. */
const shared: Readonly<Record<string, string>> = {
  team: 'teams',
  organisation: 'the organisation',
  maker: 'whoever made accounts',
  customer: 'customers, contacts, cases',
  contact: 'customers, contacts, cases',
  case: 'customers, contacts, cases',
};

/** Makes an empty one. */
export function openTally() {
  const rows = new Map<string, Row>();
  const owners = new Map<string, string>();
  const problems = new Map<string, Problem>();
  const refusals: string[] = [];
  const row = (name: string): Row => {
    const known = rows.get(name);
    if (known) return known;
    const made = { name, acts: 0, refused: new Map(), mistakes: new Map(), shares: new Map() };
    rows.set(name, made);
    return made;
  };
  const owner = (kind: string, id: string): string => shared[kind] ?? owners.get(id) ?? 'nobody of the day';
  return {
    rows: () => [...rows.values()],
    row,
    /** Every refusal that was met, whosever fault: one problem of each code and title. */
    problems: (): readonly Problem[] => [...problems.values()],
    /** Who was refused what, at which route, by which policies. */
    refusals: (): readonly string[] => refusals,
    /** Budgets of this person or key count in that row. */
    belongs: (id: string, name: string): void => {
      owners.set(id, name);
    },
    /** Counts an act; `but`: codes that a mistake was to meet. */
    act: (name: string, route: string, problem: Problem | null, but: readonly string[]): void => {
      const at = row(name);
      at.acts++;
      if (problem === null) return;
      problems.set(`${problem.code} ${problem.title}`, problem);
      const into = but.includes(problem.code) ? at.mistakes : at.refused;
      if (into === at.refused)
        refusals.push([name, route, problem.code, ...(problem.policies ?? [])].join(' '));
      into.set(problem.code, (into.get(problem.code) ?? 0) + 1);
    },
    /** Counts what went otherwise than it should have, though nobody refused. */
    failed: (name: string, code: string): void => {
      const { refused } = row(name);
      refused.set(code, (refused.get(code) ?? 0) + 1);
      refusals.push(`${name} ${code}`);
    },
    /** Reads how much of each limit is used now; `all`: customers, contacts and cases too. */
    measure: async (desk: TestDesk, period: string, all: boolean): Promise<void> => {
      const { rows: accounts } = await desk.db.pool.query<{ kind: string; id: string; body: string }>(
        `select kind, id, body from budget_accounts
         where (period = $1 or period = left($1, 7)) and ($2 or kind in ('person', 'key', 'team', 'maker', 'organisation'))`,
        [period, all],
      );
      for (const { kind, id, body } of accounts) {
        const { n: counts } = JSON.parse(body) as { n: Record<string, number> };
        for (const [counter, used] of Object.entries(counts)) {
          for (const limit of limitsOf(kind, counter)) {
            const { shares } = row(owner(kind, id));
            const name = `${limit.budget} ${limit.dimension} ${limit.window}`;
            shares.set(name, Math.max(shares.get(name) ?? 0, used / mostOf(limit, counts)));
          }
        }
      }
    },
  };
}

/** The limits that a counter of an account counts for: `budget`, `budget@hour`, `budget~session@hour`, `budget:field`. */
function limitsOf(kind: string, counter: string): readonly LimitRow[] {
  const [, budget, session, hour] = /^([a-z]+)(~[^@]+)?(@\d\d)?(?::.*)?$/.exec(counter) ?? [];
  const dimension = session === undefined ? kind : 'session';
  return limitRows.filter(
    (each) =>
      each.budget === budget &&
      each.dimension === dimension &&
      (each.window === 'hour') === (hour !== undefined),
  );
}
