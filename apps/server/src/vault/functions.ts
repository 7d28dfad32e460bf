import type { SqlFunction } from '#platform';

/** SQL functions of the vault, which the statements of other rooms call too. */
export const vaultFunctions: readonly SqlFunction[] = [
  // A time in milliseconds, as the program counts them.
  `
create or replace function vault_ms(p timestamptz) returns bigint language sql immutable as $$
  select round(extract(epoch from p) * 1000)::bigint
$$;`,
  // A customer as it is sealed. Answers rows and has one query, so that a statement that asks for many has it as its
  // own part. Keys and values are lines of words: building them as JSON would take most of the time of a load.
  `
create or replace function vault_load(p_customer text) returns table (customer json) language sql stable as $$
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
$$;`,
  // The same as one value; null where there is none.
  `
create or replace function vault_customer(p_customer text) returns jsonb language sql stable as $$
  select customer::jsonb from vault_load(p_customer)
$$;`,
  // What a mandate covers, and whether it still does.
  `
create or replace function vault_mandate(p_customer text, p_mandate text, p_now timestamptz) returns jsonb
language sql stable as $$
  select jsonb_build_object('capacity', p.capacity, 'fields', to_jsonb(p.fields),
    'mandateLive', (p.expires_at is null or p.expires_at > p_now) and (p.ended_at is null or p.ended_at > p_now))
  from customer_parties p where p.customer = p_customer and p.id = p_mandate
$$;`,
  // Customers whose index has one of the tags, filled up with the tags beside it, so that how many come tells little.
  `
create or replace function vault_search(p_field text, p_tokens bytea[], p_limit int) returns jsonb
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
];
