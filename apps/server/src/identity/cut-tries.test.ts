import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoPassword, demoTotpSecret } from '#demo';
import { openTestDesk, type TestDesk } from '../testing/desk.ts';
import { lockOut } from './attempts.ts';
import { totpCode, totpStep } from './totp.ts';

/**
 * Somebody with the database's own rights holds the log's lock, so that a sign-in stalls after its comparison, and ends
 * the connection before the count is committed.
 */

let desk: TestDesk;
let owner: pg.Client;
beforeAll(async () => {
  desk = await openTestDesk({ customers: 20 });
  owner = new pg.Client({ connectionString: desk.db.adminUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await desk.close();
});
beforeEach(() => desk.pass(2 * 86_400));

const run = (text: string, values: unknown[] = []) => desk.db.pool.query(text, values);
const alarms = async (code: string): Promise<number> =>
  (await run('select 1 from alarms where code = $1', [code])).rows.length;

/** A browser of a stranger. */
function browser() {
  const jar = new Map<string, string>();
  return async (path: string, body: unknown): Promise<{ status: number; code: string | undefined }> => {
    const reply = await desk.app.fetch(
      new Request(`${desk.config.publicUrl}/api/v1/auth${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'huke-csrf': '1',
          cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        },
        body: JSON.stringify(body),
      }),
    );
    for (const each of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
      jar.set(name, value);
    }
    const text = await reply.text();
    return { status: reply.status, code: text === '' ? undefined : JSON.parse(text).code };
  };
}

/** Has `ask` stall where it would write there, and cuts it off; it fails as where the database is away. */
async function cutOff(ask: () => Promise<{ status: number }>, table = 'ledger_head'): Promise<void> {
  await owner.query(`begin; lock table ${table} in exclusive mode`);
  let over = false;
  const asked = ask().finally(() => {
    over = true;
  });
  try {
    // whoever else waits there goes with it
    while (!over) {
      await owner.query(`select pg_terminate_backend(pid) from pg_locks
        where not granted and pg_backend_pid() = any (pg_blocking_pids(pid))`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect((await asked).status).toBe(503);
  } finally {
    await owner.query('rollback');
  }
}

const signIn = (mail: string, password = demoPassword) => ({ email: desk.person(mail).email, password });

describe('a try whose transaction is cut off', () => {
  it('counts as a wrong password, and several of them are an alarm', async () => {
    const ask = browser();
    for (let n = 0; n < lockOut.here.tries; n++) {
      await cutOff(() => ask('/sign-in/email', signIn('chen.chen', `wrong ${n}`)));
      await run('delete from identity_rates');
    }
    expect(await ask('/sign-in/email', signIn('chen.chen'))).toEqual({ status: 401, code: 'sign-in-failed' });
    await expect.poll(() => alarms('tries-cut')).toBeGreaterThan(0);
    desk.pass(lockOut.here.seconds + 1);
    expect((await ask('/sign-in/email', signIn('chen.chen'))).status).toBe(200);
  });

  it('counts as a wrong code', async () => {
    const ask = browser();
    const code = (steps: number) =>
      totpCode(demoTotpSecret(desk.person('chen.chen').email), totpStep(desk.clock()) + steps);
    expect((await ask('/sign-in/email', signIn('chen.chen'))).status).toBe(200);
    for (let n = 0; n < lockOut.here.tries; n++)
      await cutOff(() => ask('/two-factor/verify-totp', { code: code(100 + n) }));
    expect(await ask('/two-factor/verify-totp', { code: code(0) })).toEqual({
      status: 429,
      code: 'factor-locked',
    });
  });

  it('counts as a wrong one although it was right', async () => {
    const ask = browser();
    for (let n = 0; n < lockOut.here.tries; n++)
      await cutOff(() => ask('/sign-in/email', signIn('li.na')), 'identity_challenges');
    expect((await ask('/sign-in/email', signIn('li.na'))).status).toBe(401);
  });

  it('by a restart costs one try', async () => {
    const ask = browser();
    await cutOff(() => ask('/sign-in/email', signIn('zhao.min')), 'identity_challenges');
    expect((await ask('/sign-in/email', signIn('zhao.min'))).status).toBe(200);
    for (let n = 0; n < lockOut.here.tries - 1; n++)
      expect((await ask('/sign-in/email', signIn('zhao.min', `wrong ${n}`))).status).toBe(401);
    expect((await ask('/sign-in/email', signIn('zhao.min'))).status).toBe(200);
  });
});

it('requests of one address are slowed although the rows that count them are taken away', async () => {
  const ask = browser();
  const statuses = new Set<number>();
  for (let n = 0; n < 301 && !statuses.has(429); n++) {
    statuses.add((await ask('/sign-in/email', { email: `nobody${n}@desk.test`, password: 'x' })).status);
    await run('delete from identity_rates; delete from identity_attempts');
  }
  expect([...statuses]).toEqual([401, 429]);
});
