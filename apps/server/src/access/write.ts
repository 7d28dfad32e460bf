import type { Action, CustomerCreate, FieldVersion, Purpose, Scenario } from '@huke/sdk';
import { maskValue } from '@huke/detect';
import type { Transaction } from 'kysely';
import type { Subject } from '#gate';
import { newId } from '#platform';
import type { PreparedCustomer } from '#vault';
import { findHolders } from '#vault/open';
import { gateAsk } from './access.ts';
import { load } from './load.ts';
import { toldOf } from './duplicates.ts';
import { charge, paid, probesOf, recordHits } from './probing.ts';
import { settle } from './settle.ts';
import { settleIn } from './settle-in.ts';
import type { AccessDeps, Ask, Granted, Loaded, Refusal } from './spine.ts';
import { actor, invalid, type Written } from './written.ts';

type Context = { readonly purpose: Purpose; readonly case: string; readonly scenario: Scenario };

/**
 * Creates a customer in a team of the asker's: seals every value and refuses one of those teams that is there already;
 * any other is as if it were not there. Each identifying value is charged before it is looked for, whatever comes of it.
 */
export async function create(
  deps: AccessDeps,
  subject: Subject,
  request: CustomerCreate,
  keep?: (tx: Transaction<unknown>, made: { readonly id: string; readonly entry: number }) => Promise<void>,
): Promise<Written> {
  const id = newId('cus');
  const own = subject.person === null ? (subject.key?.teams ?? []) : [subject.team];
  // one's own only: those of others, and teams that there are not, are answered alike
  if (request.team !== undefined && !own.includes(request.team))
    return invalid([{ path: 'team', code: 'not-your-team' }]);
  const team = request.team ?? own[0] ?? null;
  const prepared = await deps.vault.prepareCreate({ id, team, fields: request.fields });
  if (prepared.kind === 'invalid') return invalid(prepared.errors);
  const ask = administrative(subject, 'create', null);
  const loaded = await load(deps, ask);
  const decision = deps.gate.decide(gateAsk(ask), loaded.facts);
  if (decision.kind !== 'granted') return (await settle(deps, ask, loaded, decision)) as Refusal;
  const told = await lookFor(deps, ask, loaded, decision, prepared.prepared);
  if (told.kind !== 'granted') return told;
  if (told.there) {
    const refused = { kind: 'refused' as const, code: 'duplicate', policies: decision.policies };
    return (await settle(deps, ask, loaded, refused)) as Refusal;
  }
  const more = { customer: id, state: prepared.state };
  const settled = await settleIn(deps, ask, loaded, told.decision, { more }, async (tx, entry) => {
    await deps.vault.applyCreate(tx, [prepared.prepared], loaded.now, actor(subject));
    await keep?.(tx, { id, entry });
  });
  return settled.kind === 'granted' ? { kind: 'granted', id, entry: settled.entry } : settled;
}

/** Whether a new customer is there already as far as the asker may be told; three entries, or none without a probe. */
async function lookFor(
  deps: AccessDeps,
  ask: Ask,
  loaded: Loaded,
  decision: Granted,
  prepared: PreparedCustomer,
): Promise<{ readonly kind: 'granted'; readonly there: boolean; readonly decision: Granted } | Refusal> {
  const count = deps.vault.duplicateProbes(prepared).length;
  if (count === 0) return { kind: 'granted', there: false, decision };
  const charges = probesOf(ask, loaded, ask.subject.team, count);
  const charged = await charge(deps, ask, loaded, decision, { charges, guesses: count, more: { count } });
  if (charged.kind !== 'granted') return charged;
  const holders = await findHolders(deps.vault, deps.db, [prepared]);
  const recorded = await recordHits(deps, ask, loaded, decision, holders.ids.flat(), { count });
  if (recorded.kind !== 'granted') return recorded;
  const [facts = []] = await holders.facts();
  const there = facts.some((each) => toldOf(ask.subject, each));
  return { kind: 'granted', there, decision: paid(decision) };
}

/**
 * Stores customers (at most 500): all of them or none, with one entry that has them and their states, by ids that only
 * `auditStates` tells whose they are, in an order that says nothing of the file's. Nothing is looked for, so nothing is told; an import comes here by `importBatch`.
 * `leftOut`: those of the batch who are not stored. The entry has them with states that only `auditStates` tells from
 * the others', or its count would say how many rows of a file were there already.
 */
export async function createBatch(
  deps: AccessDeps,
  subject: Subject,
  batch: readonly PreparedCustomer[],
  more: { readonly job?: string; readonly leftOut?: ReadonlySet<string> } = {},
): Promise<{ readonly kind: 'granted'; readonly entry: number } | Refusal> {
  const ask = administrative(subject, 'import', null);
  const loaded = await load(deps, ask);
  const decision = deps.gate.decide(gateAsk(ask), loaded.facts);
  if (decision.kind !== 'granted') return (await settle(deps, ask, loaded, decision)) as Refusal;
  const isOut = (row: PreparedCustomer): boolean => more.leftOut?.has(row.customer) === true;
  const named = batch
    .map((row) => ({ row, as: deps.vault.importedAs(row.customer) }))
    .sort((one, other) => (one.as < other.as ? -1 : 1));
  const extras = {
    more: {
      ...(more.job ? { object: more.job } : {}),
      count: batch.length,
      customers: named.map(({ as }) => as),
      states: named.map(({ row, as }) => (isOut(row) ? deps.vault.leftOutState(as) : row.state)),
    },
  };
  const stored = batch.filter((row) => !isOut(row));
  return settleIn(deps, ask, loaded, decision, extras, async (tx) => {
    if (stored.length > 0) await deps.vault.applyCreate(tx, stored, loaded.now, actor(subject));
  });
}

/** Whether the subject may import: only a refusal is recorded here, each batch records itself. */
export function mayImport(
  deps: AccessDeps,
  subject: Subject,
): Promise<{ readonly kind: 'granted' } | Refusal> {
  return may(deps, administrative(subject, 'import', null));
}

/** Asks the gate about something that shows no value; a refusal is recorded, a yes is left to what follows. */
async function may(deps: AccessDeps, ask: Ask): Promise<{ readonly kind: 'granted' } | Refusal> {
  const loaded = await load(deps, ask);
  const decision = deps.gate.decide(gateAsk(ask), loaded.facts);
  if (decision.kind === 'granted') return { kind: 'granted' };
  return (await settle(deps, ask, loaded, decision)) as Refusal;
}

/** The versions of a customer's fields, masked. */
export async function history(
  deps: AccessDeps,
  subject: Subject,
  customer: string,
  context: Context,
): Promise<{ readonly kind: 'granted'; readonly versions: readonly FieldVersion[] } | Refusal> {
  const ask: Ask = { subject, action: 'view', customer, fields: [], reason: null, ...contextOf(context) };
  const loaded = await load(deps, ask);
  const settled = await settle(deps, ask, loaded, deps.gate.decide(gateAsk(ask), loaded.facts), {
    more: { code: 'history' },
  });
  const { sealed } = loaded;
  if (settled.kind !== 'granted' || !sealed) return settled as Refusal;
  const shown = new Set(
    settled.decision.fields.filter((each) => each.show === 'masked').map((each) => each.field),
  );
  const versions = (await deps.vault.versions(customer)).filter((each) => shown.has(each.field));
  return {
    kind: 'granted',
    versions: versions.map((each) => {
      const kind = deps.vault.kinds.get(each.field);
      const clear = each.sealed === null ? null : deps.opener.openVersion(sealed, each);
      const { field, item, version, changedAt, changedBy, current } = each;
      const value = clear === null || !kind ? null : maskValue(kind.type, clear, context.scenario);
      return { field, item, version, value, changedAt, changedBy, current };
    }),
  };
}

/** An ask of somebody who keeps records: about no field, in no case. */
export function administrative(subject: Subject, action: Action, customer: string | null): Ask {
  return {
    subject,
    action,
    customer,
    fields: [],
    purpose: 'data-entry',
    case: null,
    scenario: 'log',
    reason: null,
  };
}

const contextOf = ({ purpose, case: of, scenario }: Context) => ({ purpose, case: of, scenario });
