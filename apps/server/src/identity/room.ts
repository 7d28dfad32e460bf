import type { Subject, Somebody } from '#gate';
import { trying } from './attempts.ts';
import { draft, type IdentityDeps, type IdentityDraft, type Passwords, type Tx } from './deps.ts';
import type { Endings } from './endings.ts';
import type { Floors } from './floors.ts';
import type { Tries } from './tries.ts';

/** What the room's functions work with. */
export type Room = IdentityDeps & {
  readonly passwords: Passwords;
  /** Forgets what this replica remembers of a person; of a session or key it remembers that it is over. */
  readonly forget: (id: string) => void;
  readonly endings: Endings;
  /** Newest versions of rights and factors that this replica knows of. */
  readonly floors: Floors;
  /** Wrong tries that this replica has counted. */
  readonly tries: Tries;
};

/**
 * Does `work` and appends its entries in one transaction, once it is known which versions there were; afterwards
 * forgets `changed` here (people whose rights changed, sessions and keys that ended), NOTIFY does so elsewhere.
 */
export async function recorded<T>(
  room: Room,
  work: (tx: Tx, drafts: IdentityDraft[], changed: string[]) => Promise<T>,
): Promise<T> {
  await room.floors.known();
  const drafts: IdentityDraft[] = [];
  const changed: string[] = [];
  const result = await trying(room, async (tx) => {
    const made = await work(tx, drafts, changed);
    if (drafts.length > 0) await room.ledger.append(tx, drafts);
    return made;
  });
  for (const id of changed) room.forget(id);
  return result;
}

/**
 * Charges one act of an administrator to the day's budget of them and of the organisation; false when it is spent.
 */
export async function spend(
  room: Room,
  tx: Tx,
  by: Somebody,
  budget: 'people' | 'keys' | 'changes',
): Promise<boolean> {
  const on = { person: by.person, session: by.session, organisation: room.org };
  return (await room.consume(tx, [{ budget, n: 1, on }], room.clock())).kind === 'ok';
}

/** An entry about an act of `by`. */
export function act(
  room: Room,
  by: Subject | null,
  action: string,
  rest: Partial<Omit<IdentityDraft, 'v' | 'at' | 'kind' | 'action'>>,
): IdentityDraft {
  return draft(room, action, {
    ...(by?.person ? { person: by.person, post: by.post } : {}),
    ...(by?.session ? { session: by.session } : {}),
    ...rest,
  });
}
