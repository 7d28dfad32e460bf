import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  consoleBuilt,
  demoCustomers,
  demoPeople,
  loadConfig,
  loadDemo,
  openDatabase,
  openLog,
  silentLog,
  start,
} from '@huke/server';

/** What `demo.json` says of the people and programs of the demo. */
type SignIns = {
  readonly people: readonly {
    readonly email: string;
    readonly password: string;
    readonly totpSecret: string;
  }[];
  readonly serviceKeys: readonly { readonly name: string; readonly key: string }[];
};

export type DemoServer = Awaited<ReturnType<typeof startDemoServer>>;
export type Customer = ReturnType<typeof demoCustomers>[number];

const sizes = { customers: 200, cases: 60 };

/** A whole server with a small demo: embedded PostgreSQL, its own folder and port; opened at localhost for passkeys. */
export async function startDemoServer() {
  if (!consoleBuilt()) throw new Error('the console is not built: run npm run build first');
  const folder = mkdtempSync(join(tmpdir(), 'huke-story-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const env = {
    HUKE_DATA: join(folder, 'data'),
    HUKE_KEYS: join(folder, 'keys'),
    HUKE_PORT: String(port),
    HUKE_PUBLIC_URL: url,
    HUKE_DEMO: '1',
  };
  const running = await start({
    config: loadConfig(env, folder),
    log: openLog({ level: 'error' }),
    prepare: (db, open) => loadDemo(db, { open, now: new Date(), ...sizes }),
  });
  const { people, serviceKeys } = JSON.parse(readFileSync(join(folder, 'data/demo.json'), 'utf8')) as SignIns;
  const keyOf = (name: string): string => serviceKeys.find((each) => each.name === name)?.key ?? '';
  const personOf = (mail: string) => {
    const person = demoPeople.find((each) => each.email.startsWith(`${mail}@`));
    const signIn = people.find((each) => each.email === person?.email);
    if (!person || !signIn) throw new Error('the demo has nobody of that mail');
    return { ...person, password: signIn.password, totpSecret: signIn.totpSecret };
  };
  const platform = async <T>(path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keyOf('call-platform')}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`the call platform's ${path} was answered ${answer.status}`);
    return (answer.status === 204 ? null : await answer.json()) as T;
  };
  let calls = 0;
  return {
    url,
    db: running.rooms.db,
    /** Runs a statement as the superuser of the database, whom no trigger of ours stops. */
    byHand: async (text: string, values: readonly unknown[] = []): Promise<number | null> => {
      const socket = join(readFileSync(join(folder, 'data/run'), 'utf8').trim(), 's');
      const url = `postgres://postgres@/huke?host=${encodeURIComponent(socket)}`;
      const owner = await openDatabase({ url, log: silentLog, max: 1 });
      try {
        await owner.pool.query('set session_replication_role = replica');
        return (await owner.pool.query(text, [...values])).rowCount;
      } finally {
        await owner.close();
      }
    },
    keyOf,
    personOf,
    /** Customers of a person's team with a bank card who are nobody special. */
    customersOf: (mail: string): readonly Customer[] =>
      demoCustomers(sizes.customers).filter(
        ({ team, flags, fields, minor }) =>
          team === personOf(mail).team &&
          !flags.vip &&
          flags.colleague === undefined &&
          flags.deceased !== true &&
          fields['bankCard'] !== undefined &&
          !minor,
      ),
    /** A customer calls, about a lost card unless it is something else, and is put through to an agent. */
    call: async (mail: string, customer: Customer, caseType = 'card-freeze') => {
      const opened = await platform<{ id: string; case: string }>('/contacts', {
        channel: 'call',
        direction: 'in',
        externalId: `story-${calls++}`,
        agent: personOf(mail).id,
        customer: customer.id,
        caseType,
      });
      return { contact: opened.id, case: opened.case, customer };
    },
    hangUp: (contact: string) => platform(`/contacts/${contact}/end`),
    stop: async (): Promise<void> => {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Every value of a customer that nobody may meet in clear; short ones would be found anywhere. */
export function valuesOf(customer: Customer): readonly string[] {
  return Object.values(customer.fields)
    .flat()
    .filter((value) => value.length >= 5);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
