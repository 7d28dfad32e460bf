import type { KeyJob, KeyRights, PendingChange, ServiceKey, ServiceKeyCreated } from '@huke/sdk';
import { sql } from 'kysely';
import { may, type Somebody } from '#gate';
import { dayOf } from '#platform';
import { isPending, requestChange, toChange } from './change-row.ts';
import { type Refused, refused, type Tx } from './deps.ts';
import { keyColumns, keyDays, type KeyRow, rightsOfKey, told, toServiceKey } from './key-row.ts';
import { tookBy } from './key-took.ts';
import { endKey, insertKey, type KeyCreate, lockKey, narrowKey, takeClaim } from './key-write.ts';
import { act, recorded, type Room, spend } from './room.ts';
import { goTogether, needsTeams, takesTwo } from './scopes.ts';

/** All service keys, newest first, with what each took. */
export async function listKeys(
  room: Room,
  subject: Somebody,
): Promise<{ kind: 'done'; keys: readonly ServiceKey[] } | Refused<'not-allowed'>> {
  if (!may(subject, 'keys:read')) return refused('not-allowed');
  const { rows } = await sql<KeyRow>`
    select ${keyColumns} from identity_keys order by created_at desc limit 1000`.execute(room.db.kysely);
  const took = await tookBy(room);
  const now = room.clock();
  return { kind: 'done', keys: rows.map((row) => toServiceKey(row, subject, now, took(row.id))) };
}

type Unfit = 'unknown-team' | 'scopes-apart' | 'teams-needed' | 'job-unfit';

/**
 * Makes a key for a program. One that reaches customers or the ledger waits for a second officer and has no secret
 * until then; any other is shown here and never again.
 */
export async function createKey(
  room: Room,
  subject: Somebody,
  body: KeyCreate,
): Promise<({ kind: 'done' } & ServiceKeyCreated) | Refused<'not-allowed' | 'too-many-keys' | Unfit>> {
  if (!may(subject, 'keys:write')) return refused('not-allowed');
  return await recorded(room, async (tx, drafts) => {
    const rights = { ...body, job: body.job ?? null };
    const unfit = await unfitOf(room, tx, rights);
    if (unfit) return unfit;
    if (!(await spend(room, tx, subject, 'keys'))) return refused('too-many-keys');
    const alone = !takesTwo(body.scopes) && rights.job === null;
    const { row, key } = await insertKey(room, tx, rights, subject.person, alone);
    if (alone) drafts.push(act(room, subject, 'key-made', { object: row.id }));
    const change = alone
      ? null
      : await requestChange(room, tx, drafts, subject, { kind: 'key', key: row.id, value: null });
    return {
      kind: 'done',
      serviceKey: toServiceKey(row, subject, room.clock()),
      key,
      change: change && toChange(change, subject, told(row, rightsOfKey(row))),
    };
  });
}

/** Changes a key. What narrows it works at once; whatever widens it waits for a second officer. */
export async function changeKey(
  room: Room,
  subject: Somebody,
  id: string,
  body: { readonly [Part in keyof KeyRights]?: KeyRights[Part] | undefined } & {
    readonly name?: string | undefined;
  },
): Promise<
  | { readonly kind: 'done'; readonly serviceKey: ServiceKey }
  | { readonly kind: 'pending'; readonly change: PendingChange }
  | Refused<'not-allowed' | 'not-found' | 'pending' | 'too-many-changes' | Unfit>
> {
  if (!may(subject, 'keys:write')) return refused('not-allowed');
  return await recorded(room, async (tx, drafts) => {
    const row = await lockKey(room, tx, id);
    if (!row || row.state === 'waiting') return refused('not-found');
    const before = rightsOfKey(row);
    const after: KeyRights = {
      scopes: body.scopes ?? before.scopes,
      teams: body.teams ?? before.teams,
      perDay: body.perDay ?? before.perDay,
      job: body.job === undefined ? before.job : body.job,
    };
    const unfit = await unfitOf(room, tx, after);
    if (unfit) return unfit;
    if (!(await spend(room, tx, subject, 'changes'))) return refused('too-many-changes');
    const wanted = { kind: 'key-change', key: id, value: JSON.stringify(after) } as const;
    const waits = isWider(before, after);
    if (waits && (await isPending(tx, wanted, room.clock()))) return refused('pending');
    const { name = row.name } = body;
    const works = !waits || name !== row.name;
    const changed = works ? await narrowKey(room, tx, row, name, waits ? null : after) : row;
    if (works) drafts.push(act(room, subject, 'key-changed', { object: id }));
    if (!waits) return { kind: 'done', serviceKey: toServiceKey(changed, subject, room.clock()) };
    const change = await requestChange(room, tx, drafts, subject, wanted);
    return { kind: 'pending', change: toChange(change, subject, told(changed, after)) };
  });
}

/**
 * Asks for a new secret of a key, e.g. before it ends. Of one that reaches customers or the ledger a second officer
 * confirms it, since whoever takes the secret has the key.
 */
export async function rotateKey(
  room: Room,
  subject: Somebody,
  id: string,
): Promise<
  ({ kind: 'done' } & ServiceKeyCreated) | Refused<'not-allowed' | 'not-found' | 'pending' | 'too-many-keys'>
> {
  if (!may(subject, 'keys:write')) return refused('not-allowed');
  return await recorded(room, async (tx, drafts) => {
    const row = await lockKey(room, tx, id);
    if (!row || row.state === 'waiting') return refused('not-found');
    if (!(await spend(room, tx, subject, 'keys'))) return refused('too-many-keys');
    if (!takesTwo(row.scopes) && row.job === null) {
      const taken = await takeClaim(room, tx, row);
      drafts.push(act(room, subject, 'key-claimed', { object: id }));
      return {
        kind: 'done',
        serviceKey: toServiceKey(taken.row, subject, room.clock()),
        key: taken.key,
        change: null,
      };
    }
    const wanted = { kind: 'key-rotate', key: id, value: null } as const;
    if (await isPending(tx, wanted, room.clock())) return refused('pending');
    const change = await requestChange(room, tx, drafts, subject, wanted);
    return {
      kind: 'done',
      serviceKey: toServiceKey(row, subject, room.clock()),
      key: null,
      change: toChange(change, subject, told(row, rightsOfKey(row))),
    };
  });
}

/** Takes the secret that a second officer has confirmed: once, within a day, and only who asked for it. */
export async function claimKey(
  room: Room,
  subject: Somebody,
  id: string,
): Promise<({ kind: 'done' } & ServiceKeyCreated) | Refused<'not-allowed' | 'not-found'>> {
  if (!may(subject, 'keys:write')) return refused('not-allowed');
  return await recorded(room, async (tx, drafts) => {
    const row = await lockKey(room, tx, id);
    const open = row?.claimUntil && row.claimUntil > room.clock() && row.claimBy === subject.person;
    if (!row || !open) return refused('not-found');
    const taken = await takeClaim(room, tx, row);
    drafts.push(act(room, subject, 'key-claimed', { object: id }));
    return {
      kind: 'done',
      serviceKey: toServiceKey(taken.row, subject, room.clock()),
      key: taken.key,
      change: null,
    };
  });
}

/** Ends a key at once, and the tokens that were minted for it. */
export async function revokeKey(
  room: Room,
  subject: Somebody,
  id: string,
): Promise<{ kind: 'done' } | Refused<'not-allowed' | 'not-found'>> {
  if (!may(subject, 'keys:write')) return refused('not-allowed');
  return await recorded(room, async (tx, drafts, changed) => {
    const row = await lockKey(room, tx, id);
    if (!row) return refused('not-found');
    await endKey(room, tx, drafts, subject, row);
    changed.push(id);
    return { kind: 'done' };
  });
}

/** What of a key's rights does not fit, or null. */
async function unfitOf(room: Room, tx: Tx, rights: KeyRights): Promise<Refused<Unfit> | null> {
  const { scopes, teams, job } = rights;
  if (!goTogether(scopes)) return refused('scopes-apart');
  if (needsTeams(scopes) && teams.length === 0) return refused('teams-needed');
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from identity_teams where id = any(${[...teams]}::text[])`.execute(tx);
  if (rows[0]?.n !== new Set(teams).size) return refused('unknown-team');
  if (job === null) return null;
  const now = room.clock();
  const fits =
    scopes.some((scope) => scope.startsWith('customers:')) &&
    job.teams.length > 0 &&
    job.teams.every((team) => teams.includes(team)) &&
    job.until >= dayOf(now) &&
    job.until <= dayOf(new Date(now.getTime() + keyDays * 86_400_000));
  return fits ? null : refused('job-unfit');
}

function sameJob(a: KeyJob, b: KeyJob | null): boolean {
  const text = (job: KeyJob): string => [job.purpose, job.rows, job.until, ...job.teams].join(' ');
  return b !== null && text(a) === text(b);
}

/** Whether the second rights allow anything that the first do not. */
function isWider(before: KeyRights, after: KeyRights): boolean {
  const more = (a: readonly string[], b: readonly string[]): boolean => b.some((each) => !a.includes(each));
  return (
    more(before.scopes, after.scopes) ||
    more(before.teams, after.teams) ||
    after.perDay > before.perDay ||
    (after.job !== null && !sameJob(after.job, before.job))
  );
}
