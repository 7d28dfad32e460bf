import type { Ask, Facts, FieldFacts, GrantFacts } from './ask.ts';
import { assemble, type Costs, desk, fieldResource, grantCovers, recordResource } from './entities.ts';
import { resourceTypeOf } from './schema.ts';
import type { Env } from './values.ts';

const guessCosts: Partial<Record<Ask['action'], number>> = { search: 1, verify: 1, create: 1, correct: 1 };

/** How many guesses an action costs: search, verify and the duplicate answers of writing share one budget. */
export const guessCost = (action: Ask['action']): number => guessCosts[action] ?? 0;

/** Whether the action puts a value on the screen in clear. */
export const showsClear = (action: Ask['action']): boolean => action === 'reveal' || action === 'copy';

/** Whether the asker decides by it that a value leaves, to a screen or to a program: what approvals and step-ups are for. */
export const letsOut = (action: Ask['action']): boolean => showsClear(action) || action === 'use';

/** The requests to Cedar that make up an ask: one for each field, or one for the record or the desk. */
export function requestsOf(ask: Ask, facts: Facts): readonly Env[] {
  const costs = costsOf(ask, facts);
  const asked = assemble(ask, facts, costs);
  const { principal, context } = asked;
  const type = resourceTypeOf(ask.action, facts.customer !== null, ask.list === true);
  if (type !== 'Field') {
    return [{ principal, context, resource: type === 'Desk' ? desk : recordResource(asked) }];
  }
  const requests: Env[] = [];
  for (const field of fieldsOf(facts)) {
    requests.push({ principal, context, resource: fieldResource(asked, ask, facts, costs, field) });
  }
  return requests;
}

/** An ask without fields is judged as if it had one harmless field, so that it is not a way around the rules. */
const harmless: FieldFacts = {
  field: 'name',
  item: '',
  type: 'PERSON',
  level: 'C1',
  sensitive: false,
  shownInContact: false,
};
const harmlessOnly = [harmless];

function fieldsOf(facts: Facts): readonly FieldFacts[] {
  return facts.fields.length > 0 ? facts.fields : harmlessOnly;
}

function costsOf(ask: Ask, facts: Facts): Costs {
  if (!letsOut(ask.action)) return { reveals: 0, guesses: guessCost(ask.action), grant: null };
  let reveals = 0;
  for (const field of facts.fields) if (!field.shownInContact && showsClear(ask.action)) reveals += 1;
  return { reveals, guesses: 0, grant: facts.grants.length === 0 ? null : bestGrant(ask, facts) };
}

/**
 * The live grant for this action that covers most of the fields; an ask never adds up two grants. Whom a value may be
 * shown to may use it without seeing it.
 */
export function bestGrant(ask: Ask, facts: Facts): GrantFacts | null {
  const now = Date.parse(facts.now);
  let best: GrantFacts | null = null;
  let most = 0;
  for (const grant of facts.grants) {
    const action = ask.action === 'use' ? 'reveal' : ask.action;
    if (grant.action !== action || !(Date.parse(grant.expiresAt) > now)) continue;
    const covered = facts.fields.filter((field) => grantCovers(grant, field)).length;
    if (covered > most) [best, most] = [grant, covered];
  }
  return best;
}
