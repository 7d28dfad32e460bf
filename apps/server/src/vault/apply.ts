import { VaultError } from './error.ts';
import type { Write } from './write.ts';
import { run, type Runner } from './run.ts';

const date = (milliseconds: number | null): Date | null =>
  milliseconds === null ? null : new Date(milliseconds);

const insertRows = `
with h as (
  insert into vault_customers (customer, team, vip, colleague, colleague_team, minor, deceased,
    consent_expires_at, binned_at, writes, state_mac, created_at, created_by)
  select t.*, $12::timestamptz, $13::text from unnest($1::text[], $2::text[], $3::boolean[], $4::text[], $5::text[],
    $6::boolean[], $7::boolean[], $8::timestamptz[], $9::timestamptz[], $10::int[], $11::bytea[]) t
), k as (
  insert into vault_keys (customer, id, retention, suite, kek, wrapped)
  select * from unnest($14::text[], $15::text[], $16::text[], $17::smallint[], $18::text[], $19::bytea[])
), v as (
  insert into vault_values (customer, field, item, version, counter, key_id, sealed, written_at, written_by)
  select t.*, $12::timestamptz, $13::text
  from unnest($20::text[], $21::text[], $22::text[], $23::int[], $24::int[], $25::text[], $26::bytea[]) t
)
insert into vault_index (customer, field, item, version, tag)
select * from unnest($27::text[], $28::text[], $29::text[], $30::smallint[], $31::bytea[])`;

/** One array per column, in the order of the statement's parameters. */
function columnsOf(writes: readonly Write[], at: Date, by: string | null): unknown[] {
  const heads = writes
    .filter((write) => write.before === null)
    .map((write) => ({ ...write.head, mac: write.mac }));
  const keys = writes.flatMap(({ customer, keys }) => keys.map((key) => ({ customer, ...key })));
  const values = writes.flatMap(({ customer, values }) => values.map((value) => ({ customer, ...value })));
  const tags = writes.flatMap(({ customer, tags }) => tags.map((tag) => ({ customer, ...tag })));
  return [
    heads.map((head) => head.id),
    heads.map((head) => head.team),
    heads.map((head) => head.vip),
    heads.map((head) => head.colleague),
    heads.map((head) => head.colleagueTeam),
    heads.map((head) => head.minor),
    heads.map((head) => head.deceased),
    heads.map((head) => date(head.consentExpiresAt)),
    heads.map((head) => date(head.binnedAt)),
    heads.map((head) => head.writes),
    heads.map((head) => head.mac),
    at,
    by,
    keys.map((key) => key.customer),
    keys.map((key) => key.id),
    keys.map((key) => key.retention),
    keys.map((key) => key.suite),
    keys.map((key) => key.wrapped.kek),
    keys.map((key) => key.wrapped.bytes),
    values.map((value) => value.customer),
    values.map((value) => value.field),
    values.map((value) => value.item),
    values.map((value) => value.version),
    values.map((value) => value.counter),
    values.map((value) => value.key),
    values.map((value) => value.sealed),
    tags.map((tag) => tag.customer),
    tags.map((tag) => tag.field),
    tags.map((tag) => tag.item),
    tags.map((tag) => tag.version),
    tags.map((tag) => tag.tag),
  ];
}

/** Stores new customers in one statement; inside the caller's transaction. */
export async function applyCreate(
  tx: Runner,
  writes: readonly Write[],
  at: Date,
  by: string | null,
): Promise<void> {
  if (writes.length === 0) return;
  await run(tx, insertRows, columnsOf(writes, at, by));
}

const updateHead = `
update vault_customers set team = $2, vip = $3, colleague = $4, colleague_team = $5, minor = $6, deceased = $7,
  consent_expires_at = $8, binned_at = $9, writes = $10, state_mac = $11,
  binned_by = case when $9::timestamptz is null then null else coalesce(binned_by, $12) end
where customer = $1 and writes = $13`;

const supersede = `
with gone as (
  delete from vault_values v using unnest($2::text[], $3::text[]) t (field, item)
  where v.customer = $1 and v.field = t.field and v.item = t.item returning v.*
), untagged as (
  delete from vault_index i using unnest($2::text[], $3::text[]) t (field, item)
  where i.customer = $1 and i.field = t.field and i.item = t.item
)
insert into vault_history (customer, field, item, version, counter, key_id, sealed, written_at, written_by)
select customer, field, item, version, counter, key_id, sealed, written_at, written_by from gone`;

const bury = `
insert into vault_history (customer, field, item, version, counter, key_id, sealed, written_at, written_by)
select $1, t.field, t.item, t.version, t.counter, t.key_id, null, $7, $8
from unnest($2::text[], $3::text[], $4::int[], $5::int[], $6::text[]) t (field, item, version, counter, key_id)`;

const putParty = `
insert into customer_parties (customer, id, capacity, linked, fields, evidence, expires_at, ended_at, counter,
  key_id, sealed_name)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (customer, id) do update set capacity = excluded.capacity, linked = excluded.linked,
  fields = excluded.fields, evidence = excluded.evidence, expires_at = excluded.expires_at,
  ended_at = excluded.ended_at, counter = excluded.counter, key_id = excluded.key_id,
  sealed_name = excluded.sealed_name`;

/**
 * Stores a change of a customer; inside the caller's transaction. Throws `changed-meanwhile` when somebody else has
 * written since the customer was loaded.
 */
export async function applyChange(tx: Runner, write: Write, at: Date, by: string | null): Promise<void> {
  const { head, customer, superseded, tombstones, parties } = write;
  const updated = await run(tx, updateHead, [
    customer,
    head.team,
    head.vip,
    head.colleague,
    head.colleagueTeam,
    head.minor,
    head.deceased,
    date(head.consentExpiresAt),
    date(head.binnedAt),
    head.writes,
    write.mac,
    by,
    write.before,
  ]);
  if (updated.count !== 1) {
    throw new VaultError('changed-meanwhile', 'the customer was changed meanwhile: load it again and repeat');
  }
  if (superseded.length > 0) {
    await run(tx, supersede, [
      customer,
      superseded.map((each) => each.field),
      superseded.map((each) => each.item),
    ]);
  }
  if (tombstones.length > 0) {
    const column = <K extends keyof (typeof tombstones)[number]>(name: K) =>
      tombstones.map((each) => each[name]);
    const rows = [column('field'), column('item'), column('version'), column('counter'), column('key')];
    await run(tx, bury, [customer, ...rows, at, by]);
  }
  if (write.keys.length + write.values.length > 0) await run(tx, insertRows, columnsOf([write], at, by));
  for (const party of parties) {
    await run(tx, putParty, [
      customer,
      party.id,
      party.capacity,
      party.linked,
      [...party.fields],
      party.evidence,
      date(party.expiresAt),
      date(party.endedAt),
      party.counter,
      party.key,
      party.sealedName,
    ]);
  }
}
