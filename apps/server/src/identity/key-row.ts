import type { KeyJob, KeyRights, KeyTook, PendingChange, Scope, ServiceKey } from '@huke/sdk';
import { sql } from 'kysely';
import type { Somebody } from '#gate';
import { takesTwo } from './scopes.ts';
import { rowGenuine } from './seal.ts';

/** A service key as stored: of the key itself only its hash. */
export type KeyRow = {
  readonly id: string;
  /** Of the secret; `none` and the id while there is none. */
  readonly hash: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly teams: readonly string[];
  readonly perDay: number;
  readonly prefix: string;
  /** The officer who asked for it. */
  readonly maker: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
  /** null only in rows from before keys ended. */
  readonly expiresAt: Date | null;
  readonly state: 'waiting' | 'live';
  /** Who may take a confirmed secret, once, and until when. */
  readonly claimBy: string | null;
  readonly claimUntil: Date | null;
  /** The secret before the last rotation, good for a while. */
  readonly previousHash: string | null;
  readonly previousUntil: Date | null;
  readonly job: KeyJob | null;
  /** When it last got rights: a scope counts as unused from then at the earliest. */
  readonly rightsAt: Date | null;
  readonly mac: string;
};

export const keyColumns = sql`
  id, hash, name, scopes, teams, per_day as "perDay", prefix, created_by as maker, created_at as "createdAt",
  last_used_at as "lastUsedAt", revoked_at as "revokedAt", expires_at as "expiresAt", state,
  claim_by as "claimBy", claim_until as "claimUntil", previous_hash as "previousHash",
  previous_until as "previousUntil", job, rights_at as "rightsAt", mac`;

/** Stands for the maker of a key that came with a loaded organisation. */
export const nobody = 'seed';

/** The officer who asked for a key; null for one that came with a loaded organisation. */
export const makerOf = (row: Pick<KeyRow, 'maker'>): string | null =>
  row.maker === nobody ? null : row.maker;

/**
 * Whose budgets a key's takings count on too: who made it alone. A key that a second officer confirmed is nobody's own:
 * its key and the organisation bound it, and a new call platform is not held to what one person may take. A key from
 * before second officers counts until its rights are confirmed.
 */
export function answersFor(row: Pick<KeyRow, 'maker' | 'scopes' | 'job' | 'rightsAt'>): string | null {
  const confirmed = row.rightsAt !== null && (takesTwo(row.scopes) || row.job !== null);
  return confirmed ? null : makerOf(row);
}

/** Keys made before they had an end live this long. */
export const keyDays = 365;
const dayMs = 86_400_000;

/** What a key's seal covers: all that its rights follow from. */
export function keyParts(row: Omit<KeyRow, 'mac' | 'prefix' | 'lastUsedAt'>) {
  const first = [
    row.id,
    row.hash,
    row.scopes,
    row.teams,
    row.perDay,
    row.revokedAt?.getTime() ?? null,
  ] as const;
  // rows from before keys ended have no more: one that has was given it past the program
  if (isOld(row)) return first;
  return [
    ...first,
    row.name,
    row.maker,
    row.createdAt.getTime(),
    row.expiresAt?.getTime() ?? null,
    row.state,
    row.claimBy,
    row.claimUntil?.getTime() ?? null,
    row.previousHash,
    row.previousUntil?.getTime() ?? null,
    row.rightsAt?.getTime() ?? null,
    row.job ? [row.job.purpose, String(row.job.rows), row.job.until, ...row.job.teams] : null,
  ] as const;
}

/** Whether a key is as this program wrote it; a row that has not even the form of one is not. */
export function keyGenuine(mac: (data: Uint8Array) => Uint8Array, row: KeyRow): boolean {
  try {
    return rowGenuine(mac, 'key', keyParts(row), row.mac);
  } catch {
    return false;
  }
}

function isOld(row: Omit<KeyRow, 'mac' | 'prefix' | 'lastUsedAt'>): boolean {
  const added = [row.expiresAt, row.claimBy, row.claimUntil, row.previousHash, row.previousUntil, row.job];
  return row.state === 'live' && row.rightsAt === null && added.every((each) => each === null);
}

/** Stands where a secret's hash will be; no hash has a colon. */
export const noSecret = (id: string): string => `none:${id}`;

/** When a key ends. */
export function keyEnd(row: Pick<KeyRow, 'expiresAt' | 'createdAt'>): Date {
  return row.expiresAt ?? new Date(row.createdAt.getTime() + keyDays * dayMs);
}

/** What an act-for token's seal covers. */
export function actForParts(row: {
  readonly id: string;
  readonly token: string;
  readonly key: string;
  readonly person: string;
  readonly session: string;
  readonly caseId: string;
  readonly expiresAt: Date;
}): readonly (string | number)[] {
  return [row.id, row.token, row.key, row.person, row.session, row.caseId, row.expiresAt.getTime()];
}

/** What a key allows. */
export function rightsOfKey(row: Pick<KeyRow, 'scopes' | 'teams' | 'perDay' | 'job'>): KeyRights {
  return { scopes: row.scopes, teams: row.teams, perDay: row.perDay, job: row.job };
}

/** The key as the API shows it to `subject`; `took` is what its entries count. */
export function toServiceKey(
  row: KeyRow,
  subject: Pick<Somebody, 'person'> | null,
  now: Date,
  took: ServiceKey['took'] = null,
): ServiceKey {
  const claimable = row.claimUntil !== null && row.claimUntil > now && row.revokedAt === null;
  return {
    id: row.id,
    name: row.name,
    ...rightsOfKey(row),
    prefix: row.prefix,
    maker: makerOf(row),
    state: stateOf(row, now),
    createdAt: row.createdAt.toISOString(),
    expiresAt: keyEnd(row).toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    claimUntil: claimable ? (row.claimUntil?.toISOString() ?? null) : null,
    mayClaim: claimable && row.claimBy === subject?.person,
    took,
  };
}

function stateOf(row: KeyRow, now: Date): ServiceKey['state'] {
  if (row.revokedAt !== null) return 'revoked';
  if (row.state === 'waiting') return 'waiting';
  if (keyEnd(row) <= now) return 'expired';
  return row.hash === noSecret(row.id) ? 'unclaimed' : 'live';
}

/** What a change of a key tells the officer who decides: what it allows now, and would. */
export function told(row: KeyRow, proposed: KeyRights): PendingChange['key'] {
  return { id: row.id, name: row.name, now: row.state === 'waiting' ? null : rightsOfKey(row), proposed };
}

/** Nothing taken. */
export const tookNothing: KeyTook = {
  views: 0,
  searches: 0,
  reveals: 0,
  uses: 0,
  redeems: 0,
  writes: 0,
  entries: 0,
};
