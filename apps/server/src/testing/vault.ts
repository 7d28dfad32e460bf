import { newId, silentLog } from '#platform';
import { testDatabase, type TestDatabase } from '#platform/testing';
import { createVault, memoryKeys, type Vault, vaultFunctions, vaultMigrations } from '#vault';

/** A vault on a database of its own, with keys in memory; `drop` ends both. */
export async function testVault(
  now: () => Date,
): Promise<{ readonly db: TestDatabase; readonly vault: Vault; readonly drop: () => Promise<void> }> {
  const db = await testDatabase({ migrations: vaultMigrations, functions: vaultFunctions });
  const vault = await createVault({ db, keys: memoryKeys(), org: newId('org'), clock: now, log: silentLog });
  const drop = async (): Promise<void> => {
    await vault.close();
    await db.drop();
  };
  return { db, vault, drop };
}
