import { sql } from 'kysely';
import { decodeEntry } from '#ledger';
import type { AccessDeps } from './spine.ts';
import { genuineUse, useColumns, type UseRecord, type UseRow } from './uses.ts';

/**
 * A use whose row and ledger disagree. `forged`: its row was edited past the program; `unrecorded`: taken, and the
 * ledger has no entry of it; `untaken`: the ledger says that a program has its value, and the row says otherwise or is
 * gone.
 */
export type UseFinding = { readonly access: string; readonly kind: 'forged' | 'unrecorded' | 'untaken' };

/** What one audit saw: values that went to programs after entry `after`, up to the ledger's head of that moment. */
export type UseAudit = {
  readonly upTo: number;
  readonly values: number;
  readonly findings: readonly UseFinding[];
};

/** Compares the entries of values that went to programs with the sealed rows, both in one snapshot. */
export async function auditUses(deps: Pick<AccessDeps, 'db' | 'mac'>, after: number): Promise<UseAudit> {
  return deps.db.kysely
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const head = await sql<{ upTo: string }>`
        select coalesce(max(idx), -1) as "upTo" from ledger_entries`.execute(tx);
      const upTo = Number(head.rows[0]?.upTo ?? -1);
      const entries = await sql<{ idx: string; entry: Buffer }>`
        select idx, entry from ledger_entries
        where idx > ${after} and position(${Buffer.from('"code":"redeemed"')}::bytea in entry) > 0
        order by idx`.execute(tx);
      const recorded = new Map(
        entries.rows.flatMap(({ idx, entry }) => {
          const draft = decodeEntry(entry);
          const taken =
            draft?.action === 'redeem' && draft.outcome === 'granted' && draft.object !== undefined;
          return taken ? [[Number(idx), draft.object ?? ''] as const] : [];
        }),
      );
      const rows = await sql<UseRow>`
        select ${useColumns} from access_uses
        where entry > ${after} or taken_entry > ${after}
          or access = any(${[...recorded.values()]}::text[])`.execute(tx);
      return { upTo, values: recorded.size, findings: compare(deps, after, recorded, rows.rows) };
    });
}

function compare(
  deps: Pick<AccessDeps, 'mac'>,
  after: number,
  recorded: ReadonlyMap<number, string>,
  rows: readonly UseRow[],
): readonly UseFinding[] {
  const findings: UseFinding[] = [];
  const uses = new Map<string, UseRecord>();
  for (const row of rows) {
    const use = genuineUse(deps, row);
    if (use === null) findings.push({ access: row.access, kind: 'forged' });
    else uses.set(use.access, use);
  }
  for (const [idx, access] of recorded)
    if (uses.get(access)?.takenEntry !== idx) findings.push({ access, kind: 'untaken' });
  for (const { access, takenEntry } of uses.values())
    if (takenEntry !== null && takenEntry > after && recorded.get(takenEntry) !== access)
      findings.push({ access, kind: 'unrecorded' });
  return findings;
}
