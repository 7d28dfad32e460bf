import type { Quota } from '@huke/sdk';
import { type Account, emptyAccount, nameOf } from './account.ts';
import type { Inside } from './deps.ts';
import { raise, revealLimit } from './limits.ts';
import type { Run } from './run.ts';
import { openHead, save, sealedAccounts, tellForged } from './sitting.ts';
import { readAccounts } from './store.ts';

/** Why a raise of one's own quota is refused. */
export type RaiseRefusal = 'quota-left' | 'no-more-raises' | 'budget-gone';

/** Raises a person's reveals of today by a step; `budget-gone`: the account was tampered with. */
export async function raiseReveals(
  deps: Inside,
  run: Run,
  person: string,
  now: Date,
): Promise<Quota | RaiseRefusal> {
  const open = await openHead(deps, run, now);
  if (open === null) return 'budget-gone';
  const key = { kind: 'person', id: person, period: open.when.day } as const;
  const { rows, size } = await readAccounts(run, [key]);
  const account = sealedAccounts(deps, rows).get(nameOf(key)) ?? emptyAccount(key);
  if (account === 'forged' || account.seq < deps.memory.seen(nameOf(key))) {
    tellForged(deps, key);
    return 'budget-gone';
  }
  const { counts } = account;
  if ((counts['reveals'] ?? 0) < revealLimit(counts)) return 'quota-left';
  const raises = (counts['raises'] ?? 0) + 1;
  if (raises > raise.perDay) return 'no-more-raises';
  // the last one a day is worth a look
  if (raises === raise.perDay)
    deps.alarm({ code: 'budget-near', object: 'reveals.raise', person, count: raises });
  const raised = (counts['raised'] ?? 0) + raise.step;
  const after: Account = { ...account, seq: account.seq + 1, counts: { ...counts, raises, raised } };
  await save(deps, run, open.head, rows, [after], { from: size, accesses: 0 });
  return quotaOf(after);
}

/** The quota of reveals that an account says; of one that was tampered with everything is used. */
export function quotaOf(account: Account | 'forged' | undefined): Quota {
  if (account === 'forged') return { used: revealLimit({}), limit: revealLimit({}), raised: 0 };
  const counts = account?.counts ?? {};
  return { used: counts['reveals'] ?? 0, limit: revealLimit(counts), raised: counts['raised'] ?? 0 };
}
