import type { Scope, ServiceKey } from '@huke/sdk';
import { sql } from 'kysely';

/** A service key as stored: of the key itself only its hash. */
export type KeyRow = {
  readonly id: string;
  readonly hash: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly teams: readonly string[];
  readonly perDay: number;
  readonly prefix: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly mac: string;
};

export const keyColumns = sql`
  id, hash, name, scopes, teams, per_day as "perDay", prefix, created_at as "createdAt",
  last_used_at as "lastUsedAt", revoked_at as "revokedAt", mac`;

/** What a key's seal covers: all that its rights follow from. */
export function keyParts(row: Pick<KeyRow, 'id' | 'hash' | 'scopes' | 'teams' | 'perDay' | 'revokedAt'>) {
  return [row.id, row.hash, row.scopes, row.teams, row.perDay, row.revokedAt?.getTime() ?? null] as const;
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

/** The key as the API shows it. */
export function toServiceKey(row: KeyRow): ServiceKey {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    teams: row.teams,
    perDay: row.perDay,
    prefix: row.prefix,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}
