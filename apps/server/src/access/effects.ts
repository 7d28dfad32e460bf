import type { Run, Statement } from '#budget';
import type { Proposal } from './commit.ts';

const stepUps: Statement = {
  name: 'access-step-ups',
  text: `
    select n::int, identity_step_up_consume(p ->> 'stepUp', p ->> 'person', p ->> 'session', p ->> 'customer',
      p ->> 'case', $2::timestamptz) as consumed
    from jsonb_array_elements($1::jsonb) with ordinality as item (p, n) order by n`,
};

const verified: Statement = {
  name: 'access-verified',
  text: 'select desk_case_verified(c, s, $3::timestamptz) from unnest($1::text[], $2::text[]) as v (c, s)',
};

const uses: Statement = {
  name: 'access-uses',
  text: `
    insert into access_uses (customer, access, field, item, kind, case_id, person, expires_at)
    select p ->> 'customer', p ->> 'access', p -> 'use' ->> 'field', p -> 'use' ->> 'item', p -> 'use' ->> 'kind',
      p ->> 'case', p ->> 'person', $2::timestamptz + interval '2 minutes'
    from jsonb_array_elements($1::jsonb) as item (p)`,
};

const notes: Statement = {
  name: 'access-notes',
  text: `
    insert into access_reasons (customer, access, sealed)
    select c, a, decode(s, 'base64') from unnest($1::text[], $2::text[], $3::text[]) as r (c, a, s)`,
};

/**
 * Spends the step-ups of proposals, in the caller's transaction; answers for each whether it has what it needs. One
 * step-up serves one access, also of those that stand in one group.
 */
export async function spendStepUps(
  run: Run,
  proposals: readonly Proposal[],
  now: Date,
): Promise<readonly boolean[]> {
  const needing = proposals.filter((each) => each.stepUp !== null);
  if (needing.length === 0) return proposals.map(() => true);
  const items = needing.map(({ stepUp, person, session, customer, case: of }) => {
    return { stepUp, person, session, customer, case: of };
  });
  const rows = await run(stepUps, [JSON.stringify(items), now]);
  const spent = new Map(needing.map((each, i) => [each, rows[i]?.['consumed'] === true]));
  return proposals.map((each) => spent.get(each) ?? true);
}

/** Writes what comes with accesses that are granted: verifications, uses, sealed reasons. */
export async function writeEffects(run: Run, proposals: readonly Proposal[], now: Date): Promise<void> {
  const passed = proposals.filter((each) => each.verified !== null);
  if (passed.length > 0)
    await run(verified, [passed.map((each) => each.case), passed.map((each) => each.verified), now]);
  const used = proposals.filter((each) => each.use !== null);
  if (used.length > 0) {
    const items = used.map(({ customer, access, use, case: of, person }) => {
      return { customer, access, use, case: of, person };
    });
    await run(uses, [JSON.stringify(items), now]);
  }
  const noted = proposals.filter((each) => each.note !== null);
  if (noted.length > 0) {
    const columns = (['customer', 'access', 'note'] as const).map((name) => noted.map((each) => each[name]));
    await run(notes, columns);
  }
}
