import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  demoCustomers,
  demoEmployers,
  demoId,
  demoPassword,
  demoTeams,
  demoTotpSecret,
  loadDemo,
} from '../apps/server/src/demo/index.ts';
import { loadConfig, silentLog } from '../apps/server/src/platform/index.ts';
import { start } from '../apps/server/src/server.ts';
import { atMost, type Report, report, result } from './report.ts';

export const summary =
  '1,000 sign-ins in five minutes, 300 contacts at a time: how long a card takes to open';

const agents = 1000;
const seconds = 300;
const contactSeconds = 95;

type Played = {
  readonly steps: Readonly<Record<string, { count: number; p50: number; p99: number; max: number }>>;
  readonly mostLive: number;
  readonly errors: Readonly<Record<string, number>>;
};

/** Plays the morning against a server of its own, from another process. */
export async function run(): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'huke-peak-'));
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
  const customers = demoCustomers(2000);
  const teams = demoTeams.slice(0, 3);
  const people = Array.from({ length: agents }, (_, n) => {
    const team = teams[n % teams.length]?.id ?? '';
    const email = `peak${n}@demo.huke.test`;
    const own = customers.filter((each, i) => each.team === team && i > 50 && !each.flags.vip && !each.minor);
    return {
      id: demoId('per', 1000 + n),
      email,
      team,
      password: demoPassword,
      secret: demoTotpSecret(email),
      customer: own[n % own.length]?.id ?? '',
    };
  });
  let platformKey = '';
  const running = await start({
    config,
    log: silentLog,
    prepare: async (db, open) => {
      await loadDemo(db, { open, now: new Date(), customers: 2000, cases: 0 });
      const rooms = await open(() => new Date());
      const keys = await rooms.identity.seed({
        employers: [],
        teams: [],
        people: people.map(({ id, email, team, password, secret }, n) => ({
          id,
          email,
          team,
          password,
          name: `agent ${n}`,
          staffNumber: `P${n}`,
          post: 'agent',
          employer: demoEmployers[0].id,
          hiredOn: '2024-01-01',
          totpSecret: secret,
        })),
        keys: [
          { name: 'peak', scopes: ['contacts:write'], teams: teams.map((team) => team.id), perDay: 100_000 },
        ],
      });
      platformKey = keys[0]?.key ?? '';
      await rooms.identity.stop();
      await rooms.vault.close();
    },
  });
  try {
    const played = await play({ port, people, platformKey, seconds, contactSeconds });
    const failed = Object.values(played.errors).reduce((a, b) => a + b, 0);
    const results = Object.entries(played.steps).flatMap(([step, one]) => [
      result(`${step}: p50 of ${one.count}`, 'ms', [one.p50]),
      result(`${step}: p99`, 'ms', [one.p99]),
    ]);
    results.push(
      result('contacts at a time', 'at most', [played.mostLive]),
      result('errors', 'in all', [failed]),
    );
    for (const [name, count] of Object.entries(played.errors)) results.push(result(name, 'times', [count]));
    return report('peak', results, {
      'card p99 within 300 ms': atMost(played.steps['card']?.p99 ?? Number.POSITIVE_INFINITY, 300),
      'no error': { ours: failed, other: 0, value: failed === 0 ? 1 : 0, aim: 1 },
      '300 contacts at a time': { ours: played.mostLive, other: 300, value: played.mostLive / 300, aim: 1 },
    });
  } finally {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function play(input: unknown): Promise<Played> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [fileURLToPath(new URL('load/peak-client.mjs', import.meta.url))], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString('utf8');
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve(JSON.parse(out) as Played);
      else reject(new Error(`the players ended with status ${code}`));
    });
    child.stdin.end(JSON.stringify(input));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
