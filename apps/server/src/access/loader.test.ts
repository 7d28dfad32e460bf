import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase, silentLog } from '#platform';
import { type Caller, openTestDesk, type TestDesk } from '../testing/desk.ts';
import { createLoader } from './loader.ts';
import { ordinary } from './testing.ts';

let desk: TestDesk;
let one: Database;
let agent: Caller;

beforeAll(async () => {
  desk = await openTestDesk({ customers: 60 });
  agent = await desk.signIn('li.na');
  const { connectionString } = (desk.db.pool as unknown as { options: { connectionString: string } }).options;
  one = await openDatabase({ url: connectionString, log: silentLog, max: 1 });
});
afterAll(async () => {
  await one.close();
  await desk.close();
});

it('plans the load once for groups of any size', async () => {
  const loader = createLoader({ pool: one.pool, clock: () => new Date() });
  for (let size = 1; size <= 12; size++) {
    const asks = Array.from({ length: size }, (_, i) => ({
      customer: ordinary(desk, 'li.na', i).id,
      person: agent.id,
      case: null,
      stepUp: null,
    }));
    const loads = await Promise.all(asks.map((ask) => loader.add(ask)));
    expect(loads.map(({ raw }) => raw.customer)).not.toContain(null);
  }
  const { rows } = await one.pool.query<{ custom_plans: string; generic_plans: string }>(
    "select custom_plans, generic_plans from pg_prepared_statements where name = 'access-load'",
  );
  // five tries before PostgreSQL makes up its mind
  expect(Number(rows[0]?.custom_plans)).toBe(5);
  expect(Number(rows[0]?.generic_plans)).toBeGreaterThan(5);
});
