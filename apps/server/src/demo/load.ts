import { join } from 'node:path';
import type { Scope } from '@huke/sdk';
import { sql } from 'kysely';
import { type Clock, type Database, getMark, PlatformError, setMark } from '#platform';
import { type DemoCustomer, demoCustomers } from './customers.ts';
import { loadHistory } from './history.ts';
import { loadParties } from './parties.ts';
import { demoEmployers, demoPeople, demoTeams } from './people.ts';
import { demoId } from './random.ts';
import type { DemoRooms } from './rooms.ts';
import { demoKeySecret, demoPassword, demoTotpSecret, writeSignIns } from './sign-ins.ts';
import { demoSubject } from './subject.ts';

export type DemoOptions = {
  /** Opens the rooms with a clock that the demo moves through the past week. */
  readonly open: (clock: Clock) => Promise<DemoRooms>;
  readonly now: Date;
  readonly customers?: number;
  readonly cases?: number;
  readonly progress?: (line: string) => void;
};

const keys = [
  { name: 'call-platform', scopes: ['contacts:write', 'customers:search'] },
  {
    name: 'crm',
    scopes: [
      'customers:read',
      'customers:search',
      'accesses:write',
      'cases:read',
      'customers:write',
      'text:read',
    ],
  },
  { name: 'auditor', scopes: ['ledger:read'] },
  // tells customers of changes that were made in contacts of the call platform
  { name: 'notifier', scopes: ['contacts:write'] },
] as const satisfies readonly { name: string; scopes: readonly Scope[] }[];

/**
 * Loads the invented organisation once: people of every post, customers, a week of cases, their history in the
 * ledger. Throws `PlatformError` when the folder holds data that is not the demo's.
 */
export async function loadDemo(db: Database, options: DemoOptions): Promise<void> {
  if ((await getMark(db, 'demo')) === 'loaded') return;
  await refuseRealData(db);
  const say = options.progress ?? (() => undefined);
  let now = new Date(options.now.getTime() - 8 * 86_400_000);
  const rooms = await options.open(() => now);
  await setMark(db, 'demo', 'loading');
  say('demo: people of every post');
  const made = await seedPeople(rooms, options.now);
  say('demo: customers, sealed field by field');
  await loadCustomers(rooms, demoCustomers(options.customers ?? 2000), say);
  await loadParties(rooms, options.customers ?? 2000, now);
  say('demo: a week of cases, and their history in the ledger');
  await loadHistory(rooms, {
    cases: options.cases ?? 300,
    customers: options.customers ?? 2000,
    end: options.now,
    moveTo: (to) => {
      now = to;
    },
  });
  await rooms.close();
  await writeSignIns(join(rooms.config.dataDir, 'demo.json'), {
    url: '',
    people: demoPeople.map(({ email, post, team, name }) => ({
      email,
      password: demoPassword,
      totpSecret: demoTotpSecret(email),
      post,
      team: demoTeams.find((each) => each.id === team)?.name ?? '',
      name,
    })),
    serviceKeys: made,
  });
  await setMark(db, 'demo', 'loaded');
}

/** Throws where loading the demo was broken off: half a demo serves nobody. */
export async function refuseHalfDemo(db: Database): Promise<void> {
  if ((await getMark(db, 'demo')) === 'loading')
    throw new PlatformError(
      'config',
      'loading the demo was broken off: remove the data folder and start again',
    );
}

/** The demo never goes where real data is, nor on top of a demo that was broken off. */
async function refuseRealData(db: Database): Promise<void> {
  await refuseHalfDemo(db);
  const found = await sql<{ people: boolean; customers: boolean }>`
    select exists (select 1 from identity_people) as people,
           exists (select 1 from vault_customers) as customers`.execute(db.kysely);
  if (found.rows[0]?.people || found.rows[0]?.customers)
    throw new PlatformError('config', 'this data folder holds data already: give --demo an empty HUKE_DATA');
}

async function seedPeople(rooms: DemoRooms, now: Date) {
  const made = await rooms.identity.seed({
    employers: demoEmployers,
    teams: demoTeams,
    people: demoPeople.map(({ tenure, ...person }) => ({
      ...person,
      hiredOn: new Date(now.getTime() - tenure * 86_400_000).toISOString().slice(0, 10),
      password: demoPassword,
      totpSecret: demoTotpSecret(person.email),
      approverSince: new Date(now.getTime() - 90 * 86_400_000),
    })),
    keys: keys.map((key, i) => ({
      name: key.name,
      scopes: key.scopes,
      teams: demoTeams.map((team) => team.id),
      perDay: 20_000,
      id: demoId('key', i + 1),
      secret: demoKeySecret(key.name),
    })),
  });
  return made.map((each) => ({
    name: each.name,
    scopes: keys.find((key) => key.name === each.name)?.scopes ?? [],
    key: each.key,
  }));
}

async function loadCustomers(
  rooms: DemoRooms,
  customers: readonly DemoCustomer[],
  say: (line: string) => void,
): Promise<void> {
  const supervisor = demoSubject('supervisor');
  const size = 500;
  for (let from = 0; from < customers.length; from += size) {
    const batch = await Promise.all(
      customers.slice(from, from + size).map(async ({ id, team, fields, flags }) => {
        const prepared = await rooms.vault.prepareCreate({ id, team, fields, flags });
        if (prepared.kind === 'invalid')
          throw new PlatformError(
            'config',
            `the demo's customers do not fit: ${prepared.errors[0]?.code ?? ''}`,
          );
        return prepared.prepared;
      }),
    );
    const done = await rooms.access.createBatch(supervisor, batch);
    if (done.kind !== 'granted')
      throw new PlatformError('config', 'the demo cannot be loaded: the import was refused');
    say(`demo: ${Math.min(from + size, customers.length)} of ${customers.length} customers`);
  }
}
