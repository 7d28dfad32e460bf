import type { CustomerCreate, FieldVersion, Purpose, Scenario } from '@huke/sdk';
import { maskValue } from '@huke/detect';
import type { Transaction } from 'kysely';
import type { Subject } from '#gate';
import { newId } from '#platform';
import type { PreparedCustomer } from '#vault';
import { gateAsk } from './access.ts';
import { load } from './load.ts';
import { findDuplicate } from './duplicates.ts';
import { settle } from './settle.ts';
import { settleIn } from './settle-in.ts';
import type { AccessDeps, Ask, Refusal } from './spine.ts';
import { actor, invalid, type Written, writeOn } from './write-on.ts';

type Context = { readonly purpose: Purpose; readonly case: string; readonly scenario: Scenario };

/** Creates a customer: seals every value, refuses a duplicate (which costs a guess and says only that it is one). */
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
  const duplicate = await findDuplicate(deps, prepared.prepared);
  if (duplicate) {
    const refused = { kind: 'refused' as const, code: 'duplicate', policies: decision.policies };
    const { guesses } = decision.consume;
    return (await settle(deps, ask, loaded, refused, { guesses })) as Refusal;
  }
  const more = { customer: id, state: prepared.state };
  const settled = await settleIn(deps, ask, loaded, decision, { more }, async (tx, entry) => {
    await deps.vault.applyCreate(tx, [prepared.prepared], loaded.now, actor(subject));
    await keep?.(tx, { id, entry });
  });
  return settled.kind === 'granted' ? { kind: 'granted', id, entry: settled.entry } : settled;
}

/**
 * A batch of an import (at most 500 customers): all of it or nothing, with one entry that names them and their
 * states. Duplicates that it turned out to hold cost a guess each. An empty batch (a dry run) only asks.
 */
export async function createBatch(
  deps: AccessDeps,
  subject: Subject,
  batch: readonly PreparedCustomer[],
  more: { readonly job?: string; readonly duplicates?: number } = {},
): Promise<{ readonly kind: 'granted'; readonly entry: number } | Refusal> {
  const ask = administrative(subject, 'import', null);
  const loaded = await load(deps, ask);
  const decided = deps.gate.decide(gateAsk(ask), loaded.facts);
  if (decided.kind !== 'granted') return (await settle(deps, ask, loaded, decided)) as Refusal;
  const guesses = decided.consume.guesses + (more.duplicates ?? 0);
  const decision = { ...decided, consume: { ...decided.consume, guesses } };
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

/** Puts a customer into the bin: nothing of them can be seen until they are restored. */
export async function bin(deps: AccessDeps, subject: Subject, customer: string): Promise<Written> {
  return move(deps, subject, customer, 'erase');
}

/** Takes a customer out of the bin. */
export async function restore(deps: AccessDeps, subject: Subject, customer: string): Promise<Written> {
  return move(deps, subject, customer, 'restore');
}

async function move(
  deps: AccessDeps,
  subject: Subject,
  customer: string,
  action: 'erase' | 'restore',
): Promise<Written> {
  const ask = { ...administrative(subject, action, customer), customer };
  return writeOn(deps, ask, (tx) =>
    action === 'erase'
      ? deps.vault.prepareBin(tx, customer, deps.clock())
      : deps.vault.prepareUnbin(tx, customer),
  );
}

/** Customers in the bin, newest first: ids and handles only. */
export async function listBin(deps: AccessDeps, subject: Subject, cursor: string | null) {
  const allowed = await may(deps, administrative(subject, 'restore', null));
  if (allowed.kind !== 'granted') return allowed;
  const { items, next } = await deps.vault.listBin(cursor);
  const rows = items.map((each) => ({
    id: each.id,
    label: `··${each.id.slice(-4)}`,
    binnedAt: each.binnedAt,
    binnedBy: each.binnedBy ?? '',
  }));
  return { kind: 'granted' as const, page: { rows, next } };
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

function administrative(
  subject: Subject,
  action: 'create' | 'import' | 'erase' | 'restore',
  customer: string | null,
): Ask {
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
