import type { AlarmPort } from '#alarm';
import type { Clock, Database, Executor } from '#platform';
import type { Mac } from './account.ts';
import type { Memory } from './memory.ts';
import type { Run } from './run.ts';
import type { SealedRows } from './sealed-rows.ts';

/** How many accesses the log names of each account of a day, by the account's name. */
export type LoggedAccesses = ReadonlyMap<string, number>;

/** What the log can say of budgets: it is witnessed outside the database, accounts are not. */
export type Anchor = {
  /** Entries of accesses from this index on. */
  readonly accessesFrom: (run: Run, from: number) => Promise<number>;
  /** Whether the log says that budgets began. */
  readonly began: (run: Run) => Promise<boolean>;
  /** Writes into the log that they do, in this transaction. */
  readonly begin: (tx: Executor, now: Date) => Promise<void>;
  /** Granted accesses of a day by account. */
  readonly accessesOf: (run: Run, day: string) => Promise<LoggedAccesses>;
};

/** What budgets work with. */
export type BudgetDeps = {
  readonly db: Database;
  readonly mac: Mac;
  readonly alarm: AlarmPort;
  readonly clock: Clock;
  /** The organisation: every charge counts on it too. */
  readonly org: string;
  readonly anchor: Anchor;
  /** The furthest step of the head that is remembered outside the database, 0 where none is. */
  readonly remembered: number;
};

export type Inside = BudgetDeps & { readonly memory: Memory; readonly rows: SealedRows };
