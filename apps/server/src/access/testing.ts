/** For tests of attacks: what one wants to count, and the moments between a decision and its commit. */
import pg from 'pg';
import type { BudgetName, On } from '#budget';
import { demoTotpSecret } from '#demo';
import { testSession, totpCode, totpStep } from '#identity/testing';
import { openRowSeal } from '#platform';
import { createOpener } from '#vault/open';
import type { Caller, Reply, TestContact, TestDesk } from '../testing/desk.ts';
import { createAccess } from './index.ts';

/** What one ask cost at the ports: statements sent to PostgreSQL, values opened, entries appended. */
export type Work = {
  readonly statements: readonly string[];
  readonly opens: number;
  readonly entries: number;
};

/** The desk with its ports watched. */
export type Watch = {
  /** Values opened so far. */
  readonly opens: () => number;
  readonly size: () => Promise<number>;
  /** Runs `act` between the next decision and its commit, once. */
  readonly beforeCommit: (act: () => Promise<unknown>) => void;
  readonly work: <T>(act: () => Promise<T>) => Promise<{ readonly result: T; readonly work: Work }>;
};

/** Puts a spine with counters under the desk's routes. */
export function watch(desk: TestDesk): Watch {
  const { rooms } = desk;
  const opener = createOpener(rooms.vault);
  let between: (() => Promise<unknown>) | null = null;
  const access = createAccess({
    ...rooms,
    opener,
    committer: {
      ...rooms.committer,
      settle: async (proposal) => {
        const act = between;
        between = null;
        await act?.();
        return rooms.committer.settle(proposal);
      },
    },
    people: rooms.identity.approvers,
    risk: () => 0,
    stepUpGenuine: rooms.identity.stepUpGenuine,
  });
  Object.assign(rooms.access, access);
  const size = async (): Promise<number> => (await rooms.ledger.state()).size;
  return {
    opens: opener.opens,
    size,
    beforeCommit: (act) => {
      between = act;
    },
    work: async (act) => {
      const before = { opens: opener.opens(), size: await size() };
      const seen = countStatements();
      try {
        const result = await act();
        const statements = seen.stop();
        return {
          result,
          work: { statements, opens: opener.opens() - before.opens, entries: (await size()) - before.size },
        };
      } finally {
        seen.stop();
      }
    },
  };
}

/** Every statement of this process until `stop`, without its values. */
function countStatements(): { readonly stop: () => readonly string[] } {
  const { prototype } = pg.Client;
  const original = prototype.query;
  const statements: string[] = [];
  const counted = function (this: pg.Client, ...rest: unknown[]): unknown {
    const [first] = rest as [string | { text?: string }];
    statements.push((typeof first === 'string' ? first : (first.text ?? '')).replaceAll(/\s+/g, ' ').trim());
    return Reflect.apply(original, this, rest);
  };
  prototype.query = counted as typeof original;
  return {
    stop: () => {
      prototype.query = original;
      return statements;
    },
  };
}

/** The cookie of a session of anybody, to be sent in the headers of another caller's request. */
export async function cookieOf(desk: TestDesk, person: string): Promise<{ readonly cookie: string }> {
  const mac = openRowSeal(desk.config.keysDir);
  const { cookie } = await testSession({ db: desk.db, mac, now: desk.clock(), config: desk.config }, person);
  return { cookie };
}

/** An ask for a value in clear on a contact's case. */
export const reveal = (at: TestContact, more: Record<string, unknown> = {}) => ({
  action: 'reveal',
  customer: at.customer,
  fields: [{ field: 'mobile' }],
  purpose: 'card-freeze',
  case: at.case,
  scenario: 'call',
  reason: 'confirm-identity',
  ...more,
});

/** Steps up for one ask, with the demo's TOTP; each code works once, so the clock moves on. */
export async function stepUp(
  desk: TestDesk,
  caller: Caller,
  mail: string,
  at: TestContact,
  more: Record<string, unknown> = {},
): Promise<string> {
  const started = await caller.post('/step-ups', {
    action: 'reveal',
    customer: at.customer,
    case: at.case,
    field: 'bankCard',
    purpose: 'card-freeze',
    ...more,
  });
  if (started.status !== 200) throw new Error(`no step-up: ${String(started.body.code)}`);
  desk.pass(30);
  const totp = totpCode(demoTotpSecret(desk.person(mail).email), totpStep(desk.clock()));
  const finished = await caller.post(`/step-ups/${started.body.id}/finish`, { totp });
  if (finished.status !== 200) throw new Error(`no step-up: ${String(finished.body.code)}`);
  return finished.body.id;
}

/** Spends `n` of somebody's budget an hour ago, as if they had worked. */
export async function spend(desk: TestDesk, budget: BudgetName, n: number, on: On): Promise<void> {
  const { db, budgets } = desk.rooms;
  const at = new Date(desk.clock().getTime() - 3_600_000);
  const outcome = await db.kysely.transaction().execute((tx) => budgets.consume(tx, [{ budget, n, on }], at));
  if (outcome.kind !== 'ok') throw new Error('the test spends more than there is');
  await desk.rooms.alarms.settled();
}

/** A customer of a person's team about whom nothing is special, another one for each `nth`. */
export function ordinary(desk: TestDesk, mail: string, nth: number): TestDesk['customers'][number] {
  const { team } = desk.person(mail);
  const own = desk.customers.filter(
    (each) =>
      each.team === team && !each.flags.vip && !each.flags.colleague && !each.flags.deceased && !each.minor,
  );
  const found = own[nth % own.length];
  if (!found) throw new Error('no such customer');
  return found;
}

/** The customer's values as they were put in, but for those too short to be searched for. */
export function clearOf(desk: TestDesk, customer: string): string[] {
  return Object.values(desk.customers.find((each) => each.id === customer)?.fields ?? {})
    .flat()
    .filter((value) => value.length > 2);
}

/** The entry that an answer names. */
export async function entryOf(desk: TestDesk, reply: Reply): Promise<Record<string, unknown>> {
  const found = await desk.db.pool.query('select entry from ledger_entries where idx = $1', [
    reply.body.entry,
  ]);
  return JSON.parse(found.rows[0].entry.toString('latin1'));
}

/** What is the same for two refusals that must not be told apart. */
export const plain = (reply: Reply): Record<string, unknown> => ({
  status: reply.status,
  ...reply.body,
  entry: 0,
  request: '',
});
