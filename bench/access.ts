import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { openContact } from '../apps/server/src/desk/index.ts';
import { demoCustomers, demoPeople, loadDemo, platformSubject } from '../apps/server/src/demo/index.ts';
import { testSession } from '../apps/server/src/identity/testing.ts';
import {
  type Database,
  loadConfig,
  openDatabase,
  openRowSeal,
  silentLog,
} from '../apps/server/src/platform/index.ts';
import { start } from '../apps/server/src/server.ts';
import { type LoadRequest, runLoad } from './load/run-load.ts';
import { atLeast, type Report, type Result, report, result } from './report.ts';

export const summary =
  'reveals per second with durable entries, beside the same server reading a row unprotected';

const seconds = 5;
// a person sees values of at most 60 customers a day: their sessions stay below it together
const perAgent = 5;
const customers = 600;

/** Reveals at 1, 16 and 64 clients; the unprotected read stands in the same process, on the same database. */
export async function run(): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'huke-bench-'));
  const port = await freePort();
  const config = loadConfig(
    {
      HUKE_DATA: join(folder, 'data'),
      HUKE_KEYS: join(folder, 'keys'),
      HUKE_PORT: String(port),
      HUKE_LOG_LEVEL: 'silent',
    },
    folder,
  );
  const running = await start({
    config,
    log: silentLog,
    prepare: (db, open) => loadDemo(db, { open, now: new Date(), customers, cases: 0 }),
  });
  try {
    const { rooms } = running;
    const reveals = await prepareReveals(rooms, config);
    const plain = await plainServer(rooms.db);
    const results: Result[] = [];
    const ratios: Record<string, ReturnType<typeof atLeast>> = {};
    for (const clients of [1, 16, 64]) {
      const unprotected = await measured(rooms.db.pool, () =>
        runLoad({ port: plain.port, clients, seconds, requests: plain.requests }),
      );
      const ours = await measured(rooms.db.pool, () =>
        runLoad({ port, clients, seconds, requests: reveals }),
      );
      for (const [name, one] of [
        ['reveal', ours],
        ['unprotected read', unprotected],
      ] as const) {
        const subject = `${name}, ${clients} clients`;
        results.push(
          result(subject, 'per s', [one.load.perSecond]),
          result(`${subject}: p50`, 'ms', [one.load.p50]),
          result(`${subject}: p99`, 'ms', [one.load.p99]),
          result(`${subject}: CPU of the server`, 'ms per request', [one.cpu]),
          result(`${subject}: round trips`, 'per request', [one.trips]),
        );
        const failed = Object.values(one.load.failures).reduce((a, b) => a + b, 0);
        if (failed > 0)
          throw new Error(`${subject}: ${failed} requests failed: ${JSON.stringify(one.load.failures)}`);
      }
      if (clients === 64) {
        ratios['reveals beside unprotected reads, 64 clients'] = atLeast(
          ours.load.perSecond,
          unprotected.load.perSecond,
          0.5,
        );
        ratios['at most 2 round trips a request'] = atLeast(2, ours.trips, 1);
      }
    }
    await plain.close();
    return report('access', results, ratios);
  } finally {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Pool = Database['pool'];

/** Runs the load and counts CPU and database round trips of this process meanwhile. */
async function measured(pool: Pool, act: () => ReturnType<typeof runLoad>) {
  const trips = countTrips(pool);
  const before = process.cpuUsage();
  const load = await act();
  const used = process.cpuUsage(before);
  // the load's warm-up goes through the same server: what is counted covers both, by time
  const all = load.count * ((seconds + 2) / seconds);
  return { load, cpu: (used.user + used.system) / 1000 / all, trips: trips.end() / all };
}

type Query = (this: object, ...args: readonly unknown[]) => unknown;

/** Counts round trips of every connection: statements that go out while another is under way share its trip. */
function countTrips(pool: Pool): { readonly end: () => number } {
  const { prototype } = (pool as unknown as { Client: { prototype: { query: Query } } }).Client;
  const original = prototype.query;
  const under = new WeakMap<object, number>();
  let trips = 0;
  prototype.query = function (...args) {
    const before = under.get(this) ?? 0;
    if (before === 0) trips++;
    under.set(this, before + 1);
    const ended = (): void => void under.set(this, (under.get(this) ?? 1) - 1);
    const heard = args.at(-1);
    if (typeof heard === 'function') {
      const told = (...answer: readonly unknown[]): void => {
        ended();
        (heard as (...answer: readonly unknown[]) => void)(...answer);
      };
      return original.call(this, ...args.slice(0, -1), told);
    }
    const answer = original.call(this, ...args);
    void Promise.resolve(answer).then(ended, ended);
    return answer;
  };
  return {
    end: () => {
      prototype.query = original;
      return trips;
    },
  };
}

async function prepareReveals(
  rooms: Awaited<ReturnType<typeof start>>['rooms'],
  config: ReturnType<typeof loadConfig>,
): Promise<LoadRequest[]> {
  const mac = openRowSeal(config.keysDir);
  const requests: LoadRequest[] = [];
  const people = demoPeople.filter(
    (each) => ['agent', 'senior-agent'].includes(each.post) && each.tenure > 90,
  );
  const all = demoCustomers(customers);
  for (const [n, person] of people.entries()) {
    const own = all.filter(
      (each, i) => each.team === person.team && i > 50 && !each.flags.vip && !each.minor,
    );
    for (let s = 0; s < Math.ceil(64 / people.length); s++) {
      const { cookie } = await testSession(
        { db: rooms.db, mac, now: new Date(), config: { publicUrl: config.publicUrl } },
        person.id,
      );
      for (let i = 0; i < perAgent; i++) {
        const customer = own[(n * 31 + s * perAgent + i) % own.length];
        if (!customer) continue;
        const opened = await openContact(rooms.desk, platformSubject, {
          // more at once than anybody holds of calls
          channel: 'social',
          direction: 'in',
          externalId: `bench-${n}-${s}-${i}`,
          agent: person.id,
          customer: customer.id,
          caseType: 'complaint',
        });
        if (opened.kind === 'refused') throw new Error(opened.code);
        const body = {
          action: 'reveal',
          customer: customer.id,
          fields: [{ field: 'mobile' }],
          purpose: 'complaint',
          case: opened.contact.case,
          scenario: 'call',
          reason: 'handle-complaint',
        };
        requests.push({
          path: '/api/v1/accesses',
          headers: { cookie, 'huke-csrf': '1' },
          body: JSON.stringify(body),
        });
      }
    }
  }
  return requests;
}

/** The same server without protection: reads a clear value by primary key and answers it. */
async function plainServer(served: Database) {
  const db = await openDatabase({ url: await databaseBeside(served), log: silentLog });
  const { pool } = db;
  await pool.query('create table bench_plain (customer text primary key, mobile text not null)');
  const all = demoCustomers(customers);
  for (const each of all)
    await pool.query('insert into bench_plain values ($1, $2)', [each.id, String(each.fields['mobile'])]);
  const app = new Hono();
  app.post('/plain', async (c) => {
    const { customer } = (await c.req.json()) as { customer: string };
    const { rows } = await pool.query('select mobile from bench_plain where customer = $1', [customer]);
    return c.json(rows[0] as { mobile: string });
  });
  const port = await freePort();
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port });
  const requests = all.map((each) => ({
    path: '/plain',
    headers: {},
    body: JSON.stringify({ customer: each.id }),
  }));
  const close = async (): Promise<void> => {
    server.close();
    await db.close();
  };
  return { port, requests, close };
}

/** A database on the same PostgreSQL: in its own the server makes no tables, and answers nothing where others did. */
async function databaseBeside(served: Database): Promise<string> {
  const url = new URL(
    (served.pool as unknown as { options: { connectionString: string } }).options.connectionString,
  );
  url.username = 'postgres';
  url.pathname = '/postgres';
  const admin = await openDatabase({ url: url.href, log: silentLog, max: 1 });
  await admin.pool.query('create database bench_plain');
  await admin.close();
  url.pathname = '/bench_plain';
  return url.href;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
