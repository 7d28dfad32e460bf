import type { PasskeyRow, TotpEnrolment } from '@huke/sdk';
import { sql } from 'kysely';
import type { Somebody } from '#gate';
import { beginAttempt, endAttempt, insideCounter } from './attempts.ts';
import { type IdentityDraft, type Refused, refused, type Tx } from './deps.ts';
import { mayChangeFactors } from './enrolment.ts';
import { changeFactors, checkFactors } from './factor-set.ts';
import { prepareTotp, renewCodes } from './factors.ts';
import { writePassword } from './links.ts';
import { goodPassword } from './passwords.ts';
import { type PersonRow, selectPerson } from './person-row.ts';
import { act, recorded, type Room } from './room.ts';
import { endSessionsOf } from './sessions.ts';

type Again = Refused<'sign-in-again'>;
type Wrong = Refused<'password-wrong' | 'rows-forged'>;

/** Starts the enrolment of an authenticator app; it counts from the first code on (`/auth/two-factor/confirm`). */
export async function startTotpEnrolment(
  room: Room,
  subject: Somebody,
  password: string,
): Promise<({ kind: 'done' } & TotpEnrolment) | Again | Wrong> {
  return await proven(room, subject, password, async (tx, drafts, person) => {
    if (!(await mayChangeFactors(room, tx, subject, drafts))) return refused('sign-in-again');
    const prepared = await prepareTotp(room, tx, person.id, person.email, drafts);
    if (prepared.kind === 'done') drafts.push(act(room, subject, 'factor-prepared', { code: 'totp' }));
    return prepared;
  });
}

/** Ten new recovery codes; the old ones end. */
export async function renewRecoveryCodes(
  room: Room,
  subject: Somebody,
  password: string,
): Promise<{ kind: 'done'; recoveryCodes: readonly string[] } | Again | Wrong> {
  return await proven(room, subject, password, async (tx, drafts, person) => {
    if (subject.strength === 'password' || !(await mayChangeFactors(room, tx, subject, drafts)))
      return refused('sign-in-again');
    const renewed = await renewCodes(room, tx, person.id, drafts);
    if (renewed.kind === 'done') drafts.push(act(room, subject, 'recovery-codes-renewed', {}));
    return renewed;
  });
}

/** Changes one's own password and ends one's other sessions. */
export async function changePassword(
  room: Room,
  subject: Somebody,
  current: string,
  next: string,
): Promise<{ kind: 'done' } | Wrong | Refused<'password-weak'>> {
  return await proven(room, subject, current, async (tx, drafts, person, changed) => {
    if (!goodPassword(next, person)) return refused('password-weak');
    const written = await writePassword(room, tx, person.id, await room.passwords.hash(next), drafts);
    if (written.kind === 'refused') return written;
    changed.push(...(await endSessionsOf(room, tx, person.id, subject.session)));
    drafts.push(act(room, subject, 'password-changed', {}));
    return { kind: 'done' };
  });
}

/** One's own passkeys. */
export async function listPasskeys(room: Room, subject: Somebody): Promise<readonly PasskeyRow[]> {
  const { rows } = await sql<{ id: string; name: string | null; createdAt: Date; synced: boolean }>`
    select id, name, created_at as "createdAt", backed_up as synced
    from identity_passkeys where person = ${subject.person} order by created_at`.execute(room.db.kysely);
  return rows.map((row) => ({ ...row, name: row.name ?? '', createdAt: row.createdAt.toISOString() }));
}

/** Deletes one of one's own passkeys, but never the last second factor. */
export async function deletePasskey(
  room: Room,
  subject: Somebody,
  id: string,
): Promise<{ kind: 'done' } | Again | Refused<'not-found' | 'last-factor' | 'rows-forged'>> {
  return await recorded(room, async (tx, drafts) => {
    if (!(await mayChangeFactors(room, tx, subject, drafts))) return refused('sign-in-again');
    let why: 'not-found' | 'last-factor' = 'not-found';
    const changed = await changeFactors(room, tx, subject.person, drafts, async (set) => {
      const passkeys = set.passkeys.filter((each) => each.id !== id);
      if (set.passkeys.length + (set.totp === null ? 0 : 1) < 2) why = 'last-factor';
      else if (passkeys.length < set.passkeys.length) {
        await sql`delete from identity_passkeys where id = ${id} and person = ${subject.person}`.execute(tx);
        return { ...set, passkeys };
      }
      return null;
    });
    if (changed !== 'sealed') return refused(changed === 'forged' ? 'rows-forged' : why);
    drafts.push(act(room, subject, 'factor-removed', { object: id, code: 'passkey' }));
    return { kind: 'done' };
  });
}

/** Does `work` after the person's password was right; wrong ones count as at the sign-in. */
async function proven<T>(
  room: Room,
  subject: Somebody,
  password: string,
  work: (tx: Tx, drafts: IdentityDraft[], person: PersonRow, changed: string[]) => Promise<T>,
): Promise<T | Wrong> {
  return await recorded(room, async (tx, drafts, changed) => {
    const person = await selectPerson(tx, subject.person, sql`and p.state = 'active'`);
    if (!person) return refused('password-wrong');
    const counters = [insideCounter(room.mac, { use: 'password', email: person.email })];
    const attempt = await beginAttempt(room, tx, counters, room.clock());
    const set = await checkFactors(room, tx, person.id, drafts);
    if (set === null) return refused('rows-forged');
    const stored = set.accounts.find(([provider]) => provider === 'credential')?.[2] ?? null;
    const right = attempt.allowed && stored !== null && (await room.passwords.verify(stored, password));
    if (!right) {
      drafts.push(act(room, subject, 'password', { outcome: 'failed' }));
      if (attempt.locked) drafts.push(act(room, subject, 'lock-out', { code: 'password' }));
      return refused('password-wrong');
    }
    await endAttempt(room, tx, counters, room.clock());
    return await work(tx, drafts, person, changed);
  });
}
