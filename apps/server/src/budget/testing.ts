/** For tests: budgets on a database of their own, a clock that the test moves, alarms kept in memory. */
import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { newId } from '#platform';
import { testDatabase } from '#platform/testing';
import { ledgerFunctions } from '../ledger/functions.ts';
import { ledgerMigrations } from '../ledger/migrations.ts';
import { type Budgets, createBudgets } from './budgets.ts';
import type { Anchor, BudgetDeps } from './deps.ts';
import { budgetMigrations } from './migrations.ts';

/** A log of accesses as far as budgets ask for it. */
export type TestAnchor = Anchor & {
  /** Notes accesses that name these accounts (`kind id day`), as a commit would. */
  readonly note: (...names: readonly string[]) => void;
};

/** An anchor of one's own. */
export function testAnchor(): TestAnchor {
  const log: (readonly string[])[] = [];
  let began = false;
  return {
    note: (...names) => log.push(names),
    accessesFrom: async (_, from) => log.slice(from).length,
    began: async () => began,
    begin: async () => {
      began = true;
    },
    accessesOf: async () => {
      const counts = new Map<string, number>();
      for (const name of log.flat()) counts.set(name, (counts.get(name) ?? 0) + 1);
      return counts;
    },
  };
}

/** Opens them. */
export async function openTestBudgets() {
  const db = await testDatabase({
    migrations: [...ledgerMigrations, ...budgetMigrations],
    functions: ledgerFunctions,
  });
  const time = { now: new Date('2026-11-21T02:00:00.000Z') };
  const key = 'a key of the test';
  const alarms: Parameters<BudgetDeps['alarm']>[0][] = [];
  const anchor = testAnchor();
  const deps: BudgetDeps = {
    db,
    mac: (data) => createHmac('sha256', key).update(data).digest(),
    alarm: (alarm) => void alarms.push(alarm),
    clock: () => time.now,
    org: newId('org'),
    anchor,
    remembered: 0,
  };
  const open = async (remembered = 0): Promise<Budgets> => {
    const budgets = createBudgets({ ...deps, remembered });
    await budgets.start();
    await budgets.audit();
    return budgets;
  };
  return {
    db,
    deps,
    anchor,
    alarms,
    budgets: await open(),
    /** Another replica, or the same one after a restart: it remembers nothing. */
    open,
    pass: (minutes: number): void => {
      time.now = new Date(time.now.getTime() + minutes * 60_000);
    },
    now: () => time.now,
    run: (text: string) => sql.raw<Record<string, unknown>>(text).execute(db.kysely),
    close: () => db.drop(),
  };
}
