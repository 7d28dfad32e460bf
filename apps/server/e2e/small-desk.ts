import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { demoCustomers, demoPeople, loadDemo } from '#demo';
import { type Config, loadConfig, silentLog } from '#platform';
import { start } from '../src/server.ts';

/** So many of the demo's customers are in it. */
export const customerCount = 120;

const known = demoCustomers(customerCount);

/** The demo's person whose mail begins so. */
export function personOf(mail: string): (typeof demoPeople)[number] {
  const person = demoPeople.find((each) => each.email.startsWith(`${mail}@`));
  if (!person) throw new Error('the demo has nobody of that mail');
  return person;
}

/** Customers of a person's team who are nobody special: grown up, alive, no colleague, not prominent. */
export function customersOf(mail: string): readonly (typeof known)[number][] {
  const { team } = personOf(mail);
  return known.filter(
    (each) =>
      each.team === team &&
      !each.minor &&
      !each.flags.vip &&
      !each.flags.deceased &&
      each.flags.colleague === undefined,
  );
}

/** Makes a small desk in `folder` (data, keys), or in the database that `env` names, and stops again. */
export async function makeSmallDesk(
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Config> {
  const given = { HUKE_DATA: join(folder, 'data'), HUKE_KEYS: join(folder, 'keys'), HUKE_PORT: '0', ...env };
  const config = loadConfig(given, folder);
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const running = await start({
    config,
    log: silentLog,
    prepare: async (db, open) =>
      await loadDemo(db, { open, now: new Date(), customers: customerCount, cases: 0 }),
  });
  await running.stop();
  return config;
}
