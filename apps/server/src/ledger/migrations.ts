import type { Migration } from '#platform';

/**
 * Tables of the ledger. One head row is advanced by every append in its own transaction, so entries have no gaps and
 * a reader that sees a size sees every entry below it. Entries and checkpoints refuse change; who has the database's
 * own rights can lift that, and is found by verification. What these make of functions is replaced by `functions.ts`.
 */
export const ledgerMigrations: readonly Migration[] = [
  {
    name: '0500-ledger-log',
    sql: `
create table ledger_head (
  id boolean primary key default true check (id),
  size bigint not null check (size >= 0)
) with (fillfactor = 10);
insert into ledger_head (size) values (0);

create table ledger_entries (
  idx bigint primary key,
  entry bytea not null check (octet_length(entry) between 1 and 65535),
  leaf bytea not null check (octet_length(leaf) = 32)
);

create table ledger_tiles (
  level integer not null,
  idx bigint not null,
  hashes bytea not null check (octet_length(hashes) between 32 and 8192),
  primary key (level, idx)
);

create table ledger_checkpoints (
  size bigint primary key check (size > 0),
  root bytea not null check (octet_length(root) = 32),
  previous bigint not null unique check (previous >= 0 and previous < size),
  note bytea not null,
  signed_at timestamptz not null
);

create function ledger_append(p_entries bytea[]) returns bigint language plpgsql as $$
declare
  first bigint;
begin
  update ledger_head set size = size + cardinality(p_entries) where id
    returning size - cardinality(p_entries) into strict first;
  insert into ledger_entries (idx, entry, leaf)
    select first + n - 1, entry, sha256('\\x00'::bytea || entry)
    from unnest(p_entries) with ordinality as given (entry, n);
  perform pg_notify('ledger', '');
  return first;
end $$;

create function ledger_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger only grows: % of % is refused', lower(tg_op), tg_table_name
    using errcode = 'integrity_constraint_violation';
end $$;

create trigger ledger_entries_grow before update or delete or truncate on ledger_entries
  for each statement execute function ledger_refuse();
create trigger ledger_checkpoints_grow before update or delete or truncate on ledger_checkpoints
  for each statement execute function ledger_refuse();
create trigger ledger_tiles_stay before delete or truncate on ledger_tiles
  for each statement execute function ledger_refuse();
create trigger ledger_head_stays before delete or truncate on ledger_head
  for each statement execute function ledger_refuse();

create function ledger_head_grows() returns trigger language plpgsql as $$
begin
  if new.size < old.size then
    raise exception 'the ledger only grows: its head cannot go back'
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger ledger_head_grows before update on ledger_head
  for each row execute function ledger_head_grows();
`,
  },
  {
    name: '0501-ledger-index',
    sql: `
create table ledger_index (
  idx bigint primary key,
  at timestamptz,
  kind text,
  action text,
  outcome text,
  person text,
  key text,
  case_id text
);
create index ledger_index_at on ledger_index (at, idx);
create index ledger_index_action on ledger_index (action, idx);
create index ledger_index_outcome on ledger_index (outcome, idx);
create index ledger_index_person on ledger_index (person, idx) where person is not null;
create index ledger_index_key on ledger_index (key, idx) where key is not null;
create index ledger_index_case on ledger_index (case_id, idx) where case_id is not null;

create table ledger_index_customers (
  customer text not null,
  idx bigint not null,
  primary key (customer, idx)
);

create trigger ledger_index_customers_grow before update or delete or truncate on ledger_index_customers
  for each statement execute function ledger_refuse();
create trigger ledger_index_grows before update or delete or truncate on ledger_index
  for each statement execute function ledger_refuse();
`,
  },
  {
    // what somebody made of the index must be put right by the server, whose rights say what else it may
    name: '0960-ledger-index-mends',
    sql: `
drop trigger ledger_index_customers_grow on ledger_index_customers;
drop trigger ledger_index_grows on ledger_index;
create trigger ledger_index_customers_follow before update or truncate on ledger_index_customers
  for each statement execute function ledger_refuse();
create trigger ledger_index_follows before delete or truncate on ledger_index
  for each statement execute function ledger_refuse();
`,
  },
  {
    // the rows of an entry are looked up by it whenever the index is compared with what entries say
    name: '1030-ledger-index-by-entry',
    sql: 'create index ledger_index_customers_entry on ledger_index_customers (idx);',
  },
];
