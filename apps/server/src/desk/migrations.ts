import type { Migration } from '#platform';

/** The wrap-up that functions of the first release were made with; `contact-lives.ts` has the one in force. */
const wrapUpSeconds = 180;

/** Tables of the desk. What these make of its functions is replaced by `functions.ts`. */
export const deskMigrations: readonly Migration[] = [
  {
    name: '0300-desk-cases',
    sql: `
create table desk_contacts (
  id text primary key,
  channel text not null,
  direction text not null check (direction in ('in', 'out')),
  source text not null,
  external_key bytea not null,
  agent text not null,
  customer text,
  case_id text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  seal text not null,
  unique (source, external_key)
);
create index desk_contacts_agent on desk_contacts (agent, started_at desc);

create table desk_cases (
  id text primary key,
  number text not null unique,
  type text not null,
  purpose text not null,
  scenario text not null,
  origin text not null check (origin in ('contact', 'supervisor', 'self')),
  channel text not null,
  customer text,
  bound_by text check (bound_by in ('channel', 'supervisor', 'agent')),
  verified_at timestamptz,
  verified_seal text,
  agent text,
  team text not null,
  contact_id text references desk_contacts (id),
  capacity text not null,
  mandate text,
  opened_by text not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  due_at timestamptz,
  seal text not null
);
create index desk_cases_agent on desk_cases (agent, opened_at desc);
create index desk_cases_team on desk_cases (team, opened_at desc);
create index desk_cases_customer on desk_cases (customer);

create table desk_numbers (day date primary key, n int not null);

create table desk_timeline (
  case_id text not null references desk_cases (id),
  id text not null,
  at timestamptz not null,
  kind text not null,
  person text,
  code text,
  customer text,
  entry bigint,
  sealed bytea,
  primary key (case_id, id)
);

create function desk_number(p_day date) returns text language sql as $$
  insert into desk_numbers (day, n) values (p_day, 1)
  on conflict (day) do update set n = desk_numbers.n + 1
  returning to_char(p_day, 'YYYYMMDD') || '-' || lpad(n::text, 4, '0')
$$;

create function desk_case(p_case text, p_now timestamptz) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'id', k.id, 'customer', k.customer, 'agent', k.agent, 'team', k.team, 'type', k.type,
    'state', case when k.closed_at is not null then 'closed'
                  when c.ended_at is not null then 'wrap-up' else 'open' end,
    'origin', k.origin, 'purpose', k.purpose, 'scenario', k.scenario, 'boundBy', k.bound_by,
    'verified', k.verified_at is not null, 'contact', k.contact_id,
    'contactLive', k.closed_at is null and c.id is not null and c.started_at <= p_now
      and (c.ended_at is null or c.ended_at + interval '${wrapUpSeconds} seconds' > p_now),
    'contactInbound', coalesce(c.direction = 'in', false), 'contactAgent', c.agent,
    'closed', k.closed_at is not null, 'mandate', k.mandate, 'seal', k.seal, 'verifiedSeal', k.verified_seal,
    'contactRow', case when c.id is not null then jsonb_build_object('case', c.case_id, 'agent', c.agent,
      'direction', c.direction, 'startedAt', round(extract(epoch from c.started_at) * 1000)::bigint,
      'ended', c.ended_at is not null, 'seal', c.seal) end,
    'party', case when k.capacity = 'customer' or k.mandate is null or k.customer is null
      then jsonb_build_object('capacity', k.capacity, 'mandateLive', k.capacity = 'customer', 'fields', '[]'::jsonb)
      else coalesce(
        (select m || jsonb_build_object('capacity', k.capacity,
           'mandateLive', (m ->> 'mandateLive')::boolean and m ->> 'capacity' = k.capacity)
         from vault_mandate(k.customer, k.mandate, p_now) m where m is not null),
        jsonb_build_object('capacity', k.capacity, 'mandateLive', false, 'fields', '[]'::jsonb)) end)
  from desk_cases k left join desk_contacts c on c.id = k.contact_id
  where k.id = p_case
$$;

create function desk_case_live(
  p_case text, p_customer text, p_agent text, p_contact text, p_live boolean, p_now timestamptz
) returns boolean language sql stable as $$
  select exists (
    select 1 from desk_cases k left join desk_contacts c on c.id = k.contact_id
    where k.id = p_case and k.closed_at is null
      and k.customer is not distinct from p_customer
      and k.agent is not distinct from p_agent
      and k.contact_id is not distinct from p_contact
      and (not p_live or (c.id is not null and c.agent is not distinct from p_agent
        and (c.ended_at is null or c.ended_at + interval '${wrapUpSeconds} seconds' > p_now))))
$$;

create function desk_case_verified(p_case text, p_seal text, p_now timestamptz) returns void language sql as $$
  update desk_cases set verified_at = p_now, verified_seal = p_seal where id = p_case
$$;`,
  },
  {
    name: '0915-desk-channel',
    sql: `alter table desk_contacts add column source_seal text;`,
  },
  {
    name: '0950-desk-wide-numbers',
    sql: `
-- lpad cuts what is longer: after 9,999 cases of a day every number was one that is there already
create or replace function desk_number(p_day date) returns text language sql as $$
  insert into desk_numbers (day, n) values (p_day, 1)
  on conflict (day) do update set n = desk_numbers.n + 1
  returning to_char(p_day, 'YYYYMMDD') || '-' || lpad(n::text, greatest(4, length(n::text)), '0')
$$;`,
  },
  {
    name: '0951-desk-lives-and-hands',
    sql: `
alter table desk_contacts add column seen_at timestamptz;
create index desk_contacts_open on desk_contacts (id) where ended_at is null;
alter table desk_cases add column hands text[];

create or replace function desk_case(p_case text, p_now timestamptz) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'id', k.id, 'customer', k.customer, 'agent', k.agent, 'team', k.team, 'type', k.type,
    'state', case when k.closed_at is not null then 'closed'
                  when c.ended_at is not null then 'wrap-up' else 'open' end,
    'origin', k.origin, 'purpose', k.purpose, 'scenario', k.scenario, 'boundBy', k.bound_by,
    'verified', k.verified_at is not null, 'contact', k.contact_id,
    'contactLive', k.closed_at is null and c.id is not null and c.started_at <= p_now
      and (c.ended_at is null or c.ended_at + interval '${wrapUpSeconds} seconds' > p_now),
    'contactInbound', coalesce(c.direction = 'in', false), 'contactAgent', c.agent,
    'closed', k.closed_at is not null, 'mandate', k.mandate, 'maker', k.opened_by, 'hands', to_jsonb(k.hands), 'seal', k.seal, 'verifiedSeal', k.verified_seal,
    'contactRow', case when c.id is not null then jsonb_build_object('case', c.case_id, 'agent', c.agent,
      'direction', c.direction, 'startedAt', round(extract(epoch from c.started_at) * 1000)::bigint,
      'ended', c.ended_at is not null, 'channel', c.channel,
      'seenAt', round(extract(epoch from c.seen_at) * 1000)::bigint, 'seal', c.seal) end,
    'party', case when k.capacity = 'customer' or k.mandate is null or k.customer is null
      then jsonb_build_object('capacity', k.capacity, 'mandateLive', k.capacity = 'customer', 'fields', '[]'::jsonb)
      else coalesce(
        (select m || jsonb_build_object('capacity', k.capacity,
           'mandateLive', (m ->> 'mandateLive')::boolean and m ->> 'capacity' = k.capacity)
         from vault_mandate(k.customer, k.mandate, p_now) m where m is not null),
        jsonb_build_object('capacity', k.capacity, 'mandateLive', false, 'fields', '[]'::jsonb)) end)
  from desk_cases k left join desk_contacts c on c.id = k.contact_id
  where k.id = p_case
$$;`,
  },
  {
    name: '0971-desk-load',
    sql: `
-- A case with its contact, for a statement that asks for many.
create function desk_load(p_case text, p_now timestamptz) returns table (facts json, contact text)
language sql stable as $$
  select json_build_object(
    'id', k.id, 'customer', k.customer, 'agent', k.agent, 'team', k.team, 'type', k.type,
    'state', case when k.closed_at is not null then 'closed'
                  when c.ended_at is not null then 'wrap-up' else 'open' end,
    'origin', k.origin, 'purpose', k.purpose, 'scenario', k.scenario, 'boundBy', k.bound_by,
    'verified', k.verified_at is not null, 'contact', k.contact_id,
    'contactLive', k.closed_at is null and c.id is not null and c.started_at <= p_now
      and (c.ended_at is null or c.ended_at + interval '${wrapUpSeconds} seconds' > p_now),
    'contactInbound', coalesce(c.direction = 'in', false), 'contactAgent', c.agent,
    'closed', k.closed_at is not null, 'mandate', k.mandate, 'maker', k.opened_by, 'hands', k.hands, 'seal', k.seal,
    'verifiedSeal', k.verified_seal,
    'contactRow', case when c.id is not null then json_build_object('case', c.case_id, 'agent', c.agent,
      'direction', c.direction, 'startedAt', round(extract(epoch from c.started_at) * 1000)::bigint,
      'ended', c.ended_at is not null, 'channel', c.channel,
      'seenAt', round(extract(epoch from c.seen_at) * 1000)::bigint, 'seal', c.seal) end,
    'party', case when k.capacity = 'customer' or k.mandate is null or k.customer is null
      then json_build_object('capacity', k.capacity, 'mandateLive', k.capacity = 'customer', 'fields', '[]'::json)
      else coalesce(
        (select (m || jsonb_build_object('capacity', k.capacity,
           'mandateLive', (m ->> 'mandateLive')::boolean and m ->> 'capacity' = k.capacity))::json
         from vault_mandate(k.customer, k.mandate, p_now) m where m is not null),
        json_build_object('capacity', k.capacity, 'mandateLive', false, 'fields', '[]'::json)) end),
    k.contact_id
  from desk_cases k left join desk_contacts c on c.id = k.contact_id
  where k.id = p_case
$$;
drop function desk_case(text, timestamptz);`,
  },
  {
    name: '0975-desk-live-rows',
    sql: `
-- The case if it still is what was decided on, as a row.
create function desk_cases_live(
  p_case text, p_customer text, p_agent text, p_contact text, p_live boolean, p_now timestamptz
) returns table (id text) language sql stable as $$
  select k.id from desk_cases k left join desk_contacts c on c.id = k.contact_id
  where k.id = p_case and k.closed_at is null
    and k.customer is not distinct from p_customer
    and k.agent is not distinct from p_agent
    and k.contact_id is not distinct from p_contact
    and (not p_live or (c.id is not null and c.agent is not distinct from p_agent
      and (c.ended_at is null or c.ended_at + interval '${wrapUpSeconds} seconds' > p_now)))
$$;
drop function desk_case_live(text, text, text, text, boolean, timestamptz);`,
  },
  {
    name: '0985-desk-note-seals',
    sql: `
-- A note is sealed once its entry is durable, with its number in its case.
alter table desk_timeline add nth int, add seal text;`,
  },
  {
    // what holds of `desk_load` stands in functions.ts
    name: '0991-desk-sealed-ends',
    sql: `
-- A case with its contact; the contact's seal covers when it ended.
create or replace function desk_load(p_case text, p_now timestamptz) returns table (facts json, contact text)
language sql stable as $$
  select json_build_object(
    'id', k.id, 'customer', k.customer, 'agent', k.agent, 'team', k.team, 'type', k.type,
    'state', case when k.closed_at is not null then 'closed'
                  when c.ended_at is not null then 'wrap-up' else 'open' end,
    'origin', k.origin, 'purpose', k.purpose, 'scenario', k.scenario, 'boundBy', k.bound_by,
    'verified', k.verified_at is not null, 'contact', k.contact_id,
    'contactLive', k.closed_at is null and c.id is not null and c.started_at <= p_now
      and (c.ended_at is null or c.ended_at + interval '${wrapUpSeconds} seconds' > p_now),
    'contactInbound', coalesce(c.direction = 'in', false), 'contactAgent', c.agent,
    'closed', k.closed_at is not null, 'mandate', k.mandate, 'maker', k.opened_by, 'hands', k.hands, 'seal', k.seal,
    'verifiedSeal', k.verified_seal,
    'contactRow', case when c.id is not null then json_build_object('case', c.case_id, 'agent', c.agent,
      'direction', c.direction, 'startedAt', round(extract(epoch from c.started_at) * 1000)::bigint,
      'ended', c.ended_at is not null,
      'endedAt', round(extract(epoch from c.ended_at) * 1000)::bigint, 'channel', c.channel,
      'seenAt', round(extract(epoch from c.seen_at) * 1000)::bigint, 'seal', c.seal) end,
    'party', case when k.capacity = 'customer' or k.mandate is null or k.customer is null
      then json_build_object('capacity', k.capacity, 'mandateLive', k.capacity = 'customer', 'fields', '[]'::json)
      else coalesce(
        (select (m || jsonb_build_object('capacity', k.capacity,
           'mandateLive', (m ->> 'mandateLive')::boolean and m ->> 'capacity' = k.capacity))::json
         from vault_mandate(k.customer, k.mandate, p_now) m where m is not null),
        json_build_object('capacity', k.capacity, 'mandateLive', false, 'fields', '[]'::json)) end),
    k.contact_id
  from desk_cases k left join desk_contacts c on c.id = k.contact_id
  where k.id = p_case
$$;`,
  },
  {
    name: '1001-desk-held',
    sql: `
-- Contacts that an agent holds, counted whenever one more is opened.
create index desk_contacts_held on desk_contacts (agent) where ended_at is null;`,
  },
  {
    name: '1010-desk-held-seals',
    sql: `
-- What an agent holds is read through seals, ended contacts included: by \`desk_contacts_agent\`.
drop index desk_contacts_held;`,
  },
  {
    name: '1061-desk-verified',
    sql: `
-- The program writes what a verification came to by a statement of its own, the same whether it passed.
drop function if exists desk_case_verified(text, text, timestamptz);`,
  },
];
