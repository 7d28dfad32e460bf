/**
 * Budgets: how much of anything may be done by whom, counted in one place for every door.
 *
 * It owns the limits (`limits.ts`, a table with reasons) and the accounts that they are counted in: one for each
 * person, key, team, maker, contact, customer, case and the organisation, a day (a month for a case). Invariants: a
 * charge counts on every dimension that is known of it or not at all; accounts are read, judged and written by fixed
 * statements of the program, under a lock that lasts until the commit, so that no number of replicas passes a limit; a
 * row that was edited, moved, put back or removed opens nothing: each bears a seal, all together are in a sealed sum,
 * and the log says how many accesses there were. Start reading at `weigh.ts`, then `sitting.ts`, `audit.ts`.
 */
export { type Budgets, createBudgets } from './budgets.ts';
export type { Account } from './account.ts';
export type { LoadedAccount } from './budgets.ts';
export type { Anchor } from './deps.ts';
export { type BudgetName, type Counts, type Dimension, limitRows, revealLimit } from './limits.ts';
export { budgetMigrations } from './migrations.ts';
export { quotaOf } from './raises.ts';
export { type Run, runOn, runOnClient, type Statement } from './run.ts';
export type { Sitting } from './sitting.ts';
export type { Also } from './store.ts';
export { leftOf, type Charge, type Item, type On, type Outcome } from './weigh.ts';
