import type { CustomerCreate, CustomerPatch, FieldVersion, Purpose, Scenario } from '@huke/sdk';
import { maskValue } from '@huke/detect';
import type { Transaction } from 'kysely';
import type { Subject } from '#gate';
import { newId } from '#platform';
import type { InputError, PreparedCustomer } from '#vault';
import { gateAsk } from './access.ts';
import { load } from './load.ts';
import { holdersOf, toldOf } from './duplicates.ts';
import { charge, paid, probesOf, recordHits } from './probing.ts';
import { lapsed, settle } from './settle.ts';
import { settleIn, settleOn } from './settle-in.ts';
import type { AccessDeps, Ask, Granted, Loaded, Refusal } from './spine.ts';

/** Input that does not fit: paths and codes, never values. Nothing was recorded or written. */
export type Invalid = {
  readonly kind: 'refused';
  readonly code: 'invalid-field';
  readonly policies: readonly string[];
  readonly entry: -1;
  readonly errors: readonly InputError[];
};
type Written = { readonly kind: 'granted'; readonly id: string; readonly entry: number } | Refusal | Invalid;
type Context = { readonly purpose: Purpose; readonly case: string; readonly scenario: Scenario };

const invalid = (errors: readonly InputError[]): Invalid => ({
  kind: 'refused',
  code: 'invalid-field',
  policies: [],
  entry: -1,
  errors,
});

/**
 * Creates a customer: seals every value and refuses one of the asker's own teams that is there already; any other is
 * as if it were not there. Each identifying value is charged before it is looked for, whatever comes of it.
 */
export async function create(
  deps: AccessDeps,
  subject: Subject,
  request: CustomerCreate,
  keep?: (tx: Transaction<unknown>, made: { readonly id: string; readonly entry: number }) => Promise<void>,
): Promise<Written> {
  const id = newId('cus');
  const team = request.team ?? subject.team ?? subject.key?.teams[0] ?? null;
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
  const holders = await holdersOf(deps, prepared);
  const hits = holders.map((each) => each.id);
  const recorded = await recordHits(deps, ask, loaded, decision, hits, { count });
  if (recorded.kind !== 'granted') return recorded;
  const there = holders.some((each) => toldOf(ask.subject, each));
  return { kind: 'granted', there, decision: paid(decision) };
}

/**
 * Stores customers (at most 500): all of them or none, with one entry that names them and their states. Nothing is
 * looked for, so nothing is told; an import comes here by `importBatch`.
 */
export async function createBatch(
  deps: AccessDeps,
  subject: Subject,
  batch: readonly PreparedCustomer[],
  more: { readonly job?: string } = {},
): Promise<{ readonly kind: 'granted'; readonly entry: number } | Refusal> {
  const ask = administrative(subject, 'import', null);
  const loaded = await load(deps, ask);
  const decision = deps.gate.decide(gateAsk(ask), loaded.facts);
  if (decision.kind !== 'granted') return (await settle(deps, ask, loaded, decision)) as Refusal;
  const extras = {
    more: {
      ...(more.job ? { object: more.job } : {}),
      count: batch.length,
      customers: batch.map((row) => row.customer),
      states: batch.map((row) => row.state),
    },
  };
  return settleIn(deps, ask, loaded, decision, extras, async (tx) => {
    if (batch.length > 0) await deps.vault.applyCreate(tx, batch, loaded.now, actor(subject));
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

/** Corrects values; the old ones stay in sealed history. */
export async function change(
  deps: AccessDeps,
  subject: Subject,
  customer: string,
  request: CustomerPatch,
): Promise<Written> {
  const fields = request.changes.map(({ field, item }) => (item ? { field, item } : { field }));
  const ask: Ask = { subject, action: 'correct', customer, fields, reason: null, ...contextOf(request) };
  return writeOn(deps, ask, (tx) => deps.vault.prepareChange(tx, customer, request.changes));
}

/** Brings an earlier version of one value back, as a new version. */
export async function rollback(
  deps: AccessDeps,
  subject: Subject,
  customer: string,
  request: Context & { readonly field: string; readonly item: string; readonly version: number },
): Promise<Written> {
  const fields = [{ field: request.field, item: request.item }];
  const ask: Ask = { subject, action: 'rollback', customer, fields, reason: null, ...contextOf(request) };
  return writeOn(deps, ask, (tx) => deps.vault.prepareRollback(tx, customer, request));
}

type Prepared = Awaited<ReturnType<AccessDeps['vault']['prepareChange']>>;

/** What is answered about a customer who is not there: what is answered about one of others. */
const nobodys = { kind: 'refused', code: 'not-yours', policies: ['not-yours'] } as const;

async function writeOn(
  deps: AccessDeps,
  ask: Ask & { readonly customer: string | null },
  prepare: (tx: Transaction<unknown>) => Promise<Prepared>,
): Promise<Written> {
  const loaded = await load(deps, ask);
  const decided = deps.gate.decide(gateAsk(ask), loaded.facts);
  // a restore of nobody would pass as a look into the bin
  const decision = decided.kind === 'granted' && loaded.sealed === null ? nobodys : decided;
  if (decision.kind !== 'granted') return (await settle(deps, ask, loaded, decision)) as Refusal;
  const outcome = await deps.db.kysely.transaction().execute(async (tx) => {
    const prepared = await prepare(tx);
    if (prepared.kind === 'invalid') return invalid(prepared.errors);
    const settled = await settleOn(deps, tx, ask, loaded, decision, { more: { state: prepared.state } });
    if (settled.kind !== 'granted') return settled;
    await deps.vault.applyChange(tx, prepared.prepared, loaded.now, actor(ask.subject));
    return { kind: 'granted' as const, id: ask.customer ?? '', entry: settled.entry };
  });
  return outcome.kind === 'lapsed' ? lapsed(deps, ask, loaded, decision, outcome.lapse) : outcome;
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
export function administrative(subject: Subject, action: 'create' | 'import', customer: string | null): Ask {
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

const actor = (subject: Subject): string => subject.person ?? subject.key?.id ?? '';
