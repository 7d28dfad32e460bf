import type { IdentityConfig } from './deps.ts';

/** What a session's seal covers: whose it is, how strong, since when, and until when without requests. */
export function sessionParts(row: {
  readonly id: string;
  readonly token: string;
  readonly person: string;
  readonly strength: string;
  readonly createdAt: Date;
  readonly idleUntil: Date;
}): readonly (string | number)[] {
  return [row.id, row.token, row.person, row.strength, row.createdAt.getTime(), row.idleUntil.getTime()];
}

/** How long a session without requests lives, in milliseconds. */
export function idleMs(config: IdentityConfig): number {
  return (config.idleMinutes ?? 30) * 60_000;
}

/** How long any session lives, in seconds. */
export function absoluteSeconds(config: IdentityConfig): number {
  return (config.absoluteHours ?? 12) * 3600;
}

/** How far ahead of the clock a start may lie: replicas differ by less, and what lies further was made by a wrong clock. */
export const mostAheadMs = 60_000;

/**
 * Whether a session is over by time; the absolute end follows from the sealed start, whatever `expiresAt` says. One
 * that starts or is used ahead of the clock was made while the clock was wrong, and is over too.
 */
export function outOfTime(
  config: IdentityConfig,
  row: { readonly startedAt: Date; readonly expiresAt: Date; readonly idleUntil: Date },
  now: Date,
): boolean {
  const latest = row.startedAt.getTime() + absoluteSeconds(config) * 1000;
  const ahead =
    row.startedAt.getTime() > now.getTime() + mostAheadMs ||
    row.idleUntil.getTime() > now.getTime() + idleMs(config) + mostAheadMs;
  return ahead || now.getTime() >= latest || row.expiresAt <= now || row.idleUntil <= now;
}

/** When a session made now ends: in any case, and without requests. */
export function sessionExpiry(config: IdentityConfig, now: Date): { expiresAt: Date; idleUntil: Date } {
  return {
    expiresAt: new Date(now.getTime() + absoluteSeconds(config) * 1000),
    idleUntil: new Date(now.getTime() + idleMs(config)),
  };
}
