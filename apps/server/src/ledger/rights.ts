import type { TableRights } from '#platform';

/** What the server's role may do with the ledger's tables: it adds and never takes away. */
export const ledgerRights: Readonly<Record<string, TableRights>> = {
  ledger_entries: ['select', 'insert'],
  ledger_checkpoints: ['select', 'insert'],
  ledger_head: ['select', 'update'],
  ledger_tiles: ['select', 'insert', 'update'],
  ledger_index: ['select', 'insert'],
  ledger_index_customers: ['select', 'insert'],
};
