import { stopTestServer } from '../apps/server/src/platform/testing.ts';
import { attackers } from './exfil/attackers.ts';
import { owners } from './exfil/owner.ts';
import { openWorld } from './exfil/world.ts';
import { type Ratio, type Report, report, type Result, result } from './report.ts';

export const summary =
  'what insiders take in a simulated day from 10,000 customers, each on a desk of their own';

const customers = Number(process.env['EXFIL_CUSTOMERS'] ?? 10_000);

/** Plays every attacker for a day; an aim is met when nobody takes more than their row allows. */
export async function run(): Promise<Report> {
  const results: Result[] = [];
  const ratios: Record<string, Ratio> = {};
  const only = process.env['EXFIL_ONLY'];
  for (const attacker of [...attackers, ...owners]) {
    if (only !== undefined && !attacker.name.includes(only)) continue;
    const world = await openWorld(customers);
    try {
      await attacker.play(world);
      await world.minute();
      const totals = world.take.totals();
      const silent = await world.silent();
      const taken = {
        ...totals,
        silent,
        entries: await world.entries(),
        alarms: await world.alarms(),
      };
      process.stderr.write(`${attacker.name}: ${JSON.stringify(taken)}\n`);
      for (const [what, count] of Object.entries(taken))
        results.push(result(`${attacker.name}: ${what}`, 'in a day', [count]));
      // who takes nothing because nothing was reached shows nothing
      const told = (await world.told()) ? 1 : 0;
      ratios[`${attacker.name}: leaves an entry`] = { ours: told, other: 1, value: told, aim: 1 };
      for (const [what, most] of Object.entries(attacker.most)) {
        const got = taken[what as keyof typeof taken];
        ratios[`${attacker.name}: at most ${most} ${what}`] = {
          ours: got,
          other: most,
          value: got <= most ? 1 : 0,
          aim: 1,
        };
      }
    } finally {
      await world.close();
    }
  }
  await stopTestServer();
  return report('exfil', results, ratios);
}
