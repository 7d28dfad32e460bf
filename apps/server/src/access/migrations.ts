import type { Migration } from '#platform';

/** Tables of the spine; what these make of its functions is replaced by `functions.ts`. */
export const accessMigrations: readonly Migration[] = [
  {
    name: '0600-access-spine',
    sql: `
create table access_reasons (
  customer text not null,
  access text not null,
  sealed bytea not null,
  primary key (customer, access)
);

create table access_uses (
  customer text not null,
  access text not null,
  field text not null,
  item text not null,
  kind text not null check (kind in ('dial', 'text', 'mail')),
  case_id text not null,
  person text,
  expires_at timestamptz not null,
  taken_at timestamptz,
  primary key (customer, access)
);
create index access_uses_access on access_uses (access);

create function access_load(
  p_customer text, p_person text, p_case text, p_step_up text, p_day date, p_now timestamptz
) returns jsonb language plpgsql stable as $$
declare
  c jsonb := desk_case(p_case, p_now);
begin
  return jsonb_build_object(
    'customer', vault_customer(p_customer),
    'case', c,
    'gate', gate_facts(p_person, p_customer, p_case, c ->> 'contact', p_day, p_now),
    'stepUp', case when p_step_up is not null then identity_step_up(p_step_up, p_now) end);
end $$;

create function access_search(
  p_field text, p_tokens bytea[], p_width int, p_person text, p_case text, p_day date, p_now timestamptz
) returns jsonb language plpgsql stable as $$
declare
  c jsonb := desk_case(p_case, p_now);
begin
  return jsonb_build_object(
    'candidates', vault_search(p_field, p_tokens, p_width),
    'case', c,
    'gate', gate_facts(p_person, null, p_case, c ->> 'contact', p_day, p_now));
end $$;

create function access_settle(p jsonb, p_day date, p_now timestamptz) returns text language plpgsql as $$
begin
  if p ->> 'session' is not null
    and not identity_live(p ->> 'session', p ->> 'person', (p ->> 'version')::int, p_now) then
    return 'session';
  end if;
  if p ->> 'key' is not null and not identity_key_live(p ->> 'key', p_now) then
    return 'session';
  end if;
  if p ->> 'case' is not null and not desk_case_live(
    p ->> 'case', p ->> 'caseCustomer', p ->> 'agent', p ->> 'contact', (p ->> 'live')::boolean, p_now) then
    return 'case';
  end if;
  if p ->> 'grant' is not null
    and not gate_grant_live(p ->> 'grant', p ->> 'person', p ->> 'customer', p ->> 'case', p_now) then
    return 'grant';
  end if;
  if p ->> 'stepUp' is not null and identity_step_up(p ->> 'stepUp', p_now) is null then
    return 'step-up';
  end if;
  if jsonb_array_length(p -> 'reveals') > 0 and not gate_consume_reveals(
    p ->> 'person', p_day, p ->> 'contact', p ->> 'customer', p -> 'reveals', p_now) then
    return 'quota';
  end if;
  if (p ->> 'guesses')::int > 0 and not gate_consume_guesses(
    coalesce(p ->> 'person', p ->> 'key'), p ->> 'case', p ->> 'guessCustomer', p -> 'guessFields',
    (p ->> 'guesses')::int, p_day, p_now) then
    return 'guesses';
  end if;
  if p ->> 'stepUp' is not null and not identity_step_up_consume(
    p ->> 'stepUp', p ->> 'person', p ->> 'session', p ->> 'customer', p ->> 'case', p_now) then
    return 'step-up';
  end if;
  if p ->> 'verified' is not null then
    perform desk_case_verified(p ->> 'case', p ->> 'verified', p_now);
  end if;
  if p -> 'use' ->> 'kind' is not null then
    insert into access_uses (customer, access, field, item, kind, case_id, person, expires_at)
    values (p ->> 'customer', p ->> 'access', p -> 'use' ->> 'field', p -> 'use' ->> 'item', p -> 'use' ->> 'kind',
            p ->> 'case', p ->> 'person', p_now + interval '2 minutes');
  end if;
  if p ->> 'note' is not null then
    insert into access_reasons (customer, access, sealed)
    values (p ->> 'customer', p ->> 'access', decode(p ->> 'note', 'base64'));
  end if;
  return null;
end $$;

-- Answers, per item, what had lapsed; only the others' entries are appended, in order from "first".
create function access_commit(p_items jsonb, p_entries bytea[], p_day date, p_now timestamptz)
returns jsonb language plpgsql as $$
declare
  item jsonb;
  n int := 0;
  code text;
  codes text[] := '{}';
  lapsed boolean := false;
  first bigint;
begin
  for item in select * from jsonb_array_elements(p_items) loop
    n := n + 1;
    code := access_settle(item, p_day, p_now);
    codes[n] := code;
    lapsed := lapsed or code is not null;
  end loop;
  if lapsed then
    select array_agg(e.entry order by e.i) into p_entries
    from unnest(p_entries) with ordinality e (entry, i) where codes[e.i] is null;
  end if;
  if p_entries is not null then first := ledger_append(p_entries); end if;
  return jsonb_build_object('first', first, 'codes', to_jsonb(codes));
end $$;`,
  },
  {
    name: '0903-access-statements',
    sql: `
-- the program settles by statements of its own: whoever replaces a function of the database changes nothing
drop function access_commit(jsonb, bytea[], date, timestamptz);
drop function access_settle(jsonb, date, timestamptz);`,
  },
  {
    name: '0916-access-uses',
    sql: `
-- what was asked for before lived for two minutes and knew neither channel nor seal
drop table access_uses;
create table access_uses (
  customer text not null,
  access text not null,
  alias text not null unique,
  field text not null,
  item text not null,
  kind text not null check (kind in ('dial', 'text', 'mail')),
  purpose text not null,
  scenario text not null,
  case_id text not null,
  contact text not null,
  key text not null,
  person text not null,
  session text,
  version int not null,
  entry bigint not null,
  expires_at timestamptz not null,
  taken_at timestamptz,
  taken_entry bigint,
  seal text not null,
  primary key (customer, access)
);
create index access_uses_entry on access_uses (entry);
create index access_uses_taken on access_uses (key, taken_at) where taken_at is not null;`,
  },
  {
    name: '0946-access-typed',
    sql: `
-- what was typed to find somebody, or what the channel said of them: a holder is a case or a person
create table access_typed (
  holder text not null,
  field text not null,
  digest bytea,
  how text not null check (how in ('search', 'channel')),
  at timestamptz not null
);
create index access_typed_holder on access_typed (holder, at desc);

create function access_typed_by(p_case text, p_person text, p_since timestamptz) returns jsonb
language sql stable as $$
  select coalesce(jsonb_agg(jsonb_build_object('holder', t.holder, 'field', t.field, 'how', t.how,
    'digest', encode(t.digest, 'base64'))), '[]')
  from access_typed t where t.holder = p_case or (t.holder = p_person and t.at > p_since)
$$;`,
  },
  {
    name: '0973-access-load',
    sql: `
-- What one ask needs is brought by a statement of the program (\`loader.ts\`), of which these functions become parts.
drop function access_load(text, text, text, text, date, timestamptz);
drop function access_search(text, bytea[], int, text, text, date, timestamptz);`,
  },
  {
    name: '1060-access-typed-seals',
    sql: `
-- What was typed bears a seal, and the id of the access or contact whose entry says that it was; older rows have neither.
alter table access_typed add ref text, add seal text;
drop function access_typed_by(text, text, timestamptz);`,
  },
];
