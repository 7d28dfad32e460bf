import { getMigrations } from 'better-auth/db/migration';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authOptions } from './auth-engine.ts';
import { rememberEndings } from './endings.ts';
import { rememberFloors } from './floors.ts';
import { rememberTries } from './tries.ts';
import { argon2Passwords } from './passwords.ts';
import { openTestIdentity, type TestIdentity } from './testing.ts';

let room: TestIdentity;
beforeAll(async () => {
  room = await openTestIdentity({ organisation: null });
});
afterAll(() => room.close());

const engineRoom = () => ({
  ...room.deps,
  passwords: argon2Passwords(room.deps.config),
  forget: () => {},
  endings: rememberEndings(room.deps.clock),
  floors: rememberFloors(),
  tries: rememberTries(() => undefined),
});

test('our migrations make every table and column that better-auth expects', async () => {
  const options = authOptions(engineRoom());
  const database = { db: room.db.kysely, type: 'postgres' as const };
  const { toBeCreated, toBeAdded } = await getMigrations({ ...options, database });
  expect(toBeCreated.map((table) => table.table)).toEqual([]);
  expect(toBeAdded.map((table) => [table.table, Object.keys(table.fields)])).toEqual([]);
});

test('the engine takes no sign-ups and keeps no sessions in cookies', () => {
  const options = authOptions(engineRoom());
  expect(options.emailAndPassword?.disableSignUp).toBe(true);
  expect(options.session?.cookieCache?.enabled).toBe(false);
  expect(options.plugins?.map((plugin) => plugin.id)).toEqual(['passkey', 'huke-second-factor']);
});
