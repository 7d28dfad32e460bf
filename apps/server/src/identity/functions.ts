import type { SqlFunction } from '#platform';
import { keyDays } from './key-row.ts';
import { mostAheadMs } from './session-row.ts';
import { stepUpMinutes } from './step-ups.ts';
import { locks } from './tries.ts';

const ahead = `interval '${mostAheadMs} milliseconds'`;
const longestLock = `interval '${locks.longestMs} milliseconds'`;
const longestStepUp = `interval '${stepUpMinutes.caseLevel * 60_000 + mostAheadMs} milliseconds'`;

/**
 * SQL functions of identity. What lies further ahead of the clock than replicas differ was written while the clock was
 * wrong: it does not count, and is not live.
 */
export const identityFunctions: readonly SqlFunction[] = [
  // One attempt: refused while locked, else counted as a failure until it turns out to be right. Each full series of
  // failures locks for longer than the one before.
  `
create or replace function identity_attempt(
  p_key text, p_account text, p_limit int, p_lock_seconds int, p_now timestamptz
) returns table (allowed boolean, locked boolean, failed int) language plpgsql as $$
declare a identity_attempts;
begin
  insert into identity_attempts (key, account, failures, rounds, last_at) values (p_key, p_account, 0, 0, p_now)
    on conflict (key) do nothing;
  select * into a from identity_attempts where key = p_key for update;
  if a.locked_until > p_now and a.locked_until <= p_now + ${longestLock} + ${ahead} then
    return query select false, true, a.failures;
    return;
  end if;
  if a.last_at < p_now - interval '1 day' or a.last_at > p_now + ${ahead} then
    a.failures := 0;
    a.rounds := 0;
  end if;
  a.failures := a.failures + 1;
  a.locked_until := null;
  if a.failures >= p_limit then
    a.failures := 0;
    a.locked_until := p_now + least(
      make_interval(secs => p_lock_seconds * power(${locks.times}, least(a.rounds, ${locks.mostRounds}))),
      ${longestLock});
    a.rounds := a.rounds + 1;
  end if;
  update identity_attempts set failures = a.failures, rounds = a.rounds, last_at = p_now,
    locked_until = a.locked_until where key = p_key;
  return query select true, a.locked_until is not null, a.failures;
end $$;`,
  // Gives one try back: it was right, which says nothing of the others.
  `
create or replace function identity_attempt_back(p_key text) returns void language sql as $$
  update identity_attempts set
    failures = case when failures = 0 and locked_until is not null then failures else greatest(failures - 1, 0) end,
    rounds = case when failures = 0 and locked_until is not null then greatest(rounds - 1, 0) else rounds end,
    locked_until = null
  where key = p_key
$$;`,
  // Counts one request under a key; false when there were more within the window.
  `
create or replace function identity_rate(p_key text, p_limit int, p_window_seconds int, p_now timestamptz)
returns boolean language sql as $$
  insert into identity_rates as r (key, since, count) values (p_key, p_now, 1)
  on conflict (key) do update set
    count = case when r.since + make_interval(secs => p_window_seconds) <= p_now
      or r.since > p_now + ${ahead} then 1 else r.count + 1 end,
    since = case when r.since + make_interval(secs => p_window_seconds) <= p_now
      or r.since > p_now + ${ahead} then p_now else r.since end
  returning count <= p_limit
$$;`,
  // Gives one counted request back.
  `
create or replace function identity_rate_back(p_key text) returns void language sql as $$
  update identity_rates set count = greatest(count - 1, 0) where key = p_key
$$;`,
  // The session if it still is, as a row: a statement that asks for many has the query as its own part.
  `
create or replace function identity_sessions_live(
  p_session text, p_person text, p_version int, p_now timestamptz
) returns table (id text) language sql stable as $$
  select s.id from identity_sessions s join identity_people p on p.id = s.person
  where s.id = p_session and s.person = p_person and p.version = p_version and p.state = 'active'
    and s.expires_at > p_now and s.idle_until > p_now and s.created_at <= p_now + ${ahead}
$$;`,
  // Whether the session still is.
  `
create or replace function identity_live(p_session text, p_person text, p_version int, p_now timestamptz)
returns boolean language sql stable as $$
  select exists (select from identity_sessions_live(p_session, p_person, p_version, p_now))
$$;`,
  // The key if it still is, as a row.
  `
create or replace function identity_keys_live(p_key text, p_now timestamptz) returns table (id text)
language sql stable as $$
  select k.id from identity_keys k
  where k.id = p_key and k.state = 'live' and k.revoked_at is null
    and coalesce(k.expires_at, k.created_at + interval '${keyDays} days') > p_now
$$;`,
  // Whether the key still is.
  `
create or replace function identity_key_live(p_key text, p_now timestamptz) returns boolean language sql stable as $$
  select exists (select from identity_keys_live(p_key, p_now))
$$;`,
  // Counts one request against the day's quota of a key; false when it is spent.
  `
create or replace function identity_key_use(p_key text, p_day date, p_per_day int, p_now timestamptz)
returns boolean language plpgsql as $$
declare n int;
begin
  insert into identity_key_days as d (key, day, used) values (p_key, p_day, 1)
    on conflict (key, day) do update set used = d.used + 1 where d.used < p_per_day
    returning used into n;
  if n is null or n > p_per_day then return false; end if;
  update identity_keys set last_used_at = p_now
    where id = p_key and (last_used_at is null or last_used_at < p_now - interval '1 minute');
  return true;
end $$;`,
  // A step-up that is finished and not spent; null where there is none, or where it ends later than any can.
  `
create or replace function identity_step_up(p_id text, p_now timestamptz) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'id', u.id, 'person', u.person, 'session', u.session, 'action', u.action, 'customer', u.customer,
    'case', u.case_id, 'covers', u.covers, 'field', u.field, 'item', u.item, 'level', u.level,
    'purpose', u.purpose, 'method', u.method,
    'expiresAt', to_char(u.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'mac', u.mac)
  from identity_step_ups u
  where u.id = p_id and u.finished_at is not null and u.consumed_at is null and u.expires_at > p_now
    and u.expires_at <= p_now + ${longestStepUp}
$$;`,
  // Spends a step-up that covers one field, and tells every replica; false where it is good for nothing.
  `
create or replace function identity_step_up_consume(
  p_id text, p_person text, p_session text, p_customer text, p_case text, p_now timestamptz
) returns boolean language plpgsql as $$
declare u identity_step_ups;
begin
  select * into u from identity_step_ups
    where id = p_id and person = p_person and session = p_session and customer = p_customer and case_id = p_case
      and finished_at is not null and consumed_at is null and expires_at > p_now
      and expires_at <= p_now + ${longestStepUp}
    for update;
  if not found then return false; end if;
  if u.covers = 'field' then
    perform pg_notify('identity', jsonb_build_object('spent', identity_step_up(p_id, p_now))::text);
    update identity_step_ups set consumed_at = p_now where id = p_id;
  end if;
  return true;
end $$;`,
];
