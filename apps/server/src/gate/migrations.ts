import type { Migration } from '#platform';

/** The limits that functions of the first release were made with; `#budget` has those in force. */
const reveals = { base: 20, perContact: 2, most: 120 } as const;
const guesses = { perAgentDay: 120, perCase: 12, perCustomerField: 8 } as const;
const raise = { step: 10 } as const;

/** Tables of the gate; what these make of its functions is replaced by `functions.ts`. A grant's row never changes; its end is a row of its own. */
export const gateMigrations: readonly Migration[] = [
  {
    name: '0400-gate-grants',
    sql: `
create table gate_heads (person text primary key, changes int not null, seal text not null);

create table gate_grants (
  customer text not null,
  id text not null,
  person text not null,
  case_id text not null,
  action text not null check (action in ('reveal', 'copy')),
  fields jsonb not null,
  approval text not null,
  approver text not null,
  approver_post text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at and expires_at <= created_at + interval '30 minutes'),
  seq int not null,
  seal text not null,
  primary key (customer, id)
);
create index gate_grants_person on gate_grants (person, seq);
create index gate_grants_approver on gate_grants (approver, created_at desc);
create index gate_grants_id on gate_grants (id);

create table gate_grant_ends (
  customer text not null,
  grant_id text not null,
  person text not null,
  ended_at timestamptz not null,
  ended_by text,
  why text not null check (why in ('revoked', 'rights-cut')),
  seq int not null,
  primary key (customer, grant_id)
);
create index gate_grant_ends_person on gate_grant_ends (person, seq);

create table gate_approvals (
  customer text not null,
  id text not null,
  state text not null check (state in ('pending', 'approved', 'refused', 'cancelled', 'expired')),
  person text not null,
  staff_number text not null,
  team text,
  session text not null,
  device text,
  case_id text not null,
  case_type text not null,
  action text not null check (action in ('reveal', 'copy')),
  fields jsonb not null,
  purpose text not null,
  scenario text not null,
  reason text not null,
  approvers text[] not null,
  minutes int not null check (minutes between 1 and 30),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  refusal text,
  grant_id text,
  seal text not null,
  primary key (customer, id)
);
create index gate_approvals_id on gate_approvals (id);
create index gate_approvals_state on gate_approvals (state, id);
create index gate_approvals_person on gate_approvals (person, id);
create unique index gate_approvals_one on gate_approvals (customer, person, case_id, action, md5(fields::text))
  where state = 'pending';

create function gate_grant_live(p_grant text, p_person text, p_customer text, p_case text, p_now timestamptz)
returns boolean language sql stable as $$
  select exists (
    select 1 from gate_grants g
    where g.customer = p_customer and g.id = p_grant and g.person = p_person and g.case_id = p_case
      and g.created_at <= p_now and g.expires_at > p_now
      and not exists (select 1 from gate_grant_ends e where e.customer = g.customer and e.grant_id = g.id))
$$;`,
  },
  {
    name: '0401-gate-budgets',
    sql: `
create table gate_quota (
  person text not null,
  day date not null,
  used int not null default 0 check (used >= 0),
  contacts int not null default 0 check (contacts >= 0),
  primary key (person, day)
);

create table gate_quota_raises (
  person text not null,
  day date not null,
  n int not null,
  extra int not null check (extra between 1 and ${raise.step}),
  reason text not null,
  at timestamptz not null,
  seal text not null,
  primary key (person, day, n)
);

create table gate_shown (
  customer text not null,
  contact text not null,
  person text not null,
  field text not null,
  item text not null,
  day date not null,
  at timestamptz not null,
  primary key (customer, contact, person, field, item)
);
create index gate_shown_person on gate_shown (person, at desc);

create table gate_agent_guesses (person text, day date, n int not null, primary key (person, day));
create table gate_case_guesses (case_id text primary key, n int not null);
create table gate_customer_guesses (customer text, field text, day date, n int not null, primary key (customer, field, day));

create table gate_policy_hits (policy text, day date, n bigint not null, primary key (policy, day));

-- a contact handled adds to the day's quota
create function gate_contact_handled(p_person text, p_day date) returns void language sql as $$
  insert into gate_quota (person, day, contacts) values (p_person, p_day, 1)
  on conflict (person, day) do update set contacts = gate_quota.contacts + 1
$$;

create function gate_quota_limit(p_contacts int, p_raised int) returns int language sql immutable as $$
  select least(${reveals.most}, ${reveals.base} + ${reveals.perContact} * coalesce(p_contacts, 0)) + coalesce(p_raised, 0)
$$;

create function gate_consume_reveals(
  p_person text, p_day date, p_contact text, p_customer text, p_fields jsonb, p_now timestamptz
) returns boolean language plpgsql as $$
declare
  q gate_quota;
  fresh int;
  raised int;
begin
  if p_person is null or p_contact is null or p_customer is null then return false; end if;
  insert into gate_quota (person, day) values (p_person, p_day) on conflict (person, day) do nothing;
  select * into q from gate_quota where person = p_person and day = p_day for update;
  select count(*) into fresh
    from (select distinct f ->> 'field' as field, f ->> 'item' as item from jsonb_array_elements(p_fields) f) f
    where not exists (select 1 from gate_shown s where s.customer = p_customer and s.contact = p_contact
      and s.person = p_person and s.field = f.field and s.item = f.item);
  if fresh = 0 then return true; end if;
  select coalesce(sum(extra), 0) into raised from gate_quota_raises where person = p_person and day = p_day;
  if q.used + fresh > gate_quota_limit(q.contacts, raised) then return false; end if;
  insert into gate_shown (customer, contact, person, field, item, day, at)
    select distinct p_customer, p_contact, p_person, f ->> 'field', f ->> 'item', p_day, p_now
    from jsonb_array_elements(p_fields) f
    on conflict do nothing;
  update gate_quota set used = used + fresh where person = p_person and day = p_day;
  return true;
end $$;

create function gate_consume_guesses(
  p_person text, p_case text, p_customer text, p_fields jsonb, p_n int, p_day date, p_now timestamptz
) returns boolean language plpgsql as $$
declare
  f text;
begin
  if p_person is null or p_n is null or p_n < 1 or p_n > ${guesses.perCustomerField} then return false; end if;
  insert into gate_agent_guesses as g (person, day, n) values (p_person, p_day, p_n)
    on conflict (person, day) do update set n = g.n + p_n where g.n + p_n <= ${guesses.perAgentDay};
  if not found then return false; end if;
  if p_case is not null then
    insert into gate_case_guesses as g (case_id, n) values (p_case, p_n)
      on conflict (case_id) do update set n = g.n + p_n where g.n + p_n <= ${guesses.perCase};
    if not found then return false; end if;
  end if;
  if p_customer is not null then
    for f in select distinct value from jsonb_array_elements_text(p_fields) order by 1 loop
      insert into gate_customer_guesses as g (customer, field, day, n) values (p_customer, f, p_day, p_n)
        on conflict (customer, field, day) do update set n = g.n + p_n where g.n + p_n <= ${guesses.perCustomerField};
      if not found then return false; end if;
    end loop;
  end if;
  return true;
end $$;

create function gate_facts(
  p_person text, p_customer text, p_case text, p_contact text, p_day date, p_now timestamptz
) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'now', to_char(p_now at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'day', p_day,
    'grants', (
      select jsonb_agg(jsonb_build_object('id', g.id, 'customer', g.customer, 'person', g.person,
        'case', g.case_id, 'action', g.action, 'fields', g.fields, 'approval', g.approval, 'approver', g.approver,
        'by', g.approver_post, 'seq', g.seq, 'seal', g.seal,
        'createdAt', to_char(g.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'expiresAt', to_char(g.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'head', (select jsonb_build_object('changes', h.changes, 'seal', h.seal) from gate_heads h
                 where h.person = p_person),
        'since', (select count(*) from gate_grants o where o.person = p_person and o.seq >= g.seq)
               + (select count(*) from gate_grant_ends o where o.person = p_person and o.seq >= g.seq)))
      from gate_grants g
      where g.customer = p_customer and g.person = p_person and g.case_id = p_case
        and g.created_at <= p_now and g.expires_at > p_now
        and not exists (select 1 from gate_grant_ends e where e.customer = g.customer and e.grant_id = g.id)),
    'used', q.used,
    'contacts', q.contacts,
    'raises', (
      select jsonb_agg(jsonb_build_array(r.n, r.extra, r.reason, r.seal))
      from gate_quota_raises r where r.person = p_person and r.day = p_day),
    'shown', (
      select jsonb_agg(s.field || '#' || s.item)
      from gate_shown s where s.customer = p_customer and s.contact = p_contact and s.person = p_person),
    'agentGuesses', (select a.n from gate_agent_guesses a where a.person = p_person and a.day = p_day),
    'caseGuesses', (select c.n from gate_case_guesses c where c.case_id = p_case))
  from (select 1) one left join gate_quota q on q.person = p_person and q.day = p_day
$$;`,
  },
  {
    name: '0902-gate-accounts',
    sql: `
-- what was counted today begins afresh in the accounts of budgets
create or replace function gate_facts(
  p_person text, p_customer text, p_case text, p_contact text, p_day date, p_now timestamptz
) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'now', to_char(p_now at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'day', to_char(p_day, 'YYYY-MM-DD'),
    'grants', (
      select jsonb_agg(jsonb_build_object('id', g.id, 'customer', g.customer, 'person', g.person,
        'case', g.case_id, 'action', g.action, 'fields', g.fields, 'approval', g.approval, 'approver', g.approver,
        'by', g.approver_post, 'seq', g.seq, 'seal', g.seal,
        'createdAt', to_char(g.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'expiresAt', to_char(g.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'head', (select jsonb_build_object('changes', h.changes, 'seal', h.seal) from gate_heads h
                 where h.person = p_person),
        'since', (select count(*) from gate_grants o where o.person = p_person and o.seq >= g.seq)
               + (select count(*) from gate_grant_ends o where o.person = p_person and o.seq >= g.seq)))
      from gate_grants g
      where g.customer = p_customer and g.person = p_person and g.case_id = p_case
        and g.created_at <= p_now and g.expires_at > p_now
        and not exists (select 1 from gate_grant_ends e where e.customer = g.customer and e.grant_id = g.id)),
    'accounts', (
      select jsonb_agg(jsonb_build_array(a.kind, a.id, a.period, a.seq, a.body, a.seal))
      from (values ('person', p_person, to_char(p_day, 'YYYY-MM-DD')), ('key', p_person, to_char(p_day, 'YYYY-MM-DD')),
                   ('contact', p_contact, to_char(p_day, 'YYYY-MM-DD')), ('case', p_case, to_char(p_day, 'YYYY-MM')))
        as wanted (kind, id, period)
      join budget_accounts a using (period, kind, id)))
$$;
drop function gate_contact_handled(text, date);
drop function gate_quota_limit(int, int);
drop function gate_consume_reveals(text, date, text, text, jsonb, timestamptz);
drop function gate_consume_guesses(text, text, text, jsonb, int, date, timestamptz);
drop table gate_quota, gate_quota_raises, gate_shown, gate_agent_guesses, gate_case_guesses, gate_customer_guesses;`,
  },
  {
    name: '0921-gate-import-allowances',
    sql: `
create table gate_import_allowances (
  id text primary key,
  state text not null check (state in ('asked', 'granted', 'refused', 'ended')),
  person text not null,
  staff_number text not null,
  team text not null,
  most int not null check (most between 1 and 500000),
  used int not null check (used between 0 and most),
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  decided_by text,
  seal text not null
);
create index gate_import_allowances_person on gate_import_allowances (person, team, state);`,
  },
  {
    name: '0962-gate-allowance-asker',
    sql: `alter table gate_import_allowances add column session text, add column device text;`,
  },
  {
    name: '0972-gate-load',
    sql: `
-- Grants and accounts of one ask, for a statement that brings many.
create function gate_load(
  p_person text, p_customer text, p_case text, p_contact text, p_day date, p_now timestamptz
) returns table (facts json) language sql stable as $$
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
drop function gate_facts(text, text, text, text, date, timestamptz);`,
  },
];
