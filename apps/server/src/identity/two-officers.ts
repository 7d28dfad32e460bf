import { postsWith } from '@huke/sdk';
import { sql } from 'kysely';
import { getSetting, PlatformError, setSetting } from '#platform';
import type { IdentityDeps, Tx } from './deps.ts';

/** Setting: `no` while the first officer is alone and may make the second by himself; then `yes`, for good. */
export const twoOfficers = 'identity.two-officers';

type Deps = Pick<IdentityDeps, 'mac' | 'alarm'>;

/** The first run makes the first officer, who is alone. */
export const openTwoOfficers = (deps: Deps, tx: Tx): Promise<void> =>
  setSetting(tx, deps.mac, twoOfficers, 'no');

/** There are two officers, and from now on it takes two. */
export const closeTwoOfficers = (deps: Deps, tx: Tx): Promise<void> =>
  setSetting(tx, deps.mac, twoOfficers, 'yes');

/**
 * Whether the one officer may make the second alone. Only while the sealed setting says so and nobody else was ever an
 * officer: a setting that was removed, or an old one that was put back, opens nothing.
 */
export async function officerIsAlone(deps: Deps, tx: Tx): Promise<boolean> {
  if ((await said(deps, tx)) !== 'no') return false;
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from identity_people where post = any(${[...postsWith('changes:decide')]}::text[])`.execute(
    tx,
  );
  return rows[0]?.n === 1;
}

/** What the setting says; null where it is not as this program wrote it. */
async function said(deps: Deps, tx: Tx): Promise<string | null> {
  try {
    return await getSetting(tx, deps.mac, twoOfficers);
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code !== 'row-forged') throw error;
    deps.alarm({ code: 'rows-forged', object: 'setting' });
    return null;
  }
}
