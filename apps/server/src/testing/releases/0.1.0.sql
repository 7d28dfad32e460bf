SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE SCHEMA jobs;

CREATE TYPE jobs.job_state AS ENUM (
    'created',
    'retry',
    'active',
    'completed',
    'cancelled',
    'failed'
);

CREATE FUNCTION jobs.create_queue(queue_name text, options json) RETURNS void
    LANGUAGE plpgsql
    AS $_$
    DECLARE
      table_name varchar := 'j' || encode(sha224(queue_name::bytea), 'hex');
      queue_created_on timestamptz;
    BEGIN

      WITH q as (
      INSERT INTO jobs.queue (
        name,
        policy,
        retry_limit,
        retry_delay,
        retry_backoff,
        expire_seconds,
        retention_minutes,
        dead_letter,
        partition_name
      )
      VALUES (
        queue_name,
        options->>'policy',
        (options->>'retryLimit')::int,
        (options->>'retryDelay')::int,
        (options->>'retryBackoff')::bool,
        (options->>'expireInSeconds')::int,
        (options->>'retentionMinutes')::int,
        options->>'deadLetter',
        table_name
      )
      ON CONFLICT DO NOTHING
      RETURNING created_on
      )
      SELECT created_on into queue_created_on from q;

      IF queue_created_on IS NULL THEN
        RETURN;
      END IF;

      EXECUTE format('CREATE TABLE jobs.%I (LIKE jobs.job INCLUDING DEFAULTS)', table_name);

      EXECUTE format('ALTER TABLE jobs.%1$I ADD PRIMARY KEY (name, id)', table_name);
      EXECUTE format('ALTER TABLE jobs.%1$I ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES jobs.queue (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED', table_name);
      EXECUTE format('ALTER TABLE jobs.%1$I ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES jobs.queue (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED', table_name);
      EXECUTE format('CREATE UNIQUE INDEX %1$s_i1 ON jobs.%1$I (name, COALESCE(singleton_key, '''')) WHERE state = ''created'' AND policy = ''short''', table_name);
      EXECUTE format('CREATE UNIQUE INDEX %1$s_i2 ON jobs.%1$I (name, COALESCE(singleton_key, '''')) WHERE state = ''active'' AND policy = ''singleton''', table_name);
      EXECUTE format('CREATE UNIQUE INDEX %1$s_i3 ON jobs.%1$I (name, state, COALESCE(singleton_key, '''')) WHERE state <= ''active'' AND policy = ''stately''', table_name);
      EXECUTE format('CREATE UNIQUE INDEX %1$s_i4 ON jobs.%1$I (name, singleton_on, COALESCE(singleton_key, '''')) WHERE state <> ''cancelled'' AND singleton_on IS NOT NULL', table_name);
      EXECUTE format('CREATE INDEX %1$s_i5 ON jobs.%1$I (name, start_after) INCLUDE (priority, created_on, id) WHERE state < ''active''', table_name);

      EXECUTE format('ALTER TABLE jobs.%I ADD CONSTRAINT cjc CHECK (name=%L)', table_name, queue_name);
      EXECUTE format('ALTER TABLE jobs.job ATTACH PARTITION jobs.%I FOR VALUES IN (%L)', table_name, queue_name);
    END;
    $_$;

CREATE FUNCTION jobs.delete_queue(queue_name text) RETURNS void
    LANGUAGE plpgsql
    AS $$
    DECLARE
      table_name varchar;
    BEGIN
      WITH deleted as (
        DELETE FROM jobs.queue
        WHERE name = queue_name
        RETURNING partition_name
      )
      SELECT partition_name from deleted INTO table_name;

      EXECUTE format('DROP TABLE IF EXISTS jobs.%I', table_name);
    END;
    $$;

CREATE FUNCTION public.access_typed_by(p_case text, p_person text, p_since timestamp with time zone) RETURNS jsonb
    LANGUAGE sql STABLE
    AS $$
  select coalesce(jsonb_agg(jsonb_build_object('holder', t.holder, 'field', t.field, 'how', t.how,
    'digest', encode(t.digest, 'base64'))), '[]')
  from access_typed t where t.holder = p_case or (t.holder = p_person and t.at > p_since)
$$;

CREATE FUNCTION public.desk_case_verified(p_case text, p_seal text, p_now timestamp with time zone) RETURNS void
    LANGUAGE sql
    AS $$
  update desk_cases set verified_at = p_now, verified_seal = p_seal where id = p_case
$$;

CREATE FUNCTION public.desk_cases_live(p_case text, p_customer text, p_agent text, p_contact text, p_live boolean, p_now timestamp with time zone) RETURNS TABLE(id text)
    LANGUAGE sql STABLE
    AS $$
  select k.id from desk_cases k left join desk_contacts c on c.id = k.contact_id
  where k.id = p_case and k.closed_at is null
    and k.customer is not distinct from p_customer
    and k.agent is not distinct from p_agent
    and k.contact_id is not distinct from p_contact
    and (not p_live or (c.id is not null and c.agent is not distinct from p_agent
      and (c.ended_at is null or c.ended_at + interval '180 seconds' > p_now)))
$$;

CREATE FUNCTION public.desk_load(p_case text, p_now timestamp with time zone) RETURNS TABLE(facts json, contact text)
    LANGUAGE sql STABLE
    AS $$
  select json_build_object(
    'id', k.id, 'customer', k.customer, 'agent', k.agent, 'team', k.team, 'type', k.type,
    'state', case when k.closed_at is not null then 'closed'
                  when c.ended_at is not null then 'wrap-up' else 'open' end,
    'origin', k.origin, 'purpose', k.purpose, 'scenario', k.scenario, 'boundBy', k.bound_by,
    'verified', k.verified_at is not null, 'contact', k.contact_id,
    'contactLive', k.closed_at is null and c.id is not null and c.started_at <= p_now
      and (c.ended_at is null or c.ended_at + interval '180 seconds' > p_now),
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
$$;

CREATE FUNCTION public.desk_number(p_day date) RETURNS text
    LANGUAGE sql
    AS $$
  insert into desk_numbers (day, n) values (p_day, 1)
  on conflict (day) do update set n = desk_numbers.n + 1
  returning to_char(p_day, 'YYYYMMDD') || '-' || lpad(n::text, greatest(4, length(n::text)), '0')
$$;

CREATE FUNCTION public.gate_grant_live(p_grant text, p_person text, p_customer text, p_case text, p_now timestamp with time zone) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
  select exists (
    select 1 from gate_grants g
    where g.customer = p_customer and g.id = p_grant and g.person = p_person and g.case_id = p_case
      and g.created_at <= p_now and g.expires_at > p_now
      and not exists (select 1 from gate_grant_ends e where e.customer = g.customer and e.grant_id = g.id))
$$;

CREATE FUNCTION public.gate_load(p_person text, p_customer text, p_case text, p_contact text, p_day date, p_now timestamp with time zone) RETURNS TABLE(facts json)
    LANGUAGE sql STABLE
    AS $$
  select json_build_object(
    'now', to_char(p_now at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'day', to_char(p_day, 'YYYY-MM-DD'),
    'grants', (
      select json_agg(json_build_object('id', g.id, 'customer', g.customer, 'person', g.person,
        'case', g.case_id, 'action', g.action, 'fields', g.fields, 'approval', g.approval, 'approver', g.approver,
        'by', g.approver_post, 'seq', g.seq, 'seal', g.seal,
        'createdAt', to_char(g.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'expiresAt', to_char(g.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'head', (select json_build_object('changes', h.changes, 'seal', h.seal) from gate_heads h
                 where h.person = p_person),
        'since', (select count(*) from gate_grants o where o.person = p_person and o.seq >= g.seq)
               + (select count(*) from gate_grant_ends o where o.person = p_person and o.seq >= g.seq)))
      from gate_grants g
      where g.customer = p_customer and g.person = p_person and g.case_id = p_case
        and g.created_at <= p_now and g.expires_at > p_now
        and not exists (select 1 from gate_grant_ends e where e.customer = g.customer and e.grant_id = g.id)),
    'accounts', (
      select json_agg(json_build_array(a.kind, a.id, a.period, a.seq, a.body, a.seal))
      from (values ('person', p_person, to_char(p_day, 'YYYY-MM-DD')), ('key', p_person, to_char(p_day, 'YYYY-MM-DD')),
                   ('contact', p_contact, to_char(p_day, 'YYYY-MM-DD')), ('case', p_case, to_char(p_day, 'YYYY-MM')))
        as wanted (kind, id, period)
      join budget_accounts a using (period, kind, id)))
$$;

CREATE FUNCTION public.identity_attempt(p_key text, p_account text, p_limit integer, p_lock_seconds integer, p_now timestamp with time zone) RETURNS TABLE(allowed boolean, locked boolean, failed integer)
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.identity_attempt_back(p_key text) RETURNS void
    LANGUAGE sql
    AS $$
  update identity_attempts set
    failures = case when failures = 0 and locked_until is not null then failures else greatest(failures - 1, 0) end,
    rounds = case when failures = 0 and locked_until is not null then greatest(rounds - 1, 0) else rounds end,
    locked_until = null
  where key = p_key
$$;

CREATE FUNCTION public.identity_key_live(p_key text, p_now timestamp with time zone) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
  select exists (select from identity_keys_live(p_key, p_now))
$$;

CREATE FUNCTION public.identity_key_use(p_key text, p_day date, p_per_day integer, p_now timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.identity_keys_live(p_key text, p_now timestamp with time zone) RETURNS TABLE(id text)
    LANGUAGE sql STABLE
    AS $$
  select k.id from identity_keys k
  where k.id = p_key and k.state = 'live' and k.revoked_at is null
    and coalesce(k.expires_at, k.created_at + interval '365 days') > p_now
$$;

CREATE FUNCTION public.identity_live(p_session text, p_person text, p_version integer, p_now timestamp with time zone) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
  select exists (select from identity_sessions_live(p_session, p_person, p_version, p_now))
$$;

CREATE FUNCTION public.identity_rate(p_key text, p_limit integer, p_window_seconds integer, p_now timestamp with time zone) RETURNS boolean
    LANGUAGE sql
    AS $$
  insert into identity_rates as r (key, since, count) values (p_key, p_now, 1)
  on conflict (key) do update set
    count = case when r.since + make_interval(secs => p_window_seconds) <= p_now
      or r.since > p_now + interval '1 minute' then 1 else r.count + 1 end,
    since = case when r.since + make_interval(secs => p_window_seconds) <= p_now
      or r.since > p_now + interval '1 minute' then p_now else r.since end
  returning count <= p_limit
$$;

CREATE FUNCTION public.identity_rate_back(p_key text) RETURNS void
    LANGUAGE sql
    AS $$
  update identity_rates set count = greatest(count - 1, 0) where key = p_key
$$;

CREATE FUNCTION public.identity_sessions_live(p_session text, p_person text, p_version integer, p_now timestamp with time zone) RETURNS TABLE(id text)
    LANGUAGE sql STABLE
    AS $$
  select s.id from identity_sessions s join identity_people p on p.id = s.person
  where s.id = p_session and s.person = p_person and p.version = p_version and p.state = 'active'
    and s.expires_at > p_now and s.idle_until > p_now and s.created_at <= p_now + interval '1 minute'
$$;

CREATE FUNCTION public.identity_step_up(p_id text, p_now timestamp with time zone) RETURNS jsonb
    LANGUAGE sql STABLE
    AS $$
  select jsonb_build_object(
    'id', u.id, 'person', u.person, 'session', u.session, 'action', u.action, 'customer', u.customer,
    'case', u.case_id, 'covers', u.covers, 'field', u.field, 'item', u.item, 'level', u.level,
    'purpose', u.purpose, 'method', u.method,
    'expiresAt', to_char(u.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'mac', u.mac)
  from identity_step_ups u
  where u.id = p_id and u.finished_at is not null and u.consumed_at is null and u.expires_at > p_now
    and u.expires_at <= p_now + interval '6 minutes'
$$;

CREATE FUNCTION public.identity_step_up_consume(p_id text, p_person text, p_session text, p_customer text, p_case text, p_now timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
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
end $$;

CREATE FUNCTION public.ledger_append(p_entries bytea[]) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
declare
  first bigint;
begin
  update ledger_head set size = size + cardinality(p_entries) where id
    returning size - cardinality(p_entries) into strict first;
  insert into ledger_entries (idx, entry, leaf)
    select first + n - 1, entry, sha256('\x00'::bytea || entry)
    from unnest(p_entries) with ordinality as given (entry, n);
  perform pg_notify('ledger', '');
  return first;
end $$;

CREATE FUNCTION public.ledger_head_grows() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if new.size < old.size then
    raise exception 'the ledger only grows: its head cannot go back'
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;

CREATE FUNCTION public.ledger_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  raise exception 'the ledger only grows: % of % is refused', lower(tg_op), tg_table_name
    using errcode = 'integrity_constraint_violation';
end $$;

CREATE FUNCTION public.vault_customer(p_customer text) RETURNS jsonb
    LANGUAGE sql STABLE
    AS $$
  select customer::jsonb from vault_load(p_customer)
$$;

CREATE FUNCTION public.vault_load(p_customer text) RETURNS TABLE(customer json)
    LANGUAGE sql STABLE
    AS $$
  select json_build_object(
    'id', c.customer, 'team', c.team, 'vip', c.vip, 'colleague', c.colleague,
    'colleagueTeam', c.colleague_team, 'minor', c.minor, 'deceased', c.deceased,
    'consentExpiresAt', vault_ms(c.consent_expires_at), 'binnedAt', vault_ms(c.binned_at),
    'writes', c.writes, 'mac', encode(c.state_mac, 'hex'),
    'keys', coalesce((
      select string_agg(concat_ws(' ', k.id, k.retention, k.suite, k.kek, encode(k.wrapped, 'hex')), e'\n')
      from vault_keys k where k.customer = c.customer), ''),
    'values', coalesce((
      select string_agg(concat_ws(' ', v.field, v.item, v.version, v.counter, v.key_id, encode(v.sealed, 'hex')), e'\n')
      from vault_values v where v.customer = c.customer), ''),
    'parties', coalesce((
      select json_agg(json_build_array(p.id, p.capacity, p.linked, p.fields, p.evidence, vault_ms(p.expires_at),
        vault_ms(p.ended_at), p.counter, p.key_id, encode(p.sealed_name, 'hex')))
      from customer_parties p where p.customer = c.customer), '[]'))
  from vault_customers c where c.customer = p_customer
$$;

CREATE FUNCTION public.vault_mandate(p_customer text, p_mandate text, p_now timestamp with time zone) RETURNS jsonb
    LANGUAGE sql STABLE
    AS $$
  select jsonb_build_object('capacity', p.capacity, 'fields', to_jsonb(p.fields),
    'mandateLive', (p.expires_at is null or p.expires_at > p_now) and (p.ended_at is null or p.ended_at > p_now))
  from customer_parties p where p.customer = p_customer and p.id = p_mandate
$$;

CREATE FUNCTION public.vault_ms(p timestamp with time zone) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    AS $$
  select round(extract(epoch from p) * 1000)::bigint
$$;

CREATE FUNCTION public.vault_search(p_field text, p_tokens bytea[], p_limit integer) RETURNS jsonb
    LANGUAGE sql STABLE
    AS $$
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
$$;

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE jobs.archive (
    id uuid NOT NULL,
    name text NOT NULL,
    priority integer NOT NULL,
    data jsonb,
    state jobs.job_state NOT NULL,
    retry_limit integer NOT NULL,
    retry_count integer NOT NULL,
    retry_delay integer NOT NULL,
    retry_backoff boolean NOT NULL,
    start_after timestamp with time zone NOT NULL,
    started_on timestamp with time zone,
    singleton_key text,
    singleton_on timestamp without time zone,
    expire_in interval NOT NULL,
    created_on timestamp with time zone NOT NULL,
    completed_on timestamp with time zone,
    keep_until timestamp with time zone NOT NULL,
    output jsonb,
    dead_letter text,
    policy text,
    archived_on timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE jobs.job (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    data jsonb,
    state jobs.job_state DEFAULT 'created'::jobs.job_state NOT NULL,
    retry_limit integer DEFAULT 2 NOT NULL,
    retry_count integer DEFAULT 0 NOT NULL,
    retry_delay integer DEFAULT 0 NOT NULL,
    retry_backoff boolean DEFAULT false NOT NULL,
    start_after timestamp with time zone DEFAULT now() NOT NULL,
    started_on timestamp with time zone,
    singleton_key text,
    singleton_on timestamp without time zone,
    expire_in interval DEFAULT '00:15:00'::interval NOT NULL,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    completed_on timestamp with time zone,
    keep_until timestamp with time zone DEFAULT (now() + '14 days'::interval) NOT NULL,
    output jsonb,
    dead_letter text,
    policy text
)
PARTITION BY LIST (name);

CREATE TABLE jobs.j050e2144c54b44d8d9f98062b3e2a2c02a2305dd1b8b7ef227e75bb4 (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    data jsonb,
    state jobs.job_state DEFAULT 'created'::jobs.job_state NOT NULL,
    retry_limit integer DEFAULT 2 NOT NULL,
    retry_count integer DEFAULT 0 NOT NULL,
    retry_delay integer DEFAULT 0 NOT NULL,
    retry_backoff boolean DEFAULT false NOT NULL,
    start_after timestamp with time zone DEFAULT now() NOT NULL,
    started_on timestamp with time zone,
    singleton_key text,
    singleton_on timestamp without time zone,
    expire_in interval DEFAULT '00:15:00'::interval NOT NULL,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    completed_on timestamp with time zone,
    keep_until timestamp with time zone DEFAULT (now() + '14 days'::interval) NOT NULL,
    output jsonb,
    dead_letter text,
    policy text,
    CONSTRAINT cjc CHECK ((name = 'typed-purge'::text))
);

CREATE TABLE jobs.j38ebc42f9ed1ba2d6ee5ecf55a6878ff07c9ebe2dcb4c485b88e5332 (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    data jsonb,
    state jobs.job_state DEFAULT 'created'::jobs.job_state NOT NULL,
    retry_limit integer DEFAULT 2 NOT NULL,
    retry_count integer DEFAULT 0 NOT NULL,
    retry_delay integer DEFAULT 0 NOT NULL,
    retry_backoff boolean DEFAULT false NOT NULL,
    start_after timestamp with time zone DEFAULT now() NOT NULL,
    started_on timestamp with time zone,
    singleton_key text,
    singleton_on timestamp without time zone,
    expire_in interval DEFAULT '00:15:00'::interval NOT NULL,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    completed_on timestamp with time zone,
    keep_until timestamp with time zone DEFAULT (now() + '14 days'::interval) NOT NULL,
    output jsonb,
    dead_letter text,
    policy text,
    CONSTRAINT cjc CHECK ((name = 'states-audit'::text))
);

CREATE TABLE jobs.j3d34bf0b6a49b6557c91a61ba7f3d69c4dd2275d0274d729934c2774 (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    data jsonb,
    state jobs.job_state DEFAULT 'created'::jobs.job_state NOT NULL,
    retry_limit integer DEFAULT 2 NOT NULL,
    retry_count integer DEFAULT 0 NOT NULL,
    retry_delay integer DEFAULT 0 NOT NULL,
    retry_backoff boolean DEFAULT false NOT NULL,
    start_after timestamp with time zone DEFAULT now() NOT NULL,
    started_on timestamp with time zone,
    singleton_key text,
    singleton_on timestamp without time zone,
    expire_in interval DEFAULT '00:15:00'::interval NOT NULL,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    completed_on timestamp with time zone,
    keep_until timestamp with time zone DEFAULT (now() + '14 days'::interval) NOT NULL,
    output jsonb,
    dead_letter text,
    policy text,
    CONSTRAINT cjc CHECK ((name = 'imports-purge'::text))
);

CREATE TABLE jobs.j3f168501ed9816b51a9f5765e0742e1eb034ab6bf72c9ae3f3a975e3 (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    data jsonb,
    state jobs.job_state DEFAULT 'created'::jobs.job_state NOT NULL,
    retry_limit integer DEFAULT 2 NOT NULL,
    retry_count integer DEFAULT 0 NOT NULL,
    retry_delay integer DEFAULT 0 NOT NULL,
    retry_backoff boolean DEFAULT false NOT NULL,
    start_after timestamp with time zone DEFAULT now() NOT NULL,
    started_on timestamp with time zone,
    singleton_key text,
    singleton_on timestamp without time zone,
    expire_in interval DEFAULT '00:15:00'::interval NOT NULL,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    completed_on timestamp with time zone,
    keep_until timestamp with time zone DEFAULT (now() + '14 days'::interval) NOT NULL,
    output jsonb,
    dead_letter text,
    policy text,
    CONSTRAINT cjc CHECK ((name = '__pgboss__send-it'::text))
);

CREATE TABLE jobs.j4b505161c595b53d6c287b32d091240f728663b007a0ff2b5a7628ba (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    data jsonb,
    state jobs.job_state DEFAULT 'created'::jobs.job_state NOT NULL,
    retry_limit integer DEFAULT 2 NOT NULL,
    retry_count integer DEFAULT 0 NOT NULL,
    retry_delay integer DEFAULT 0 NOT NULL,
    retry_backoff boolean DEFAULT false NOT NULL,
    start_after timestamp with time zone DEFAULT now() NOT NULL,
    started_on timestamp with time zone,
    singleton_key text,
    singleton_on timestamp without time zone,
    expire_in interval DEFAULT '00:15:00'::interval NOT NULL,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    completed_on timestamp with time zone,
    keep_until timestamp with time zone DEFAULT (now() + '14 days'::interval) NOT NULL,
    output jsonb,
    dead_letter text,
    policy text,
    CONSTRAINT cjc CHECK ((name = 'minors-of-age'::text))
);

CREATE TABLE jobs.j60a4ca2091cc91ed257ced5e671c9915199fbc9e5025d347bea56b71 (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    data jsonb,
    state jobs.job_state DEFAULT 'created'::jobs.job_state NOT NULL,
    retry_limit integer DEFAULT 2 NOT NULL,
    retry_count integer DEFAULT 0 NOT NULL,
    retry_delay integer DEFAULT 0 NOT NULL,
    retry_backoff boolean DEFAULT false NOT NULL,
    start_after timestamp with time zone DEFAULT now() NOT NULL,
    started_on timestamp with time zone,
    singleton_key text,
    singleton_on timestamp without time zone,
    expire_in interval DEFAULT '00:15:00'::interval NOT NULL,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    completed_on timestamp with time zone,
    keep_until timestamp with time zone DEFAULT (now() + '14 days'::interval) NOT NULL,
    output jsonb,
    dead_letter text,
    policy text,
    CONSTRAINT cjc CHECK ((name = 'keys-unused'::text))
);

CREATE TABLE jobs.j8fe61cf21b9174c1e861b1cf0fa25861c143254e0d3d90178439d80f (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    data jsonb,
    state jobs.job_state DEFAULT 'created'::jobs.job_state NOT NULL,
    retry_limit integer DEFAULT 2 NOT NULL,
    retry_count integer DEFAULT 0 NOT NULL,
    retry_delay integer DEFAULT 0 NOT NULL,
    retry_backoff boolean DEFAULT false NOT NULL,
    start_after timestamp with time zone DEFAULT now() NOT NULL,
    started_on timestamp with time zone,
    singleton_key text,
    singleton_on timestamp without time zone,
    expire_in interval DEFAULT '00:15:00'::interval NOT NULL,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    completed_on timestamp with time zone,
    keep_until timestamp with time zone DEFAULT (now() + '14 days'::interval) NOT NULL,
    output jsonb,
    dead_letter text,
    policy text,
    CONSTRAINT cjc CHECK ((name = 'uses-audit'::text))
);

CREATE TABLE jobs.jb365f5e4c585dd914f4e1d89a0e65efcfd773c3efb424f09a1f12e40 (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    data jsonb,
    state jobs.job_state DEFAULT 'created'::jobs.job_state NOT NULL,
    retry_limit integer DEFAULT 2 NOT NULL,
    retry_count integer DEFAULT 0 NOT NULL,
    retry_delay integer DEFAULT 0 NOT NULL,
    retry_backoff boolean DEFAULT false NOT NULL,
    start_after timestamp with time zone DEFAULT now() NOT NULL,
    started_on timestamp with time zone,
    singleton_key text,
    singleton_on timestamp without time zone,
    expire_in interval DEFAULT '00:15:00'::interval NOT NULL,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    completed_on timestamp with time zone,
    keep_until timestamp with time zone DEFAULT (now() + '14 days'::interval) NOT NULL,
    output jsonb,
    dead_letter text,
    policy text,
    CONSTRAINT cjc CHECK ((name = 'alarms-mail'::text))
);

CREATE TABLE jobs.jb463cf5b32c3ff4b8d8b3172aa0b381dc5cdb28ad619a03b0dccc669 (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    data jsonb,
    state jobs.job_state DEFAULT 'created'::jobs.job_state NOT NULL,
    retry_limit integer DEFAULT 2 NOT NULL,
    retry_count integer DEFAULT 0 NOT NULL,
    retry_delay integer DEFAULT 0 NOT NULL,
    retry_backoff boolean DEFAULT false NOT NULL,
    start_after timestamp with time zone DEFAULT now() NOT NULL,
    started_on timestamp with time zone,
    singleton_key text,
    singleton_on timestamp without time zone,
    expire_in interval DEFAULT '00:15:00'::interval NOT NULL,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    completed_on timestamp with time zone,
    keep_until timestamp with time zone DEFAULT (now() + '14 days'::interval) NOT NULL,
    output jsonb,
    dead_letter text,
    policy text,
    CONSTRAINT cjc CHECK ((name = 'idempotency-purge'::text))
);

CREATE TABLE jobs.jb4dbedc8ff611d025b862c13fd002452a627091c2db4377d272aedcf (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    data jsonb,
    state jobs.job_state DEFAULT 'created'::jobs.job_state NOT NULL,
    retry_limit integer DEFAULT 2 NOT NULL,
    retry_count integer DEFAULT 0 NOT NULL,
    retry_delay integer DEFAULT 0 NOT NULL,
    retry_backoff boolean DEFAULT false NOT NULL,
    start_after timestamp with time zone DEFAULT now() NOT NULL,
    started_on timestamp with time zone,
    singleton_key text,
    singleton_on timestamp without time zone,
    expire_in interval DEFAULT '00:15:00'::interval NOT NULL,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    completed_on timestamp with time zone,
    keep_until timestamp with time zone DEFAULT (now() + '14 days'::interval) NOT NULL,
    output jsonb,
    dead_letter text,
    policy text,
    CONSTRAINT cjc CHECK ((name = 'budget-tidy'::text))
);

CREATE TABLE jobs.jd71e45d123ed90450e6d77d79b4d294242665a62725c61f9ae0fde56 (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    data jsonb,
    state jobs.job_state DEFAULT 'created'::jobs.job_state NOT NULL,
    retry_limit integer DEFAULT 2 NOT NULL,
    retry_count integer DEFAULT 0 NOT NULL,
    retry_delay integer DEFAULT 0 NOT NULL,
    retry_backoff boolean DEFAULT false NOT NULL,
    start_after timestamp with time zone DEFAULT now() NOT NULL,
    started_on timestamp with time zone,
    singleton_key text,
    singleton_on timestamp without time zone,
    expire_in interval DEFAULT '00:15:00'::interval NOT NULL,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    completed_on timestamp with time zone,
    keep_until timestamp with time zone DEFAULT (now() + '14 days'::interval) NOT NULL,
    output jsonb,
    dead_letter text,
    policy text,
    CONSTRAINT cjc CHECK ((name = 'identity-tidy'::text))
);

CREATE TABLE jobs.jd9857db835fff2d459e43a3538f7ae23648de3e125af1e55a966b0c9 (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    data jsonb,
    state jobs.job_state DEFAULT 'created'::jobs.job_state NOT NULL,
    retry_limit integer DEFAULT 2 NOT NULL,
    retry_count integer DEFAULT 0 NOT NULL,
    retry_delay integer DEFAULT 0 NOT NULL,
    retry_backoff boolean DEFAULT false NOT NULL,
    start_after timestamp with time zone DEFAULT now() NOT NULL,
    started_on timestamp with time zone,
    singleton_key text,
    singleton_on timestamp without time zone,
    expire_in interval DEFAULT '00:15:00'::interval NOT NULL,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    completed_on timestamp with time zone,
    keep_until timestamp with time zone DEFAULT (now() + '14 days'::interval) NOT NULL,
    output jsonb,
    dead_letter text,
    policy text,
    CONSTRAINT cjc CHECK ((name = 'imports-stalled'::text))
);

CREATE TABLE jobs.jde8966174a721262c550361dbf739640d4fd1f8e42e2481f54999185 (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    data jsonb,
    state jobs.job_state DEFAULT 'created'::jobs.job_state NOT NULL,
    retry_limit integer DEFAULT 2 NOT NULL,
    retry_count integer DEFAULT 0 NOT NULL,
    retry_delay integer DEFAULT 0 NOT NULL,
    retry_backoff boolean DEFAULT false NOT NULL,
    start_after timestamp with time zone DEFAULT now() NOT NULL,
    started_on timestamp with time zone,
    singleton_key text,
    singleton_on timestamp without time zone,
    expire_in interval DEFAULT '00:15:00'::interval NOT NULL,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    completed_on timestamp with time zone,
    keep_until timestamp with time zone DEFAULT (now() + '14 days'::interval) NOT NULL,
    output jsonb,
    dead_letter text,
    policy text,
    CONSTRAINT cjc CHECK ((name = 'changes-due'::text))
);

CREATE TABLE jobs.je13ae8ce8c5752513caa2facab183b2e60c1ba78321abc82d79f6803 (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    data jsonb,
    state jobs.job_state DEFAULT 'created'::jobs.job_state NOT NULL,
    retry_limit integer DEFAULT 2 NOT NULL,
    retry_count integer DEFAULT 0 NOT NULL,
    retry_delay integer DEFAULT 0 NOT NULL,
    retry_backoff boolean DEFAULT false NOT NULL,
    start_after timestamp with time zone DEFAULT now() NOT NULL,
    started_on timestamp with time zone,
    singleton_key text,
    singleton_on timestamp without time zone,
    expire_in interval DEFAULT '00:15:00'::interval NOT NULL,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    completed_on timestamp with time zone,
    keep_until timestamp with time zone DEFAULT (now() + '14 days'::interval) NOT NULL,
    output jsonb,
    dead_letter text,
    policy text,
    CONSTRAINT cjc CHECK ((name = 'demo-calls'::text))
);

CREATE TABLE jobs.je40eead500e4b410efa8bc911b4b3089bfff38b3f37227c584831991 (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    data jsonb,
    state jobs.job_state DEFAULT 'created'::jobs.job_state NOT NULL,
    retry_limit integer DEFAULT 2 NOT NULL,
    retry_count integer DEFAULT 0 NOT NULL,
    retry_delay integer DEFAULT 0 NOT NULL,
    retry_backoff boolean DEFAULT false NOT NULL,
    start_after timestamp with time zone DEFAULT now() NOT NULL,
    started_on timestamp with time zone,
    singleton_key text,
    singleton_on timestamp without time zone,
    expire_in interval DEFAULT '00:15:00'::interval NOT NULL,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    completed_on timestamp with time zone,
    keep_until timestamp with time zone DEFAULT (now() + '14 days'::interval) NOT NULL,
    output jsonb,
    dead_letter text,
    policy text,
    CONSTRAINT cjc CHECK ((name = 'contacts-lapsed'::text))
);

CREATE TABLE jobs.queue (
    name text NOT NULL,
    policy text,
    retry_limit integer,
    retry_delay integer,
    retry_backoff boolean,
    expire_seconds integer,
    retention_minutes integer,
    dead_letter text,
    partition_name text,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    updated_on timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE jobs.schedule (
    name text NOT NULL,
    cron text NOT NULL,
    timezone text,
    data jsonb,
    options jsonb,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    updated_on timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE jobs.subscription (
    event text NOT NULL,
    name text NOT NULL,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    updated_on timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE jobs.version (
    version integer NOT NULL,
    maintained_on timestamp with time zone,
    cron_on timestamp with time zone,
    monitored_on timestamp with time zone
);

CREATE TABLE public.access_reasons (
    customer text NOT NULL,
    access text NOT NULL,
    sealed bytea NOT NULL
);

CREATE TABLE public.access_typed (
    holder text NOT NULL,
    field text NOT NULL,
    digest bytea,
    how text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT access_typed_how_check CHECK ((how = ANY (ARRAY['search'::text, 'channel'::text])))
);

CREATE TABLE public.access_uses (
    customer text NOT NULL,
    access text NOT NULL,
    alias text NOT NULL,
    field text NOT NULL,
    item text NOT NULL,
    kind text NOT NULL,
    purpose text NOT NULL,
    scenario text NOT NULL,
    case_id text NOT NULL,
    contact text NOT NULL,
    key text NOT NULL,
    person text NOT NULL,
    session text,
    version integer NOT NULL,
    entry bigint NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    taken_at timestamp with time zone,
    taken_entry bigint,
    seal text NOT NULL,
    CONSTRAINT access_uses_kind_check CHECK ((kind = ANY (ARRAY['dial'::text, 'text'::text, 'mail'::text])))
);

CREATE TABLE public.alarms (
    id text NOT NULL,
    code text NOT NULL,
    person text,
    key text,
    team text,
    customer text,
    object text,
    times integer DEFAULT 1 NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    mailed_at timestamp with time zone,
    closed_at timestamp with time zone,
    closed_by text,
    finding text,
    mac text,
    CONSTRAINT alarms_finding_check CHECK ((finding = ANY (ARRAY['handled'::text, 'harmless'::text, 'incident'::text]))),
    CONSTRAINT alarms_times_check CHECK ((times > 0))
);

CREATE TABLE public.budget_accounts (
    period text NOT NULL,
    kind text NOT NULL,
    id text NOT NULL,
    seq bigint NOT NULL,
    body text NOT NULL,
    seal text NOT NULL,
    CONSTRAINT budget_accounts_seq_check CHECK ((seq > 0))
)
WITH (fillfactor='70');

CREATE TABLE public.budget_head (
    id boolean DEFAULT true NOT NULL,
    seq bigint NOT NULL,
    body text NOT NULL,
    seal text NOT NULL,
    CONSTRAINT budget_head_id_check CHECK (id)
)
WITH (fillfactor='10');

CREATE TABLE public.customer_parties (
    customer text NOT NULL,
    id text NOT NULL,
    capacity text NOT NULL,
    linked text,
    fields text[] NOT NULL,
    evidence text NOT NULL,
    expires_at timestamp with time zone,
    ended_at timestamp with time zone,
    counter integer NOT NULL,
    key_id text NOT NULL,
    sealed_name bytea NOT NULL
);

CREATE TABLE public.desk_cases (
    id text NOT NULL,
    number text NOT NULL,
    type text NOT NULL,
    purpose text NOT NULL,
    scenario text NOT NULL,
    origin text NOT NULL,
    channel text NOT NULL,
    customer text,
    bound_by text,
    verified_at timestamp with time zone,
    verified_seal text,
    agent text,
    team text NOT NULL,
    contact_id text,
    capacity text NOT NULL,
    mandate text,
    opened_by text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    due_at timestamp with time zone,
    seal text NOT NULL,
    hands text[],
    CONSTRAINT desk_cases_bound_by_check CHECK ((bound_by = ANY (ARRAY['channel'::text, 'supervisor'::text, 'agent'::text]))),
    CONSTRAINT desk_cases_origin_check CHECK ((origin = ANY (ARRAY['contact'::text, 'supervisor'::text, 'self'::text])))
);

CREATE TABLE public.desk_contacts (
    id text NOT NULL,
    channel text NOT NULL,
    direction text NOT NULL,
    source text NOT NULL,
    external_key bytea NOT NULL,
    agent text NOT NULL,
    customer text,
    case_id text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    seal text NOT NULL,
    source_seal text,
    seen_at timestamp with time zone,
    CONSTRAINT desk_contacts_direction_check CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text])))
);

CREATE TABLE public.desk_numbers (
    day date NOT NULL,
    n integer NOT NULL
);

CREATE TABLE public.desk_timeline (
    case_id text NOT NULL,
    id text NOT NULL,
    at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    person text,
    code text,
    customer text,
    entry bigint,
    sealed bytea,
    nth integer,
    seal text
);

CREATE TABLE public.detector_head (
    one boolean DEFAULT true NOT NULL,
    generation bigint NOT NULL,
    rules text NOT NULL,
    seal text NOT NULL,
    CONSTRAINT detector_head_one_check CHECK (one)
);

CREATE TABLE public.detector_versions (
    id text NOT NULL,
    version integer NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    act text NOT NULL,
    definition text NOT NULL,
    at timestamp with time zone NOT NULL,
    by_person text NOT NULL,
    seal text NOT NULL,
    CONSTRAINT detector_versions_kind_check CHECK ((kind = ANY (ARRAY['recognizer'::text, 'word-list'::text]))),
    CONSTRAINT detector_versions_state_check CHECK ((state = ANY (ARRAY['on'::text, 'off'::text, 'deleted'::text]))),
    CONSTRAINT detector_versions_version_check CHECK ((version > 0))
);

CREATE TABLE public.gate_approvals (
    customer text NOT NULL,
    id text NOT NULL,
    state text NOT NULL,
    person text NOT NULL,
    staff_number text NOT NULL,
    team text,
    session text NOT NULL,
    device text,
    case_id text NOT NULL,
    case_type text NOT NULL,
    action text NOT NULL,
    fields jsonb NOT NULL,
    purpose text NOT NULL,
    scenario text NOT NULL,
    reason text NOT NULL,
    approvers text[] NOT NULL,
    minutes integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    decided_by text,
    refusal text,
    grant_id text,
    seal text NOT NULL,
    CONSTRAINT gate_approvals_action_check CHECK ((action = ANY (ARRAY['reveal'::text, 'copy'::text]))),
    CONSTRAINT gate_approvals_minutes_check CHECK (((minutes >= 1) AND (minutes <= 30))),
    CONSTRAINT gate_approvals_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'approved'::text, 'refused'::text, 'cancelled'::text, 'expired'::text])))
);

CREATE TABLE public.gate_grant_ends (
    customer text NOT NULL,
    grant_id text NOT NULL,
    person text NOT NULL,
    ended_at timestamp with time zone NOT NULL,
    ended_by text,
    why text NOT NULL,
    seq integer NOT NULL,
    CONSTRAINT gate_grant_ends_why_check CHECK ((why = ANY (ARRAY['revoked'::text, 'rights-cut'::text])))
);

CREATE TABLE public.gate_grants (
    customer text NOT NULL,
    id text NOT NULL,
    person text NOT NULL,
    case_id text NOT NULL,
    action text NOT NULL,
    fields jsonb NOT NULL,
    approval text NOT NULL,
    approver text NOT NULL,
    approver_post text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    seq integer NOT NULL,
    seal text NOT NULL,
    CONSTRAINT gate_grants_action_check CHECK ((action = ANY (ARRAY['reveal'::text, 'copy'::text]))),
    CONSTRAINT gate_grants_check CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '00:30:00'::interval))))
);

CREATE TABLE public.gate_heads (
    person text NOT NULL,
    changes integer NOT NULL,
    seal text NOT NULL
);

CREATE TABLE public.gate_import_allowances (
    id text NOT NULL,
    state text NOT NULL,
    person text NOT NULL,
    staff_number text NOT NULL,
    team text NOT NULL,
    most integer NOT NULL,
    used integer NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    decided_by text,
    seal text NOT NULL,
    session text,
    device text,
    CONSTRAINT gate_import_allowances_check CHECK (((used >= 0) AND (used <= most))),
    CONSTRAINT gate_import_allowances_most_check CHECK (((most >= 1) AND (most <= 500000))),
    CONSTRAINT gate_import_allowances_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'granted'::text, 'refused'::text, 'ended'::text])))
);

CREATE TABLE public.gate_policy_hits (
    policy text NOT NULL,
    day date NOT NULL,
    n bigint NOT NULL
);

CREATE TABLE public.http_idempotency (
    key bytea NOT NULL,
    body bytea NOT NULL,
    answer jsonb,
    at timestamp with time zone NOT NULL
);

CREATE TABLE public.identity_accounts (
    id text NOT NULL,
    account_id text NOT NULL,
    provider_id text NOT NULL,
    person text NOT NULL,
    access_token text,
    refresh_token text,
    id_token text,
    access_token_expires_at timestamp with time zone,
    refresh_token_expires_at timestamp with time zone,
    scope text,
    password text,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);

CREATE TABLE public.identity_act_for (
    token text NOT NULL,
    id text NOT NULL,
    key text NOT NULL,
    person text NOT NULL,
    session text NOT NULL,
    case_id text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    mac text NOT NULL
);

CREATE TABLE public.identity_attempts (
    key text NOT NULL,
    failures integer NOT NULL,
    rounds integer NOT NULL,
    last_at timestamp with time zone NOT NULL,
    locked_until timestamp with time zone,
    account text
);

CREATE TABLE public.identity_challenges (
    token text NOT NULL,
    person text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    mac text
);

CREATE TABLE public.identity_changes (
    id text NOT NULL,
    kind text NOT NULL,
    person text,
    value text,
    requested_by text NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    state text DEFAULT 'pending'::text NOT NULL,
    decided_by text,
    mac text NOT NULL,
    key text,
    CONSTRAINT identity_changes_about CHECK (((person IS NULL) <> (key IS NULL))),
    CONSTRAINT identity_changes_kind_check CHECK ((kind = ANY (ARRAY['post'::text, 'reset-factor'::text, 'team'::text, 'person'::text, 'hired-on'::text, 'employer'::text, 'kin'::text, 'key'::text, 'key-change'::text, 'key-rotate'::text]))),
    CONSTRAINT identity_changes_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'confirmed'::text, 'refused'::text])))
);

CREATE TABLE public.identity_devices (
    token text NOT NULL,
    person text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    mac text
);

CREATE TABLE public.identity_employers (
    id text NOT NULL,
    name text NOT NULL,
    outsourced boolean NOT NULL,
    mac text
);

CREATE TABLE public.identity_ended (
    id text NOT NULL,
    at timestamp with time zone NOT NULL
);

CREATE TABLE public.identity_factor_seals (
    person text NOT NULL,
    version integer NOT NULL,
    mac text NOT NULL
);

CREATE TABLE public.identity_key_days (
    key text NOT NULL,
    day date NOT NULL,
    used integer NOT NULL
);

CREATE TABLE public.identity_keys (
    id text NOT NULL,
    hash text NOT NULL,
    name text NOT NULL,
    scopes text[] NOT NULL,
    teams text[] NOT NULL,
    per_day integer NOT NULL,
    prefix text NOT NULL,
    created_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    mac text NOT NULL,
    expires_at timestamp with time zone,
    state text DEFAULT 'live'::text NOT NULL,
    claim_by text,
    claim_until timestamp with time zone,
    previous_hash text,
    previous_until timestamp with time zone,
    job jsonb,
    rights_at timestamp with time zone,
    CONSTRAINT identity_keys_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'live'::text])))
);

CREATE TABLE public.identity_links (
    token text NOT NULL,
    kind text NOT NULL,
    person text,
    expires_at timestamp with time zone NOT NULL,
    mac text,
    CONSTRAINT identity_links_kind_check CHECK ((kind = ANY (ARRAY['first-run'::text, 'invitation'::text])))
);

CREATE TABLE public.identity_passkeys (
    id text NOT NULL,
    name text,
    public_key text NOT NULL,
    person text NOT NULL,
    credential_id text NOT NULL,
    counter integer NOT NULL,
    device_type text NOT NULL,
    backed_up boolean NOT NULL,
    transports text,
    created_at timestamp with time zone,
    aaguid text,
    mac text
);

CREATE TABLE public.identity_people (
    id text NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    email_verified boolean DEFAULT true NOT NULL,
    image text,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    staff_number text NOT NULL,
    post text NOT NULL,
    team text,
    employer text NOT NULL,
    hired_on date NOT NULL,
    duty jsonb,
    own_customer text,
    relatives text[] DEFAULT '{}'::text[] NOT NULL,
    state text DEFAULT 'active'::text NOT NULL,
    former_email text,
    approver_since timestamp with time zone,
    last_sign_in_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    mac text NOT NULL,
    maker text,
    tenure_from date,
    CONSTRAINT identity_people_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'active'::text, 'locked'::text, 'left'::text])))
);

CREATE TABLE public.identity_rates (
    key text NOT NULL,
    since timestamp with time zone NOT NULL,
    count integer NOT NULL
);

CREATE TABLE public.identity_recovery_codes (
    person text NOT NULL,
    hash text NOT NULL,
    pending boolean NOT NULL
);

CREATE TABLE public.identity_sessions (
    id text NOT NULL,
    token text NOT NULL,
    person text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    ip_address text,
    user_agent text,
    strength text DEFAULT 'password'::text NOT NULL,
    idle_until timestamp with time zone NOT NULL,
    device text,
    mac text NOT NULL,
    CONSTRAINT identity_sessions_strength_check CHECK ((strength = ANY (ARRAY['password'::text, 'two-factor'::text, 'passkey'::text])))
);

CREATE TABLE public.identity_step_ups (
    id text NOT NULL,
    person text NOT NULL,
    session text NOT NULL,
    action text NOT NULL,
    customer text NOT NULL,
    case_id text NOT NULL,
    covers text NOT NULL,
    field text NOT NULL,
    item text,
    level text NOT NULL,
    purpose text NOT NULL,
    nonce text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    method text,
    consumed_at timestamp with time zone,
    mac text,
    CONSTRAINT identity_step_ups_covers_check CHECK ((covers = ANY (ARRAY['field'::text, 'case-level'::text])))
);

CREATE TABLE public.identity_teams (
    id text NOT NULL,
    name text NOT NULL
);

CREATE TABLE public.identity_totp (
    person text NOT NULL,
    secret text,
    pending text,
    last_step bigint DEFAULT 0 NOT NULL,
    step_mac text
);

CREATE TABLE public.identity_verifications (
    id text NOT NULL,
    identifier text NOT NULL,
    value text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);

CREATE TABLE public.ledger_checkpoints (
    size bigint NOT NULL,
    root bytea NOT NULL,
    previous bigint NOT NULL,
    note bytea NOT NULL,
    signed_at timestamp with time zone NOT NULL,
    CONSTRAINT ledger_checkpoints_check CHECK (((previous >= 0) AND (previous < size))),
    CONSTRAINT ledger_checkpoints_root_check CHECK ((octet_length(root) = 32)),
    CONSTRAINT ledger_checkpoints_size_check CHECK ((size > 0))
);

CREATE TABLE public.ledger_entries (
    idx bigint NOT NULL,
    entry bytea NOT NULL,
    leaf bytea NOT NULL,
    CONSTRAINT ledger_entries_entry_check CHECK (((octet_length(entry) >= 1) AND (octet_length(entry) <= 65535))),
    CONSTRAINT ledger_entries_leaf_check CHECK ((octet_length(leaf) = 32))
);

CREATE TABLE public.ledger_head (
    id boolean DEFAULT true NOT NULL,
    size bigint NOT NULL,
    CONSTRAINT ledger_head_id_check CHECK (id),
    CONSTRAINT ledger_head_size_check CHECK ((size >= 0))
)
WITH (fillfactor='10');

CREATE TABLE public.ledger_index (
    idx bigint NOT NULL,
    at timestamp with time zone,
    kind text,
    action text,
    outcome text,
    person text,
    key text,
    case_id text
);

CREATE TABLE public.ledger_index_customers (
    customer text NOT NULL,
    idx bigint NOT NULL
);

CREATE TABLE public.ledger_tiles (
    level integer NOT NULL,
    idx bigint NOT NULL,
    hashes bytea NOT NULL,
    CONSTRAINT ledger_tiles_hashes_check CHECK (((octet_length(hashes) >= 32) AND (octet_length(hashes) <= 8192)))
);

CREATE TABLE public.migration (
    name text NOT NULL,
    digest text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.setting (
    key text NOT NULL,
    value text NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    mac text,
    CONSTRAINT setting_key_check CHECK ((key ~ '^[a-z][a-z0-9.-]{0,63}$'::text))
);

CREATE TABLE public.vault_changes (
    customer text NOT NULL,
    id text NOT NULL,
    team text,
    field text NOT NULL,
    item text,
    act text NOT NULL,
    version_before integer,
    version_after integer,
    case_id text NOT NULL,
    person text NOT NULL,
    risks text[] NOT NULL,
    confirmed_by text,
    state text NOT NULL,
    asked_at bigint NOT NULL,
    due_at bigint NOT NULL,
    proves_at bigint NOT NULL,
    undo_until bigint NOT NULL,
    ended_at bigint,
    sealed bytea,
    seal bytea NOT NULL,
    staff_number text,
    session text,
    device text,
    CONSTRAINT vault_changes_act_check CHECK ((act = ANY (ARRAY['replace'::text, 'add'::text, 'remove'::text]))),
    CONSTRAINT vault_changes_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'applied'::text, 'undone'::text, 'lapsed'::text])))
);

CREATE TABLE public.vault_customers (
    customer text NOT NULL,
    team text,
    vip boolean NOT NULL,
    colleague text,
    colleague_team text,
    minor boolean NOT NULL,
    deceased boolean NOT NULL,
    consent_expires_at timestamp with time zone,
    binned_at timestamp with time zone,
    binned_by text,
    writes integer NOT NULL,
    state_mac bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by text
);

CREATE TABLE public.vault_history (
    customer text NOT NULL,
    field text NOT NULL,
    item text NOT NULL,
    version integer NOT NULL,
    counter integer NOT NULL,
    key_id text NOT NULL,
    sealed bytea,
    written_at timestamp with time zone NOT NULL,
    written_by text
);

CREATE TABLE public.vault_import_errors (
    job text NOT NULL,
    "row" bigint NOT NULL,
    column_name text NOT NULL,
    code text NOT NULL
);

CREATE TABLE public.vault_import_spool (
    job text NOT NULL,
    at integer NOT NULL,
    sealed bytea NOT NULL
);

CREATE TABLE public.vault_imports (
    id text NOT NULL,
    state text NOT NULL,
    dry_run boolean NOT NULL,
    encoding text DEFAULT ''::text NOT NULL,
    format text DEFAULT 'csv'::text NOT NULL,
    columns jsonb DEFAULT '[]'::jsonb NOT NULL,
    mapping jsonb NOT NULL,
    preview bytea,
    rows bigint DEFAULT 0 NOT NULL,
    imported bigint DEFAULT 0 NOT NULL,
    duplicates bigint DEFAULT 0 NOT NULL,
    failed bigint DEFAULT 0 NOT NULL,
    bytes bigint DEFAULT 0 NOT NULL,
    bytes_total bigint,
    spooled boolean DEFAULT false NOT NULL,
    last_row bigint DEFAULT 0 NOT NULL,
    started_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    started_by text,
    team text,
    code text,
    known bigint DEFAULT 0 NOT NULL,
    shift smallint DEFAULT 0 NOT NULL,
    CONSTRAINT vault_imports_shift_check CHECK (((shift >= 0) AND (shift <= 99))),
    CONSTRAINT vault_imports_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
);

CREATE TABLE public.vault_index (
    customer text NOT NULL,
    field text NOT NULL,
    item text NOT NULL,
    version smallint NOT NULL,
    tag bytea NOT NULL
);

CREATE TABLE public.vault_index_set (
    id boolean DEFAULT true NOT NULL,
    version integer NOT NULL,
    mac text NOT NULL,
    CONSTRAINT vault_index_set_id_check CHECK (id)
);

CREATE TABLE public.vault_index_versions (
    version smallint NOT NULL,
    customers bigint NOT NULL,
    state text NOT NULL,
    CONSTRAINT vault_index_versions_state_check CHECK ((state = ANY (ARRAY['building'::text, 'current'::text, 'retired'::text])))
);

CREATE TABLE public.vault_keys (
    customer text NOT NULL,
    id text NOT NULL,
    retention text NOT NULL,
    suite smallint NOT NULL,
    kek text NOT NULL,
    wrapped bytea NOT NULL
);

CREATE TABLE public.vault_kind_set (
    id boolean DEFAULT true NOT NULL,
    version integer NOT NULL,
    mac text NOT NULL,
    CONSTRAINT vault_kind_set_id_check CHECK (id)
);

CREATE TABLE public.vault_kinds (
    field text NOT NULL,
    definition jsonb NOT NULL,
    added_at timestamp with time zone NOT NULL,
    added_by text,
    mac text
);

CREATE TABLE public.vault_notices (
    customer text NOT NULL,
    id text NOT NULL,
    team text,
    change_id text NOT NULL,
    template text NOT NULL,
    way text NOT NULL,
    field text NOT NULL,
    item text,
    version integer,
    state text NOT NULL,
    created_at bigint NOT NULL,
    taken_at bigint,
    taken_by text,
    seal bytea NOT NULL,
    not_by text,
    CONSTRAINT vault_notices_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'taken'::text]))),
    CONSTRAINT vault_notices_template_check CHECK ((template = ANY (ARRAY['contact-changed'::text, 'contact-change-undone'::text]))),
    CONSTRAINT vault_notices_way_check CHECK ((way = ANY (ARRAY['text'::text, 'mail'::text])))
);

CREATE TABLE public.vault_roots (
    name text NOT NULL,
    kek text NOT NULL,
    wrapped bytea NOT NULL
);

CREATE TABLE public.vault_values (
    customer text NOT NULL,
    field text NOT NULL,
    item text NOT NULL,
    version integer NOT NULL,
    counter integer NOT NULL,
    key_id text NOT NULL,
    sealed bytea NOT NULL,
    written_at timestamp with time zone NOT NULL,
    written_by text
);

ALTER TABLE ONLY jobs.job ATTACH PARTITION jobs.j050e2144c54b44d8d9f98062b3e2a2c02a2305dd1b8b7ef227e75bb4 FOR VALUES IN ('typed-purge');

ALTER TABLE ONLY jobs.job ATTACH PARTITION jobs.j38ebc42f9ed1ba2d6ee5ecf55a6878ff07c9ebe2dcb4c485b88e5332 FOR VALUES IN ('states-audit');

ALTER TABLE ONLY jobs.job ATTACH PARTITION jobs.j3d34bf0b6a49b6557c91a61ba7f3d69c4dd2275d0274d729934c2774 FOR VALUES IN ('imports-purge');

ALTER TABLE ONLY jobs.job ATTACH PARTITION jobs.j3f168501ed9816b51a9f5765e0742e1eb034ab6bf72c9ae3f3a975e3 FOR VALUES IN ('__pgboss__send-it');

ALTER TABLE ONLY jobs.job ATTACH PARTITION jobs.j4b505161c595b53d6c287b32d091240f728663b007a0ff2b5a7628ba FOR VALUES IN ('minors-of-age');

ALTER TABLE ONLY jobs.job ATTACH PARTITION jobs.j60a4ca2091cc91ed257ced5e671c9915199fbc9e5025d347bea56b71 FOR VALUES IN ('keys-unused');

ALTER TABLE ONLY jobs.job ATTACH PARTITION jobs.j8fe61cf21b9174c1e861b1cf0fa25861c143254e0d3d90178439d80f FOR VALUES IN ('uses-audit');

ALTER TABLE ONLY jobs.job ATTACH PARTITION jobs.jb365f5e4c585dd914f4e1d89a0e65efcfd773c3efb424f09a1f12e40 FOR VALUES IN ('alarms-mail');

ALTER TABLE ONLY jobs.job ATTACH PARTITION jobs.jb463cf5b32c3ff4b8d8b3172aa0b381dc5cdb28ad619a03b0dccc669 FOR VALUES IN ('idempotency-purge');

ALTER TABLE ONLY jobs.job ATTACH PARTITION jobs.jb4dbedc8ff611d025b862c13fd002452a627091c2db4377d272aedcf FOR VALUES IN ('budget-tidy');

ALTER TABLE ONLY jobs.job ATTACH PARTITION jobs.jd71e45d123ed90450e6d77d79b4d294242665a62725c61f9ae0fde56 FOR VALUES IN ('identity-tidy');

ALTER TABLE ONLY jobs.job ATTACH PARTITION jobs.jd9857db835fff2d459e43a3538f7ae23648de3e125af1e55a966b0c9 FOR VALUES IN ('imports-stalled');

ALTER TABLE ONLY jobs.job ATTACH PARTITION jobs.jde8966174a721262c550361dbf739640d4fd1f8e42e2481f54999185 FOR VALUES IN ('changes-due');

ALTER TABLE ONLY jobs.job ATTACH PARTITION jobs.je13ae8ce8c5752513caa2facab183b2e60c1ba78321abc82d79f6803 FOR VALUES IN ('demo-calls');

ALTER TABLE ONLY jobs.job ATTACH PARTITION jobs.je40eead500e4b410efa8bc911b4b3089bfff38b3f37227c584831991 FOR VALUES IN ('contacts-lapsed');

INSERT INTO jobs.queue VALUES ('__pgboss__send-it', 'standard', NULL, NULL, NULL, NULL, NULL, NULL, 'j3f168501ed9816b51a9f5765e0742e1eb034ab6bf72c9ae3f3a975e3', '2026-12-01 04:19:48.467352+00', '2026-12-01 04:19:48.467352+00');
INSERT INTO jobs.queue VALUES ('budget-tidy', 'singleton', 3, NULL, NULL, NULL, NULL, NULL, 'jb4dbedc8ff611d025b862c13fd002452a627091c2db4377d272aedcf', '2026-12-01 04:19:48.57607+00', '2026-12-01 04:19:48.57607+00');
INSERT INTO jobs.queue VALUES ('changes-due', 'singleton', 3, NULL, NULL, NULL, NULL, NULL, 'jde8966174a721262c550361dbf739640d4fd1f8e42e2481f54999185', '2026-12-01 04:19:48.605632+00', '2026-12-01 04:19:48.605632+00');
INSERT INTO jobs.queue VALUES ('contacts-lapsed', 'singleton', 3, NULL, NULL, NULL, NULL, NULL, 'je40eead500e4b410efa8bc911b4b3089bfff38b3f37227c584831991', '2026-12-01 04:19:48.645517+00', '2026-12-01 04:19:48.645517+00');
INSERT INTO jobs.queue VALUES ('identity-tidy', 'singleton', 3, NULL, NULL, NULL, NULL, NULL, 'jd71e45d123ed90450e6d77d79b4d294242665a62725c61f9ae0fde56', '2026-12-01 04:19:48.702896+00', '2026-12-01 04:19:48.702896+00');
INSERT INTO jobs.queue VALUES ('keys-unused', 'singleton', 3, NULL, NULL, NULL, NULL, NULL, 'j60a4ca2091cc91ed257ced5e671c9915199fbc9e5025d347bea56b71', '2026-12-01 04:19:48.74113+00', '2026-12-01 04:19:48.74113+00');
INSERT INTO jobs.queue VALUES ('imports-stalled', 'singleton', 3, NULL, NULL, NULL, NULL, NULL, 'jd9857db835fff2d459e43a3538f7ae23648de3e125af1e55a966b0c9', '2026-12-01 04:19:48.800293+00', '2026-12-01 04:19:48.800293+00');
INSERT INTO jobs.queue VALUES ('imports-purge', 'singleton', 3, NULL, NULL, NULL, NULL, NULL, 'j3d34bf0b6a49b6557c91a61ba7f3d69c4dd2275d0274d729934c2774', '2026-12-01 04:19:48.838146+00', '2026-12-01 04:19:48.838146+00');
INSERT INTO jobs.queue VALUES ('idempotency-purge', 'singleton', 3, NULL, NULL, NULL, NULL, NULL, 'jb463cf5b32c3ff4b8d8b3172aa0b381dc5cdb28ad619a03b0dccc669', '2026-12-01 04:19:48.874802+00', '2026-12-01 04:19:48.874802+00');
INSERT INTO jobs.queue VALUES ('minors-of-age', 'singleton', 3, NULL, NULL, NULL, NULL, NULL, 'j4b505161c595b53d6c287b32d091240f728663b007a0ff2b5a7628ba', '2026-12-01 04:19:48.970335+00', '2026-12-01 04:19:48.970335+00');
INSERT INTO jobs.queue VALUES ('typed-purge', 'singleton', 3, NULL, NULL, NULL, NULL, NULL, 'j050e2144c54b44d8d9f98062b3e2a2c02a2305dd1b8b7ef227e75bb4', '2026-12-01 04:19:49.000234+00', '2026-12-01 04:19:49.000234+00');
INSERT INTO jobs.queue VALUES ('alarms-mail', 'singleton', 3, NULL, NULL, NULL, NULL, NULL, 'jb365f5e4c585dd914f4e1d89a0e65efcfd773c3efb424f09a1f12e40', '2026-12-01 04:19:49.022348+00', '2026-12-01 04:19:49.022348+00');
INSERT INTO jobs.queue VALUES ('states-audit', 'singleton', 3, NULL, NULL, NULL, NULL, NULL, 'j38ebc42f9ed1ba2d6ee5ecf55a6878ff07c9ebe2dcb4c485b88e5332', '2026-12-01 04:19:49.063861+00', '2026-12-01 04:19:49.063861+00');
INSERT INTO jobs.queue VALUES ('uses-audit', 'singleton', 3, NULL, NULL, NULL, NULL, NULL, 'j8fe61cf21b9174c1e861b1cf0fa25861c143254e0d3d90178439d80f', '2026-12-01 04:19:49.171902+00', '2026-12-01 04:19:49.171902+00');
INSERT INTO jobs.queue VALUES ('demo-calls', 'singleton', 3, NULL, NULL, NULL, NULL, NULL, 'je13ae8ce8c5752513caa2facab183b2e60c1ba78321abc82d79f6803', '2026-12-01 04:19:49.259474+00', '2026-12-01 04:19:49.259474+00');

INSERT INTO jobs.version VALUES (24, NULL, '2026-12-01 04:19:48.578029+00', NULL);

INSERT INTO public.ledger_head VALUES (true, 0);

INSERT INTO public.migration VALUES ('0001-platform-setting', 'ff301fdc43fba691bec2460c2c11193be4effa53667cb6d2146b18d7fe079921', '2026-12-01 04:19:47.420645+00');
INSERT INTO public.migration VALUES ('0100-identity-people', 'b273fa324c9239ccd4fd6ab753b574c5b85f976192061742b6fa18f7a73fdbdf', '2026-12-01 04:19:47.426134+00');
INSERT INTO public.migration VALUES ('0101-identity-functions', 'd8e7a7940809f307400398b5955a56816727a0adabe8785bc301ecfa848a50ec', '2026-12-01 04:19:47.524196+00');
INSERT INTO public.migration VALUES ('0102-identity-ended', '738f5bc6583311098d7136df656899b1f9b84fd1894a36e7359d587bad75eb31', '2026-12-01 04:19:47.532527+00');
INSERT INTO public.migration VALUES ('0200-vault-customers', 'ba2e894101277addbb5eee93a59f78ecb022172eb2a109b42f0eeacf1699415f', '2026-12-01 04:19:47.542919+00');
INSERT INTO public.migration VALUES ('0201-vault-imports', 'd89b56eaadb16766b58ff0841627f72d06dedaeb70ff50549c12b1a3cfd513db', '2026-12-01 04:19:47.60448+00');
INSERT INTO public.migration VALUES ('0300-desk-cases', '1cb4d1c092cc46be12dd559b9c6b15577a8d641c8b287a7dab6942795c19f8f5', '2026-12-01 04:19:47.62471+00');
INSERT INTO public.migration VALUES ('0400-gate-grants', '1ce031bb2cbc943d3abb6fab483c5f4ad8a7f959575cc15f75e4e26c9e160ad3', '2026-12-01 04:19:47.660367+00');
INSERT INTO public.migration VALUES ('0401-gate-budgets', '603c5fbac34629bba629698f73c3a3f510d362278f547b0ea2e3341092da5639', '2026-12-01 04:19:47.700076+00');
INSERT INTO public.migration VALUES ('0500-ledger-log', '4899ace07544a7bc50e314fefbc23bd40e67425f3299832f0ab3ecd00c3acbb5', '2026-12-01 04:19:47.75011+00');
INSERT INTO public.migration VALUES ('0501-ledger-index', 'c701826c64b997975bd242071f30ecb313d1bd4f11bf200e9448a61f1b4fca58', '2026-12-01 04:19:47.775865+00');
INSERT INTO public.migration VALUES ('0600-access-spine', 'b128ec9c4fcb24ccb17d17b3b95779bb4b08d25e4f0f43bee8852559bdd95f4f', '2026-12-01 04:19:47.817858+00');
INSERT INTO public.migration VALUES ('0650-http-idempotency', 'fe9a136805f8acf093bdb34c710d3e04d002f90a7e42d51bb8a2c44a0a781447', '2026-12-01 04:19:47.837805+00');
INSERT INTO public.migration VALUES ('0700-detector-rules', '048bc773bbe6cf113c2cf390f58180b44631c63d8ab35d76ebd69ea260573387', '2026-12-01 04:19:47.849736+00');
INSERT INTO public.migration VALUES ('0900-alarm-alarms', 'db58e038eccd19e179bcc5ce9837dee8aeac9f958b488564702c99174bcbd366', '2026-12-01 04:19:47.864892+00');
INSERT INTO public.migration VALUES ('0901-budget-accounts', '87d0d8ee750fe405c57839cddc0e564e6805727896887032406b40f54e77622d', '2026-12-01 04:19:47.880248+00');
INSERT INTO public.migration VALUES ('0902-gate-accounts', '59964fb744ea799a13018169447023ab4eff5963ab9569683207320c60e4f481', '2026-12-01 04:19:47.895374+00');
INSERT INTO public.migration VALUES ('0903-access-statements', '51dc34d2bc0edeb02bbbad2e10e0ab3caffdd5efa8d4fe01cf5c4b9f213788b7', '2026-12-01 04:19:47.914773+00');
INSERT INTO public.migration VALUES ('0915-desk-channel', '582c70fb6a233eb1301734d16c304d685ab88c8e907e120c7b5f31d13af9958e', '2026-12-01 04:19:47.918168+00');
INSERT INTO public.migration VALUES ('0916-access-uses', 'c5680b6d9bc0eff39887aace8415c688a5595131cfc13feebd3cb294e89148ea', '2026-12-01 04:19:47.9204+00');
INSERT INTO public.migration VALUES ('0920-vault-import-known', 'd29af8fca5f44dc610b7fd92f7ad4c9f96fb313b9e9ee87a42f130eb4350a659', '2026-12-01 04:19:47.941551+00');
INSERT INTO public.migration VALUES ('0921-gate-import-allowances', '8002fa75fbedc24e8b06fa4a943d5f7d103c596e0911a0ca0e25b5993fd1ec73', '2026-12-01 04:19:47.948614+00');
INSERT INTO public.migration VALUES ('0930-identity-seals', '6eccb30c8f9ace1230ae7cfcc55d5c223aa0f2356e94d653e56a68393e4edcd3', '2026-12-01 04:19:47.963017+00');
INSERT INTO public.migration VALUES ('0931-platform-sealed-settings', '34badb4fca0cf62264a45e90477f1e1fe8b974873800f51aa4fd540ced582298', '2026-12-01 04:19:47.981865+00');
INSERT INTO public.migration VALUES ('0932-vault-sealed-kinds', '4bc30d30010597a12be644a0c4b0b3e29fe3c8e740c1e1567101ec0909799e74', '2026-12-01 04:19:47.985771+00');
INSERT INTO public.migration VALUES ('0933-identity-clocks', '360d74c9143c351c94c7b45207458a8f8083762373b0802c8585fc5f3421be84', '2026-12-01 04:19:47.997994+00');
INSERT INTO public.migration VALUES ('0940-identity-officers', '45d941e2aca426c29882b5f68f55fdd0640f15fb1bf48b7c49ab2eb5c23d7eb6', '2026-12-01 04:19:48.004212+00');
INSERT INTO public.migration VALUES ('0945-vault-contact-changes', 'bb8da8ac26a1e58eb4ff5f4dcce2283f93d1776697e30b208e7086a49d23ee70', '2026-12-01 04:19:48.025821+00');
INSERT INTO public.migration VALUES ('0946-access-typed', '389fec19e23cee3e19824e668bc24986e7adceac26fa3a85b8ce0ce232e485fb', '2026-12-01 04:19:48.08464+00');
INSERT INTO public.migration VALUES ('0950-desk-wide-numbers', 'd46fd5a0d2cb89dcc98a72217bdede8c7f7471aa7616af1a91ddd2e8030d0bc8', '2026-12-01 04:19:48.100797+00');
INSERT INTO public.migration VALUES ('0951-desk-lives-and-hands', '21ce95242dba3541cfe3e3a029e1a15020a7b765830d3f24f5ce02d12f1413c5', '2026-12-01 04:19:48.106279+00');
INSERT INTO public.migration VALUES ('0960-ledger-index-mends', 'e9752c5c75d1ae870b034e3a48733dc994693e1d10c0ac8cf240255d5ce192b3', '2026-12-01 04:19:48.121865+00');
INSERT INTO public.migration VALUES ('0961-alarm-seals', '708ff15b66379cc02845bd2d059fb0782491c8b665b0b8ea3ec38046fcd17143', '2026-12-01 04:19:48.125708+00');
INSERT INTO public.migration VALUES ('0962-gate-allowance-asker', '7667066eac61fa792710488619d3db5650d1557df036d34e30afb420c8c50a14', '2026-12-01 04:19:48.133861+00');
INSERT INTO public.migration VALUES ('0963-vault-change-asker', 'a9bef201779325ed1118e60c6724bd81b0ea8b9c20625ebbf68ee5b41fafd401', '2026-12-01 04:19:48.135313+00');
INSERT INTO public.migration VALUES ('0970-vault-load', 'dfffa9d87b4fcd6a959103879a7dbbef078726a74dded0f588cc212565f231c0', '2026-12-01 04:19:48.139061+00');
INSERT INTO public.migration VALUES ('0971-desk-load', '57651fc3b2b3166197d043f245bdae93110004f4c6792f83991ffd7741010450', '2026-12-01 04:19:48.141657+00');
INSERT INTO public.migration VALUES ('0972-gate-load', '68205c74c5256effcbefbfdefed4aa8c1cc2fe8ea226f6431bec2de648d93975', '2026-12-01 04:19:48.144201+00');
INSERT INTO public.migration VALUES ('0973-access-load', 'f479f5c8403ca4d88c0da6ceb90f2c7c6a9a465bc15ad3beb84b88bc018206d6', '2026-12-01 04:19:48.14635+00');
INSERT INTO public.migration VALUES ('0974-identity-live-rows', '6b54c61a830c257c74ac25c8ba6842f92bd8eb90b0b57c0da646d5a9068b2bc6', '2026-12-01 04:19:48.147285+00');
INSERT INTO public.migration VALUES ('0975-desk-live-rows', '4a5aa104e7a977d756071d08e717b56511c32a51e2c2032edddbd89fb6a73c23', '2026-12-01 04:19:48.148911+00');
INSERT INTO public.migration VALUES ('0985-desk-note-seals', 'd63d624f2fc5d0826020011222fcd5afa7c89522a0f67eaa0351c9b5ba6a37fb', '2026-12-01 04:19:48.150145+00');
INSERT INTO public.migration VALUES ('0990-vault-sealed-index-versions', 'd8594a148877390021b8720209ea577a508722680b381032ed02a6e886588345', '2026-12-01 04:19:48.15123+00');
INSERT INTO public.migration VALUES ('0991-desk-sealed-ends', '7fcf6c9c7f337155eaeb978996da0a51fe7401f55b9402d476e0264001b3db16', '2026-12-01 04:19:48.158745+00');
INSERT INTO public.migration VALUES ('1000-vault-notice-not-by', 'f4dea6d2c6b702e183807364cd83a5cda8b264aa38ba333d3909ca882f9d9d14', '2026-12-01 04:19:48.160695+00');
INSERT INTO public.migration VALUES ('1001-desk-held', 'b0b27c3db41f322cbaac248e8bdf6844de88a3dcbb8ed826a6068c4b6640f44f', '2026-12-01 04:19:48.17878+00');
INSERT INTO public.migration VALUES ('1010-desk-held-seals', 'c18fef577af08393b5e331bc9775d2fdc3c3dd754c4e67d0c0f6a4362ab32dc9', '2026-12-01 04:19:48.187686+00');
INSERT INTO public.migration VALUES ('1030-ledger-index-by-entry', '94b5147003cf1baf0cf50c18a5068b1edcfcb052a8ec46bcc43f2a00cd8d0e03', '2026-12-01 04:19:48.200263+00');

ALTER TABLE ONLY jobs.archive
    ADD CONSTRAINT archive_pkey PRIMARY KEY (name, id);

ALTER TABLE ONLY jobs.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (name, id);

ALTER TABLE ONLY jobs.j050e2144c54b44d8d9f98062b3e2a2c02a2305dd1b8b7ef227e75bb4
    ADD CONSTRAINT j050e2144c54b44d8d9f98062b3e2a2c02a2305dd1b8b7ef227e75bb4_pkey PRIMARY KEY (name, id);

ALTER TABLE ONLY jobs.j38ebc42f9ed1ba2d6ee5ecf55a6878ff07c9ebe2dcb4c485b88e5332
    ADD CONSTRAINT j38ebc42f9ed1ba2d6ee5ecf55a6878ff07c9ebe2dcb4c485b88e5332_pkey PRIMARY KEY (name, id);

ALTER TABLE ONLY jobs.j3d34bf0b6a49b6557c91a61ba7f3d69c4dd2275d0274d729934c2774
    ADD CONSTRAINT j3d34bf0b6a49b6557c91a61ba7f3d69c4dd2275d0274d729934c2774_pkey PRIMARY KEY (name, id);

ALTER TABLE ONLY jobs.j3f168501ed9816b51a9f5765e0742e1eb034ab6bf72c9ae3f3a975e3
    ADD CONSTRAINT j3f168501ed9816b51a9f5765e0742e1eb034ab6bf72c9ae3f3a975e3_pkey PRIMARY KEY (name, id);

ALTER TABLE ONLY jobs.j4b505161c595b53d6c287b32d091240f728663b007a0ff2b5a7628ba
    ADD CONSTRAINT j4b505161c595b53d6c287b32d091240f728663b007a0ff2b5a7628ba_pkey PRIMARY KEY (name, id);

ALTER TABLE ONLY jobs.j60a4ca2091cc91ed257ced5e671c9915199fbc9e5025d347bea56b71
    ADD CONSTRAINT j60a4ca2091cc91ed257ced5e671c9915199fbc9e5025d347bea56b71_pkey PRIMARY KEY (name, id);

ALTER TABLE ONLY jobs.j8fe61cf21b9174c1e861b1cf0fa25861c143254e0d3d90178439d80f
    ADD CONSTRAINT j8fe61cf21b9174c1e861b1cf0fa25861c143254e0d3d90178439d80f_pkey PRIMARY KEY (name, id);

ALTER TABLE ONLY jobs.jb365f5e4c585dd914f4e1d89a0e65efcfd773c3efb424f09a1f12e40
    ADD CONSTRAINT jb365f5e4c585dd914f4e1d89a0e65efcfd773c3efb424f09a1f12e40_pkey PRIMARY KEY (name, id);

ALTER TABLE ONLY jobs.jb463cf5b32c3ff4b8d8b3172aa0b381dc5cdb28ad619a03b0dccc669
    ADD CONSTRAINT jb463cf5b32c3ff4b8d8b3172aa0b381dc5cdb28ad619a03b0dccc669_pkey PRIMARY KEY (name, id);

ALTER TABLE ONLY jobs.jb4dbedc8ff611d025b862c13fd002452a627091c2db4377d272aedcf
    ADD CONSTRAINT jb4dbedc8ff611d025b862c13fd002452a627091c2db4377d272aedcf_pkey PRIMARY KEY (name, id);

ALTER TABLE ONLY jobs.jd71e45d123ed90450e6d77d79b4d294242665a62725c61f9ae0fde56
    ADD CONSTRAINT jd71e45d123ed90450e6d77d79b4d294242665a62725c61f9ae0fde56_pkey PRIMARY KEY (name, id);

ALTER TABLE ONLY jobs.jd9857db835fff2d459e43a3538f7ae23648de3e125af1e55a966b0c9
    ADD CONSTRAINT jd9857db835fff2d459e43a3538f7ae23648de3e125af1e55a966b0c9_pkey PRIMARY KEY (name, id);

ALTER TABLE ONLY jobs.jde8966174a721262c550361dbf739640d4fd1f8e42e2481f54999185
    ADD CONSTRAINT jde8966174a721262c550361dbf739640d4fd1f8e42e2481f54999185_pkey PRIMARY KEY (name, id);

ALTER TABLE ONLY jobs.je13ae8ce8c5752513caa2facab183b2e60c1ba78321abc82d79f6803
    ADD CONSTRAINT je13ae8ce8c5752513caa2facab183b2e60c1ba78321abc82d79f6803_pkey PRIMARY KEY (name, id);

ALTER TABLE ONLY jobs.je40eead500e4b410efa8bc911b4b3089bfff38b3f37227c584831991
    ADD CONSTRAINT je40eead500e4b410efa8bc911b4b3089bfff38b3f37227c584831991_pkey PRIMARY KEY (name, id);

ALTER TABLE ONLY jobs.queue
    ADD CONSTRAINT queue_pkey PRIMARY KEY (name);

ALTER TABLE ONLY jobs.schedule
    ADD CONSTRAINT schedule_pkey PRIMARY KEY (name);

ALTER TABLE ONLY jobs.subscription
    ADD CONSTRAINT subscription_pkey PRIMARY KEY (event, name);

ALTER TABLE ONLY jobs.version
    ADD CONSTRAINT version_pkey PRIMARY KEY (version);

ALTER TABLE ONLY public.access_reasons
    ADD CONSTRAINT access_reasons_pkey PRIMARY KEY (customer, access);

ALTER TABLE ONLY public.access_uses
    ADD CONSTRAINT access_uses_alias_key UNIQUE (alias);

ALTER TABLE ONLY public.access_uses
    ADD CONSTRAINT access_uses_pkey PRIMARY KEY (customer, access);

ALTER TABLE ONLY public.alarms
    ADD CONSTRAINT alarms_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.budget_accounts
    ADD CONSTRAINT budget_accounts_pkey PRIMARY KEY (period, kind, id);

ALTER TABLE ONLY public.budget_head
    ADD CONSTRAINT budget_head_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.customer_parties
    ADD CONSTRAINT customer_parties_pkey PRIMARY KEY (customer, id);

ALTER TABLE ONLY public.desk_cases
    ADD CONSTRAINT desk_cases_number_key UNIQUE (number);

ALTER TABLE ONLY public.desk_cases
    ADD CONSTRAINT desk_cases_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_contacts
    ADD CONSTRAINT desk_contacts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_contacts
    ADD CONSTRAINT desk_contacts_source_external_key_key UNIQUE (source, external_key);

ALTER TABLE ONLY public.desk_numbers
    ADD CONSTRAINT desk_numbers_pkey PRIMARY KEY (day);

ALTER TABLE ONLY public.desk_timeline
    ADD CONSTRAINT desk_timeline_pkey PRIMARY KEY (case_id, id);

ALTER TABLE ONLY public.detector_head
    ADD CONSTRAINT detector_head_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.detector_versions
    ADD CONSTRAINT detector_versions_pkey PRIMARY KEY (id, version);

ALTER TABLE ONLY public.gate_approvals
    ADD CONSTRAINT gate_approvals_pkey PRIMARY KEY (customer, id);

ALTER TABLE ONLY public.gate_grant_ends
    ADD CONSTRAINT gate_grant_ends_pkey PRIMARY KEY (customer, grant_id);

ALTER TABLE ONLY public.gate_grants
    ADD CONSTRAINT gate_grants_pkey PRIMARY KEY (customer, id);

ALTER TABLE ONLY public.gate_heads
    ADD CONSTRAINT gate_heads_pkey PRIMARY KEY (person);

ALTER TABLE ONLY public.gate_import_allowances
    ADD CONSTRAINT gate_import_allowances_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.gate_policy_hits
    ADD CONSTRAINT gate_policy_hits_pkey PRIMARY KEY (policy, day);

ALTER TABLE ONLY public.http_idempotency
    ADD CONSTRAINT http_idempotency_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.identity_accounts
    ADD CONSTRAINT identity_accounts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.identity_accounts
    ADD CONSTRAINT identity_accounts_provider_id_account_id_key UNIQUE (provider_id, account_id);

ALTER TABLE ONLY public.identity_act_for
    ADD CONSTRAINT identity_act_for_id_key UNIQUE (id);

ALTER TABLE ONLY public.identity_act_for
    ADD CONSTRAINT identity_act_for_pkey PRIMARY KEY (token);

ALTER TABLE ONLY public.identity_attempts
    ADD CONSTRAINT identity_attempts_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.identity_challenges
    ADD CONSTRAINT identity_challenges_pkey PRIMARY KEY (token);

ALTER TABLE ONLY public.identity_changes
    ADD CONSTRAINT identity_changes_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.identity_devices
    ADD CONSTRAINT identity_devices_pkey PRIMARY KEY (token, person);

ALTER TABLE ONLY public.identity_employers
    ADD CONSTRAINT identity_employers_name_key UNIQUE (name);

ALTER TABLE ONLY public.identity_employers
    ADD CONSTRAINT identity_employers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.identity_ended
    ADD CONSTRAINT identity_ended_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.identity_factor_seals
    ADD CONSTRAINT identity_factor_seals_pkey PRIMARY KEY (person);

ALTER TABLE ONLY public.identity_key_days
    ADD CONSTRAINT identity_key_days_pkey PRIMARY KEY (key, day);

ALTER TABLE ONLY public.identity_keys
    ADD CONSTRAINT identity_keys_hash_key UNIQUE (hash);

ALTER TABLE ONLY public.identity_keys
    ADD CONSTRAINT identity_keys_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.identity_links
    ADD CONSTRAINT identity_links_pkey PRIMARY KEY (token);

ALTER TABLE ONLY public.identity_passkeys
    ADD CONSTRAINT identity_passkeys_credential_id_key UNIQUE (credential_id);

ALTER TABLE ONLY public.identity_passkeys
    ADD CONSTRAINT identity_passkeys_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.identity_people
    ADD CONSTRAINT identity_people_email_key UNIQUE (email);

ALTER TABLE ONLY public.identity_people
    ADD CONSTRAINT identity_people_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.identity_rates
    ADD CONSTRAINT identity_rates_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.identity_recovery_codes
    ADD CONSTRAINT identity_recovery_codes_pkey PRIMARY KEY (person, pending, hash);

ALTER TABLE ONLY public.identity_sessions
    ADD CONSTRAINT identity_sessions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.identity_sessions
    ADD CONSTRAINT identity_sessions_token_key UNIQUE (token);

ALTER TABLE ONLY public.identity_step_ups
    ADD CONSTRAINT identity_step_ups_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.identity_teams
    ADD CONSTRAINT identity_teams_name_key UNIQUE (name);

ALTER TABLE ONLY public.identity_teams
    ADD CONSTRAINT identity_teams_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.identity_totp
    ADD CONSTRAINT identity_totp_pkey PRIMARY KEY (person);

ALTER TABLE ONLY public.identity_verifications
    ADD CONSTRAINT identity_verifications_identifier_key UNIQUE (identifier);

ALTER TABLE ONLY public.identity_verifications
    ADD CONSTRAINT identity_verifications_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_checkpoints
    ADD CONSTRAINT ledger_checkpoints_pkey PRIMARY KEY (size);

ALTER TABLE ONLY public.ledger_checkpoints
    ADD CONSTRAINT ledger_checkpoints_previous_key UNIQUE (previous);

ALTER TABLE ONLY public.ledger_entries
    ADD CONSTRAINT ledger_entries_pkey PRIMARY KEY (idx);

ALTER TABLE ONLY public.ledger_head
    ADD CONSTRAINT ledger_head_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_index_customers
    ADD CONSTRAINT ledger_index_customers_pkey PRIMARY KEY (customer, idx);

ALTER TABLE ONLY public.ledger_index
    ADD CONSTRAINT ledger_index_pkey PRIMARY KEY (idx);

ALTER TABLE ONLY public.ledger_tiles
    ADD CONSTRAINT ledger_tiles_pkey PRIMARY KEY (level, idx);

ALTER TABLE ONLY public.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.setting
    ADD CONSTRAINT setting_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.vault_changes
    ADD CONSTRAINT vault_changes_pkey PRIMARY KEY (customer, id);

ALTER TABLE ONLY public.vault_customers
    ADD CONSTRAINT vault_customers_pkey PRIMARY KEY (customer);

ALTER TABLE ONLY public.vault_history
    ADD CONSTRAINT vault_history_pkey PRIMARY KEY (customer, field, item, version);

ALTER TABLE ONLY public.vault_import_errors
    ADD CONSTRAINT vault_import_errors_pkey PRIMARY KEY (job, "row", column_name);

ALTER TABLE ONLY public.vault_import_spool
    ADD CONSTRAINT vault_import_spool_pkey PRIMARY KEY (job, at);

ALTER TABLE ONLY public.vault_imports
    ADD CONSTRAINT vault_imports_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.vault_index
    ADD CONSTRAINT vault_index_pkey PRIMARY KEY (customer, field, item, version);

ALTER TABLE ONLY public.vault_index_set
    ADD CONSTRAINT vault_index_set_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.vault_index_versions
    ADD CONSTRAINT vault_index_versions_pkey PRIMARY KEY (version);

ALTER TABLE ONLY public.vault_keys
    ADD CONSTRAINT vault_keys_pkey PRIMARY KEY (customer, id);

ALTER TABLE ONLY public.vault_kind_set
    ADD CONSTRAINT vault_kind_set_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.vault_kinds
    ADD CONSTRAINT vault_kinds_pkey PRIMARY KEY (field);

ALTER TABLE ONLY public.vault_notices
    ADD CONSTRAINT vault_notices_pkey PRIMARY KEY (customer, id);

ALTER TABLE ONLY public.vault_roots
    ADD CONSTRAINT vault_roots_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.vault_values
    ADD CONSTRAINT vault_values_pkey PRIMARY KEY (customer, field, item);

CREATE INDEX archive_i1 ON jobs.archive USING btree (archived_on);

CREATE UNIQUE INDEX j050e2144c54b44d8d9f98062b3e2a2c02a2305dd1b8b7ef227e75bb4_i1 ON jobs.j050e2144c54b44d8d9f98062b3e2a2c02a2305dd1b8b7ef227e75bb4 USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'created'::jobs.job_state) AND (policy = 'short'::text));

CREATE UNIQUE INDEX j050e2144c54b44d8d9f98062b3e2a2c02a2305dd1b8b7ef227e75bb4_i2 ON jobs.j050e2144c54b44d8d9f98062b3e2a2c02a2305dd1b8b7ef227e75bb4 USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'active'::jobs.job_state) AND (policy = 'singleton'::text));

CREATE UNIQUE INDEX j050e2144c54b44d8d9f98062b3e2a2c02a2305dd1b8b7ef227e75bb4_i3 ON jobs.j050e2144c54b44d8d9f98062b3e2a2c02a2305dd1b8b7ef227e75bb4 USING btree (name, state, COALESCE(singleton_key, ''::text)) WHERE ((state <= 'active'::jobs.job_state) AND (policy = 'stately'::text));

CREATE UNIQUE INDEX j050e2144c54b44d8d9f98062b3e2a2c02a2305dd1b8b7ef227e75bb4_i4 ON jobs.j050e2144c54b44d8d9f98062b3e2a2c02a2305dd1b8b7ef227e75bb4 USING btree (name, singleton_on, COALESCE(singleton_key, ''::text)) WHERE ((state <> 'cancelled'::jobs.job_state) AND (singleton_on IS NOT NULL));

CREATE INDEX j050e2144c54b44d8d9f98062b3e2a2c02a2305dd1b8b7ef227e75bb4_i5 ON jobs.j050e2144c54b44d8d9f98062b3e2a2c02a2305dd1b8b7ef227e75bb4 USING btree (name, start_after) INCLUDE (priority, created_on, id) WHERE (state < 'active'::jobs.job_state);

CREATE UNIQUE INDEX j38ebc42f9ed1ba2d6ee5ecf55a6878ff07c9ebe2dcb4c485b88e5332_i1 ON jobs.j38ebc42f9ed1ba2d6ee5ecf55a6878ff07c9ebe2dcb4c485b88e5332 USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'created'::jobs.job_state) AND (policy = 'short'::text));

CREATE UNIQUE INDEX j38ebc42f9ed1ba2d6ee5ecf55a6878ff07c9ebe2dcb4c485b88e5332_i2 ON jobs.j38ebc42f9ed1ba2d6ee5ecf55a6878ff07c9ebe2dcb4c485b88e5332 USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'active'::jobs.job_state) AND (policy = 'singleton'::text));

CREATE UNIQUE INDEX j38ebc42f9ed1ba2d6ee5ecf55a6878ff07c9ebe2dcb4c485b88e5332_i3 ON jobs.j38ebc42f9ed1ba2d6ee5ecf55a6878ff07c9ebe2dcb4c485b88e5332 USING btree (name, state, COALESCE(singleton_key, ''::text)) WHERE ((state <= 'active'::jobs.job_state) AND (policy = 'stately'::text));

CREATE UNIQUE INDEX j38ebc42f9ed1ba2d6ee5ecf55a6878ff07c9ebe2dcb4c485b88e5332_i4 ON jobs.j38ebc42f9ed1ba2d6ee5ecf55a6878ff07c9ebe2dcb4c485b88e5332 USING btree (name, singleton_on, COALESCE(singleton_key, ''::text)) WHERE ((state <> 'cancelled'::jobs.job_state) AND (singleton_on IS NOT NULL));

CREATE INDEX j38ebc42f9ed1ba2d6ee5ecf55a6878ff07c9ebe2dcb4c485b88e5332_i5 ON jobs.j38ebc42f9ed1ba2d6ee5ecf55a6878ff07c9ebe2dcb4c485b88e5332 USING btree (name, start_after) INCLUDE (priority, created_on, id) WHERE (state < 'active'::jobs.job_state);

CREATE UNIQUE INDEX j3d34bf0b6a49b6557c91a61ba7f3d69c4dd2275d0274d729934c2774_i1 ON jobs.j3d34bf0b6a49b6557c91a61ba7f3d69c4dd2275d0274d729934c2774 USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'created'::jobs.job_state) AND (policy = 'short'::text));

CREATE UNIQUE INDEX j3d34bf0b6a49b6557c91a61ba7f3d69c4dd2275d0274d729934c2774_i2 ON jobs.j3d34bf0b6a49b6557c91a61ba7f3d69c4dd2275d0274d729934c2774 USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'active'::jobs.job_state) AND (policy = 'singleton'::text));

CREATE UNIQUE INDEX j3d34bf0b6a49b6557c91a61ba7f3d69c4dd2275d0274d729934c2774_i3 ON jobs.j3d34bf0b6a49b6557c91a61ba7f3d69c4dd2275d0274d729934c2774 USING btree (name, state, COALESCE(singleton_key, ''::text)) WHERE ((state <= 'active'::jobs.job_state) AND (policy = 'stately'::text));

CREATE UNIQUE INDEX j3d34bf0b6a49b6557c91a61ba7f3d69c4dd2275d0274d729934c2774_i4 ON jobs.j3d34bf0b6a49b6557c91a61ba7f3d69c4dd2275d0274d729934c2774 USING btree (name, singleton_on, COALESCE(singleton_key, ''::text)) WHERE ((state <> 'cancelled'::jobs.job_state) AND (singleton_on IS NOT NULL));

CREATE INDEX j3d34bf0b6a49b6557c91a61ba7f3d69c4dd2275d0274d729934c2774_i5 ON jobs.j3d34bf0b6a49b6557c91a61ba7f3d69c4dd2275d0274d729934c2774 USING btree (name, start_after) INCLUDE (priority, created_on, id) WHERE (state < 'active'::jobs.job_state);

CREATE UNIQUE INDEX j3f168501ed9816b51a9f5765e0742e1eb034ab6bf72c9ae3f3a975e3_i1 ON jobs.j3f168501ed9816b51a9f5765e0742e1eb034ab6bf72c9ae3f3a975e3 USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'created'::jobs.job_state) AND (policy = 'short'::text));

CREATE UNIQUE INDEX j3f168501ed9816b51a9f5765e0742e1eb034ab6bf72c9ae3f3a975e3_i2 ON jobs.j3f168501ed9816b51a9f5765e0742e1eb034ab6bf72c9ae3f3a975e3 USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'active'::jobs.job_state) AND (policy = 'singleton'::text));

CREATE UNIQUE INDEX j3f168501ed9816b51a9f5765e0742e1eb034ab6bf72c9ae3f3a975e3_i3 ON jobs.j3f168501ed9816b51a9f5765e0742e1eb034ab6bf72c9ae3f3a975e3 USING btree (name, state, COALESCE(singleton_key, ''::text)) WHERE ((state <= 'active'::jobs.job_state) AND (policy = 'stately'::text));

CREATE UNIQUE INDEX j3f168501ed9816b51a9f5765e0742e1eb034ab6bf72c9ae3f3a975e3_i4 ON jobs.j3f168501ed9816b51a9f5765e0742e1eb034ab6bf72c9ae3f3a975e3 USING btree (name, singleton_on, COALESCE(singleton_key, ''::text)) WHERE ((state <> 'cancelled'::jobs.job_state) AND (singleton_on IS NOT NULL));

CREATE INDEX j3f168501ed9816b51a9f5765e0742e1eb034ab6bf72c9ae3f3a975e3_i5 ON jobs.j3f168501ed9816b51a9f5765e0742e1eb034ab6bf72c9ae3f3a975e3 USING btree (name, start_after) INCLUDE (priority, created_on, id) WHERE (state < 'active'::jobs.job_state);

CREATE UNIQUE INDEX j4b505161c595b53d6c287b32d091240f728663b007a0ff2b5a7628ba_i1 ON jobs.j4b505161c595b53d6c287b32d091240f728663b007a0ff2b5a7628ba USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'created'::jobs.job_state) AND (policy = 'short'::text));

CREATE UNIQUE INDEX j4b505161c595b53d6c287b32d091240f728663b007a0ff2b5a7628ba_i2 ON jobs.j4b505161c595b53d6c287b32d091240f728663b007a0ff2b5a7628ba USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'active'::jobs.job_state) AND (policy = 'singleton'::text));

CREATE UNIQUE INDEX j4b505161c595b53d6c287b32d091240f728663b007a0ff2b5a7628ba_i3 ON jobs.j4b505161c595b53d6c287b32d091240f728663b007a0ff2b5a7628ba USING btree (name, state, COALESCE(singleton_key, ''::text)) WHERE ((state <= 'active'::jobs.job_state) AND (policy = 'stately'::text));

CREATE UNIQUE INDEX j4b505161c595b53d6c287b32d091240f728663b007a0ff2b5a7628ba_i4 ON jobs.j4b505161c595b53d6c287b32d091240f728663b007a0ff2b5a7628ba USING btree (name, singleton_on, COALESCE(singleton_key, ''::text)) WHERE ((state <> 'cancelled'::jobs.job_state) AND (singleton_on IS NOT NULL));

CREATE INDEX j4b505161c595b53d6c287b32d091240f728663b007a0ff2b5a7628ba_i5 ON jobs.j4b505161c595b53d6c287b32d091240f728663b007a0ff2b5a7628ba USING btree (name, start_after) INCLUDE (priority, created_on, id) WHERE (state < 'active'::jobs.job_state);

CREATE UNIQUE INDEX j60a4ca2091cc91ed257ced5e671c9915199fbc9e5025d347bea56b71_i1 ON jobs.j60a4ca2091cc91ed257ced5e671c9915199fbc9e5025d347bea56b71 USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'created'::jobs.job_state) AND (policy = 'short'::text));

CREATE UNIQUE INDEX j60a4ca2091cc91ed257ced5e671c9915199fbc9e5025d347bea56b71_i2 ON jobs.j60a4ca2091cc91ed257ced5e671c9915199fbc9e5025d347bea56b71 USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'active'::jobs.job_state) AND (policy = 'singleton'::text));

CREATE UNIQUE INDEX j60a4ca2091cc91ed257ced5e671c9915199fbc9e5025d347bea56b71_i3 ON jobs.j60a4ca2091cc91ed257ced5e671c9915199fbc9e5025d347bea56b71 USING btree (name, state, COALESCE(singleton_key, ''::text)) WHERE ((state <= 'active'::jobs.job_state) AND (policy = 'stately'::text));

CREATE UNIQUE INDEX j60a4ca2091cc91ed257ced5e671c9915199fbc9e5025d347bea56b71_i4 ON jobs.j60a4ca2091cc91ed257ced5e671c9915199fbc9e5025d347bea56b71 USING btree (name, singleton_on, COALESCE(singleton_key, ''::text)) WHERE ((state <> 'cancelled'::jobs.job_state) AND (singleton_on IS NOT NULL));

CREATE INDEX j60a4ca2091cc91ed257ced5e671c9915199fbc9e5025d347bea56b71_i5 ON jobs.j60a4ca2091cc91ed257ced5e671c9915199fbc9e5025d347bea56b71 USING btree (name, start_after) INCLUDE (priority, created_on, id) WHERE (state < 'active'::jobs.job_state);

CREATE UNIQUE INDEX j8fe61cf21b9174c1e861b1cf0fa25861c143254e0d3d90178439d80f_i1 ON jobs.j8fe61cf21b9174c1e861b1cf0fa25861c143254e0d3d90178439d80f USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'created'::jobs.job_state) AND (policy = 'short'::text));

CREATE UNIQUE INDEX j8fe61cf21b9174c1e861b1cf0fa25861c143254e0d3d90178439d80f_i2 ON jobs.j8fe61cf21b9174c1e861b1cf0fa25861c143254e0d3d90178439d80f USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'active'::jobs.job_state) AND (policy = 'singleton'::text));

CREATE UNIQUE INDEX j8fe61cf21b9174c1e861b1cf0fa25861c143254e0d3d90178439d80f_i3 ON jobs.j8fe61cf21b9174c1e861b1cf0fa25861c143254e0d3d90178439d80f USING btree (name, state, COALESCE(singleton_key, ''::text)) WHERE ((state <= 'active'::jobs.job_state) AND (policy = 'stately'::text));

CREATE UNIQUE INDEX j8fe61cf21b9174c1e861b1cf0fa25861c143254e0d3d90178439d80f_i4 ON jobs.j8fe61cf21b9174c1e861b1cf0fa25861c143254e0d3d90178439d80f USING btree (name, singleton_on, COALESCE(singleton_key, ''::text)) WHERE ((state <> 'cancelled'::jobs.job_state) AND (singleton_on IS NOT NULL));

CREATE INDEX j8fe61cf21b9174c1e861b1cf0fa25861c143254e0d3d90178439d80f_i5 ON jobs.j8fe61cf21b9174c1e861b1cf0fa25861c143254e0d3d90178439d80f USING btree (name, start_after) INCLUDE (priority, created_on, id) WHERE (state < 'active'::jobs.job_state);

CREATE UNIQUE INDEX jb365f5e4c585dd914f4e1d89a0e65efcfd773c3efb424f09a1f12e40_i1 ON jobs.jb365f5e4c585dd914f4e1d89a0e65efcfd773c3efb424f09a1f12e40 USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'created'::jobs.job_state) AND (policy = 'short'::text));

CREATE UNIQUE INDEX jb365f5e4c585dd914f4e1d89a0e65efcfd773c3efb424f09a1f12e40_i2 ON jobs.jb365f5e4c585dd914f4e1d89a0e65efcfd773c3efb424f09a1f12e40 USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'active'::jobs.job_state) AND (policy = 'singleton'::text));

CREATE UNIQUE INDEX jb365f5e4c585dd914f4e1d89a0e65efcfd773c3efb424f09a1f12e40_i3 ON jobs.jb365f5e4c585dd914f4e1d89a0e65efcfd773c3efb424f09a1f12e40 USING btree (name, state, COALESCE(singleton_key, ''::text)) WHERE ((state <= 'active'::jobs.job_state) AND (policy = 'stately'::text));

CREATE UNIQUE INDEX jb365f5e4c585dd914f4e1d89a0e65efcfd773c3efb424f09a1f12e40_i4 ON jobs.jb365f5e4c585dd914f4e1d89a0e65efcfd773c3efb424f09a1f12e40 USING btree (name, singleton_on, COALESCE(singleton_key, ''::text)) WHERE ((state <> 'cancelled'::jobs.job_state) AND (singleton_on IS NOT NULL));

CREATE INDEX jb365f5e4c585dd914f4e1d89a0e65efcfd773c3efb424f09a1f12e40_i5 ON jobs.jb365f5e4c585dd914f4e1d89a0e65efcfd773c3efb424f09a1f12e40 USING btree (name, start_after) INCLUDE (priority, created_on, id) WHERE (state < 'active'::jobs.job_state);

CREATE UNIQUE INDEX jb463cf5b32c3ff4b8d8b3172aa0b381dc5cdb28ad619a03b0dccc669_i1 ON jobs.jb463cf5b32c3ff4b8d8b3172aa0b381dc5cdb28ad619a03b0dccc669 USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'created'::jobs.job_state) AND (policy = 'short'::text));

CREATE UNIQUE INDEX jb463cf5b32c3ff4b8d8b3172aa0b381dc5cdb28ad619a03b0dccc669_i2 ON jobs.jb463cf5b32c3ff4b8d8b3172aa0b381dc5cdb28ad619a03b0dccc669 USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'active'::jobs.job_state) AND (policy = 'singleton'::text));

CREATE UNIQUE INDEX jb463cf5b32c3ff4b8d8b3172aa0b381dc5cdb28ad619a03b0dccc669_i3 ON jobs.jb463cf5b32c3ff4b8d8b3172aa0b381dc5cdb28ad619a03b0dccc669 USING btree (name, state, COALESCE(singleton_key, ''::text)) WHERE ((state <= 'active'::jobs.job_state) AND (policy = 'stately'::text));

CREATE UNIQUE INDEX jb463cf5b32c3ff4b8d8b3172aa0b381dc5cdb28ad619a03b0dccc669_i4 ON jobs.jb463cf5b32c3ff4b8d8b3172aa0b381dc5cdb28ad619a03b0dccc669 USING btree (name, singleton_on, COALESCE(singleton_key, ''::text)) WHERE ((state <> 'cancelled'::jobs.job_state) AND (singleton_on IS NOT NULL));

CREATE INDEX jb463cf5b32c3ff4b8d8b3172aa0b381dc5cdb28ad619a03b0dccc669_i5 ON jobs.jb463cf5b32c3ff4b8d8b3172aa0b381dc5cdb28ad619a03b0dccc669 USING btree (name, start_after) INCLUDE (priority, created_on, id) WHERE (state < 'active'::jobs.job_state);

CREATE UNIQUE INDEX jb4dbedc8ff611d025b862c13fd002452a627091c2db4377d272aedcf_i1 ON jobs.jb4dbedc8ff611d025b862c13fd002452a627091c2db4377d272aedcf USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'created'::jobs.job_state) AND (policy = 'short'::text));

CREATE UNIQUE INDEX jb4dbedc8ff611d025b862c13fd002452a627091c2db4377d272aedcf_i2 ON jobs.jb4dbedc8ff611d025b862c13fd002452a627091c2db4377d272aedcf USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'active'::jobs.job_state) AND (policy = 'singleton'::text));

CREATE UNIQUE INDEX jb4dbedc8ff611d025b862c13fd002452a627091c2db4377d272aedcf_i3 ON jobs.jb4dbedc8ff611d025b862c13fd002452a627091c2db4377d272aedcf USING btree (name, state, COALESCE(singleton_key, ''::text)) WHERE ((state <= 'active'::jobs.job_state) AND (policy = 'stately'::text));

CREATE UNIQUE INDEX jb4dbedc8ff611d025b862c13fd002452a627091c2db4377d272aedcf_i4 ON jobs.jb4dbedc8ff611d025b862c13fd002452a627091c2db4377d272aedcf USING btree (name, singleton_on, COALESCE(singleton_key, ''::text)) WHERE ((state <> 'cancelled'::jobs.job_state) AND (singleton_on IS NOT NULL));

CREATE INDEX jb4dbedc8ff611d025b862c13fd002452a627091c2db4377d272aedcf_i5 ON jobs.jb4dbedc8ff611d025b862c13fd002452a627091c2db4377d272aedcf USING btree (name, start_after) INCLUDE (priority, created_on, id) WHERE (state < 'active'::jobs.job_state);

CREATE UNIQUE INDEX jd71e45d123ed90450e6d77d79b4d294242665a62725c61f9ae0fde56_i1 ON jobs.jd71e45d123ed90450e6d77d79b4d294242665a62725c61f9ae0fde56 USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'created'::jobs.job_state) AND (policy = 'short'::text));

CREATE UNIQUE INDEX jd71e45d123ed90450e6d77d79b4d294242665a62725c61f9ae0fde56_i2 ON jobs.jd71e45d123ed90450e6d77d79b4d294242665a62725c61f9ae0fde56 USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'active'::jobs.job_state) AND (policy = 'singleton'::text));

CREATE UNIQUE INDEX jd71e45d123ed90450e6d77d79b4d294242665a62725c61f9ae0fde56_i3 ON jobs.jd71e45d123ed90450e6d77d79b4d294242665a62725c61f9ae0fde56 USING btree (name, state, COALESCE(singleton_key, ''::text)) WHERE ((state <= 'active'::jobs.job_state) AND (policy = 'stately'::text));

CREATE UNIQUE INDEX jd71e45d123ed90450e6d77d79b4d294242665a62725c61f9ae0fde56_i4 ON jobs.jd71e45d123ed90450e6d77d79b4d294242665a62725c61f9ae0fde56 USING btree (name, singleton_on, COALESCE(singleton_key, ''::text)) WHERE ((state <> 'cancelled'::jobs.job_state) AND (singleton_on IS NOT NULL));

CREATE INDEX jd71e45d123ed90450e6d77d79b4d294242665a62725c61f9ae0fde56_i5 ON jobs.jd71e45d123ed90450e6d77d79b4d294242665a62725c61f9ae0fde56 USING btree (name, start_after) INCLUDE (priority, created_on, id) WHERE (state < 'active'::jobs.job_state);

CREATE UNIQUE INDEX jd9857db835fff2d459e43a3538f7ae23648de3e125af1e55a966b0c9_i1 ON jobs.jd9857db835fff2d459e43a3538f7ae23648de3e125af1e55a966b0c9 USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'created'::jobs.job_state) AND (policy = 'short'::text));

CREATE UNIQUE INDEX jd9857db835fff2d459e43a3538f7ae23648de3e125af1e55a966b0c9_i2 ON jobs.jd9857db835fff2d459e43a3538f7ae23648de3e125af1e55a966b0c9 USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'active'::jobs.job_state) AND (policy = 'singleton'::text));

CREATE UNIQUE INDEX jd9857db835fff2d459e43a3538f7ae23648de3e125af1e55a966b0c9_i3 ON jobs.jd9857db835fff2d459e43a3538f7ae23648de3e125af1e55a966b0c9 USING btree (name, state, COALESCE(singleton_key, ''::text)) WHERE ((state <= 'active'::jobs.job_state) AND (policy = 'stately'::text));

CREATE UNIQUE INDEX jd9857db835fff2d459e43a3538f7ae23648de3e125af1e55a966b0c9_i4 ON jobs.jd9857db835fff2d459e43a3538f7ae23648de3e125af1e55a966b0c9 USING btree (name, singleton_on, COALESCE(singleton_key, ''::text)) WHERE ((state <> 'cancelled'::jobs.job_state) AND (singleton_on IS NOT NULL));

CREATE INDEX jd9857db835fff2d459e43a3538f7ae23648de3e125af1e55a966b0c9_i5 ON jobs.jd9857db835fff2d459e43a3538f7ae23648de3e125af1e55a966b0c9 USING btree (name, start_after) INCLUDE (priority, created_on, id) WHERE (state < 'active'::jobs.job_state);

CREATE UNIQUE INDEX jde8966174a721262c550361dbf739640d4fd1f8e42e2481f54999185_i1 ON jobs.jde8966174a721262c550361dbf739640d4fd1f8e42e2481f54999185 USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'created'::jobs.job_state) AND (policy = 'short'::text));

CREATE UNIQUE INDEX jde8966174a721262c550361dbf739640d4fd1f8e42e2481f54999185_i2 ON jobs.jde8966174a721262c550361dbf739640d4fd1f8e42e2481f54999185 USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'active'::jobs.job_state) AND (policy = 'singleton'::text));

CREATE UNIQUE INDEX jde8966174a721262c550361dbf739640d4fd1f8e42e2481f54999185_i3 ON jobs.jde8966174a721262c550361dbf739640d4fd1f8e42e2481f54999185 USING btree (name, state, COALESCE(singleton_key, ''::text)) WHERE ((state <= 'active'::jobs.job_state) AND (policy = 'stately'::text));

CREATE UNIQUE INDEX jde8966174a721262c550361dbf739640d4fd1f8e42e2481f54999185_i4 ON jobs.jde8966174a721262c550361dbf739640d4fd1f8e42e2481f54999185 USING btree (name, singleton_on, COALESCE(singleton_key, ''::text)) WHERE ((state <> 'cancelled'::jobs.job_state) AND (singleton_on IS NOT NULL));

CREATE INDEX jde8966174a721262c550361dbf739640d4fd1f8e42e2481f54999185_i5 ON jobs.jde8966174a721262c550361dbf739640d4fd1f8e42e2481f54999185 USING btree (name, start_after) INCLUDE (priority, created_on, id) WHERE (state < 'active'::jobs.job_state);

CREATE UNIQUE INDEX je13ae8ce8c5752513caa2facab183b2e60c1ba78321abc82d79f6803_i1 ON jobs.je13ae8ce8c5752513caa2facab183b2e60c1ba78321abc82d79f6803 USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'created'::jobs.job_state) AND (policy = 'short'::text));

CREATE UNIQUE INDEX je13ae8ce8c5752513caa2facab183b2e60c1ba78321abc82d79f6803_i2 ON jobs.je13ae8ce8c5752513caa2facab183b2e60c1ba78321abc82d79f6803 USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'active'::jobs.job_state) AND (policy = 'singleton'::text));

CREATE UNIQUE INDEX je13ae8ce8c5752513caa2facab183b2e60c1ba78321abc82d79f6803_i3 ON jobs.je13ae8ce8c5752513caa2facab183b2e60c1ba78321abc82d79f6803 USING btree (name, state, COALESCE(singleton_key, ''::text)) WHERE ((state <= 'active'::jobs.job_state) AND (policy = 'stately'::text));

CREATE UNIQUE INDEX je13ae8ce8c5752513caa2facab183b2e60c1ba78321abc82d79f6803_i4 ON jobs.je13ae8ce8c5752513caa2facab183b2e60c1ba78321abc82d79f6803 USING btree (name, singleton_on, COALESCE(singleton_key, ''::text)) WHERE ((state <> 'cancelled'::jobs.job_state) AND (singleton_on IS NOT NULL));

CREATE INDEX je13ae8ce8c5752513caa2facab183b2e60c1ba78321abc82d79f6803_i5 ON jobs.je13ae8ce8c5752513caa2facab183b2e60c1ba78321abc82d79f6803 USING btree (name, start_after) INCLUDE (priority, created_on, id) WHERE (state < 'active'::jobs.job_state);

CREATE UNIQUE INDEX je40eead500e4b410efa8bc911b4b3089bfff38b3f37227c584831991_i1 ON jobs.je40eead500e4b410efa8bc911b4b3089bfff38b3f37227c584831991 USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'created'::jobs.job_state) AND (policy = 'short'::text));

CREATE UNIQUE INDEX je40eead500e4b410efa8bc911b4b3089bfff38b3f37227c584831991_i2 ON jobs.je40eead500e4b410efa8bc911b4b3089bfff38b3f37227c584831991 USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'active'::jobs.job_state) AND (policy = 'singleton'::text));

CREATE UNIQUE INDEX je40eead500e4b410efa8bc911b4b3089bfff38b3f37227c584831991_i3 ON jobs.je40eead500e4b410efa8bc911b4b3089bfff38b3f37227c584831991 USING btree (name, state, COALESCE(singleton_key, ''::text)) WHERE ((state <= 'active'::jobs.job_state) AND (policy = 'stately'::text));

CREATE UNIQUE INDEX je40eead500e4b410efa8bc911b4b3089bfff38b3f37227c584831991_i4 ON jobs.je40eead500e4b410efa8bc911b4b3089bfff38b3f37227c584831991 USING btree (name, singleton_on, COALESCE(singleton_key, ''::text)) WHERE ((state <> 'cancelled'::jobs.job_state) AND (singleton_on IS NOT NULL));

CREATE INDEX je40eead500e4b410efa8bc911b4b3089bfff38b3f37227c584831991_i5 ON jobs.je40eead500e4b410efa8bc911b4b3089bfff38b3f37227c584831991 USING btree (name, start_after) INCLUDE (priority, created_on, id) WHERE (state < 'active'::jobs.job_state);

CREATE INDEX access_typed_holder ON public.access_typed USING btree (holder, at DESC);

CREATE INDEX access_uses_entry ON public.access_uses USING btree (entry);

CREATE INDEX access_uses_taken ON public.access_uses USING btree (key, taken_at) WHERE (taken_at IS NOT NULL);

CREATE INDEX alarms_open ON public.alarms USING btree (id DESC) WHERE (closed_at IS NULL);

CREATE INDEX alarms_unsent ON public.alarms USING btree (raised_at) WHERE (mailed_at IS NULL);

CREATE INDEX budget_accounts_person ON public.budget_accounts USING btree (id, period) WHERE (kind = 'person'::text);

CREATE INDEX customer_parties_linked ON public.customer_parties USING btree (linked) WHERE (linked IS NOT NULL);

CREATE INDEX desk_cases_agent ON public.desk_cases USING btree (agent, opened_at DESC);

CREATE INDEX desk_cases_customer ON public.desk_cases USING btree (customer);

CREATE INDEX desk_cases_team ON public.desk_cases USING btree (team, opened_at DESC);

CREATE INDEX desk_contacts_agent ON public.desk_contacts USING btree (agent, started_at DESC);

CREATE INDEX desk_contacts_open ON public.desk_contacts USING btree (id) WHERE (ended_at IS NULL);

CREATE INDEX gate_approvals_id ON public.gate_approvals USING btree (id);

CREATE UNIQUE INDEX gate_approvals_one ON public.gate_approvals USING btree (customer, person, case_id, action, md5((fields)::text)) WHERE (state = 'pending'::text);

CREATE INDEX gate_approvals_person ON public.gate_approvals USING btree (person, id);

CREATE INDEX gate_approvals_state ON public.gate_approvals USING btree (state, id);

CREATE INDEX gate_grant_ends_person ON public.gate_grant_ends USING btree (person, seq);

CREATE INDEX gate_grants_approver ON public.gate_grants USING btree (approver, created_at DESC);

CREATE INDEX gate_grants_id ON public.gate_grants USING btree (id);

CREATE INDEX gate_grants_person ON public.gate_grants USING btree (person, seq);

CREATE INDEX gate_import_allowances_person ON public.gate_import_allowances USING btree (person, team, state);

CREATE INDEX http_idempotency_at ON public.http_idempotency USING btree (at);

CREATE INDEX identity_accounts_person ON public.identity_accounts USING btree (person);

CREATE INDEX identity_attempts_account ON public.identity_attempts USING btree (account) WHERE (account IS NOT NULL);

CREATE UNIQUE INDEX identity_changes_pending ON public.identity_changes USING btree (person, kind) WHERE (state = 'pending'::text);

CREATE UNIQUE INDEX identity_changes_pending_key ON public.identity_changes USING btree (key, kind) WHERE (state = 'pending'::text);

CREATE INDEX identity_changes_requested ON public.identity_changes USING btree (requested_by, requested_at);

CREATE UNIQUE INDEX identity_keys_previous ON public.identity_keys USING btree (previous_hash) WHERE (previous_hash IS NOT NULL);

CREATE INDEX identity_passkeys_person ON public.identity_passkeys USING btree (person);

CREATE INDEX identity_people_maker ON public.identity_people USING btree (maker, created_at) WHERE (maker IS NOT NULL);

CREATE UNIQUE INDEX identity_people_staff ON public.identity_people USING btree (staff_number) WHERE (state <> 'left'::text);

CREATE INDEX identity_people_team ON public.identity_people USING btree (team);

CREATE INDEX identity_sessions_expires ON public.identity_sessions USING btree (expires_at);

CREATE INDEX identity_sessions_person ON public.identity_sessions USING btree (person);

CREATE INDEX identity_step_ups_session ON public.identity_step_ups USING btree (session);

CREATE INDEX ledger_index_action ON public.ledger_index USING btree (action, idx);

CREATE INDEX ledger_index_at ON public.ledger_index USING btree (at, idx);

CREATE INDEX ledger_index_case ON public.ledger_index USING btree (case_id, idx) WHERE (case_id IS NOT NULL);

CREATE INDEX ledger_index_customers_entry ON public.ledger_index_customers USING btree (idx);

CREATE INDEX ledger_index_key ON public.ledger_index USING btree (key, idx) WHERE (key IS NOT NULL);

CREATE INDEX ledger_index_outcome ON public.ledger_index USING btree (outcome, idx);

CREATE INDEX ledger_index_person ON public.ledger_index USING btree (person, idx) WHERE (person IS NOT NULL);

CREATE INDEX vault_changes_due ON public.vault_changes USING btree (due_at) WHERE (state = 'waiting'::text);

CREATE UNIQUE INDEX vault_changes_id ON public.vault_changes USING btree (id);

CREATE UNIQUE INDEX vault_changes_one ON public.vault_changes USING btree (customer, field, COALESCE(item, ''::text)) WHERE (state = 'waiting'::text);

CREATE INDEX vault_changes_over ON public.vault_changes USING btree (ended_at) WHERE ((state <> 'waiting'::text) AND (sealed IS NOT NULL));

CREATE INDEX vault_changes_person ON public.vault_changes USING btree (person, asked_at DESC);

CREATE INDEX vault_changes_team ON public.vault_changes USING btree (team, id DESC);

CREATE INDEX vault_customers_binned ON public.vault_customers USING btree (binned_at DESC) WHERE (binned_at IS NOT NULL);

CREATE INDEX vault_customers_minor ON public.vault_customers USING btree (customer) WHERE minor;

CREATE INDEX vault_index_tag ON public.vault_index USING btree (field, tag, customer, item);

CREATE INDEX vault_keys_kek ON public.vault_keys USING btree (kek);

CREATE INDEX vault_notices_change ON public.vault_notices USING btree (change_id);

CREATE UNIQUE INDEX vault_notices_id ON public.vault_notices USING btree (id);

CREATE INDEX vault_notices_waiting ON public.vault_notices USING btree (team, id) WHERE (state = 'waiting'::text);

ALTER INDEX jobs.job_pkey ATTACH PARTITION jobs.j050e2144c54b44d8d9f98062b3e2a2c02a2305dd1b8b7ef227e75bb4_pkey;

ALTER INDEX jobs.job_pkey ATTACH PARTITION jobs.j38ebc42f9ed1ba2d6ee5ecf55a6878ff07c9ebe2dcb4c485b88e5332_pkey;

ALTER INDEX jobs.job_pkey ATTACH PARTITION jobs.j3d34bf0b6a49b6557c91a61ba7f3d69c4dd2275d0274d729934c2774_pkey;

ALTER INDEX jobs.job_pkey ATTACH PARTITION jobs.j3f168501ed9816b51a9f5765e0742e1eb034ab6bf72c9ae3f3a975e3_pkey;

ALTER INDEX jobs.job_pkey ATTACH PARTITION jobs.j4b505161c595b53d6c287b32d091240f728663b007a0ff2b5a7628ba_pkey;

ALTER INDEX jobs.job_pkey ATTACH PARTITION jobs.j60a4ca2091cc91ed257ced5e671c9915199fbc9e5025d347bea56b71_pkey;

ALTER INDEX jobs.job_pkey ATTACH PARTITION jobs.j8fe61cf21b9174c1e861b1cf0fa25861c143254e0d3d90178439d80f_pkey;

ALTER INDEX jobs.job_pkey ATTACH PARTITION jobs.jb365f5e4c585dd914f4e1d89a0e65efcfd773c3efb424f09a1f12e40_pkey;

ALTER INDEX jobs.job_pkey ATTACH PARTITION jobs.jb463cf5b32c3ff4b8d8b3172aa0b381dc5cdb28ad619a03b0dccc669_pkey;

ALTER INDEX jobs.job_pkey ATTACH PARTITION jobs.jb4dbedc8ff611d025b862c13fd002452a627091c2db4377d272aedcf_pkey;

ALTER INDEX jobs.job_pkey ATTACH PARTITION jobs.jd71e45d123ed90450e6d77d79b4d294242665a62725c61f9ae0fde56_pkey;

ALTER INDEX jobs.job_pkey ATTACH PARTITION jobs.jd9857db835fff2d459e43a3538f7ae23648de3e125af1e55a966b0c9_pkey;

ALTER INDEX jobs.job_pkey ATTACH PARTITION jobs.jde8966174a721262c550361dbf739640d4fd1f8e42e2481f54999185_pkey;

ALTER INDEX jobs.job_pkey ATTACH PARTITION jobs.je13ae8ce8c5752513caa2facab183b2e60c1ba78321abc82d79f6803_pkey;

ALTER INDEX jobs.job_pkey ATTACH PARTITION jobs.je40eead500e4b410efa8bc911b4b3089bfff38b3f37227c584831991_pkey;

CREATE TRIGGER ledger_checkpoints_grow BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_checkpoints FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER ledger_entries_grow BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_entries FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER ledger_head_grows BEFORE UPDATE ON public.ledger_head FOR EACH ROW EXECUTE FUNCTION public.ledger_head_grows();

CREATE TRIGGER ledger_head_stays BEFORE DELETE OR TRUNCATE ON public.ledger_head FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER ledger_index_customers_follow BEFORE UPDATE OR TRUNCATE ON public.ledger_index_customers FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER ledger_index_follows BEFORE DELETE OR TRUNCATE ON public.ledger_index FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

CREATE TRIGGER ledger_tiles_stay BEFORE DELETE OR TRUNCATE ON public.ledger_tiles FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse();

ALTER TABLE ONLY jobs.j050e2144c54b44d8d9f98062b3e2a2c02a2305dd1b8b7ef227e75bb4
    ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.j38ebc42f9ed1ba2d6ee5ecf55a6878ff07c9ebe2dcb4c485b88e5332
    ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.j3d34bf0b6a49b6557c91a61ba7f3d69c4dd2275d0274d729934c2774
    ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.j3f168501ed9816b51a9f5765e0742e1eb034ab6bf72c9ae3f3a975e3
    ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.j4b505161c595b53d6c287b32d091240f728663b007a0ff2b5a7628ba
    ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.j60a4ca2091cc91ed257ced5e671c9915199fbc9e5025d347bea56b71
    ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.j8fe61cf21b9174c1e861b1cf0fa25861c143254e0d3d90178439d80f
    ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.jb365f5e4c585dd914f4e1d89a0e65efcfd773c3efb424f09a1f12e40
    ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.jb463cf5b32c3ff4b8d8b3172aa0b381dc5cdb28ad619a03b0dccc669
    ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.jb4dbedc8ff611d025b862c13fd002452a627091c2db4377d272aedcf
    ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.jd71e45d123ed90450e6d77d79b4d294242665a62725c61f9ae0fde56
    ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.jd9857db835fff2d459e43a3538f7ae23648de3e125af1e55a966b0c9
    ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.jde8966174a721262c550361dbf739640d4fd1f8e42e2481f54999185
    ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.je13ae8ce8c5752513caa2facab183b2e60c1ba78321abc82d79f6803
    ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.je40eead500e4b410efa8bc911b4b3089bfff38b3f37227c584831991
    ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.j050e2144c54b44d8d9f98062b3e2a2c02a2305dd1b8b7ef227e75bb4
    ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.j38ebc42f9ed1ba2d6ee5ecf55a6878ff07c9ebe2dcb4c485b88e5332
    ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.j3d34bf0b6a49b6557c91a61ba7f3d69c4dd2275d0274d729934c2774
    ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.j3f168501ed9816b51a9f5765e0742e1eb034ab6bf72c9ae3f3a975e3
    ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.j4b505161c595b53d6c287b32d091240f728663b007a0ff2b5a7628ba
    ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.j60a4ca2091cc91ed257ced5e671c9915199fbc9e5025d347bea56b71
    ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.j8fe61cf21b9174c1e861b1cf0fa25861c143254e0d3d90178439d80f
    ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.jb365f5e4c585dd914f4e1d89a0e65efcfd773c3efb424f09a1f12e40
    ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.jb463cf5b32c3ff4b8d8b3172aa0b381dc5cdb28ad619a03b0dccc669
    ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.jb4dbedc8ff611d025b862c13fd002452a627091c2db4377d272aedcf
    ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.jd71e45d123ed90450e6d77d79b4d294242665a62725c61f9ae0fde56
    ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.jd9857db835fff2d459e43a3538f7ae23648de3e125af1e55a966b0c9
    ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.jde8966174a721262c550361dbf739640d4fd1f8e42e2481f54999185
    ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.je13ae8ce8c5752513caa2facab183b2e60c1ba78321abc82d79f6803
    ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.je40eead500e4b410efa8bc911b4b3089bfff38b3f37227c584831991
    ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY jobs.queue
    ADD CONSTRAINT queue_dead_letter_fkey FOREIGN KEY (dead_letter) REFERENCES jobs.queue(name);

ALTER TABLE ONLY jobs.schedule
    ADD CONSTRAINT schedule_name_fkey FOREIGN KEY (name) REFERENCES jobs.queue(name) ON DELETE CASCADE;

ALTER TABLE ONLY jobs.subscription
    ADD CONSTRAINT subscription_name_fkey FOREIGN KEY (name) REFERENCES jobs.queue(name) ON DELETE CASCADE;

ALTER TABLE ONLY public.desk_cases
    ADD CONSTRAINT desk_cases_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES public.desk_contacts(id);

ALTER TABLE ONLY public.desk_timeline
    ADD CONSTRAINT desk_timeline_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.desk_cases(id);

ALTER TABLE ONLY public.identity_accounts
    ADD CONSTRAINT identity_accounts_person_fkey FOREIGN KEY (person) REFERENCES public.identity_people(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.identity_act_for
    ADD CONSTRAINT identity_act_for_key_fkey FOREIGN KEY (key) REFERENCES public.identity_keys(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.identity_act_for
    ADD CONSTRAINT identity_act_for_person_fkey FOREIGN KEY (person) REFERENCES public.identity_people(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.identity_act_for
    ADD CONSTRAINT identity_act_for_session_fkey FOREIGN KEY (session) REFERENCES public.identity_sessions(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.identity_challenges
    ADD CONSTRAINT identity_challenges_person_fkey FOREIGN KEY (person) REFERENCES public.identity_people(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.identity_changes
    ADD CONSTRAINT identity_changes_key_fkey FOREIGN KEY (key) REFERENCES public.identity_keys(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.identity_changes
    ADD CONSTRAINT identity_changes_person_fkey FOREIGN KEY (person) REFERENCES public.identity_people(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.identity_devices
    ADD CONSTRAINT identity_devices_person_fkey FOREIGN KEY (person) REFERENCES public.identity_people(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.identity_factor_seals
    ADD CONSTRAINT identity_factor_seals_person_fkey FOREIGN KEY (person) REFERENCES public.identity_people(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.identity_key_days
    ADD CONSTRAINT identity_key_days_key_fkey FOREIGN KEY (key) REFERENCES public.identity_keys(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.identity_links
    ADD CONSTRAINT identity_links_person_fkey FOREIGN KEY (person) REFERENCES public.identity_people(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.identity_passkeys
    ADD CONSTRAINT identity_passkeys_person_fkey FOREIGN KEY (person) REFERENCES public.identity_people(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.identity_people
    ADD CONSTRAINT identity_people_employer_fkey FOREIGN KEY (employer) REFERENCES public.identity_employers(id);

ALTER TABLE ONLY public.identity_people
    ADD CONSTRAINT identity_people_team_fkey FOREIGN KEY (team) REFERENCES public.identity_teams(id);

ALTER TABLE ONLY public.identity_recovery_codes
    ADD CONSTRAINT identity_recovery_codes_person_fkey FOREIGN KEY (person) REFERENCES public.identity_people(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.identity_sessions
    ADD CONSTRAINT identity_sessions_person_fkey FOREIGN KEY (person) REFERENCES public.identity_people(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.identity_step_ups
    ADD CONSTRAINT identity_step_ups_person_fkey FOREIGN KEY (person) REFERENCES public.identity_people(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.identity_step_ups
    ADD CONSTRAINT identity_step_ups_session_fkey FOREIGN KEY (session) REFERENCES public.identity_sessions(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.identity_totp
    ADD CONSTRAINT identity_totp_person_fkey FOREIGN KEY (person) REFERENCES public.identity_people(id) ON DELETE CASCADE;
