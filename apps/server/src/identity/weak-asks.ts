import type { Subject } from '#gate';
import { act, recorded, type Room } from './room.ts';

/** One entry a session in this time says enough. */
const everyMs = 60_000;
const mostRemembered = 10_000;

/**
 * Makes the note that a session by password alone asked for more than to add a factor: its owner is curious, or
 * somebody has the password. One entry a minute for each session.
 */
export function noteWeakAsks(room: Room): (subject: Subject) => Promise<void> {
  const noted = new Map<string, number>();
  return async (subject) => {
    const session = subject.session ?? '';
    const now = room.clock().getTime();
    const last = noted.get(session);
    if (last !== undefined && now >= last && now - last < everyMs) return;
    noted.delete(session);
    noted.set(session, now);
    if (noted.size > mostRemembered) noted.delete(noted.keys().next().value ?? '');
    await recorded(room, async (_, drafts) => {
      drafts.push(act(room, subject, 'weak-ask', { outcome: 'refused', code: 'second-factor' }));
    });
  };
}
