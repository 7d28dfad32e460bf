import type { PasskeyRow, TotpEnrolment } from '@huke/sdk';
import { sql } from 'kysely';
import { beginAttempt, endAttempt, passwordCounter } from './attempts.ts';
import { type IdentityDraft, type Refused, refused, type Tx } from './deps.ts';
import { mayChangeFactors } from './enrolment.ts';
import { prepareTotp, writeRecoveryCodes } from './factors.ts';
import { writePassword } from './links.ts';
import { goodPassword } from './passwords.ts';
import { type PersonRow, selectPerson } from './person-row.ts';
import { act, recorded, type Room, type Somebody } from './room.ts';
import { endSessionsOf } from './sessions.ts';

type Again = Refused<'sign-in-again'>;
type Wrong = Refused<'password-wrong'>;

/** Starts the enrolment of an authenticator app; it counts from the first code on (`/auth/two-factor/confirm`). */
export async function startTotpEnrolment(
  room: Room,
  subject: Somebody,
  password: string,
): Promise<({ kind: 'done' } & TotpEnrolment) | Again | Wrong> {
  return await proven(room, subject, password, async (tx, drafts, person) => {
    if (!(await mayChangeFactors(tx, subject))) return refused('sign-in-again');
    const enrolment = await prepareTotp(room, tx, person.id, person.email);
    drafts.push(act(room, subject, 'factor-prepared', { code: 'totp' }));
    return { kind: 'done', ...enrolment };
  });
}

/** Ten new recovery codes; the old ones end. */
export async function renewRecoveryCodes(
  room: Room,
  subject: Somebody,
  password: string,
): Promise<{ kind: 'done'; recoveryCodes: readonly string[] } | Again | Wrong> {
  return await proven(room, subject, password, async (tx, drafts, person) => {
    if (subject.strength === 'password' || !(await mayChangeFactors(tx, subject)))
      return refused('sign-in-again');
    const recoveryCodes = await writeRecoveryCodes(room, tx, person.id, false);
    drafts.push(act(room, subject, 'recovery-codes-renewed', {}));
    return { kind: 'done', recoveryCodes };
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
    await writePassword(tx, person.id, await room.passwords.hash(next), room.clock());
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
): Promise<{ kind: 'done' } | Again | Refused<'not-found' | 'last-factor'>> {
  return await recorded(room, async (tx, drafts) => {
    if (!(await mayChangeFactors(tx, subject))) return refused('sign-in-again');
    const person = await selectPerson(tx, sql`p.id = ${subject.person} for update of p`);
    if (!person || person.passkeys + (person.totp ? 1 : 0) < 2) return refused('last-factor');
    const gone = await sql`
      delete from identity_passkeys where id = ${id} and person = ${subject.person}`.execute(tx);
    if (gone.numAffectedRows !== 1n) return refused('not-found');
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
    const person = await selectPerson(tx, sql`p.id = ${subject.person} and p.state = 'active'`);
    if (!person) return refused('password-wrong');
    const counter = passwordCounter(room.mac, person.email);
    const attempt = await beginAttempt(tx, counter, room.clock());
    const { rows } = await sql<{ password: string | null }>`
      select password from identity_accounts where person = ${person.id} and provider_id = 'credential'`.execute(
      tx,
    );
    const stored = rows[0]?.password ?? null;
    const right = attempt.allowed && stored !== null && (await room.passwords.verify(stored, password));
    if (!right) {
      drafts.push(act(room, subject, 'password', { outcome: 'failed' }));
      if (attempt.locked) drafts.push(act(room, subject, 'lock-out', { code: 'password' }));
      return refused('password-wrong');
    }
    await endAttempt(tx, [counter]);
    return await work(tx, drafts, person, changed);
  });
}
