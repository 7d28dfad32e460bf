import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scopes, topics } from '@huke/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limitRows } from '#budget';
import { alarmRows } from './alarm/codes.ts';
import { doors } from './doors.ts';
import { fileWriters } from './file-writers.ts';
import { housekeeping, watches } from './server.ts';
import { openTestDesk, type TestDesk } from './testing/desk.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await openTestDesk({ customers: 6 });
});
afterAll(() => desk.close());

const known = doors.flatMap((row) => row.doors);
const ofKind = (kind: RegExp): string[] => known.filter((door) => kind.test(door)).sort();

/** Paths of TypeScript sources below a folder, without tests. */
function pathsIn(folder: URL | string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .filter((path) => !/(\.test\.tsx?|\/testing[^/]*\.ts|\/testing\/.*|\/test-server\.ts)$/.test(path));
}

const sources = (folder: URL): string[] => pathsIn(folder).map((path) => readFileSync(path, 'utf8'));

/** What of Node leaves nothing on a disk; whatever else its modules of files and programs offer is taken for writing. */
const readers = new Set(
  `access chmod chmodSync chown close closeSync constants createReadStream existsSync fdatasync fstatSync fsync
   lstatSync readFile readFileSync readdir readdirSync readlink readlinkSync realpath realpathSync rm rmSync stat
   statSync`.split(/\s+/),
);
/** Opened to be read, whatever the name. */
const opensToRead = /^(?:open|openSync)\([^,()]+,\s*(?:'r'|constants\.O_RDONLY\b)/;

/** Calls of a source that may write a file or start a program: the function and the first thing it is given. */
function writesIn(text: string): string[] {
  const names: string[] = [];
  const modules = /import\s+([^;]*?)\s+from\s+'(?:node:)?(?:fs|fs\/promises|child_process|sqlite|v8)'/g;
  for (const [, clause = ''] of text.matchAll(modules)) {
    const [, whole] = /^(?:\*\s+as\s+)?(\w+)/.exec(clause) ?? [];
    if (whole !== undefined) names.push(String.raw`${whole}(?:\.\w+)*`);
    for (const each of (/\{([^}]*)\}/.exec(clause)?.[1] ?? '').split(',')) {
      const [name = '', as = name] = each.trim().split(/\s+as\s+/);
      if (name !== '' && !name.startsWith('type ') && !readers.has(name)) names.push(as);
    }
  }
  const other = String.raw`import\('(?:node:)?(?:fs|child_process|sqlite|v8)\b|require\('(?:node:)?(?:fs|child_process)\b|getBuiltinModule|writeReport|pino\(|localStorage\.setItem|sessionStorage|indexedDB|createObjectURL|showSaveFilePicker|caches\.open`;
  const called = names.map((name) => String.raw`${name}(?=\s*[(),;\]}])`);
  const uses = new RegExp(`(?<![\\w.'])(?:${called.join('|') || '(?!)'})|(?<![\\w'])(?:${other})`, 'g');
  const body = text.replaceAll(/^\s*import\s[^;]*;/gm, '').replaceAll(/^\s*(?:\/?\*|\/\/).*$/gm, '');
  const found = [...body.matchAll(uses)].map(({ index }) =>
    body.slice(index, index + 300).replaceAll(/\s+/g, ' '),
  );
  const kept = found.filter(
    (use) => !opensToRead.test(use) && !readers.has(/^\w+\.(?:promises\.)?(\w+)/.exec(use)?.[1] ?? ''),
  );
  const heads = kept.map((use) => /^[\w.]+(?:\((?:[^,()]|\([^()]*\))*)?/.exec(use)?.[0].trim() ?? use);
  return [...new Set(heads)].sort();
}

describe('the table of doors', () => {
  test('names no door twice', () => {
    expect(known.filter((door, i) => known.indexOf(door) !== i)).toEqual([]);
  });

  test('has every route that the app answers, and none that it lacks', () => {
    const answered = desk.app.routes
      .filter(({ method, path }) => method !== 'ALL' || path === '/api/v1/auth/*')
      .map(({ method, path }) => `${method} ${path.replace(/^\/api\/v1/, '')}`)
      .filter((route) => route !== 'GET /*');
    expect(ofKind(/^[A-Z]+ \//)).toEqual([...new Set(answered)].sort());
  });

  test('has every job', () => {
    expect(ofKind(/^job /)).toEqual(
      [...housekeeping(desk.rooms), ...watches(desk.rooms)].map(({ name }) => `job ${name}`).sort(),
    );
  });

  test('has every command', () => {
    const table = readFileSync(new URL('../../cli/src/commands.ts', import.meta.url), 'utf8');
    const names = [...table.matchAll(/^ {2}'?([a-z-]+)'?: \(\) => import/gm)].map(
      (match) => `huke ${match[1]}`,
    );
    expect(names.length).toBeGreaterThan(5);
    expect(ofKind(/^huke /)).toEqual(names.sort());
  });

  test('has every scope of keys', () => {
    expect(ofKind(/^scope /)).toEqual(scopes.map((scope) => `scope ${scope}`).sort());
  });

  test('has every topic of events', () => {
    const published = sources(new URL('.', import.meta.url)).flatMap((text) =>
      [...text.matchAll(/\btopic(?: = |: )'([a-z-]+)'/g)].map(([, topic]) => topic ?? ''),
    );
    // what a subscriber is told of a broken connection, and what never leaves the server
    const inside = new Set(['gap', 'field-index']);
    const known = Object.keys(topics).sort();
    expect([...new Set(published)].filter((each) => !inside.has(each)).sort()).toEqual(known);
    expect(ofKind(/^event /)).toEqual(known.map((topic) => `event ${topic}`));
  });

  test('has every file: each place of a source that writes one says which', () => {
    const top = fileURLToPath(new URL('../../../', import.meta.url));
    const homes = ['apps', 'packages'].flatMap((home) =>
      readdirSync(join(top, home)).map((name) => join(top, home, name, 'src')),
    );
    const found = Object.fromEntries(
      homes
        .flatMap((home) => pathsIn(home))
        .map((path) => [path.slice(top.length), writesIn(readFileSync(path, 'utf8'))] as const)
        .filter(([, writes]) => writes.length > 0),
    );
    const told = Object.entries(fileWriters).map(([path, writes]) => [path, Object.keys(writes).sort()]);
    expect(found).toEqual(Object.fromEntries(told));
    const written = Object.values(fileWriters).flatMap((writes) => Object.values(writes).flat());
    expect([...new Set(written)].sort()).toEqual(ofKind(/^file /));
  });

  test.each([
    [
      "import { writeFile } from 'node:fs/promises';\nawait writeFile(join(home, 'names.csv'), text);",
      "writeFile(join(home, 'names.csv')",
    ],
    ["import { appendFileSync as add } from 'fs';\nadd(path, value);", 'add(path'],
    [
      "import { type Stats, createWriteStream } from 'node:fs';\nstream.pipe(createWriteStream(path));",
      'createWriteStream(path',
    ],
    ["import * as disk from 'node:fs';\ndisk.writeFileSync(path, value);", 'disk.writeFileSync(path'],
    ["import fs, { constants } from 'node:fs';\nfs.promises.cp(from, to);", 'fs.promises.cp(from'],
    ["import { mkdtemp,\n  rm } from 'node:fs/promises';\nawait mkdtemp(prefix);", 'mkdtemp(prefix'],
    ["import { open } from 'node:fs/promises';\nconst file = await open(path, 'a+');", 'open(path'],
    [
      "import { open } from 'node:fs/promises';\nconst file = await open(path, flags).catch(() => open(other, 'w'));",
      'open(other',
    ],
    ["import { writeFile } from 'node:fs';\nconst write = promisify(writeFile);", 'writeFile'],
    ["const { writeFile } = await import('node:fs/promises');", "import('node:fs/promises'"],
    ["const fs = process.getBuiltinModule('fs');", "getBuiltinModule('fs'"],
    [
      "import { execFile } from 'node:child_process';\nexecFile('pg_dump', ['-f', path]);",
      "execFile('pg_dump'",
    ],
    ["localStorage.setItem('customer', value);", "localStorage.setItem('customer'"],
  ])('finds a place that writes, in source %#', (text, place) => {
    expect(writesIn(text)).toContain(place);
  });

  test('finds nothing in what reads', () => {
    const text = `import { constants, createReadStream, openSync } from 'node:fs';
      import { open, readFile, rm } from 'node:fs/promises';
      // writeFile(path) is not called here
      openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
      await open(path, 'r'); await readFile(path); await rm(path); createReadStream(path);`;
    expect(writesIn(text)).toEqual([]);
  });

  test('has every role of the database that may sign in', async () => {
    const { rows } = await desk.db.pool.query<{ rolname: string }>(
      "select rolname from pg_roles where rolcanlogin and rolname not like '%test%' order by rolname",
    );
    expect(ofKind(/^role /)).toEqual(rows.map(({ rolname }) => `role ${rolname}`));
  });

  test('bounds whatever leaves: by a budget that there is, or it says by what else', () => {
    const budgets = new Set<string>(limitRows.map((row) => row.budget));
    const alarms = new Set<string>(alarmRows.map((row) => row.code));
    for (const row of doors) {
      const unbounded = row.leaves !== 'nothing' && row.budgets.length === 0 && row.why === undefined;
      expect(unbounded, row.doors[0]).toBe(false);
      expect(
        row.budgets.filter((each) => !budgets.has(each)),
        row.doors[0],
      ).toEqual([]);
      expect(
        row.alarms.filter((each) => !alarms.has(each)),
        row.doors[0],
      ).toEqual([]);
      const silent = row.leaves === 'value' && row.entry !== 'access' && !/^file /.test(row.doors[0] ?? '');
      expect(silent, row.doors[0]).toBe(false);
    }
  });
});
