import type { SqlFunction } from '#platform';
import { wrapUpSeconds } from './contact-lives.ts';

const wrapUp = `interval '${wrapUpSeconds} seconds'`;

/** SQL functions of the desk. */
export const deskFunctions: readonly SqlFunction[] = [
  // The number of the next case of a day; longer than its four figures after 9,999.
  `
create or replace function desk_number(p_day date) returns text language sql as $$
  insert into desk_numbers (day, n) values (p_day, 1)
  on conflict (day) do update set n = desk_numbers.n + 1
  returning to_char(p_day, 'YYYYMMDD') || '-' || lpad(n::text, greatest(4, length(n::text)), '0')
$$;`,
  // A case with its contact and who speaks in it, for a statement that asks for many.
  `
create or replace function desk_load(p_case text, p_now timestamptz) returns table (facts json, contact text)
language sql stable as $$
  select json_build_object(
    'id', k.id, 'customer', k.customer, 'agent', k.agent, 'team', k.team, 'type', k.type,
    'state', case when k.closed_at is not null then 'closed'
                  when c.ended_at is not null then 'wrap-up' else 'open' end,
    'origin', k.origin, 'purpose', k.purpose, 'scenario', k.scenario, 'boundBy', k.bound_by,
    'verified', k.verified_at is not null, 'contact', k.contact_id,
    'contactLive', k.closed_at is null and c.id is not null and c.started_at <= p_now
      and (c.ended_at is null or c.ended_at + ${wrapUp} > p_now),
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
  // The case if it still is what was decided on, as a row.
  `
create or replace function desk_cases_live(
  p_case text, p_customer text, p_agent text, p_contact text, p_live boolean, p_now timestamptz
) returns table (id text) language sql stable as $$
  select k.id from desk_cases k left join desk_contacts c on c.id = k.contact_id
  where k.id = p_case and k.closed_at is null
    and k.customer is not distinct from p_customer
    and k.agent is not distinct from p_agent
    and k.contact_id is not distinct from p_contact
    and (not p_live or (c.id is not null and c.agent is not distinct from p_agent
      and (c.ended_at is null or c.ended_at + ${wrapUp} > p_now)))
$$;`,
];
