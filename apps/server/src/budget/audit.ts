import type { PoolClient } from 'pg';
import { dayOf, monthOf } from '#platform';
import {
  type Account,
  type AccountKey,
  accountOf,
  emptyAccount,
  nameOf,
  rowOf,
  summandOf,
} from './account.ts';
import type { Inside } from './deps.ts';
import type { Counts } from './limits.ts';
import { type Head, headOf, headRowOf, sumWith } from './head.ts';
import { type Run, runOnClient } from './run.ts';
import { forgedCounter, genuineAccount, headName, sumOf, tellForged } from './sitting.ts';
import { readAccounts, readHead, readPeriod, replaceAccounts, replaceHead } from './store.ts';
import { accessCounter } from './weigh.ts';

/** An account, or all of them together (`null`), that is not as this program wrote it. */
export type Finding = AccountKey | null;

/**
 * Compares all accounts of the day and the month with the sum that is sealed of them, and the head with the log. What
 * does not fit raises an alarm and is mended: an account that was tampered with opens nothing until its period is
 * over, everybody else goes on.
 */
export async function audit(deps: Inside): Promise<readonly Finding[]> {
  const fits = await inTransaction(deps, 'begin isolation level repeatable read read only', (run) =>
    fitting(deps, run),
  );
  return fits ? [] : inTransaction(deps, 'begin', (run) => mend(deps, run));
}

async function inTransaction<T>(deps: Inside, begin: string, act: (run: Run) => Promise<T>): Promise<T> {
  const client: PoolClient = await deps.db.pool.connect();
  try {
    await client.query(begin);
    const result = await act(runOnClient(client));
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    client.release();
    throw error;
  }
}

async function fitting(deps: Inside, run: Run): Promise<boolean> {
  // before the snapshot: what is remembered later may be younger than it
  const seen = deps.memory.seen(headName);
  const row = await readHead(run, false);
  const head = row === null ? null : headOf(deps.mac, row);
  if (row === null || head === null || row.seq < seen) return false;
  return (await logFits(deps, run, head)) && (await sumsFit(deps, run, head));
}

async function logFits({ anchor }: Inside, run: Run, head: Head): Promise<boolean> {
  return (await anchor.accessesFrom(run, head.from)) === head.accesses;
}

async function sumsFit({ mac, memory }: Inside, run: Run, head: Head): Promise<boolean> {
  for (const [period, sealed] of [
    [head.day, head.daySum],
    [head.month, head.monthSum],
  ] as const) {
    let sum = 0n;
    for await (const rows of readPeriod(run, period)) {
      for (const row of rows) {
        if (accountOf(mac, row) === null) return false;
        sum = sumWith(sum, summandOf(mac, row));
        memory.see(nameOf(row), row.seq);
      }
    }
    if (sum !== sealed) return false;
  }
  return true;
}

/** A row as it was found. */
type Found = { readonly seq: number; readonly account: Account | 'forged' };

/** Finds what was tampered with while nobody can charge, marks it, and seals everything anew. */
async function mend(deps: Inside, run: Run): Promise<readonly Finding[]> {
  const { mac, memory, alarm, anchor } = deps;
  const row = await readHead(run, true);
  const head = row === null ? null : headOf(mac, row);
  const day = head?.day ?? dayOf(deps.clock());
  const month = monthOf(day);
  const forged = new Map<string, AccountKey>();
  const rows = new Map<string, Found>();
  const logged = await anchor.accessesOf(run, day);
  for (const period of [day, month]) {
    for await (const page of readPeriod(run, period)) {
      for (const each of page) {
        const name = nameOf(each);
        const account = genuineAccount(deps, each);
        rows.set(name, { seq: each.seq, account });
        const counted = account === 'forged' ? 0 : (account.counts[accessCounter] ?? 0);
        const short = account !== 'forged' && counted < (logged.get(name) ?? 0);
        if (accountOf(mac, each) === null || short || each.seq < memory.seen(name))
          forged.set(name, keyOf(name));
      }
    }
  }
  const known = [...memory.names(), ...logged.keys()];
  for (const name of known) {
    if (name === headName || rows.has(name)) continue;
    const key = keyOf(name);
    if (key.period === day || key.period === month) forged.set(name, key);
  }
  const findings: Finding[] = [...forged.values()];
  if (findings.length === 0) findings.push(null);
  for (const finding of findings.slice(0, 50)) {
    if (finding === null) alarm({ code: 'rows-forged', object: 'budget-accounts' });
    else tellForged(deps, finding);
  }
  await sealAnew(deps, run, { day, month, row: row?.seq ?? null }, [...forged.values()], rows);
  return findings;
}

/** Writes the accounts that were tampered with, and a head over all that is there then; both a step past any seen. */
async function sealAnew(
  deps: Inside,
  run: Run,
  at: { readonly day: string; readonly month: string; readonly row: number | null },
  forged: readonly AccountKey[],
  rows: ReadonlyMap<string, Found>,
): Promise<void> {
  const { mac, memory } = deps;
  const marked = forged.map((key) => {
    const seq = Math.max(rows.get(nameOf(key))?.seq ?? 0, memory.seen(nameOf(key))) + 1;
    const counts = key.kind === 'organisation' ? together(rows.values()) : { [forgedCounter]: 1 };
    return rowOf(mac, { ...emptyAccount(key), seq, counts });
  });
  await replaceAccounts(run, marked);
  const { size } = await readAccounts(run, []);
  const { day, month } = at;
  const sums = { daySum: await sumOf(deps, run, day), monthSum: await sumOf(deps, run, month) };
  const seq = Math.max(at.row ?? 0, memory.seen(headName)) + 1;
  await replaceHead(run, headRowOf(mac, { seq, day, month, ...sums, from: size, accesses: 0 }));
}

/** What people and programs counted together: the organisation's account, so that nobody is kept from work by it. */
function together(found: Iterable<Found>): Counts {
  const counts: Record<string, number> = {};
  for (const { account } of found) {
    if (account === 'forged' || (account.kind !== 'person' && account.kind !== 'key')) continue;
    for (const [name, n] of Object.entries(account.counts)) counts[name] = (counts[name] ?? 0) + n;
  }
  return counts;
}

function keyOf(name: string): AccountKey {
  const [kind = '', id = '', period = ''] = name.split(' ');
  return { kind: kind as AccountKey['kind'], id, period };
}
