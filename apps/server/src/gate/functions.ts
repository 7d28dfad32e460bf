import type { SqlFunction } from '#platform';

/** SQL functions of the gate: parts of the statements by which the spine loads and settles. */
export const gateFunctions: readonly SqlFunction[] = [
  // Whether a grant is still there for just this person, customer and case.
  `
create or replace function gate_grant_live(
  p_grant text, p_person text, p_customer text, p_case text, p_now timestamptz
) returns boolean language sql stable as $$
  select exists (
    select 1 from gate_grants g
    where g.customer = p_customer and g.id = p_grant and g.person = p_person and g.case_id = p_case
      and g.created_at <= p_now and g.expires_at > p_now
      and not exists (select 1 from gate_grant_ends e where e.customer = g.customer and e.grant_id = g.id))
$$;`,
  // Grants and accounts of one ask, for a statement that brings many.
  `
create or replace function gate_load(
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
$$;`,
];
