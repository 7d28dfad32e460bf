import type { Also } from '#budget';
import type { Lapse, Proposal } from './proposal.ts';

/**
 * Asks each room whether what a decision stood on still is, as one list; a refusal stands on nothing. The rooms' parts
 * answer rows, so that the planner takes them into this statement.
 */
const text = `
  select jsonb_agg(case
    when p.session is not null
      and not exists (select from identity_sessions_live(p.session, p.person, p.version, $5::timestamptz)) then 'session'
    when p.key is not null and not exists (select from identity_keys_live(p.key, $5::timestamptz)) then 'session'
    when p."case" is not null and not exists (
      select from desk_cases_live(p."case", p."caseCustomer", p.agent, p.contact, p.live, $5::timestamptz)) then 'case'
    when p."grant" is not null
      and not gate_grant_live(p."grant", p.person, p.customer, p."case", $5::timestamptz) then 'grant'
    when p."stepUp" is not null and identity_step_up(p."stepUp", $5::timestamptz) is null then 'step-up'
  end order by n)
  from rows from (jsonb_to_recordset($4::jsonb) as (
      session text, person text, version int, key text, customer text, "case" text, "caseCustomer" text,
      agent text, contact text, live boolean, "grant" text, "stepUp" text))
    with ordinality as p (session, person, version, key, customer, "case", "caseCustomer",
      agent, contact, live, "grant", "stepUp", n)`;

/** What each proposal has lost by now, to be read along with the accounts (`lapsesOf`). */
export function liveness(proposals: readonly Proposal[], now: Date): Also {
  const items = proposals.map((each) => ({
    session: each.session,
    person: each.person,
    version: each.version,
    key: each.key,
    customer: each.customer,
    case: each.case,
    caseCustomer: each.caseCustomer,
    agent: each.agent,
    contact: each.contact,
    live: each.live,
    grant: each.grant,
    stepUp: each.stepUp,
  }));
  return { name: 'lapses', text, values: [JSON.stringify(items), now] };
}

/** What `liveness` came to: null where nothing is lost. Throws where it was not answered for every proposal. */
export function lapsesOf(answer: unknown, proposals: readonly Proposal[]): (Lapse | null)[] {
  if (!Array.isArray(answer) || answer.length !== proposals.length)
    throw new Error('liveness was answered in part');
  return answer as (Lapse | null)[];
}
