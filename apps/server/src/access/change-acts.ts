import type { Transaction } from 'kysely';
import { type Action, postsWith } from '@huke/sdk';
import { blockOf, deciderOf, type FieldFacts, type Subject } from '#gate';
import type { ChangeRecord, NoticeRecord, SealedCustomer } from '#vault';
import { gateAsk } from './access.ts';
import { announceChange, keptFrom, unproven } from './change-notices.ts';
import { done, pendingOf, stepOf } from './change.ts';
import { listed, reachOf } from './listing.ts';
import { load } from './load.ts';
import { settleOn } from './settle-in.ts';
import { lapsed, settle } from './settle.ts';
import type { AccessDeps, Ask, Granted, Loaded, Refusal } from './spine.ts';
import { actor, nobodys } from './written.ts';

/** Days after which a change that nobody confirmed is over. */
const confirmDays = 7;
/** A notice that no channel has taken for so long is said to be undelivered. */
const undeliveredMinutes = 60;
const noticeDays = 7;
const minute = 60_000;
const day = 24 * 60 * minute;

type Acted = { readonly kind: 'granted'; readonly id: string; readonly entry: number } | Refusal;

const firstHalf = (record: ChangeRecord) => ({ ...record, approvers: postsWith('contact-changes:confirm') });

/** A second person says that a risky change may take effect; never whoever asked for it. */
export async function confirmChange(deps: AccessDeps, subject: Subject, id: string): Promise<Acted> {
  const decider = await deciderOf(deps.people, subject);
  return act(deps, subject, id, 'confirm', async (tx, { record, held, settleAs, now }) => {
    if (record.state !== 'waiting' || record.confirmedBy !== null || record.risks.length === 0)
      return 'change-over';
    const block = blockOf(firstHalf(record), decider, now);
    if (block !== null) return block;
    const settled = await settleAs({ object: id });
    if (settled.kind !== 'granted') return settled;
    const confirmed = { ...record, confirmedBy: actor(subject) };
    await deps.vault.changes.save(tx, confirmed);
    if (confirmed.dueAt <= now.getTime()) await apply(deps, tx, confirmed, held, now);
    return settled;
  });
}

/**
 * Takes a change of contact data back, before it takes effect or for thirty days after. People by their post; a
 * channel's program passes on what the customer pressed, with the proof that came with the notice.
 */
export async function undoChange(
  deps: AccessDeps,
  subject: Subject,
  id: string,
  proof: string | null,
): Promise<Acted> {
  const byCustomer = subject.person === null;
  let undone: ChangeRecord | null = null;
  const acted = await act(deps, subject, id, 'undo', async (tx, { record, held, settleAs, now }) => {
    if (byCustomer && !deps.vault.changes.undoProofFits(record, proof ?? '')) return 'undo-wrong';
    if (record.state === 'undone' || record.state === 'lapsed') return 'change-over';
    if (record.undoUntil < now.getTime()) return 'change-over';
    const back = record.state === 'applied' ? await reverse(deps, tx, record, held) : null;
    if (back?.kind === 'invalid') return 'changed-since';
    const code = byCustomer ? 'by-customer' : 'by-post';
    const settled = await settleAs({ object: id, code, ...(back ? { state: back.state } : {}) });
    if (settled.kind !== 'granted') return settled;
    if (back) await deps.vault.applyChange(tx, back.prepared, now, actor(subject));
    const over: ChangeRecord = { ...record, state: 'undone', endedAt: now.getTime() };
    await deps.vault.changes.save(tx, over);
    await announceChange(deps, tx, held, over, 'contact-change-undone', await keptFrom(deps, tx, id));
    undone = record;
    return settled;
  });
  // a customer who undoes a change did not ask for it
  if (acted.kind === 'granted' && byCustomer && undone) {
    const { customer, person, team } = undone as ChangeRecord;
    deps.alarm({ code: 'change-undone', customer, person, object: id, ...(team === null ? {} : { team }) });
  }
  return acted;
}

/** What brings the customer back to before the change; `invalid` when the value was changed again since. */
async function reverse(
  deps: AccessDeps,
  tx: Transaction<unknown>,
  record: ChangeRecord,
  held: SealedCustomer,
) {
  const { customer, field, item, before } = record;
  const now = held.values.find((each) => each.field === field && each.item === item);
  const changedSince = record.act === 'remove' ? now !== undefined : now?.version !== record.after;
  if (changedSince || item === null) return { kind: 'invalid' as const };
  if (record.act === 'add') return deps.vault.prepareChange(tx, customer, [{ field, item, value: null }]);
  return deps.vault.prepareRollback(tx, customer, { field, item, version: before ?? 0 });
}

type Settled = Awaited<ReturnType<typeof settleOn>>;
type At = {
  readonly record: ChangeRecord;
  readonly held: SealedCustomer;
  readonly now: Date;
  readonly settleAs: (more: {
    readonly object: string;
    readonly code?: string;
    readonly state?: string;
  }) => Promise<Settled>;
};

/** Decides on an act on one change, and does it with its entry; absent and not-yours answer alike. */
async function act(
  deps: AccessDeps,
  subject: Subject,
  id: string,
  action: Extract<Action, 'confirm' | 'undo'>,
  work: (tx: Transaction<unknown>, at: At) => Promise<Settled | string>,
): Promise<Acted> {
  const known = await deps.vault.changes.find(deps.db.kysely, id);
  const ask = askOf(subject, action, known?.customer ?? null);
  const loaded = await load(deps, ask);
  const decision = deps.gate.decide(gateAsk(ask), loaded.facts);
  if (decision.kind !== 'granted' || !known)
    return (await settle(deps, ask, loaded, decision.kind === 'granted' ? nobodys : decision)) as Refusal;
  const outcome = await deps.db.kysely.transaction().execute(async (tx) => {
    const held = await deps.vault.lock(tx, known.customer);
    const record = await deps.vault.changes.find(tx, id, true);
    if (!held || !record) return 'change-over';
    const settleAs: At['settleAs'] = (more) => settleOn(deps, tx, ask, loaded, decision, { more });
    return work(tx, { record, held, now: loaded.now, settleAs });
  });
  return finished(deps, ask, loaded, decision, id, outcome);
}

async function finished(
  deps: AccessDeps,
  ask: Ask,
  loaded: Loaded,
  decision: Granted,
  id: string,
  outcome: Settled | string,
): Promise<Acted> {
  if (typeof outcome === 'string') {
    const refused = { kind: 'refused' as const, code: outcome, policies: decision.policies };
    return (await settle(deps, ask, loaded, refused, { more: { object: id } })) as Refusal;
  }
  if (outcome.kind === 'lapsed') return lapsed(deps, ask, loaded, decision, outcome.lapse);
  return { kind: 'granted', id, entry: outcome.entry };
}

/** Lets one change take effect within the caller's transaction; over when what it changes is gone by now. */
async function apply(
  deps: AccessDeps,
  tx: Transaction<unknown>,
  record: ChangeRecord,
  held: SealedCustomer,
  now: Date,
): Promise<void> {
  const { field, item } = record;
  const value = record.sealed === null ? null : deps.opener.openText(held, record.id, record.sealed);
  const change = item === null ? { field, value } : { field, item, value };
  const prepared = held.facts.binned
    ? ({ kind: 'invalid' } as const)
    : await deps.vault.prepareChange(tx, record.customer, [change]);
  if (prepared.kind === 'invalid') {
    await lapse(deps, tx, record, now);
    return;
  }
  await deps.vault.applyChange(tx, prepared.prepared, now, record.person);
  await deps.vault.changes.save(tx, done(record, prepared.prepared, now));
  await deps.ledger.append(tx, [stepOf(deps, record, 'change-applied', { state: prepared.state })]);
}

async function lapse(
  deps: AccessDeps,
  tx: Transaction<unknown>,
  record: ChangeRecord,
  now: Date,
): Promise<void> {
  await deps.vault.changes.save(tx, { ...record, state: 'lapsed', endedAt: now.getTime() });
  await deps.ledger.append(tx, [stepOf(deps, record, 'change-lapsed')]);
}

/** Lets take effect what has waited long enough, and ends what nobody confirmed; a job. Returns how many. */
export async function applyDue(deps: AccessDeps): Promise<number> {
  const now = deps.clock();
  const lapseBefore = now.getTime() - confirmDays * day;
  const ids = await deps.vault.changes.due(deps.db.kysely, now.getTime(), lapseBefore);
  for (const id of ids) {
    try {
      await deps.db.kysely.transaction().execute(async (tx) => {
        const known = await deps.vault.changes.find(tx, id);
        const held = known && (await deps.vault.lock(tx, known.customer));
        const record = known && (await deps.vault.changes.find(tx, id, true));
        if (!held || record?.state !== 'waiting') return;
        const confirmed = record.risks.length === 0 || record.confirmedBy !== null;
        if (!confirmed && record.askedAt <= lapseBefore) await lapse(deps, tx, record, now);
        else if (confirmed && record.dueAt <= now.getTime()) await apply(deps, tx, record, held, now);
      });
    } catch (error) {
      // one customer whose rows are damaged does not hold up the others
      deps.log.error('change-not-applied', { id, error });
    }
  }
  await forgetOver(deps, now.getTime());
  return ids.length;
}

/** The new values of changes that are over, and their notices, go once nothing can be undone or told any more. */
async function forgetOver(deps: AccessDeps, now: number): Promise<void> {
  for (const id of await deps.vault.changes.over(deps.db.kysely, now, now - noticeDays * day)) {
    try {
      await deps.db.kysely.transaction().execute(async (tx) => {
        const record = await deps.vault.changes.find(tx, id, true);
        if (!record) return;
        await deps.vault.changes.save(tx, { ...record, sealed: null });
        await deps.vault.notices.forget(tx, record.customer, id);
      });
    } catch (error) {
      deps.log.error('change-not-forgotten', { id, error });
    }
  }
}

const pageSize = 50;

/** Changes of contact data of one's team, or for officers of all, with what became of their notices. */
export async function listChanges(deps: AccessDeps, subject: Subject, cursor: string | null) {
  const ask = { ...askOf(subject, 'undo', null), list: true };
  const loaded = await load(deps, ask);
  const decided = deps.gate.decide(gateAsk(ask), loaded.facts);
  const of = reachOf(subject, 'contact-changes:all');
  const decision = decided.kind === 'granted' && of === null ? nobodys : decided;
  if (decision.kind !== 'granted' || of === null)
    return (await settle(deps, ask, loaded, decision)) as Refusal;
  const runner = deps.db.kysely;
  const rows = await deps.vault.changes.page(runner, of, cursor, pageSize + 1);
  const page = rows.slice(0, pageSize);
  const settled = await settle(deps, ask, loaded, decision, {
    more: listed(page.map((each) => each.customer)),
  });
  if (settled.kind !== 'granted') return settled;
  const decider = await deciderOf(deps.people, subject);
  const notices = await deps.vault.notices.ofChanges(
    runner,
    page.map((each) => each.id),
  );
  const late = deps.clock().getTime() - undeliveredMinutes * minute;
  const last = page.at(-1);
  return {
    kind: 'granted' as const,
    page: {
      rows: page.map((record) => {
        const own = notices.filter((each) => each.change === record.id);
        const mayConfirm =
          record.state === 'waiting' &&
          record.risks.length > 0 &&
          record.confirmedBy === null &&
          blockOf(firstHalf(record), decider, loaded.now) === null;
        return {
          ...pendingOf(record),
          mayConfirm,
          risks: mayConfirm ? record.risks : [],
          notices: {
            taken: own.filter((each) => each.state === 'taken').length,
            waiting: own.filter((each) => each.state === 'waiting' && each.createdAt > late).length,
            undelivered: own.filter((each) => each.state === 'waiting' && each.createdAt <= late).length,
          },
        };
      }),
      next: rows.length > pageSize && last ? last.id : null,
    },
  };
}

/** Notices that wait for this program, of its teams and of no contact of its own: ids and words' names, never where they go. */
export async function listNotices(deps: AccessDeps, subject: Subject) {
  const key = subject.person === null ? subject.key : null;
  if (!key?.scopes.includes('contacts:write'))
    return { kind: 'refused' as const, code: 'scope-missing', policies: [], entry: -1 };
  const since = deps.clock().getTime() - noticeDays * day;
  const rows = await deps.vault.notices.waiting(
    deps.db.kysely,
    { key: key.id, teams: key.teams },
    since,
    pageSize,
  );
  return {
    kind: 'granted' as const,
    notices: rows.map(({ id, template, way, createdAt }) => ({
      id,
      template,
      way,
      createdAt: new Date(createdAt).toISOString(),
    })),
  };
}

/**
 * Gives a channel's program one notice with the number or address it goes to, once. What undoes the change goes with
 * those to where the customer was reached before only: whoever wanted the change reads the others.
 */
export async function takeNotice(deps: AccessDeps, subject: Subject, id: string) {
  const notice = subject.person === null ? await deps.vault.notices.find(deps.db.kysely, id) : null;
  const since = deps.clock().getTime() - noticeDays * day;
  const live = notice && notice.state === 'waiting' && notice.createdAt > since ? notice : null;
  const fields = live === null ? [] : targetFacts(deps, live);
  const ask = { ...askOf(subject, 'notify', live?.customer ?? null), fields };
  const plain = await load(deps, ask);
  const loaded = { ...plain, facts: { ...plain.facts, fields } };
  const decision = deps.gate.decide(gateAsk(ask), loaded.facts);
  const change = live && (await deps.vault.changes.find(deps.db.kysely, live.change));
  const { sealed } = loaded;
  if (decision.kind !== 'granted' || !live || !change || !sealed)
    return (await settle(deps, ask, loaded, decision.kind === 'granted' ? gone : decision)) as Refusal;
  if (live.notBy === actor(subject) || live.notBy === unproven)
    return (await settle(deps, ask, loaded, own, { more: { object: id } })) as Refusal;
  const outcome = await deps.db.kysely.transaction().execute(async (tx) => {
    const locked = await deps.vault.notices.find(tx, id, true);
    if (locked?.state !== 'waiting') return 'notice-gone';
    const more = { object: id, code: locked.template };
    const settled = await settleOn(deps, tx, ask, loaded, decision, { more });
    if (settled.kind === 'granted')
      await deps.vault.notices.take(tx, locked, actor(subject), loaded.now.getTime());
    return settled;
  });
  const ended = await finished(deps, ask, loaded, decision, id, outcome);
  if (ended.kind !== 'granted') return ended;
  const to = await addressOf(deps, sealed, live, change);
  if (to === null) return { kind: 'refused' as const, code: 'notice-gone', policies: [], entry: ended.entry };
  const undo =
    live.template === 'contact-changed' && live.item !== null
      ? { change: change.id, proof: deps.vault.changes.undoProof(change) }
      : null;
  return { kind: 'granted' as const, notice: { template: live.template, way: live.way, to, undo } };
}

const gone = { kind: 'refused' as const, code: 'notice-gone', policies: [] };
const own = { kind: 'refused' as const, code: 'notice-of-own-contact', policies: [] };

/** The value that a notice goes to: one that is not the customer's yet is named by its change, one no more by itself. */
function targetFacts(deps: AccessDeps, notice: NoticeRecord): readonly FieldFacts[] {
  const kind = deps.vault.kinds.get(notice.field);
  if (!kind) return [];
  return [
    {
      field: notice.field,
      item: notice.item ?? notice.change,
      type: kind.type,
      level: kind.level,
      sensitive: kind.sensitive || kind.protectAsSensitive,
      uses: kind.uses,
      shownInContact: false,
    },
  ];
}

/** The number or address as it was when the notice was made; null when it was erased since. */
async function addressOf(
  deps: AccessDeps,
  sealed: SealedCustomer,
  notice: { readonly field: string; readonly item: string | null; readonly version: number | null },
  change: ChangeRecord,
): Promise<string | null> {
  if (notice.item === null)
    return change.sealed === null ? null : deps.opener.openText(sealed, change.id, change.sealed);
  const versions = await deps.vault.versions(sealed.id);
  const kept = versions.find(
    (each) => each.field === notice.field && each.item === notice.item && each.version === notice.version,
  );
  return kept ? deps.opener.openVersion(sealed, kept) : null;
}

function askOf(
  subject: Subject,
  action: Extract<Action, 'confirm' | 'undo' | 'notify'>,
  customer: string | null,
): Ask {
  return {
    subject,
    action,
    customer,
    fields: [],
    purpose: 'contact-change',
    case: null,
    scenario: 'dispatch',
    reason: null,
  };
}
