import type { Also } from '#budget';
import type { Lapse, Proposal } from './commit.ts';

/** Asks each room whether what a decision stood on still is, as one list; a refusal stands on nothing. */
const text = `
  select jsonb_agg(case
    when p ->> 'session' is not null
      and not identity_live(p ->> 'session', p ->> 'person', (p ->> 'version')::int, $5::timestamptz) then 'session'
    when p ->> 'key' is not null and not identity_key_live(p ->> 'key', $5::timestamptz) then 'session'
    when p ->> 'case' is not null and not desk_case_live(p ->> 'case', p ->> 'caseCustomer', p ->> 'agent',
      p ->> 'contact', (p ->> 'live')::boolean, $5::timestamptz) then 'case'
    when p ->> 'grant' is not null and not gate_grant_live(p ->> 'grant', p ->> 'person', p ->> 'customer',
      p ->> 'case', $5::timestamptz) then 'grant'
    when p ->> 'stepUp' is not null and identity_step_up(p ->> 'stepUp', $5::timestamptz) is null then 'step-up'
  end order by n)
  from jsonb_array_elements($4::jsonb) with ordinality as item (p, n)`;

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
