import type { KeyTook, ServiceKey } from '@huke/sdk';
import { dayStart } from '#platform';
import type { KeyEntries } from './deps.ts';
import { tookNothing } from './key-row.ts';
import type { Room } from './room.ts';

/** Which entries count as what; every entry of a key counts among `entries`. */
const counted: Readonly<Record<string, Exclude<keyof KeyTook, 'entries'>>> = {
  'access view': 'views',
  'access search': 'searches',
  'access use': 'uses',
  'access redeem': 'redeems',
  'access notify': 'redeems',
  'access reveal': 'reveals',
  'access copy': 'reveals',
  'access verify': 'reveals',
  'access create': 'writes',
  'access import': 'writes',
  'access correct': 'writes',
};

/** What each key took today and in seven days, from the ledger; refused asks count among its entries only. */
export async function tookBy(room: Room): Promise<(key: string) => ServiceKey['took']> {
  const now = room.clock();
  const midnight = dayStart(now);
  const weekAgo = new Date(midnight.getTime() - 6 * 86_400_000);
  const [today, week] = [
    sums(await room.keyEntries(midnight.toISOString())),
    sums(await room.keyEntries(weekAgo.toISOString())),
  ];
  return (key) => ({ today: today.get(key) ?? tookNothing, week: week.get(key) ?? tookNothing });
}

function sums(entries: KeyEntries): ReadonlyMap<string, KeyTook> {
  const all = new Map<string, KeyTook>();
  for (const { key, kind, action, outcome, count } of entries) {
    const took = { ...(all.get(key) ?? tookNothing) };
    took.entries += count;
    const as = counted[`${kind} ${action}`];
    if (as && outcome === 'granted') took[as] += count;
    all.set(key, took);
  }
  return all;
}
