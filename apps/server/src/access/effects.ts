import type { Run, Statement } from '#budget';
import type { Proposal } from './proposal.ts';
import { insertTyped } from './typed-rows.ts';

const stepUps: Statement = {
  name: 'access-step-ups',
  text: `
    select n::int, identity_step_up_consume(p ->> 'stepUp', p ->> 'person', p ->> 'session', p ->> 'customer',
      p ->> 'case', $2::timestamptz) as consumed
    from jsonb_array_elements($1::jsonb) with ordinality as item (p, n) order by n`,
};

const lockStepUps: Statement = {
  name: 'access-lock-step-ups',
  text: 'select 1 from identity_step_ups where id = any($1::text[]) order by id for update',
};

const lockCases: Statement = {
  name: 'access-lock-cases',
  text: 'select 1 from desk_cases where id = any($1::text[]) order by id for update',
};

const verified: Statement = {
  name: 'access-verified',
  // a verification that did not pass writes the row as it is
  text: `
    update desk_cases k set verified_at = case when v.seal is null then k.verified_at else $3::timestamptz end,
      verified_seal = coalesce(v.seal, k.verified_seal)
    from unnest($1::text[], $2::text[]) as v (id, seal) where k.id = v.id`,
};

const notes: Statement = {
  name: 'access-notes',
  text: `
    insert into access_reasons (customer, access, sealed)
    select c, a, decode(s, 'base64') from unnest($1::text[], $2::text[], $3::text[]) as r (c, a, s)`,
};

/**
 * Locks rows that proposals will change, as other rooms do, before the budgets: so that nobody waits crosswise. What a
 * verification came to changes no lock.
 */
export async function lockRows(run: Run, proposals: readonly Proposal[]): Promise<void> {
  const ids = proposals.flatMap(({ stepUp }) => stepUp ?? []);
  if (ids.length > 0) await run(lockStepUps, [ids]);
  const cases = proposals.flatMap((each) => (each.verifies ? (each.case ?? []) : []));
  if (cases.length > 0) await run(lockCases, [cases]);
}

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

/** Writes what comes with accesses that are granted: verifications, sealed reasons, what was typed. */
export async function writeEffects(run: Run, proposals: readonly Proposal[], now: Date): Promise<void> {
  const written: ReturnType<Run>[] = [];
  const verifies = proposals.filter((each) => each.verifies && each.case !== null);
  if (verifies.length > 0) {
    const columns = (['case', 'verified'] as const).map((name) => verifies.map((each) => each[name]));
    written.push(run(verified, [...columns, now]));
  }
  const noted = proposals.filter((each) => each.note !== null);
  if (noted.length > 0) {
    const columns = (['customer', 'access', 'note'] as const).map((name) => noted.map((each) => each[name]));
    written.push(run(notes, columns));
  }
  const typed = insertTyped(
    run,
    proposals.flatMap((each) => each.typed),
  );
  await Promise.all([...written, typed]);
}
