import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { maskValue } from '@huke/detect';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { randomOf } from '../src/demo/random.ts';
import { program, readSignIns, signIn } from './desk-client.ts';
import { newJournal, settleCreates, startLoad, type Worker } from './desk-load.ts';
import { brokenPromises, disorder, readEntries } from './ledger-check.ts';
import {
  databaseProcesses,
  embeddedUrl,
  freePort,
  postmasterOf,
  root,
  type ServerProcess,
  startServer,
  stopServer,
  untilReady,
} from './server-process.ts';
import { customerCount, makeSmallDesk, personOf } from './small-desk.ts';

/** Kills of the server, and as many of PostgreSQL. */
const rounds = process.env['SLOW'] === '1' ? 20 : 4;
const seed = Number(process.env['CRASH_SEED'] ?? 20261121);

const folder = mkdtempSync(join(tmpdir(), 'hk-crash-'));
const data = join(folder, 'data');
let port: number;
let server: ServerProcess;
let workers: Worker[];

beforeAll(async () => {
  await makeSmallDesk(folder);
  port = await freePort();
  server = await startServer({ folder, port });
  const signIns = readSignIns(data);
  workers = await Promise.all(
    ['li.na', 'chen.chen', 'wu.hao', 'zhao.min'].map(async (mail) => ({
      mail,
      me: await signIn(server.url, signIns, mail),
    })),
  );
});

afterAll(async () => {
  server?.kill('SIGKILL');
  await server?.exited;
  // the watcher stops the database of a server that was killed
  for (let tried = 0; databaseProcesses(data).length > 0 && tried < 100; tried++) await sleep(100);
  const left = existsSync(join(data, 'run')) ? readFileSync(join(data, 'run'), 'utf8').trim() : '';
  for (const each of [left, folder].filter((path) => path !== ''))
    rmSync(each, { recursive: true, force: true });
});

it('killed at any moment under load: nothing answered is lost, and it comes back by itself', async () => {
  const random = randomOf(seed);
  const journal = newJournal();
  const platform = program(server.url, readSignIns(data), 'call-platform');
  const back: Record<'server' | 'postmaster' | 'backend', number[]> = {
    server: [],
    postmaster: [],
    backend: [],
  };
  const load = startLoad(journal, { platform, workers });
  try {
    for (let round = 0; round < 2 * rounds; round++) {
      const { promised } = journal;
      const before = promised.length;
      await sleep(300 + random.below(1200));
      // what is killed was at work
      await until(() => promised.length > before);
      if (round % 2 === 0) {
        const socketFolder = readFileSync(join(data, 'run'), 'utf8').trim();
        server.kill('SIGKILL');
        await server.exited;
        const began = performance.now();
        server = await startServer({ folder, port });
        back.server.push(performance.now() - began);
        expect(readFileSync(join(data, 'run'), 'utf8').trim()).not.toBe(socketFolder);
        expect(() => readFileSync(join(socketFolder, 'hba.conf'))).toThrow('ENOENT');
      } else {
        const postmaster = postmasterOf(data);
        if (postmaster === null) return expect.unreachable('no database server runs');
        const target = random.chance(0.5) ? 'postmaster' : 'backend';
        const backends = databaseProcesses(data).filter((pid) => pid !== postmaster);
        const victim = target === 'postmaster' ? postmaster : random.pick(backends);
        process.kill(victim, 'SIGKILL');
        const gone = server.exited.then((code) => {
          throw new Error(`the server ended with ${code}: ${server.said().slice(-2000)}`);
        });
        gone.catch(() => {});
        // before the crash was seen an answer of /readyz says nothing
        const began = performance.now();
        const over = until(() => {
          const now = postmasterOf(data);
          return (
            now !== null &&
            (target === 'postmaster' ? now !== postmaster : !databaseProcesses(data).includes(victim))
          );
        });
        await Promise.race([over, gone]);
        await Promise.race([untilReady(server.url), gone]);
        back[target].push(performance.now() - began);
      }
    }
    const { promised, notes, customers } = journal;
    await until(
      () => promised.length > 20 * rounds && notes.length > rounds && customers.length > 2 * rounds,
    );
  } finally {
    await load.stop();
  }

  const repeated = await repeatCreates(journal);
  const entries = await readEntries(embeddedUrl(data));
  expect(journal.promised.length).toBeGreaterThan(20 * rounds);
  expect(journal.notes.length).toBeGreaterThan(rounds);
  expect(journal.customers.length).toBeGreaterThan(rounds);
  expect(brokenPromises(entries, journal.promised)).toEqual([]);
  expect(disorder(entries)).toEqual([]);
  // while the database is away an answer says so
  expect([...journal.statuses.keys()].filter((each) => /500/.test(each))).toEqual([]);
  const opened = new Set(
    [...entries.values()].filter((each) => each.action === 'contact-opened').map((each) => each.contact),
  );
  expect(journal.contacts.filter((each) => !opened.has(each.contact))).toEqual([]);
  // a repeat makes the customer, or answers the one that the first time made
  expect([...repeated.keys()].filter((code) => code !== 'created')).toEqual([]);
  expect(await onEmbedded('select count(*)::int as n from vault_customers')).toEqual([
    { n: customerCount + journal.customers.length },
  ]);

  await expectNotes(journal.notes);
  await expectCustomers(journal.customers);
  await expectIntact();
  expect(await stopServer(server)).toBe(0);
  expect(databaseProcesses(data)).toEqual([]);
  if (process.env['SLOW'] === '1') summary({ back, journal, repeated, entries });
}, 900_000);

/** Waits for a fact; the test's own time is the limit. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(10);
}

/** Asks again, under its key, for each customer whose making got no answer, a minute later. */
async function repeatCreates(journal: ReturnType<typeof newJournal>): Promise<ReadonlyMap<string, number>> {
  await onEmbedded(`update http_idempotency set at = at - interval '2 minutes' where answer is null`);
  return settleCreates(journal);
}

async function onEmbedded(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: embeddedUrl(data) });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Every note that was acknowledged stands in its case, as often as it was written, and as it was answered. */
async function expectNotes(notes: ReturnType<typeof newJournal>['notes']): Promise<void> {
  const byCase = new Map(notes.map((note) => [note.case, note]));
  const lost: string[] = [];
  for (const [id, { by }] of byCase) {
    const detail = await by.me.get(`/cases/${id}`);
    const shown: (string | undefined)[] = (detail.body.timeline ?? []).map(
      (item: { text?: string }) => item.text,
    );
    for (const note of notes.filter((each) => each.case === id)) {
      expect(note.text).not.toContain('13800138000');
      const at = shown.indexOf(note.text);
      if (at < 0) lost.push(`${id}: ${detail.status}`);
      else shown.splice(at, 1);
    }
  }
  expect(lost).toEqual([]);
}

/** Customers whose making was acknowledged have a card, masked; as many as the workers may still be connected to. */
async function expectCustomers(made: ReturnType<typeof newJournal>['customers']): Promise<void> {
  let shownCards = 0;
  const platform = program(server.url, readSignIns(data), 'call-platform');
  for (const [n, { id, mobile }] of made.entries()) {
    const worker = workers[n % workers.length];
    if (!worker) return expect.unreachable();
    const opened = await platform.post('/contacts', {
      channel: 'call',
      direction: 'in',
      externalId: `check-${n}`,
      agent: personOf(worker.mail).id,
      customer: id,
      caseType: 'complaint',
    });
    // beyond the contacts of an hour the channel brings nobody
    const bound = (await worker.me.get(`/cases/${opened.body.case}`)).body.customer === id;
    await platform.post(`/contacts/${opened.body.id}/end`, {});
    if (!bound) continue;
    const card = await worker.me.get(
      `/customers/${id}?scenario=call&purpose=complaint&case=${opened.body.case}`,
    );
    expect(card.status, card.body?.code).toBe(200);
    const shown = card.body.fields.find((each: { field: string }) => each.field === 'mobile');
    expect(shown).toMatchObject({ show: 'masked', value: maskValue('CN_MOBILE', mobile, 'call') });
    shownCards++;
  }
  expect(shownCards).toBeGreaterThan(rounds);
  expect(new Set(made.map((each) => each.id)).size).toBe(made.length);
}

/** `huke ledger verify`, as an auditor runs it. */
async function expectIntact(): Promise<void> {
  const key = readSignIns(data).serviceKeys.find((each) => each.name === 'auditor')?.key ?? '';
  const args = [
    '--import',
    'tsx',
    '--conditions=@huke/source',
    'apps/cli/src/main.ts',
    'ledger',
    'verify',
    '--url',
    server.url,
  ];
  const outcome = await new Promise<{ code: unknown; out: string }>((done) => {
    execFile(
      process.execPath,
      args,
      { cwd: root, env: { ...process.env, HUKE_TOKEN: key } },
      (error, out, err) => done({ code: error?.code ?? 0, out: out + err }),
    );
  });
  expect(outcome, outcome.out).toMatchObject({ code: 0 });
}

function summary(what: {
  readonly back: Readonly<Record<string, number[]>>;
  readonly journal: ReturnType<typeof newJournal>;
  readonly repeated: ReadonlyMap<string, number>;
  readonly entries: ReadonlyMap<number, unknown>;
}): void {
  const { journal } = what;
  const lines = Object.entries(what.back).map(([name, all]) => {
    const sorted = all.map(Math.round).sort((a, b) => a - b);
    return `${name}: ${sorted.length} kills, back after ${sorted[0]}–${sorted.at(-1)} ms, median ${sorted[sorted.length >> 1]}`;
  });
  lines.push(
    `entries ${what.entries.size}, promised ${journal.promised.length}, notes ${journal.notes.length}`,
  );
  lines.push(`customers ${journal.customers.length}, contacts ${journal.contacts.length}`);
  lines.push(`creates asked again: ${JSON.stringify([...what.repeated])}`);
  lines.push(`answers: ${JSON.stringify([...journal.statuses])}`);
  process.stdout.write(`${lines.join('\n')}\n`);
}
