import type { SqlFunction } from '#platform';

/** SQL functions of the ledger: one appends, the others are what its tables' triggers call. */
export const ledgerFunctions: readonly SqlFunction[] = [
  // Appends entries in one step with the head and answers the index of the first.
  `
create or replace function ledger_append(p_entries bytea[]) returns bigint language plpgsql as $$
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
end $$;`,
  // Refuses what its trigger stands before.
  `
create or replace function ledger_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger only grows: % of % is refused', lower(tg_op), tg_table_name
    using errcode = 'integrity_constraint_violation';
end $$;`,
  // Refuses a head that goes back.
  `
create or replace function ledger_head_grows() returns trigger language plpgsql as $$
begin
  if new.size < old.size then
    raise exception 'the ledger only grows: its head cannot go back'
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;`,
];
