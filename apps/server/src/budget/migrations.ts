import type { Migration } from '#platform';

/** Accounts of budgets and their head. Who writes these rows without the key makes them worthless, and is found. */
export const budgetMigrations: readonly Migration[] = [
  {
    name: '0901-budget-accounts',
    sql: `
create table budget_accounts (
  period text not null,
  kind text not null,
  id text not null,
  seq bigint not null check (seq > 0),
  body text not null,
  seal text not null,
  primary key (period, kind, id)
) with (fillfactor = 70);

create table budget_head (
  id boolean primary key default true check (id),
  seq bigint not null,
  body text not null,
  seal text not null
) with (fillfactor = 10);
`,
  },
];
