import { sql, type Transaction } from 'kysely';
import type { Subject } from '#gate';
import { gateAsk } from './access.ts';
import { load } from './load.ts';
import { settleIn } from './settle-in.ts';
import { settle } from './settle.ts';
import type { AccessDeps, Ask, Loaded, Refusal } from './spine.ts';
import {
  aliasDigest,
  genuineUse,
  oneValue,
  refuse,
  useColumns,
  type UseRecord,
  type UseRow,
  useSeal,
  usesOf,
} from './uses.ts';

type Redeemed = {
  readonly kind: 'granted';
  readonly use: UseRecord['kind'];
  readonly value: string;
  readonly entry: number;
};

/**
 * Gives a channel's program the number or address behind an alias, once and within two minutes, so that it dials or
 * texts and no person sees it. INVARIANTS: only the key that registered the contact, never a person nor a program
 * that acts for one; only while the contact lives with the agent who asked, in the session that asked; only a field
 * whose kind is for that use; its entry says that the value went to a program in clear (`redeem`, `clear`).
 */
export async function redeem(deps: AccessDeps, subject: Subject, alias: string): Promise<Redeemed | Refusal> {
  const program = subject.kind === 'key' && subject.person === null && subject.key !== null;
  const use = program ? await findUse(deps, alias) : null;
  const ask = askFor(subject, use);
  const loaded = oneValue(await load(deps, ask));
  if (program && use === null) return refuse(deps, ask, loaded, 'use-gone');
  if (use !== null && use.key !== subject.key?.id)
    deps.alarm({ code: 'redeem-foreign', key: subject.key?.id ?? '', object: use.access });
  const decision = deps.gate.decide(gateAsk(ask), loaded.facts);
  if (decision.kind !== 'granted') return (await settle(deps, ask, loaded, decision)) as Refusal;
  const { sealed } = loaded;
  const against = use === null || sealed === null ? 'use-gone' : objection(deps, subject, use, loaded);
  if (against !== null || use === null || sealed === null)
    return refuse(deps, ask, loaded, against ?? 'use-gone');
  const extras = {
    more: { code: 'redeemed', object: use.access, to: 'program' },
  };
  try {
    const settled = await settleIn(deps, ask, loaded, decision, extras, (tx, entry) =>
      take(deps, tx, use, entry, loaded.now),
    );
    if (settled.kind !== 'granted') return settled;
    await deps.opener.ready(sealed, ask.fields);
    const value = deps.opener.open(sealed, use.field, use.item);
    return { kind: 'granted', use: use.kind, value, entry: settled.entry };
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
    return refuse(deps, ask, loaded, error.code);
  }
}

/** What the transaction found gone; it is rolled back, and the refusal recorded by itself. */
class Gone extends Error {
  override readonly name = 'Gone';
  readonly code: 'use-gone' | 'session-ended';
  constructor(code: Gone['code']) {
    super(code);
    this.code = code;
  }
}

function askFor(subject: Subject, use: UseRecord | null): Ask {
  return {
    subject,
    action: 'redeem',
    customer: use?.customer ?? null,
    fields: use === null ? [] : [{ field: use.field, item: use.item }],
    purpose: use?.purpose ?? 'call-back',
    case: use?.case ?? null,
    scenario: use?.scenario ?? 'dispatch',
    reason: null,
    use: use?.kind ?? null,
  };
}

/** What stands against the taking though the policies allow it; null where nothing does. */
function objection(deps: AccessDeps, subject: Subject, use: UseRecord, loaded: Loaded): string | null {
  const theCase = loaded.facts.case;
  if (use.key !== subject.key?.id || use.takenAt !== null || use.expiresAt <= loaded.now.getTime())
    return 'use-gone';
  if (!usesOf(deps, use.field).includes(use.kind)) return 'use-of-kind';
  const same =
    theCase !== null &&
    theCase.contact === use.contact &&
    theCase.agent === use.person &&
    theCase.contactAgent === use.person;
  return same ? null : 'case-changed';
}

/** The use behind an alias, live or not; null where there is none, or its row was edited past the program. */
async function findUse(deps: AccessDeps, alias: string): Promise<UseRecord | null> {
  const found = await sql<UseRow>`
    select ${useColumns} from access_uses where alias = ${aliasDigest(deps, alias)}`.execute(deps.db.kysely);
  const use = found.rows[0] ? judged(deps, found.rows[0]) : null;
  return use !== null && use.alias === aliasDigest(deps, alias) ? use : null;
}

function judged(deps: AccessDeps, row: UseRow): UseRecord | null {
  const use = genuineUse(deps, row);
  if (use === null) {
    deps.log.error('use-forged', { access: row.access });
    deps.alarm({ code: 'rows-forged', object: 'access-uses' });
  }
  return use;
}

/**
 * Marks the use as taken, under lock. Throws `Gone` where it has been: by its row, or, where an old row was put back,
 * by the ledger, which has the entry of the first taking after that of the ask.
 */
async function take(
  deps: AccessDeps,
  tx: Transaction<unknown>,
  asked: UseRecord,
  entry: number,
  now: Date,
): Promise<void> {
  const found = await sql<UseRow>`
    select ${useColumns} from access_uses where customer = ${asked.customer} and access = ${asked.access}
    for update`.execute(tx);
  const row = found.rows[0];
  const use = row ? judged(deps, row) : null;
  if (use === null || use.takenAt !== null || use.alias !== asked.alias || use.access !== asked.access)
    throw new Gone('use-gone');
  const earlier = await sql`
    select 1 from ledger_entries
    where idx > ${use.entry} and idx <> ${entry}
      and position(${Buffer.from(`"object":"${use.access}"`)}::bytea in entry) > 0
      and position(${Buffer.from('"code":"redeemed"')}::bytea in entry) > 0
    limit 1`.execute(tx);
  if (earlier.rows.length > 0) {
    deps.log.error('use-put-back', { access: use.access });
    deps.alarm({ code: 'rows-forged', object: 'access-uses', key: use.key });
    throw new Gone('use-gone');
  }
  const live = await sql<{ live: boolean }>`
    select identity_live(${use.session}, ${use.person}, ${use.version}, ${now}) as live`.execute(tx);
  if (live.rows[0]?.live !== true) throw new Gone('session-ended');
  const taken = { ...use, takenAt: now.getTime(), takenEntry: entry };
  await sql`
    update access_uses set taken_at = ${now}, taken_entry = ${entry}, seal = ${useSeal(deps, taken)}
    where customer = ${use.customer} and access = ${use.access}`.execute(tx);
}
