import type { Run, Statement } from '#budget';
import type { Lapse, Proposal } from './commit.ts';

/** Asks each room whether what a decision stood on still is; a refusal stands on nothing. */
const statement: Statement = {
  name: 'access-liveness',
  text: `
    select case
      when p ->> 'session' is not null
        and not identity_live(p ->> 'session', p ->> 'person', (p ->> 'version')::int, $2::timestamptz) then 'session'
      when p ->> 'key' is not null and not identity_key_live(p ->> 'key', $2::timestamptz) then 'session'
      when p ->> 'case' is not null and not desk_case_live(p ->> 'case', p ->> 'caseCustomer', p ->> 'agent',
        p ->> 'contact', (p ->> 'live')::boolean, $2::timestamptz) then 'case'
      when p ->> 'grant' is not null and not gate_grant_live(p ->> 'grant', p ->> 'person', p ->> 'customer',
        p ->> 'case', $2::timestamptz) then 'grant'
      when p ->> 'stepUp' is not null and identity_step_up(p ->> 'stepUp', $2::timestamptz) is null then 'step-up'
    end as lapse
    from jsonb_array_elements($1::jsonb) with ordinality as item (p, n) order by n`,
};

/** What each proposal had lost by now, null where nothing. */
export async function lapsesOf(
  run: Run,
  proposals: readonly Proposal[],
  now: Date,
): Promise<readonly (Lapse | null)[]> {
  const stands = proposals.map(({ session, key, case: of, grant, stepUp }) =>
    [session, key, of, grant, stepUp].some((each) => each !== null),
  );
  if (!stands.includes(true)) return proposals.map(() => null);
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
  const rows = await run(statement, [JSON.stringify(items), now]);
  if (rows.length !== proposals.length) throw new Error('liveness was answered in part');
  return rows.map((row) => row['lapse'] as Lapse | null);
}
