import { sql } from 'kysely';
import type { Clock } from '#platform';
import type { Tx } from './deps.ts';
import { rowGenuine, rowMac } from './seal.ts';

type Mac = (data: Uint8Array) => Uint8Array;

/** Ended sessions, revoked keys and spent step-ups that a running server knows of, whatever the database says later. */
export type Endings = {
  /** Remembers that `id` is over, until the time (ms) from which nobody could use it anyway. */
  readonly remember: (id: string, until?: number) => void;
  readonly has: (id: string) => boolean;
};

const most = 50_000;

/** Makes the memory. Beyond a bound it forgets what is out of date, then the oldest; keys never. */
export function rememberEndings(clock: Clock): Endings {
  const over = new Map<string, number>();
  return {
    remember: (id, until = Number.POSITIVE_INFINITY) => {
      const now = clock().getTime();
      if (until <= now) return;
      over.delete(id);
      over.set(id, until);
      if (over.size <= most) return;
      for (const [each, end] of over) if (end <= now) over.delete(each);
      for (const [each, end] of over) {
        if (over.size <= most) break;
        if (end < Number.POSITIVE_INFINITY) over.delete(each);
      }
    },
    has: (id) => over.has(id),
  };
}

/** Beside a row that must not come back: nobody has ended it. */
export const notEnded = (id: string) =>
  sql`not exists (select 1 from identity_ended e where e.id = ${sql.ref(id)})`;

/**
 * Marks sessions or keys as over for good and tells every replica at commit. What is told is sealed: nobody else can
 * fill the memory of the servers until they forget.
 */
export async function markEnded(tx: Tx, mac: Mac, ids: readonly string[], now: Date): Promise<void> {
  for (const id of ids)
    await sql`
      with marked as (
        insert into identity_ended (id, at) values (${id}, ${now}) on conflict (id) do nothing)
      select pg_notify('identity', ${told(mac, id, now)})`.execute(tx);
}

function told(mac: Mac, id: string, at: Date): string {
  const seal = rowMac(mac, 'ended', [id, at.getTime()]);
  return JSON.stringify({ ended: id, at: at.getTime(), seal });
}

/** What `markEnded` told, null when this program did not tell it. */
export function heardEnd(mac: Mac, message: unknown): { readonly id: string; readonly at: number } | null {
  const { ended, at, seal } = message as { ended?: unknown; at?: unknown; seal?: unknown };
  if (typeof ended !== 'string' || typeof at !== 'number' || typeof seal !== 'string') return null;
  return rowGenuine(mac, 'ended', [ended, at], seal) ? { id: ended, at } : null;
}

/**
 * Tells every replica, at commit, to forget what it remembers of a person or key, and read it anew. Sealed: nobody
 * else can have the servers ask the database for everybody all the time.
 */
export async function tellChanged(tx: Tx, mac: Mac, id: string): Promise<void> {
  const message = JSON.stringify({ changed: id, seal: rowMac(mac, 'changed', [id]) });
  await sql`select pg_notify('identity', ${message})`.execute(tx);
}

/** Who or what `tellChanged` told of, null when this program did not tell it. */
export function heardChange(mac: Mac, message: unknown): string | null {
  const { changed, seal } = message as { changed?: unknown; seal?: unknown };
  if (typeof changed !== 'string' || typeof seal !== 'string') return null;
  return rowGenuine(mac, 'changed', [changed], seal) ? changed : null;
}
