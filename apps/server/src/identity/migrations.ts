import type { Migration } from '#platform';

/**
 * Tables of identity; what these make of its functions is replaced by `functions.ts`. The columns of people, accounts, sessions, verifications and passkeys are
 * those that better-auth expects under the names that `auth.ts` maps (a test compares them); the rest is ours.
 */
export const identityMigrations: readonly Migration[] = [
  {
    name: '0100-identity-people',
    sql: `
create table identity_employers (
  id text primary key,
  name text not null unique,
  outsourced boolean not null
);
create table identity_teams (
  id text primary key,
  name text not null unique
);

create table identity_people (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default true,
  image text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  staff_number text not null,
  post text not null,
  team text references identity_teams (id),
  employer text not null references identity_employers (id),
  hired_on date not null,
  duty jsonb,
  own_customer text,
  relatives text[] not null default '{}',
  state text not null default 'active' check (state in ('active', 'locked', 'left')),
  former_email text,
  approver_since timestamptz,
  last_sign_in_at timestamptz,
  version int not null default 1,
  mac text not null
);
create unique index identity_people_staff on identity_people (staff_number) where state <> 'left';
create index identity_people_team on identity_people (team);

create table identity_accounts (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  person text not null references identity_people (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, account_id)
);
create index identity_accounts_person on identity_accounts (person);

create table identity_sessions (
  id text primary key,
  token text not null unique,
  person text not null references identity_people (id) on delete cascade,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  ip_address text,
  user_agent text,
  strength text not null default 'password' check (strength in ('password', 'two-factor', 'passkey')),
  idle_until timestamptz not null,
  device text,
  mac text not null
);
create index identity_sessions_person on identity_sessions (person);
create index identity_sessions_expires on identity_sessions (expires_at);

create table identity_verifications (
  id text primary key,
  identifier text not null unique,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table identity_passkeys (
  id text primary key,
  name text,
  public_key text not null,
  person text not null references identity_people (id) on delete cascade,
  credential_id text not null unique,
  counter int not null,
  device_type text not null,
  backed_up boolean not null,
  transports text,
  created_at timestamptz,
  aaguid text,
  mac text
);
create index identity_passkeys_person on identity_passkeys (person);

create table identity_totp (
  person text primary key references identity_people (id) on delete cascade,
  secret text,
  pending text,
  last_step bigint not null default 0
);
create table identity_recovery_codes (
  person text not null references identity_people (id) on delete cascade,
  hash text not null,
  pending boolean not null,
  primary key (person, pending, hash)
);
create table identity_challenges (
  token text primary key,
  person text not null references identity_people (id) on delete cascade,
  attempts int not null default 0,
  expires_at timestamptz not null
);
create table identity_devices (
  token text not null,
  person text not null references identity_people (id) on delete cascade,
  created_at timestamptz not null,
  primary key (token, person)
);
create table identity_links (
  token text primary key,
  kind text not null check (kind in ('first-run', 'invitation')),
  person text references identity_people (id) on delete cascade,
  expires_at timestamptz not null
);

create table identity_attempts (
  key text primary key,
  failures int not null,
  rounds int not null,
  last_at timestamptz not null,
  locked_until timestamptz
);
create table identity_rates (
  key text primary key,
  since timestamptz not null,
  count int not null
);

create table identity_changes (
  id text primary key,
  kind text not null check (kind in ('post', 'reset-factor', 'team')),
  person text not null references identity_people (id) on delete cascade,
  value text,
  requested_by text not null,
  requested_at timestamptz not null,
  expires_at timestamptz not null,
  state text not null default 'pending' check (state in ('pending', 'confirmed', 'refused')),
  decided_by text,
  mac text not null
);
create unique index identity_changes_pending on identity_changes (person, kind) where state = 'pending';

create table identity_keys (
  id text primary key,
  hash text not null unique,
  name text not null,
  scopes text[] not null,
  teams text[] not null,
  per_day int not null,
  prefix text not null,
  created_by text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  mac text not null
);
create table identity_key_days (
  key text not null references identity_keys (id) on delete cascade,
  day date not null,
  used int not null,
  primary key (key, day)
);
create table identity_act_for (
  token text primary key,
  id text not null unique,
  key text not null references identity_keys (id) on delete cascade,
  person text not null references identity_people (id) on delete cascade,
  session text not null references identity_sessions (id) on delete cascade,
  case_id text not null,
  expires_at timestamptz not null,
  mac text not null
);

create table identity_step_ups (
  id text primary key,
  person text not null references identity_people (id) on delete cascade,
  session text not null references identity_sessions (id) on delete cascade,
  action text not null,
  customer text not null,
  case_id text not null,
  covers text not null check (covers in ('field', 'case-level')),
  field text not null,
  item text,
  level text not null,
  purpose text not null,
  nonce text not null,
  attempts int not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  finished_at timestamptz,
  method text,
  consumed_at timestamptz,
  mac text
);
create index identity_step_ups_session on identity_step_ups (session);`,
  },
  {
    name: '0101-identity-functions',
    sql: `
-- One attempt on an account: refused while locked, else counted as a failure until 'identity_attempt_end'.
-- Each full series of failures locks four times as long as the one before, a day at most.
create function identity_attempt(p_key text, p_limit int, p_lock_seconds int, p_now timestamptz)
returns table (allowed boolean, locked boolean) language plpgsql as $$
declare a identity_attempts;
begin
  insert into identity_attempts (key, failures, rounds, last_at) values (p_key, 0, 0, p_now)
    on conflict (key) do nothing;
  select * into a from identity_attempts where key = p_key for update;
  if a.locked_until > p_now then return query select false, true; return; end if;
  if a.last_at < p_now - interval '1 day' then a.failures := 0; a.rounds := 0; end if;
  a.failures := a.failures + 1;
  a.locked_until := null;
  if a.failures >= p_limit then
    a.failures := 0;
    a.locked_until := p_now + make_interval(secs => least(p_lock_seconds * power(4, least(a.rounds, 6)), 86400));
    a.rounds := a.rounds + 1;
  end if;
  update identity_attempts set failures = a.failures, rounds = a.rounds, last_at = p_now,
    locked_until = a.locked_until where key = p_key;
  return query select true, a.locked_until is not null;
end $$;

create function identity_rate(p_key text, p_limit int, p_window_seconds int, p_now timestamptz)
returns boolean language sql as $$
  insert into identity_rates as r (key, since, count) values (p_key, p_now, 1)
  on conflict (key) do update set
    count = case when r.since + make_interval(secs => p_window_seconds) <= p_now then 1 else r.count + 1 end,
    since = case when r.since + make_interval(secs => p_window_seconds) <= p_now then p_now else r.since end
  returning count <= p_limit
$$;

create function identity_live(p_session text, p_person text, p_version int, p_now timestamptz)
returns boolean language sql stable as $$
  select exists (
    select 1 from identity_sessions s join identity_people p on p.id = s.person
    where s.id = p_session and s.person = p_person and p.version = p_version and p.state = 'active'
      and s.expires_at > p_now and s.idle_until > p_now)
$$;

create function identity_key_live(p_key text, p_now timestamptz) returns boolean language sql stable as $$
  select exists (select 1 from identity_keys where id = p_key and (revoked_at is null or revoked_at > p_now))
$$;

-- Counts one request against the day's quota of a key; false when it is spent.
create function identity_key_use(p_key text, p_day date, p_per_day int, p_now timestamptz)
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
end $$;

create function identity_step_up(p_id text, p_now timestamptz) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'id', u.id, 'person', u.person, 'session', u.session, 'action', u.action, 'customer', u.customer,
    'case', u.case_id, 'covers', u.covers, 'field', u.field, 'item', u.item, 'level', u.level,
    'purpose', u.purpose, 'method', u.method,
    'expiresAt', to_char(u.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'mac', u.mac)
  from identity_step_ups u
  where u.id = p_id and u.finished_at is not null and u.consumed_at is null and u.expires_at > p_now
$$;

create function identity_step_up_consume(
  p_id text, p_person text, p_session text, p_customer text, p_case text, p_now timestamptz
) returns boolean language plpgsql as $$
declare u identity_step_ups;
begin
  select * into u from identity_step_ups
    where id = p_id and person = p_person and session = p_session and customer = p_customer and case_id = p_case
      and finished_at is not null and consumed_at is null and expires_at > p_now
    for update;
  if not found then return false; end if;
  if u.covers = 'field' then update identity_step_ups set consumed_at = p_now where id = p_id; end if;
  return true;
end $$;`,
  },
  {
    name: '0102-identity-ended',
    sql: `
-- Sessions that were ended and keys that were revoked: whoever puts such a row back must also take this one away.
create table identity_ended (
  id text primary key,
  at timestamptz not null
);

-- As before, and tells every replica which step-up is spent.
create or replace function identity_step_up_consume(
  p_id text, p_person text, p_session text, p_customer text, p_case text, p_now timestamptz
) returns boolean language plpgsql as $$
declare u identity_step_ups;
begin
  select * into u from identity_step_ups
    where id = p_id and person = p_person and session = p_session and customer = p_customer and case_id = p_case
      and finished_at is not null and consumed_at is null and expires_at > p_now
    for update;
  if not found then return false; end if;
  if u.covers = 'field' then
    perform pg_notify('identity', jsonb_build_object('spent', identity_step_up(p_id, p_now))::text);
    update identity_step_ups set consumed_at = p_now where id = p_id;
  end if;
  return true;
end $$;`,
  },
  {
    name: '0930-identity-seals',
    sql: `
-- How a person signs in is one set (passwords, authenticator app, recovery codes, passkeys), sealed as a whole with a
-- version: a row added, taken away, swapped or put back is found, and so is the loss of this one.
create table identity_factor_seals (
  person text primary key references identity_people (id) on delete cascade,
  version int not null,
  mac text not null
);
alter table identity_totp add column step_mac text;
alter table identity_employers add column mac text;
alter table identity_devices add column mac text;
alter table identity_links add column mac text;
alter table identity_challenges add column mac text;

-- Tries are counted by account and place or device; 'account' finds all of one account to unlock them.
alter table identity_attempts add column account text;
create index identity_attempts_account on identity_attempts (account) where account is not null;

drop function identity_attempt(text, int, int, timestamptz);
-- One attempt: refused while locked, else counted as a failure until it turns out to be right. Each full series of
-- failures locks four times as long as the one before, a day at most. What lies ahead of the clock was written while
-- the clock was wrong, and does not count.
create function identity_attempt(
  p_key text, p_account text, p_limit int, p_lock_seconds int, p_now timestamptz
) returns table (allowed boolean, locked boolean, failed int) language plpgsql as $$
declare a identity_attempts;
begin
  insert into identity_attempts (key, account, failures, rounds, last_at) values (p_key, p_account, 0, 0, p_now)
    on conflict (key) do nothing;
  select * into a from identity_attempts where key = p_key for update;
  if a.locked_until > p_now and a.locked_until <= p_now + interval '1 day 1 minute' then
    return query select false, true, a.failures;
    return;
  end if;
  if a.last_at < p_now - interval '1 day' or a.last_at > p_now + interval '1 minute' then
    a.failures := 0;
    a.rounds := 0;
  end if;
  a.failures := a.failures + 1;
  a.locked_until := null;
  if a.failures >= p_limit then
    a.failures := 0;
    a.locked_until := p_now + make_interval(secs => least(p_lock_seconds * power(4, least(a.rounds, 6)), 86400));
    a.rounds := a.rounds + 1;
  end if;
  update identity_attempts set failures = a.failures, rounds = a.rounds, last_at = p_now,
    locked_until = a.locked_until where key = p_key;
  return query select true, a.locked_until is not null, a.failures;
end $$;

-- Gives one try back: it was right, which says nothing of the others.
create function identity_attempt_back(p_key text) returns void language sql as $$
  update identity_attempts set
    failures = case when failures = 0 and locked_until is not null then failures else greatest(failures - 1, 0) end,
    rounds = case when failures = 0 and locked_until is not null then greatest(rounds - 1, 0) else rounds end,
    locked_until = null
  where key = p_key
$$;`,
  },
  {
    name: '0933-identity-clocks',
    sql: `
-- What starts more than a minute ahead of the clock was written while the clock was wrong: it is not live.
create or replace function identity_live(p_session text, p_person text, p_version int, p_now timestamptz)
returns boolean language sql stable as $$
  select exists (
    select 1 from identity_sessions s join identity_people p on p.id = s.person
    where s.id = p_session and s.person = p_person and p.version = p_version and p.state = 'active'
      and s.expires_at > p_now and s.idle_until > p_now and s.created_at <= p_now + interval '1 minute')
$$;

create or replace function identity_key_live(p_key text, p_now timestamptz) returns boolean language sql stable as $$
  select exists (select 1 from identity_keys where id = p_key and revoked_at is null)
$$;

create or replace function identity_rate(p_key text, p_limit int, p_window_seconds int, p_now timestamptz)
returns boolean language sql as $$
  insert into identity_rates as r (key, since, count) values (p_key, p_now, 1)
  on conflict (key) do update set
    count = case when r.since + make_interval(secs => p_window_seconds) <= p_now
      or r.since > p_now + interval '1 minute' then 1 else r.count + 1 end,
    since = case when r.since + make_interval(secs => p_window_seconds) <= p_now
      or r.since > p_now + interval '1 minute' then p_now else r.since end
  returning count <= p_limit
$$;

create function identity_rate_back(p_key text) returns void language sql as $$
  update identity_rates set count = greatest(count - 1, 0) where key = p_key
$$;

-- A finished step-up is good for five minutes at most; one that ends later was finished while the clock was ahead.
create or replace function identity_step_up(p_id text, p_now timestamptz) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'id', u.id, 'person', u.person, 'session', u.session, 'action', u.action, 'customer', u.customer,
    'case', u.case_id, 'covers', u.covers, 'field', u.field, 'item', u.item, 'level', u.level,
    'purpose', u.purpose, 'method', u.method,
    'expiresAt', to_char(u.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'mac', u.mac)
  from identity_step_ups u
  where u.id = p_id and u.finished_at is not null and u.consumed_at is null and u.expires_at > p_now
    and u.expires_at <= p_now + interval '6 minutes'
$$;

create or replace function identity_step_up_consume(
  p_id text, p_person text, p_session text, p_customer text, p_case text, p_now timestamptz
) returns boolean language plpgsql as $$
declare u identity_step_ups;
begin
  select * into u from identity_step_ups
    where id = p_id and person = p_person and session = p_session and customer = p_customer and case_id = p_case
      and finished_at is not null and consumed_at is null and expires_at > p_now
      and expires_at <= p_now + interval '6 minutes'
    for update;
  if not found then return false; end if;
  if u.covers = 'field' then
    perform pg_notify('identity', jsonb_build_object('spent', identity_step_up(p_id, p_now))::text);
    update identity_step_ups set consumed_at = p_now where id = p_id;
  end if;
  return true;
end $$;`,
  },
  {
    name: '0940-identity-officers',
    sql: `
-- Who made an account, from which day it counts as new, and accounts that wait for a second officer.
alter table identity_people add column maker text, add column tenure_from date;
alter table identity_people drop constraint identity_people_state_check;
alter table identity_people add constraint identity_people_state_check
  check (state in ('waiting', 'active', 'locked', 'left'));
create index identity_people_maker on identity_people (maker, created_at) where maker is not null;

-- Changes of keys beside those of people.
alter table identity_changes drop constraint identity_changes_kind_check;
alter table identity_changes add constraint identity_changes_kind_check check (kind in
  ('post', 'reset-factor', 'team', 'person', 'hired-on', 'employer', 'kin', 'key', 'key-change', 'key-rotate'));
alter table identity_changes alter column person drop not null;
alter table identity_changes add column key text references identity_keys (id) on delete cascade;
alter table identity_changes add constraint identity_changes_about check ((person is null) <> (key is null));
create unique index identity_changes_pending_key on identity_changes (key, kind) where state = 'pending';
create index identity_changes_requested on identity_changes (requested_by, requested_at);

-- Keys wait, are taken once they are confirmed, end and are rotated; a job is what a program may do by itself.
alter table identity_keys
  add column expires_at timestamptz,
  add column state text not null default 'live' check (state in ('waiting', 'live')),
  add column claim_by text,
  add column claim_until timestamptz,
  add column previous_hash text,
  add column previous_until timestamptz,
  add column job jsonb,
  add column rights_at timestamptz;
create unique index identity_keys_previous on identity_keys (previous_hash) where previous_hash is not null;

create or replace function identity_key_live(p_key text, p_now timestamptz) returns boolean language sql stable as $$
  select exists (
    select 1 from identity_keys where id = p_key and state = 'live' and revoked_at is null
      and coalesce(expires_at, created_at + interval '365 days') > p_now)
$$;`,
  },
  {
    name: '0974-identity-live-rows',
    sql: `
-- The session or key if it still is, as a row: a statement that asks for many has the query as its own part.
create function identity_sessions_live(p_session text, p_person text, p_version int, p_now timestamptz)
returns table (id text) language sql stable as $$
  select s.id from identity_sessions s join identity_people p on p.id = s.person
  where s.id = p_session and s.person = p_person and p.version = p_version and p.state = 'active'
    and s.expires_at > p_now and s.idle_until > p_now and s.created_at <= p_now + interval '1 minute'
$$;
create or replace function identity_live(p_session text, p_person text, p_version int, p_now timestamptz)
returns boolean language sql stable as $$
  select exists (select from identity_sessions_live(p_session, p_person, p_version, p_now))
$$;
create function identity_keys_live(p_key text, p_now timestamptz) returns table (id text) language sql stable as $$
  select k.id from identity_keys k
  where k.id = p_key and k.state = 'live' and k.revoked_at is null
    and coalesce(k.expires_at, k.created_at + interval '365 days') > p_now
$$;
create or replace function identity_key_live(p_key text, p_now timestamptz) returns boolean language sql stable as $$
  select exists (select from identity_keys_live(p_key, p_now))
$$;`,
  },
];
