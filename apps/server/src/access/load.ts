import type { CaseFacts, FieldFacts, StepUpFacts } from '#gate';
import type { SealedCustomer } from '#vault';
import type { RawFacts } from './loader.ts';
import type { AccessDeps, Ask, Loaded } from './spine.ts';

/**
 * Loads the facts of one ask in one round trip. A customer, case or grant that is absent or forged is null. INVARIANT:
 * what is loaded is what was asked for, or this throws: seals say that rows are whole, not that they are these.
 */
export async function load(deps: AccessDeps, ask: Ask): Promise<Loaded> {
  const { raw, now } = await deps.loader.add({
    customer: ask.customer,
    person: holderOf(ask),
    case: ask.case,
    stepUp: ask.stepUp ?? null,
  });
  return loadedOf(deps, ask, raw, now);
}

/** Puts together what a load brought. */
async function loadedOf(deps: AccessDeps, ask: Ask, raw: RawFacts, now: Date): Promise<Loaded> {
  const sealed = raw.customer === null ? null : await deps.vault.customerOf(raw.customer, ask.customer ?? '');
  const of = withMandate(await ofChannel(deps, ask, caseAsked(deps, ask, raw.case)), sealed);
  const gate = deps.gate.storedFacts(raw.gate, {
    person: ask.subject.person,
    key: ask.subject.key?.id ?? null,
    customer: ask.customer,
    case: ask.case,
    contact: of?.contact ?? null,
  });
  return {
    now,
    sealed,
    facts: {
      subject: ask.subject,
      customer: sealed?.facts ?? null,
      case: of,
      fields: fieldFacts(deps, sealed, ask, gate.shown),
      grants: gate.grants,
      stepUp: stepUpAsked(deps, ask, raw.stepUp),
      quota: gate.quota,
      guessesLeft: gate.guessesLeft,
      risk: deps.risk(ask.subject.person),
      now: now.toISOString(),
    },
  };
}

/** The case that was asked for; null where it is absent or forged. Throws where another one was brought. */
function caseAsked(deps: AccessDeps, ask: Ask, raw: unknown): CaseFacts | null {
  const found = deps.cases.read(raw);
  if (found !== null && found.id !== ask.case) throw swapped(deps, ask, 'case');
  return found;
}

/** The case with what the customer's sealed state says of the mandate that it names; of nobody else's. */
function withMandate(of: CaseFacts | null, sealed: SealedCustomer | null): CaseFacts | null {
  if (of === null || of.customer !== (sealed?.id ?? null)) return of;
  const named = sealed?.parties.find((each) => each.id === of.party.mandate);
  if (named === undefined || of.party.capacity === 'customer') return of;
  const mandateLive = named.live && named.capacity === of.party.capacity;
  return { ...of, party: { ...of.party, mandateLive, fields: named.fields } };
}

function stepUpAsked(deps: AccessDeps, ask: Ask, raw: unknown): StepUpFacts | null {
  if (!deps.stepUpGenuine(raw)) return null;
  const found = raw as StepUpFacts;
  if (found.id !== ask.stepUp) throw swapped(deps, ask, 'step-up');
  return found;
}

/** The database answered with sound rows of something else: nothing of it is answered, and the officers know. */
function swapped(deps: AccessDeps, ask: Ask, object: 'case' | 'step-up'): Error {
  deps.log.error('row-swapped', { kind: object, case: ask.case });
  deps.alarm({
    code: 'rows-forged',
    object,
    ...(ask.subject.person === null ? {} : { person: ask.subject.person }),
    ...(ask.customer === null ? {} : { customer: ask.customer }),
  });
  return new Error(`the database brought another ${object} than was asked for`);
}

/** The case, for a program that acts by itself with who registered its contact: it has no other program's. */
async function ofChannel(deps: AccessDeps, ask: Ask, of: CaseFacts | null): Promise<CaseFacts | null> {
  const own = ask.subject.key !== null && ask.subject.person === null;
  if (!own || of === null || of.contact === null) return of;
  return { ...of, contactKey: await deps.cases.channel(deps.db.kysely, of.contact) };
}

/** Whose budgets count: the person's, or the key's own. */
export function holderOf(ask: Ask): string | null {
  return ask.subject.person ?? ask.subject.key?.id ?? null;
}

/** Asks about fields that the customer may not have: a new value, or a claim that must not tell what is held. */
const aboutKinds: ReadonlySet<string> = new Set(['correct', 'rollback', 'verify']);

/** The values that an ask is about; one that the customer has not is among them, without an item, for `aboutKinds`. */
function fieldFacts(
  deps: AccessDeps,
  sealed: SealedCustomer | null,
  ask: Ask,
  shown: ReadonlySet<string>,
): readonly FieldFacts[] {
  if (!sealed) return [];
  const asked = ask.fields;
  const wanted = (field: string, item: string): boolean =>
    asked.length === 0 ||
    asked.some((each) => each.field === field && (each.item === undefined || each.item === item));
  const held = inOrder(
    deps,
    sealed.values.filter((value) => wanted(value.field, value.item)),
  );
  const missing = asked.filter(({ field }) => held.every((value) => value.field !== field));
  const without = aboutKinds.has(ask.action) ? missing.map(({ field }) => ({ field, item: '' })) : [];
  return [...held, ...without].flatMap((value) => {
    const kind = deps.vault.kinds.get(value.field);
    if (!kind) return [];
    return [
      {
        field: value.field,
        item: value.item,
        type: kind.type,
        level: kind.level,
        sensitive: kind.sensitive || kind.protectAsSensitive,
        uses: kind.uses,
        shownInContact: shown.has(`${value.field}#${value.item}`),
      },
    ];
  });
}

type Value = SealedCustomer['values'][number];

/** The order of the kinds, and of several values the order in which they came: the same on card and in entry. */
function inOrder(deps: AccessDeps, values: readonly Value[]): readonly Value[] {
  const place = new Map(deps.vault.kinds.all().map((kind, i) => [kind.field, i]));
  const at = (each: Value): number => place.get(each.field) ?? place.size;
  return [...values].sort((a, b) => at(a) - at(b) || (a.item < b.item ? -1 : 1));
}
