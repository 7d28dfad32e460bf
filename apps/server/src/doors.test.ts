import { readdirSync, readFileSync } from 'node:fs';
import { scopes, topics } from '@huke/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limitRows } from '#budget';
import { alarmRows } from './alarm/codes.ts';
import { doors } from './doors.ts';
import { housekeeping, watches } from './server.ts';
import { openTestDesk, type TestDesk } from './testing/desk.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await openTestDesk({ customers: 6 });
});
afterAll(() => desk.close());

const known = doors.flatMap((row) => row.doors);
const ofKind = (kind: RegExp): string[] => known.filter((door) => kind.test(door)).sort();

/** TypeScript sources below a folder, without tests. */
function sources(folder: URL): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(
      (entry) =>
        entry.isFile() && /\.ts$/.test(entry.name) && !/(\.test\.ts|testing.*\.ts)$/.test(entry.name),
    )
    .map((entry) => readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8'));
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
