import type { CustomerPatch, PendingContactChange, Purpose, Scenario } from '@huke/sdk';
import { sql, type Transaction } from 'kysely';
import type { Subject } from '#gate';
import { newId } from '#platform';
import type { ChangeRecord, PreparedCustomer, SealedCustomer } from '#vault';
import { gateAsk } from './access.ts';
import { risksOf } from './change-risks.ts';
import { announceChange, channelOf } from './change-notices.ts';
import { noticesOf } from './costs.ts';
import { type Factors, loadFactors, provenFor } from './factors.ts';
import { load } from './load.ts';
import { settleOn } from './settle-in.ts';
import { lapsed, settle } from './settle.ts';
import type { AccessDeps, Ask, Granted, Loaded, Refusal } from './spine.ts';
import { actor, type Invalid, invalid, nobodys } from './written.ts';

/** For so long a change can be undone by one act. */
const undoDays = 30;
const hour = 3_600_000;

type Change = CustomerPatch['changes'][number];
type Context = { readonly purpose: Purpose; readonly case: string; readonly scenario: Scenario };
type Changed =
  | {
      readonly kind: 'granted';
      readonly id: string;
      readonly entry: number;
      readonly pending: readonly PendingContactChange[];
    }
  | Refusal
  | Invalid;

/**
 * Corrects values; the old ones stay in sealed history. Contact data takes effect after a waiting time, is announced
 * to the old and the new contact, is confirmed by a second person where that is risky, and can be undone for thirty
 * days: whoever talks one agent into a change has not taken over an account.
 */
export async function change(
  deps: AccessDeps,
  subject: Subject,
  customer: string,
  request: CustomerPatch,
): Promise<Changed> {
  const fields = request.changes.map(({ field, item }) => (item ? { field, item } : { field }));
  const ask: Ask = { subject, action: 'correct', customer, fields, reason: null, ...contextOf(request) };
  return changeOn(deps, { ...ask, customer }, async () => request.changes);
}

/** Brings an earlier version of one value back, as a new version, by the same rules. */
export async function rollback(
  deps: AccessDeps,
  subject: Subject,
  customer: string,
  request: Context & { readonly field: string; readonly item: string; readonly version: number },
): Promise<Changed> {
  const { field, item, version } = request;
  const ask: Ask = {
    subject,
    action: 'rollback',
    customer,
    fields: [{ field, item }],
    reason: null,
    ...contextOf(request),
  };
  return changeOn(deps, { ...ask, customer }, async (held) => {
    const kept = (await deps.vault.versions(customer)).find(
      (each) => each.field === field && each.item === item && each.version === version,
    );
    if (!kept || kept.current) return null;
    const value = deps.opener.openVersion(held, kept);
    const there = held.values.some((each) => each.field === field && each.item === item);
    if (there) return [{ field, item, value }];
    return value === null ? null : [{ field, value }];
  });
}

type Held = { readonly customer: string };

async function changeOn(
  deps: AccessDeps,
  ask: Ask & Held,
  changesOf: (held: SealedCustomer) => Promise<readonly Change[] | null>,
): Promise<Changed> {
  const [plain, factors] = await Promise.all([load(deps, ask), loadFactors(deps, ask)]);
  const loaded = withProof(deps, plain, factors);
  const decided = deps.gate.decide(gateAsk(ask), loaded.facts);
  // nobody there is answered like one of others, whatever was asked of them
  const decision = decided.kind === 'granted' && loaded.sealed === null ? nobodys : decided;
  if (decision.kind !== 'granted') return (await settle(deps, ask, loaded, decision)) as Refusal;
  const { staffNumber, session } = ask.subject;
  const device = session === null ? null : await deps.people.device(session);
  const asker = { staffNumber, session, device };
  const outcome = await deps.db.kysely.transaction().execute(async (tx) => {
    // one after the other, so that many at once are still many
    await sql`select pg_advisory_xact_lock(hashtextextended(${`changes ${actor(ask.subject)}`}, 0))`.execute(
      tx,
    );
    const since = loaded.now.getTime() - 24 * hour;
    const byPerson = await deps.vault.changes.countBy(tx, actor(ask.subject), since);
    const risks = risksOf({ facts: loaded.facts, factors, byPerson });
    const held = await deps.vault.lock(tx, ask.customer);
    const changes = held && (await changesOf(held));
    if (!held || !changes) return invalid([{ path: 'version', code: 'no-such-version' }]);
    return write(deps, tx, { ask, loaded, decision, held, changes, risks, asker });
  });
  if (outcome.kind === 'lapsed') return lapsed(deps, ask, loaded, decision, outcome.lapse);
  if (outcome.kind === 'waiting') {
    const refused = { kind: 'refused' as const, code: 'change-pending', policies: decision.policies };
    return (await settle(deps, ask, loaded, refused)) as Refusal;
  }
  return outcome;
}

/** The facts with what may be changed on the proof that the case has. */
export function withProof(deps: AccessDeps, loaded: Loaded, factors: Factors): Loaded {
  const { facts } = loaded;
  const fields = facts.fields.map((each) => ({
    ...each,
    proven: provenFor(deps, factors, facts.case, each.field),
  }));
  return { ...loaded, facts: { ...facts, fields } };
}

type Work = {
  readonly ask: Ask & Held;
  readonly loaded: Loaded;
  readonly decision: Granted;
  readonly held: SealedCustomer;
  readonly changes: readonly Change[];
  readonly risks: readonly string[];
  readonly asker: Pick<ChangeRecord, 'staffNumber' | 'session' | 'device'>;
};

async function write(deps: AccessDeps, tx: Transaction<unknown>, work: Work) {
  const { ask, loaded, decision, held, changes, risks } = work;
  const all = await deps.vault.prepareChange(tx, ask.customer, changes);
  if (all.kind === 'invalid') return invalid(all.errors);
  const records = changes.flatMap((each) => recordOf(deps, work, each));
  const open = await deps.vault.changes.ofCustomer(tx, ask.customer, loaded.now.getTime());
  const same = (one: ChangeRecord, other: ChangeRecord): boolean =>
    one.field === other.field && one.item === other.item;
  const waiting = open.filter((each) => each.state === 'waiting');
  if (records.some((each, i) => [...waiting, ...records.slice(0, i)].some((other) => same(each, other))))
    return { kind: 'waiting' as const };
  const waits = (record: ChangeRecord | undefined): boolean =>
    record !== undefined && (risks.length > 0 || record.dueAt > loaded.now.getTime());
  const now = changes.filter((each) => !waits(records.find((record) => isOf(deps, held, record, each))));
  const prepared = now.length > 0 ? await deps.vault.prepareChange(tx, ask.customer, now) : null;
  if (prepared?.kind === 'invalid') return invalid(prepared.errors);
  const kept = records.map((each) => (waits(each) ? each : done(each, prepared?.prepared, loaded.now)));
  const [first] = kept;
  const channel = await channelOf(deps, tx, loaded.facts.case?.contact ?? null);
  const settled = await settleOn(deps, tx, ask, loaded, decision, {
    charges: noticesOf(ask, loaded, kept.length, channel),
    more: {
      ...(prepared ? { state: prepared.state } : {}),
      ...(first ? { object: first.id, code: waits(first) ? 'waiting' : 'changed' } : {}),
    },
  });
  if (settled.kind !== 'granted') return settled;
  if (prepared) await deps.vault.applyChange(tx, prepared.prepared, loaded.now, actor(ask.subject));
  for (const record of kept) {
    await deps.vault.changes.put(tx, record);
    const notices = await announceChange(deps, tx, held, record, 'contact-changed', channel);
    await deps.ledger.append(tx, [stepOf(deps, record, 'change-asked', { count: notices })]);
  }
  return {
    kind: 'granted' as const,
    id: ask.customer,
    entry: settled.entry,
    pending: kept.map(pendingOf),
  };
}

/** The item that a change is about: the one named, or the only one of a kind that has one. */
function targetOf(deps: AccessDeps, held: SealedCustomer, { field, item }: Change) {
  const values = held.values.filter((each) => each.field === field);
  if (item !== undefined) return values.find((each) => each.item === item);
  return deps.vault.kinds.get(field)?.many ? undefined : values[0];
}

const isOf = (deps: AccessDeps, held: SealedCustomer, record: ChangeRecord, change: Change): boolean =>
  record.field === change.field && record.item === (targetOf(deps, held, change)?.item ?? null);

/** The record of a change of contact data; none for what is changed at once and without further ado. */
function recordOf(deps: AccessDeps, work: Work, change: Change): readonly ChangeRecord[] {
  const { ask, loaded, held, risks, asker } = work;
  const rules = deps.vault.kinds.get(change.field)?.change;
  if (!rules) return [];
  const target = targetOf(deps, held, change);
  const id = newId('chg');
  const at = loaded.now.getTime();
  return [
    {
      customer: ask.customer,
      id,
      team: held.facts.team,
      field: change.field,
      item: target?.item ?? null,
      act: change.value === null ? 'remove' : target ? 'replace' : 'add',
      before: target?.version ?? null,
      after: null,
      case: ask.case ?? '',
      person: actor(ask.subject),
      ...asker,
      risks,
      confirmedBy: null,
      state: 'waiting',
      askedAt: at,
      dueAt: at + rules.waitHours * hour,
      provesAt: at + rules.provesAfterHours * hour,
      undoUntil: at + undoDays * 24 * hour,
      endedAt: null,
      sealed: change.value === null ? null : deps.vault.sealText(held, id, change.value),
    },
  ];
}

/** The record once its value has been written. */
export function done(record: ChangeRecord, write: PreparedCustomer | undefined, now: Date): ChangeRecord {
  const rows = [...(write?.values ?? []), ...(write?.tombstones ?? [])].filter(
    (each) => each.field === record.field,
  );
  const made = rows.find((each) => record.item === null || each.item === record.item);
  if (!made) throw new Error('a change of contact data wrote nothing');
  return { ...record, item: made.item, after: made.version, state: 'applied', endedAt: now.getTime() };
}

/** The ledger's entry of a step that a change takes by itself. */
export function stepOf(
  deps: AccessDeps,
  record: ChangeRecord,
  action: 'change-asked' | 'change-applied' | 'change-lapsed',
  more: { readonly count?: number; readonly state?: string } = {},
) {
  return {
    v: 1 as const,
    at: deps.clock().toISOString(),
    kind: 'vault' as const,
    action,
    outcome: 'done' as const,
    customer: record.customer,
    case: record.case,
    person: record.person,
    object: record.id,
    code: record.act,
    fields: [record.item === null ? record.field : `${record.field}#${record.item}`],
    ...(record.risks.length > 0 ? { needs: [...record.risks] } : {}),
    ...more,
  };
}

/** What people are told of a change; never a value, nor why it needs a second person: that tells of the customer. */
export function pendingOf(record: ChangeRecord): PendingContactChange {
  const iso = (at: number): string => new Date(at).toISOString();
  return {
    id: record.id,
    field: record.field,
    item: record.item,
    act: record.act,
    state: record.state,
    askedAt: iso(record.askedAt),
    dueAt: iso(record.dueAt),
    provesAt: iso(record.provesAt),
    undoUntil: iso(record.undoUntil),
    needsSecond: record.risks.length > 0,
    confirmed: record.confirmedBy !== null,
    case: record.case,
    customer: record.customer,
    person: record.person,
  };
}

const contextOf = ({ purpose, case: of, scenario }: Context) => ({ purpose, case: of, scenario });
