import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Database, loadConfig, silentLog } from '#platform';
import { testDatabase } from '#platform/testing';
import { openRooms, plan } from '../server.ts';
import { loadDemo } from './load.ts';

const folder = mkdtempSync(join(tmpdir(), 'huke-demo-'));
const db = await testDatabase(plan);
afterAll(async () => {
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

test('loading the demo leaves nothing behind that listens', async () => {
  const served = await db.serve(plan.rights);
  const listening: string[] = [];
  const counted: Database = {
    ...served,
    listen: async (channel, ...rest) => {
      const end = await served.listen(channel, ...rest);
      listening.push(channel);
      return async () => {
        listening.splice(listening.indexOf(channel), 1);
        await end();
      };
    },
  };
  const config = {
    ...loadConfig({ HUKE_DATA: join(folder, 'data'), HUKE_KEYS: join(folder, 'keys') }, folder),
    publicUrl: 'http://localhost:8787',
  };
  mkdirSync(config.dataDir, { recursive: true });
  let heard = 0;
  await loadDemo(counted, {
    open: async (clock) => {
      const rooms = await openRooms({ db: counted, config, log: silentLog, clock });
      heard = listening.length;
      return rooms;
    },
    now: new Date(),
    customers: 4,
    cases: 4,
  });
  expect(heard).toBeGreaterThan(0);
  expect(listening).toEqual([]);
});
