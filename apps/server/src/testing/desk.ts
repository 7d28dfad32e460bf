/**
 * For tests, benchmarks and end-to-end runs: the whole server on a database of its own, with a small part of the
 * demo's organisation, its clock in the test's hand. Requests go through the app without a socket.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '@huke/sdk';
import { demoCustomers, demoPeople, loadDemo } from '#demo';
import { testSession } from '#identity/testing';
import { type Config, loadConfig, type Log, openRowSeal, silentLog } from '#platform';
import { type TestDatabase, testDatabase } from '#platform/testing';
import { appOf, closeRooms, openRooms, plan, type Rooms } from '../server.ts';

/** One answer: status, parsed body, and the body's text for searches of values. */
export type Reply = {
  readonly status: number;
  // tests look into many shapes of answers
  // oxlint-disable-next-line no-explicit-any
  readonly body: any;
  readonly text: string;
  readonly headers: Headers;
};

/** Somebody who sends requests. */
export type Caller = {
  readonly id: string;
  readonly get: (path: string) => Promise<Reply>;
  readonly post: (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>;
  readonly send: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Reply>;
  readonly cookie: string;
  readonly session: string;
};

/** A live contact with its case, as the call platform opened it. */
export type TestContact = { readonly contact: string; readonly case: string; readonly customer: string };

export type TestDesk = Awaited<ReturnType<typeof openTestDesk>>;

/** Opens it. `customers` of the demo are sealed, `cases` of its history are lived through. */
export async function openTestDesk(
  options: { readonly customers?: number; readonly cases?: number; readonly log?: Log } = {},
) {
  const { customers = 60, cases = 0, log = silentLog } = options;
  const folder = mkdtempSync(join(tmpdir(), 'huke-desk-'));
  // tests attack as the owner; the rooms serve as the role that owns nothing
  const db: TestDatabase = await testDatabase(plan);
  const served = await db.serve(plan.rights);
  const config: Config = {
    ...loadConfig({ HUKE_DATA: join(folder, 'data'), HUKE_KEYS: join(folder, 'keys') }, folder),
    publicUrl: 'http://localhost:8787',
  };
  const { mkdirSync } = await import('node:fs');
  mkdirSync(config.dataDir, { recursive: true });
  let ahead = 0;
  const clock = (): Date => new Date(Date.now() + ahead);
  await loadDemo(served, {
    open: (demoClock) => openRooms({ db: served, config, log, clock: demoClock }),
    now: new Date(),
    customers,
    cases,
  });
  const rooms: Rooms = await openRooms({ db: served, config, log, clock });
  const app = appOf(rooms);
  const mac = openRowSeal(config.keysDir);
  const { readFileSync } = await import('node:fs');
  const signIns = JSON.parse(readFileSync(join(config.dataDir, 'demo.json'), 'utf8')) as {
    serviceKeys: { name: string; key: string }[];
  };
  let contacts = 0;
  /** Contacts that each agent holds, the oldest first, once those before are opened. */
  const held = new Map<string, Promise<readonly string[]>>();

  const caller = (id: string, session: string, cookie: string, auth: Record<string, string>): Caller => {
    const send: Caller['send'] = async (method, path, body, headers = {}) => {
      const init: RequestInit = {
        method,
        headers: {
          ...auth,
          'huke-csrf': '1',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
      };
      if (body !== undefined) init.body = JSON.stringify(body);
      const response = await app.fetch(new Request(`${config.publicUrl}/api/v1${path}`, init));
      const text = await response.text();
      const json = response.headers.get('content-type')?.includes('json') ?? false;
      return {
        status: response.status,
        body: json ? JSON.parse(text) : null,
        text,
        headers: response.headers,
      };
    };
    return {
      id,
      cookie,
      session,
      send,
      get: (path) => send('GET', path),
      post: (path, body, headers) => send('POST', path, body, headers),
    };
  };

  const claim = async (asks: Caller, confirms: Caller, key: string, change: string): Promise<string> => {
    const confirmed = await confirms.post(`/people/changes/${change}/confirm`);
    if (confirmed.status !== 200) throw new Error(`no confirmation: ${confirmed.text}`);
    return (await asks.post(`/service-keys/${key}/claim`)).body.key as string;
  };

  const personOf = (mail: string) => {
    const person = demoPeople.find((each) => each.email.startsWith(`${mail}@`));
    if (!person) throw new Error('the demo has nobody of that mail');
    return person;
  };

  const desk = {
    rooms,
    app,
    db,
    config,
    folder,
    clock,
    customers: demoCustomers(customers),
    /** Moves the clock on. */
    pass: (seconds: number): void => {
      ahead += seconds * 1000;
    },
    person: personOf,
    /** Signs somebody of the demo in, by the part of the mail before the @. */
    signIn: async (
      mail: string,
      strength: 'password' | 'two-factor' | 'passkey' = 'two-factor',
    ): Promise<Caller> => {
      const person = personOf(mail);
      const { cookie, session } = await testSession({ db, mac, now: clock(), config }, person.id, strength);
      return caller(person.id, session, cookie, { cookie });
    },
    /** Signs in somebody who was made since, by id. */
    signInAs: async (
      id: string,
      strength: 'password' | 'two-factor' | 'passkey' = 'two-factor',
    ): Promise<Caller> => {
      const { cookie, session } = await testSession({ db, mac, now: clock(), config }, id, strength);
      return caller(id, session, cookie, { cookie });
    },
    /** Somebody who sends these headers. */
    callerWith: (headers: Record<string, string>): Caller => caller('', '', '', headers),
    /** A program with one of the demo's keys. */
    program: (name: string): Caller => {
      const key = signIns.serviceKeys.find((each) => each.name === name)?.key ?? '';
      return caller(name, '', '', { authorization: `Bearer ${key}` });
    },
    /** A key of a program, made as it is made: one officer asks, a second confirms, the first takes the secret. */
    key: async (body: Record<string, unknown>) => {
      const [asks, confirms] = [await desk.signIn('song.jie'), await desk.signIn('luo.gang')];
      const asked = await asks.post('/service-keys', { name: 'program', perDay: 1000, ...body });
      if (asked.status !== 200) throw new Error(`no key: ${asked.text}`);
      const { id } = asked.body.serviceKey;
      const made =
        asked.body.key === null ? await claim(asks, confirms, id, asked.body.change.id) : asked.body.key;
      const headers = { authorization: `Bearer ${made}` };
      return { id: id as string, key: made as string, headers, program: caller(id, '', '', headers) };
    },
    /** The header of one of the demo's keys, for requests of one's own: `session` is the header `authorization`. */
    keyOf: (name: string): Caller => {
      const key = signIns.serviceKeys.find((each) => each.name === name)?.key ?? '';
      return caller(name, `Bearer ${key}`, '', {});
    },
    /** The first customer of a person's team who is nobody special, `skip` of them passed over. */
    customerOf: (mail: string, skip = 0) => {
      const { team } = personOf(mail);
      const own = desk.customers.filter(
        (each) => each.team === team && !each.flags.vip && each.flags.colleague === undefined && !each.minor,
      );
      const found = own[skip];
      if (!found) throw new Error('no such customer');
      return found;
    },
    /** Lets the call platform connect a customer to an agent; whose hands are full, it ends the oldest contact of. */
    contact: async (
      mail: string,
      customer: string | null,
      more: Record<string, unknown> = {},
    ): Promise<TestContact> => {
      const platform = desk.program('call-platform');
      const agent = personOf(mail).id;
      const before = held.get(agent) ?? Promise.resolve([]);
      const next = before.then(async (live) => {
        for (const over of live.slice(0, -7)) await platform.post(`/contacts/${over}/end`);
        const opened = await platform.post('/contacts', {
          channel: 'call',
          direction: 'in',
          externalId: `test-${contacts++}`,
          agent,
          ...(customer === null ? {} : { customer }),
          caseType: 'card-freeze',
          ...more,
        });
        return { opened, live: live.slice(-7) };
      });
      held.set(
        agent,
        next.then(({ opened, live }) => (opened.status === 200 ? [...live, opened.body.id] : live)),
      );
      const { opened } = await next;
      if (opened.status !== 200) throw new Error(`no contact: ${(opened.body as Problem).code}`);
      return { contact: opened.body.id, case: opened.body.case, customer: customer ?? '' };
    },
    /** Ends the contacts that an agent holds. */
    handsFree: async (mail: string): Promise<void> => {
      const agent = personOf(mail).id;
      for (const over of (await held.get(agent)) ?? [])
        await desk.program('call-platform').post(`/contacts/${over}/end`);
      held.delete(agent);
    },
    close: async (): Promise<void> => {
      await closeRooms(rooms);
      await db.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return desk;
}
