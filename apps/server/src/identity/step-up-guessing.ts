import { sql } from 'kysely';
import type { Somebody } from '#gate';
import { beginAttempt, endAttempt, lockedNow, stepUpCounter } from './attempts.ts';
import { type IdentityDraft, type Refused, refused, type Tx } from './deps.ts';
import { act, type Room } from './room.ts';
import { deleteSessions } from './sessions.ts';

/** Step-ups have stopped in the session, or the session has just ended over them. */
export type Stopped = Refused<'step-ups-stopped' | 'signed-out'>;

/** A proof that may be judged; `stops`: should it be wrong, it was the last one. */
type Begun = { readonly kind: 'begun'; readonly stops: boolean; readonly waits: boolean };

/** Refuses where step-ups have stopped in this session; whoever goes on trying loses the session. */
export async function stoppedHere(
  room: Room,
  tx: Tx,
  drafts: IdentityDraft[],
  changed: string[],
  subject: Somebody,
  caseId: string,
): Promise<Stopped | null> {
  const counter = stepUpCounter(room.mac, 'session', subject.session);
  const locked = await lockedNow(room, tx, [counter], room.clock());
  return locked(counter) ? await goesOn(room, tx, drafts, changed, subject, caseId) : null;
}

/**
 * Counts a proof before it is judged: against the session, the person and the case. While one of the latter two waits
 * nothing is judged, so nothing counts either.
 */
export async function beginProof(
  room: Room,
  tx: Tx,
  drafts: IdentityDraft[],
  changed: string[],
  subject: Somebody,
  caseId: string,
): Promise<Begun | Stopped | Refused<'factor-locked'>> {
  const [session, ...wider] = countersOf(room, subject, caseId);
  const locked = await lockedNow(room, tx, [session, ...wider], room.clock());
  if (!locked(session) && wider.some(locked)) return waitsForLock(room, drafts, subject, caseId);
  const here = await beginAttempt(room, tx, [session], room.clock());
  if (!here.allowed) return await goesOn(room, tx, drafts, changed, subject, caseId);
  const all = await beginAttempt(room, tx, wider, room.clock());
  if (all.allowed) return { kind: 'begun', stops: here.locked, waits: all.locked };
  return waitsForLock(room, drafts, subject, caseId);
}

function waitsForLock(
  room: Room,
  drafts: IdentityDraft[],
  subject: Somebody,
  caseId: string,
): Refused<'factor-locked'> {
  drafts.push(
    act(room, subject, 'step-up-finished', { outcome: 'refused', code: 'factor-locked', case: caseId }),
  );
  return refused('factor-locked');
}

/** The proof was wrong; tells what that led to. */
export function wrongProof(
  room: Room,
  drafts: IdentityDraft[],
  subject: Somebody,
  caseId: string,
  begun: Begun,
): void {
  if (begun.stops) drafts.push(act(room, subject, 'step-ups-stopped', { case: caseId }));
  if (!begun.waits) return;
  drafts.push(act(room, subject, 'lock-out', { code: 'step-up', case: caseId }));
  room.alarm({ code: 'step-up-guessing', person: subject.person, object: caseId });
}

/** The proof was right: what was counted starts afresh. */
export async function endProofs(room: Room, tx: Tx, subject: Somebody, caseId: string): Promise<void> {
  for (const counter of countersOf(room, subject, caseId))
    await endAttempt(room, tx, [counter], room.clock());
}

async function goesOn(
  room: Room,
  tx: Tx,
  drafts: IdentityDraft[],
  changed: string[],
  subject: Somebody,
  caseId: string,
): Promise<Stopped> {
  const counter = stepUpCounter(room.mac, 'stopped', subject.session);
  const { allowed, locked } = await beginAttempt(room, tx, [counter], room.clock());
  if (allowed && !locked) return refused('step-ups-stopped');
  await deleteSessions(room, tx, sql`id = ${subject.session}`);
  changed.push(subject.session);
  const what = { object: subject.session, to: subject.person, code: 'step-up-guessing', case: caseId };
  drafts.push(act(room, subject, 'session-ended', what));
  room.alarm({ code: 'step-up-guessing', person: subject.person, object: caseId });
  return refused('signed-out');
}

const countersOf = (room: Room, subject: Somebody, caseId: string) =>
  [
    stepUpCounter(room.mac, 'session', subject.session),
    stepUpCounter(room.mac, 'person', subject.person),
    stepUpCounter(room.mac, 'case', caseId),
  ] as const;
