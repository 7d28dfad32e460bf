import type { TableRights } from '#platform';

/** What the server's role may do with the ledger's tables: it adds and never takes away; the explorer's index, which
 * follows from the entries, it also corrects. */
export const ledgerRights: Readonly<Record<string, TableRights>> = {
  ledger_entries: ['select', 'insert'],
  ledger_checkpoints: ['select', 'insert'],
  ledger_head: ['select', 'update'],
  ledger_tiles: ['select', 'insert', 'update'],
  ledger_index: ['select', 'insert', 'update'],
  ledger_index_customers: ['select', 'insert', 'delete'],
};
