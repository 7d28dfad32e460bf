import type { Alarm } from '@huke/sdk';
import type { Words } from '../words/index.ts';

/** What names of the reader's lists say of an id. */
type Names = { readonly colleague: (id: string) => string };

/** What else an alarm is about, in the reader's words; null where there are none: a code of the program says nothing. */
export function alarmObject(
  { code, object }: Pick<Alarm, 'code' | 'object'>,
  words: Words,
  names: Names,
): string | null {
  if (object === null) return null;
  const { alarms } = words;
  const [head = '', tail] = object.split('.');
  const table = { 'keys-made': words.codes.changes, ...ofLedger(words) }[code] ?? alarms.objects;
  const dimension = tail === undefined ? undefined : lookUp(alarms.dimensions, tail);
  const budget = lookUp(alarms.budgets, head);
  if (budget !== undefined && dimension !== undefined) return alarms.budgetOf(budget, dimension);
  const thing = lookUp(table, object) ?? lookUp(table, head);
  if (thing !== undefined) return dimension === undefined ? thing : alarms.budgetOf(thing, dimension);
  const [prefix = '', id] = object.split('_');
  if (id === undefined) return null;
  if (prefix === 'per') return names.colleague(object);
  const kind = lookUp(alarms.ids, prefix);
  return kind === undefined ? null : `${kind} …${object.slice(-6)}`;
}

/** Alarms that say how the ledger failed its checks. */
const ofLedger = ({ codes }: Words): Readonly<Record<string, Readonly<Record<string, string>>>> => ({
  'ledger-tampered': codes.tampers,
  'journal-missing': codes.tampers,
});

/** The row of a table, however little is known of the code that asks for it. */
function lookUp(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
