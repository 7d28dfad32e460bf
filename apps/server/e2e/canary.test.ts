import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoEmployers, demoTeams, loadDemo } from '#demo';
import { testSession } from '#identity/testing';
import { loadConfig, openLog, openRowSeal } from '#platform';
import { type Running, start } from '../src/server.ts';
import { findForms, formsOf, strip } from './canary-forms.ts';
import { type Answered, planted, plantEverywhere } from './canary-plants.ts';
import { personOf } from './small-desk.ts';

/**
 * The canary: values planted through every way in of a real server on its own PostgreSQL, then looked for in every
 * place that the server writes to. Each place has a control: a text put there by hand, which must be found.
 */

type Sink = {
  readonly name: string;
  /** All that is there. */
  readonly read: () => readonly Buffer[];
  /** Puts a text there by hand. */
  readonly plant: (text: string) => void;
};

const control = 'CONTROL-7731-of-the-canary';
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'hk-canary-'));
const data = join(folder, 'data');
const cluster = join(data, 'postgres');
const lines: string[] = [];
const printed: string[] = [];
const answers: Answered[] = [];
const tables: Record<string, Buffer> = {};
const events: string[] = [];
let revealed: Answered;

const texts = (list: readonly string[]): readonly Buffer[] => [Buffer.from(list.join('\n'))];

/** Every file below a folder, without the zeros at its end. */
function filesOf(path: string, but: readonly string[] = []): readonly Buffer[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((each) => {
    const file = join(path, each.name);
    if (but.includes(each.name)) return [];
    if (each.isDirectory()) return filesOf(file, but);
    if (!each.isFile() || statSync(file).size === 0) return [];
    const bytes = readFileSync(file);
    let end = bytes.length;
    while (end > 0 && bytes[end - 1] === 0) end--;
    return [bytes.subarray(0, end)];
  });
}

function appendTo(path: string, name: RegExp, text: string): void {
  const file = readdirSync(path, { recursive: true, encoding: 'utf8' }).find((each) => name.test(each));
  if (file === undefined) throw new Error('there is no file to put the control into');
  appendFileSync(join(path, file), text);
}

const tableSink = (name: string, table: string): Sink => ({
  name,
  read: () => [tables[table] ?? Buffer.alloc(0)],
  plant: (text) => {
    tables[table] = Buffer.concat([tables[table] ?? Buffer.alloc(0), Buffer.from(text)]);
  },
});

const sinks: readonly Sink[] = [
  { name: 'the server log', read: () => texts(lines), plant: (text) => void lines.push(text) },
  { name: 'standard output', read: () => texts(printed), plant: (text) => void printed.push(text) },
  {
    name: "PostgreSQL's log",
    read: () => filesOf(join(cluster, 'log')),
    plant: (text) => appendTo(join(cluster, 'log'), /\.log$/, text),
  },
  {
    name: "PostgreSQL's write-ahead log",
    read: () => filesOf(join(cluster, 'pg_wal')),
    plant: () => undefined,
  },
  {
    name: "PostgreSQL's data files",
    read: () => filesOf(cluster, ['log', 'pg_wal']),
    plant: () => undefined,
  },
  tableSink('ledger entries', 'ledger_entries'),
  tableSink('ledger tiles', 'ledger_tiles'),
  tableSink('checkpoints', 'ledger_checkpoints'),
  tableSink('the spool of imports', 'vault_import_spool'),
  tableSink('all other tables', 'rest'),
  {
    name: 'exported checkpoints',
    read: () => filesOf(join(data, 'checkpoints')),
    plant: (text) => appendTo(join(data, 'checkpoints'), /./, text),
  },
  {
    name: 'the rest of the data folder',
    read: () => filesOf(data, ['postgres', 'checkpoints']),
    plant: (text) => appendTo(data, /^demo\.json$/, text),
  },
  {
    name: 'bodies of errors',
    read: () => texts(answers.filter((each) => each.status >= 400).map((each) => each.text)),
    plant: (text) => void answers.push({ path: '', status: 500, headers: '', text }),
  },
  {
    name: 'bodies of answers',
    read: () => texts(answers.filter((each) => each.status < 400).map((each) => each.text)),
    plant: (text) => void answers.push({ path: '', status: 200, headers: '', text }),
  },
  {
    name: 'headers of answers',
    read: () => texts(answers.map((each) => each.headers)),
    plant: (text) => void answers.push({ path: '', status: 200, headers: text, text: '' }),
  },
  { name: 'live events', read: () => texts(events), plant: (text) => void events.push(text) },
];

beforeAll(async () => {
  const restore = [process.stdout, process.stderr].map((stream) => {
    const original = stream.write;
    stream.write = (chunk: unknown): boolean => {
      printed.push(String(chunk));
      return true;
    };
    return () => {
      stream.write = original;
    };
  });
  try {
    await live();
  } finally {
    for (const each of restore) each();
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The life of the server, from its first start to its stop. */
async function live(): Promise<void> {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const config = loadConfig({ HUKE_DATA: data, HUKE_KEYS: join(folder, 'keys'), HUKE_PORT: '0' }, folder);
  const running = await start({
    config,
    log: openLog({ level: 'info', write: (line) => void lines.push(line) }),
    prepare: (db, open) => loadDemo(db, { open, now: new Date(), customers: 30, cases: 0 }),
  });
  try {
    const { db } = running.rooms;
    const mac = openRowSeal(config.keysDir);
    const cookieOf = async (mail: string) => {
      const { cookie } = await testSession({ db, mac, now: new Date(), config }, personOf(mail).id);
      return { cookie };
    };
    const agent = await cookieOf('li.na');
    const gone = new AbortController();
    const stream = await fetch(`${running.url}/api/v1/events`, { headers: agent, signal: gone.signal });
    const heard = (async () => {
      for await (const chunk of stream.body ?? []) events.push(Buffer.from(chunk).toString('utf8'));
    })().catch(() => undefined);
    const keys = JSON.parse(readFileSync(join(data, 'demo.json'), 'utf8')).serviceKeys;
    const platform = keys.find((each: { name: string }) => each.name === 'call-platform').key;
    const done = await plantEverywhere({
      url: running.url,
      agent,
      supervisor: await cookieOf('zhao.min'),
      admin: await cookieOf('luo.gang'),
      second: await cookieOf('song.jie'),
      platform: { authorization: `Bearer ${platform}` },
      agentId: personOf('li.na').id,
      team: demoTeams[0].id,
      employer: demoEmployers[0].id,
      record: (answer) => void answers.push(answer),
    });
    revealed = done.revealed;
    await spoolOne(running);
    await running.rooms.ledger.checkpoint();
    gone.abort();
    await heard;
    await dump(running);
    await plantControl(data);
  } finally {
    await running.stop();
  }
}

/** A value in clear in a table of the owner's, which the server's own role cannot make. */
async function plantControl(folder: string): Promise<void> {
  const socket = join(readFileSync(join(folder, 'run'), 'utf8').trim(), 's');
  const owner = new pg.Client({ host: socket, user: 'postgres', database: 'huke' });
  await owner.connect();
  await owner.query('create table control (value text)');
  await owner.query('insert into control values ($1)', [control]);
  await owner.end();
}

/** Leaves an upload in the spool, as one that broke off does. */
async function spoolOne(running: Running): Promise<void> {
  const { imports, db } = running.rooms;
  async function* upload() {
    yield Buffer.from(`姓名,手机号\r\n${planted.importedName},${planted.importedMobile}\r\n`);
    const { rows } = await db.pool.query('select at, sealed from vault_import_spool');
    tables['vault_import_spool'] = rawOf(rows);
  }
  const piece = async function* () {
    yield Buffer.alloc(300_000, `${planted.importedName},${planted.importedMobile}\r\n`);
    yield* upload();
  };
  const rest = { dryRun: true, bytesTotal: null, mapping: {}, team: null, by: null };
  await imports.start({
    upload: piece(),
    ...rest,
    commitBatch: async () => ({ kind: 'refused', code: 'enough' }),
  });
  await imports.settled();
}

/** All tables as they are, with the bytes of each value. */
async function dump({ rooms }: Running): Promise<void> {
  const own = new Set(['ledger_entries', 'ledger_tiles', 'ledger_checkpoints']);
  const names = await rooms.db.pool.query(
    `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name, tablename from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const rest: Buffer[] = [];
  for (const { name, tablename } of names.rows) {
    const raw = rawOf((await rooms.db.pool.query(`select * from ${name}`)).rows);
    if (own.has(tablename)) tables[tablename] = raw;
    else rest.push(raw);
  }
  tables['rest'] = Buffer.concat(rest);
}

function rawOf(rows: readonly Record<string, unknown>[]): Buffer {
  return Buffer.concat(
    rows.flatMap((row) =>
      Object.values(row).flatMap((each) => [
        Buffer.isBuffer(each) ? each : Buffer.from(JSON.stringify(each) ?? ''),
        Buffer.from('\n'),
      ]),
    ),
  );
}

describe('the canary', () => {
  const forms = Object.entries(planted).map(([what, value]) => ({ what, forms: formsOf(value) }));

  it('was let in everywhere', () => {
    expect(revealed.status, revealed.text).toBe(200);
    expect(revealed.text).toContain(planted.mobile);
    for (const each of answers) expect(each.status, each.path).toBeLessThan(500);
    for (const path of [
      '/customers/-',
      '/cases/-/notes',
      '/customers/-/verify',
      '/text/mask',
      '/customers/import/-',
    ])
      expect(
        answers.some(
          (each) =>
            each.status === 200 && each.path.replaceAll(/[a-z]{3}_[0-9a-z]{26}/g, '-').startsWith(path),
        ),
        path,
      ).toBe(true);
    expect(answers.filter((each) => each.status >= 400).length).toBeGreaterThan(8);
    expect(events.join('')).toContain('event: case');
  });

  it.each(sinks)('is not in $name, where a control is found', ({ name, read, plant }) => {
    const places = read().map((place) => ({ place, stripped: strip(place) }));
    const size = places.reduce((sum, { place }) => sum + place.length, 0);
    // a server that goes well prints nothing
    expect(size > 0 || name === 'standard output').toBe(true);
    const mine = answersMay(name);
    const found = forms.flatMap((each) =>
      mine.has(each.what)
        ? []
        : places.flatMap(({ place, stripped }) =>
            findForms(each.forms, place, stripped).map((form) => `${each.what} as ${form}`),
          ),
    );
    expect(found).toEqual([]);
    plant(control);
    const after = read();
    expect(after.some((place) => findForms(formsOf(control), place, Buffer.alloc(0)).length > 0)).toBe(true);
  });
});

/** An answer to whoever typed a note shows its text, with what was found in it masked. */
function answersMay(name: string): ReadonlySet<string> {
  return new Set(name === 'bodies of answers' ? ['note'] : []);
}
