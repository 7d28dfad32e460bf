import { sql } from 'kysely';
import type { PreparedCustomer } from '#vault';
import { searchWidth } from './search.ts';
import type { AccessDeps } from './spine.ts';

/**
 * Whether a customer with the same identifying value is held already: candidates by blind index, then compared in
 * clear. The same work whatever comes of it.
 */
export async function findDuplicate(deps: AccessDeps, prepared: PreparedCustomer): Promise<boolean> {
  let found = false;
  for (const probe of deps.vault.duplicateProbes(prepared)) {
    const answer = await sql<{ candidates: unknown[] }>`
      select vault_search(${probe.field}, ${probe.tokens.map((each) => Buffer.from(each))}::bytea[],
                          ${searchWidth}) as candidates`.execute(deps.db.kysely);
    for (const sealed of await deps.vault.candidatesOf(answer.rows[0]?.candidates ?? [])) {
      const clear = deps.opener.open(sealed, probe.field, sealed.hit ?? '');
      if (deps.vault.sameValue(probe.field, probe.value, clear)) found = true;
    }
  }
  return found;
}
