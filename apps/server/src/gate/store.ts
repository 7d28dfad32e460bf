import type { Kysely, Transaction } from 'kysely';
import type { Budgets } from '#budget';
import type { Clock, Database, Log } from '#platform';
import type { Mac } from './seals.ts';
import type { Memory } from './stored-facts.ts';

// each room names its own tables in SQL
// oxlint-disable-next-line no-explicit-any
export type Tx = Transaction<any> | Kysely<any>;

/** What the ledger keeps of one act of the gate: ids and codes only. */
export type GateDraft = {
  readonly v: 1;
  readonly at: string;
  readonly kind: 'gate' | 'system';
  readonly action: string;
  readonly outcome: 'refused' | 'done';
  readonly code?: string;
  readonly person?: string;
  readonly session?: string;
  readonly customer?: string;
  readonly case?: string;
  readonly fields?: string[];
  readonly purpose?: string;
  readonly scenario?: string;
  readonly reason?: string;
  readonly policies?: string[];
  readonly grant?: string;
  readonly approval?: string;
  readonly object?: string;
  readonly to?: string;
  readonly count?: number;
  readonly policySet: string;
};

/** The part of the ledger that the gate needs: entries become durable with the transaction that they are part of. */
export type LedgerPort = { readonly append: (db: Tx, drafts: GateDraft[]) => Promise<number> };

/** What approvals, grants and quotas work with. */
export type StoreDeps = {
  readonly db: Database;
  readonly ledger: LedgerPort;
  readonly budgets: Budgets;
  readonly clock: Clock;
  readonly log: Log;
  readonly mac: Mac;
  readonly memory: Memory;
  readonly policySet: string;
};

/** Starts an entry of an act done now. */
export function gateDraft(
  deps: Pick<StoreDeps, 'policySet'>,
  action: string,
  now: Date,
  rest: Partial<Omit<GateDraft, 'v' | 'at' | 'kind' | 'action' | 'policySet'>>,
): GateDraft {
  return {
    v: 1,
    at: now.toISOString(),
    kind: 'gate',
    action,
    outcome: 'done',
    policySet: deps.policySet,
    ...rest,
  };
}

/** `mobile#itm_…`, or `mobile` for every item of it. */
export const fieldNames = (fields: readonly { readonly field: string; readonly item?: string }[]): string[] =>
  fields.map(({ field, item }) => (item === undefined ? field : `${field}#${item}`));
