import { stopTestServer } from '../apps/server/src/platform/testing.ts';
import { busy, wholeDay } from './day/play.ts';
import type { Row } from './day/tally.ts';
import { atMost, type Ratio, type Report, report, type Result, result } from './report.ts';

export const summary = 'an honest day by post: what is refused, what alarms, how much of each budget is used';

const customers = Number(process.env['DAY_CUSTOMERS'] ?? 10_000);

/** Plays the day; an aim is met where nothing legitimate is refused, nothing alarms, and nobody comes near a budget. */
export async function run(): Promise<Report> {
  const { tally, alarms, notices, healthy } = await wholeDay(customers);
  await stopTestServer();
  const results: Result[] = [];
  const ratios: Record<string, Ratio> = {};
  let refused = 0;
  for (const row of tally.rows()) {
    process.stderr.write(`${line(row)}\n`);
    const sum = total(row.refused);
    refused += sum;
    if (row.acts > 0)
      results.push(
        result(`${row.name}: acts`, 'in a day', [row.acts]),
        result(`${row.name}: refused`, 'in a day', [sum]),
        result(`${row.name}: mistakes`, 'in a day', [total(row.mistakes)]),
      );
    for (const [limit, share] of row.shares)
      results.push(result(`${row.name}: ${limit}`, 'of the limit', [share]));
    if (row.acts > 0)
      ratios[`${row.name}: no budget above its share`] = atMost(
        largest(row)?.[1] ?? 0,
        row.name === busy ? 1 : 0.75,
      );
  }
  for (const [what, times] of counted(tally.refusals())) process.stderr.write(`refused ${times}: ${what}\n`);
  for (const alarm of alarms) process.stderr.write(`alarm: ${alarm}\n`);
  results.push(result('notices of a new colleague or key', 'in a day', [notices]));
  ratios['no refusal of a legitimate act'] = none(refused);
  ratios['no alarm'] = none(alarms.length);
  ratios['the ledger is healthy'] = none(healthy ? 0 : 1);
  return report('day', results, ratios);
}

function counted(all: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const each of all) counts.set(each, (counts.get(each) ?? 0) + 1);
  return counts;
}

const none = (count: number): Ratio => ({ ours: count, other: 0, value: count === 0 ? 1 : 0, aim: 1 });
const total = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((a, b) => a + b, 0);
const listed = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([code, n]) => `${code} ${n}`).join(', ') || '–';
const byShare = (row: Row): readonly (readonly [string, number])[] =>
  [...row.shares].sort(([, a], [, b]) => b - a);
const largest = (row: Row): readonly [string, number] | undefined => byShare(row)[0];

/** One line of the table that people read. */
function line(row: Row): string {
  const shares = byShare(row)
    .slice(0, 4)
    .map(([name, share]) => `${name} ${Math.round(share * 100)} %`);
  const acts =
    row.acts === 0
      ? ''
      : ` | acts ${row.acts} | refused ${listed(row.refused)} | mistakes ${listed(row.mistakes)}`;
  return `${row.name}${acts} | ${shares.join(', ')}`;
}
