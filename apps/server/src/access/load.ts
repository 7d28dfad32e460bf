import type { FieldRef } from '@huke/sdk';
import type { CaseFacts, FieldFacts, StepUpFacts } from '#gate';
import { dayOf } from '#platform';
import type { SealedCustomer } from '#vault';
import type { AccessDeps, Ask, Loaded } from './spine.ts';

const statement = 'select access_load($1, $2, $3, $4, $5::date, $6::timestamptz) as facts';

type Raw = {
  readonly customer: unknown;
  readonly case: CaseFacts | null;
  readonly gate: unknown;
  readonly stepUp: unknown;
};

/** Loads the facts of one ask in one round trip. A customer, case or grant that is absent or forged is null. */
export async function load(deps: AccessDeps, ask: Ask): Promise<Loaded> {
  const now = deps.clock();
  const answer = await deps.db.pool.query<{ facts: Raw }>({
    name: 'access-load',
    text: statement,
    values: [ask.customer, holderOf(ask), ask.case, ask.stepUp ?? null, dayOf(now), now],
  });
  const raw = answer.rows[0]?.facts;
  if (!raw) throw new Error('access_load answered nothing');
  return loadedOf(deps, ask, raw, now);
}

/** Puts together what a load brought; searches use it too, with a customer of their own. */
export async function loadedOf(deps: AccessDeps, ask: Ask, raw: Raw, now: Date): Promise<Loaded> {
  const sealed = raw.customer === null ? null : await deps.vault.customerOf(raw.customer);
  const gate = deps.gate.storedFacts(raw.gate, {
    person: ask.subject.person,
    customer: ask.customer,
    case: ask.case,
  });
  return {
    now,
    sealed,
    facts: {
      subject: ask.subject,
      customer: sealed?.facts ?? null,
      case: raw.case,
      fields: fieldFacts(deps, sealed, ask.fields, gate.shown),
      grants: gate.grants,
      stepUp: deps.stepUpGenuine(raw.stepUp) ? (raw.stepUp as StepUpFacts) : null,
      quota: gate.quota,
      guessesLeft: gate.guessesLeft,
      risk: deps.risk(ask.subject.person),
      now: now.toISOString(),
    },
  };
}

/** Whose budgets count: the person's, or the key's own. */
export function holderOf(ask: Ask): string | null {
  return ask.subject.person ?? ask.subject.key?.id ?? null;
}

/** The values that an ask is about; a field or item the customer has not is simply not among them. */
function fieldFacts(
  deps: AccessDeps,
  sealed: SealedCustomer | null,
  asked: readonly FieldRef[],
  shown: ReadonlySet<string>,
): readonly FieldFacts[] {
  if (!sealed) return [];
  const wanted = (field: string, item: string): boolean =>
    asked.length === 0 ||
    asked.some((each) => each.field === field && (each.item === undefined || each.item === item));
  return sealed.values
    .filter((value) => wanted(value.field, value.item))
    .flatMap((value) => {
      const kind = deps.vault.kinds.get(value.field);
      if (!kind) return [];
      return [
        {
          field: value.field,
          item: value.item,
          level: kind.level,
          sensitive: kind.sensitive || kind.protectAsSensitive,
          shownInContact: shown.has(`${value.field}#${value.item}`),
        },
      ];
    });
}
