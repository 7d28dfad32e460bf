import type { Migration } from '#platform';

/** The vault's tables; what these make of its functions is replaced by `functions.ts`. Customer id comes first in every primary key. */
export const vaultMigrations: readonly Migration[] = [
  {
    name: '0200-vault-customers',
    sql: `
create table vault_kinds (
  field text primary key,
  definition jsonb not null,
  added_at timestamptz not null,
  added_by text
);

create table vault_roots (name text primary key, kek text not null, wrapped bytea not null);

create table vault_index_versions (
  version smallint primary key,
  customers bigint not null,
  state text not null check (state in ('building', 'current', 'retired'))
);

create table vault_customers (
  customer text primary key,
  team text,
  vip boolean not null,
  colleague text,
  colleague_team text,
  minor boolean not null,
  deceased boolean not null,
  consent_expires_at timestamptz,
  binned_at timestamptz,
  binned_by text,
  writes int not null,
  state_mac bytea not null,
  created_at timestamptz not null,
  created_by text
);
create index vault_customers_binned on vault_customers (binned_at desc) where binned_at is not null;
create index vault_customers_minor on vault_customers (customer) where minor;

create table vault_keys (
  customer text not null,
  id text not null,
  retention text not null,
  suite smallint not null,
  kek text not null,
  wrapped bytea not null,
  primary key (customer, id)
);
create index vault_keys_kek on vault_keys (kek);

create table vault_values (
  customer text not null,
  field text not null,
  item text not null,
  version int not null,
  counter int not null,
  key_id text not null,
  sealed bytea not null,
  written_at timestamptz not null,
  written_by text,
  primary key (customer, field, item)
);

create table vault_history (
  customer text not null,
  field text not null,
  item text not null,
  version int not null,
  counter int not null,
  key_id text not null,
  sealed bytea,
  written_at timestamptz not null,
  written_by text,
  primary key (customer, field, item, version)
);

create table vault_index (
  customer text not null,
  field text not null,
  item text not null,
  version smallint not null,
  tag bytea not null,
  primary key (customer, field, item, version)
);
create index vault_index_tag on vault_index (field, tag, customer, item);

create table customer_parties (
  customer text not null,
  id text not null,
  capacity text not null,
  linked text,
  fields text[] not null,
  evidence text not null,
  expires_at timestamptz,
  ended_at timestamptz,
  counter int not null,
  key_id text not null,
  sealed_name bytea not null,
  primary key (customer, id)
);
create index customer_parties_linked on customer_parties (linked) where linked is not null;

create function vault_ms(p timestamptz) returns bigint language sql immutable as $$
  select round(extract(epoch from p) * 1000)::bigint
$$;

-- Rows of values and keys are lines of words: building them as JSON would take most of the time of a load.
create function vault_customer(p_customer text) returns jsonb language plpgsql stable as $$
declare
  c vault_customers;
  k text;
  v text;
  p jsonb;
begin
  select * into c from vault_customers where customer = p_customer;
  if not found then return null; end if;
  select string_agg(concat_ws(' ', id, retention, suite, kek, encode(wrapped, 'hex')), e'\\n') into k
  from vault_keys where customer = p_customer;
  select string_agg(concat_ws(' ', field, item, version, counter, key_id, encode(sealed, 'hex')), e'\\n') into v
  from vault_values where customer = p_customer;
  select jsonb_agg(jsonb_build_array(id, capacity, linked, fields, evidence, vault_ms(expires_at),
    vault_ms(ended_at), counter, key_id, encode(sealed_name, 'hex'))) into p
  from customer_parties where customer = p_customer;
  return jsonb_build_object(
    'id', c.customer, 'team', c.team, 'vip', c.vip, 'colleague', c.colleague,
    'colleagueTeam', c.colleague_team, 'minor', c.minor, 'deceased', c.deceased,
    'consentExpiresAt', vault_ms(c.consent_expires_at), 'binnedAt', vault_ms(c.binned_at),
    'writes', c.writes, 'mac', encode(c.state_mac, 'hex'),
    'keys', coalesce(k, ''), 'values', coalesce(v, ''), 'parties', coalesce(p, '[]'));
end $$;

create function vault_mandate(p_customer text, p_mandate text, p_now timestamptz) returns jsonb
language sql stable as $$
  select jsonb_build_object('capacity', p.capacity, 'fields', to_jsonb(p.fields),
    'mandateLive', (p.expires_at is null or p.expires_at > p_now) and (p.ended_at is null or p.ended_at > p_now))
  from customer_parties p where p.customer = p_customer and p.id = p_mandate
$$;

create function vault_search(p_field text, p_tokens bytea[], p_limit int) returns jsonb
language sql stable as $$
  with hit as (
    select i.customer, i.item from vault_index i
    where i.field = p_field and i.tag = any (p_tokens)
    group by i.customer, i.item order by i.customer, i.item limit p_limit * 16
  ), size as (
    select (greatest(ceil(count(*)::numeric / p_limit), 1) * p_limit)::int as n from hit
  ), above as (
    select i.customer, i.item from vault_index i
    where i.field = p_field and i.tag > p_tokens[1]
      and not exists (select 1 from hit where hit.customer = i.customer)
    order by i.tag, i.customer, i.item limit (select n - (select count(*) from hit) from size)
  ), below as (
    select i.customer, i.item from vault_index i
    where i.field = p_field and i.tag < p_tokens[1]
      and not exists (select 1 from hit where hit.customer = i.customer)
      and not exists (select 1 from above where above.customer = i.customer and above.item = i.item)
    order by i.tag desc, i.customer, i.item
    limit (select n - (select count(*) from hit) - (select count(*) from above) from size)
  ), chosen as (
    select customer, item, 0 as rank from hit
    union all select customer, item, 1 from above
    union all select customer, item, 1 from below
  )
  select coalesce(jsonb_agg(vault_customer(customer) || jsonb_build_object('hit', item)
    order by rank, customer, item), '[]') from chosen
$$;`,
  },
  {
    name: '0201-vault-imports',
    sql: `
create table vault_imports (
  id text primary key,
  state text not null check (state in ('running', 'done', 'failed', 'cancelled')),
  dry_run boolean not null,
  encoding text not null default '',
  format text not null default 'csv',
  columns jsonb not null default '[]',
  mapping jsonb not null,
  preview bytea,
  rows bigint not null default 0,
  imported bigint not null default 0,
  duplicates bigint not null default 0,
  failed bigint not null default 0,
  bytes bigint not null default 0,
  bytes_total bigint,
  spooled boolean not null default false,
  last_row bigint not null default 0,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  ended_at timestamptz,
  started_by text,
  team text,
  code text
);

create table vault_import_spool (job text not null, at int not null, sealed bytea not null, primary key (job, at));

create table vault_import_errors (
  job text not null,
  row bigint not null,
  column_name text not null,
  code text not null,
  primary key (job, row, column_name)
);`,
  },
  {
    name: '0920-vault-import-known',
    sql: `
alter table vault_imports
  add column known bigint not null default 0,
  add column shift smallint not null default 0 check (shift between 0 and 99);`,
  },
  {
    name: '0932-vault-sealed-kinds',
    sql: `
-- Each own kind of field is sealed, and all of them as a set: one that is changed, added or taken away is found.
alter table vault_kinds add column mac text;
create table vault_kind_set (
  id boolean primary key default true check (id),
  version int not null,
  mac text not null
);`,
  },
  {
    name: '0945-vault-contact-changes',
    sql: `
create table vault_changes (
  customer text not null,
  id text not null,
  team text,
  field text not null,
  item text,
  act text not null check (act in ('replace', 'add', 'remove')),
  version_before int,
  version_after int,
  case_id text not null,
  person text not null,
  risks text[] not null,
  confirmed_by text,
  state text not null check (state in ('waiting', 'applied', 'undone', 'lapsed')),
  asked_at bigint not null,
  due_at bigint not null,
  proves_at bigint not null,
  undo_until bigint not null,
  ended_at bigint,
  sealed bytea,
  seal bytea not null,
  primary key (customer, id)
);
create unique index vault_changes_id on vault_changes (id);
create unique index vault_changes_one on vault_changes (customer, field, coalesce(item, '')) where state = 'waiting';
create index vault_changes_due on vault_changes (due_at) where state = 'waiting';
create index vault_changes_person on vault_changes (person, asked_at desc);
create index vault_changes_team on vault_changes (team, id desc);

create table vault_notices (
  customer text not null,
  id text not null,
  team text,
  change_id text not null,
  template text not null check (template in ('contact-changed', 'contact-change-undone')),
  way text not null check (way in ('text', 'mail')),
  field text not null,
  item text,
  version int,
  state text not null check (state in ('waiting', 'taken')),
  created_at bigint not null,
  taken_at bigint,
  taken_by text,
  seal bytea not null,
  primary key (customer, id)
);
create unique index vault_notices_id on vault_notices (id);
create index vault_notices_waiting on vault_notices (team, id) where state = 'waiting';
create index vault_notices_change on vault_notices (change_id);`,
  },
  {
    name: '0963-vault-change-asker',
    sql: `
alter table vault_changes add column staff_number text, add column session text, add column device text;
-- what is over and still keeps its new value
create index vault_changes_over on vault_changes (ended_at) where state <> 'waiting' and sealed is not null;`,
  },
  {
    name: '0970-vault-load',
    sql: `
-- Returns rows and has one query, so that a statement that asks for many customers has it as its own part.
create function vault_load(p_customer text) returns table (customer json) language sql stable as $$
  select json_build_object(
    'id', c.customer, 'team', c.team, 'vip', c.vip, 'colleague', c.colleague,
    'colleagueTeam', c.colleague_team, 'minor', c.minor, 'deceased', c.deceased,
    'consentExpiresAt', vault_ms(c.consent_expires_at), 'binnedAt', vault_ms(c.binned_at),
    'writes', c.writes, 'mac', encode(c.state_mac, 'hex'),
    'keys', coalesce((
      select string_agg(concat_ws(' ', k.id, k.retention, k.suite, k.kek, encode(k.wrapped, 'hex')), e'\\n')
      from vault_keys k where k.customer = c.customer), ''),
    'values', coalesce((
      select string_agg(concat_ws(' ', v.field, v.item, v.version, v.counter, v.key_id, encode(v.sealed, 'hex')), e'\\n')
      from vault_values v where v.customer = c.customer), ''),
    'parties', coalesce((
      select json_agg(json_build_array(p.id, p.capacity, p.linked, p.fields, p.evidence, vault_ms(p.expires_at),
        vault_ms(p.ended_at), p.counter, p.key_id, encode(p.sealed_name, 'hex')))
      from customer_parties p where p.customer = c.customer), '[]'))
  from vault_customers c where c.customer = p_customer
$$;
create or replace function vault_customer(p_customer text) returns jsonb language sql stable as $$
  select customer::jsonb from vault_load(p_customer)
$$;`,
  },
  {
    name: '0990-vault-sealed-index-versions',
    sql: `
-- The versions of the blind index are sealed as a set: one that is changed, added or taken away is found.
create table vault_index_set (
  id boolean primary key default true check (id),
  version int not null,
  mac text not null
);`,
  },
  {
    name: '1000-vault-notice-not-by',
    sql: `
alter table vault_notices add column not_by text;`,
  },
];
