import type { Problem } from '@huke/sdk';
import {
  type DemoCustomer,
  demoPassword,
  demoTeams,
  demoTotpSecret,
} from '../../apps/server/src/demo/index.ts';
import { type Random, randomOf } from '../../apps/server/src/demo/random.ts';
import { totpCode, totpStep } from '../../apps/server/src/identity/index.ts';
import { type Caller, openTestDesk, type Reply, type TestDesk } from '../../apps/server/src/testing/desk.ts';
import { type Doing, nextMorning } from './clock.ts';
import { openTally, type Tally } from './tally.ts';

type Ask = (path: string, body?: unknown, but?: readonly string[]) => Promise<Reply>;

/** Somebody at work, or a program: all that they ask is counted in their row. `but`: codes that a mistake meets. */
export type Worker = {
  readonly name: string;
  readonly id: string;
  readonly get: (path: string, but?: readonly string[]) => Promise<Reply>;
  readonly post: Ask;
  readonly patch: Ask;
  readonly remove: (path: string) => Promise<Reply>;
};

/** A person: signs in and stays so. */
export type Person = Worker & {
  readonly mail: string;
  /** Signs in where they are not, as after a break. */
  readonly awake: () => Doing;
  /** A code of their telephone that was not used yet. */
  readonly code: () => Doing<string>;
  /** Sends a file. */
  readonly upload: (path: string, csv: string) => Promise<Reply>;
};

/** A contact that somebody served, as the recordings of the channel name it. */
export type Served = { readonly case: string; readonly customer: string; readonly team: string };

export type Day = {
  readonly desk: TestDesk;
  readonly tally: Tally;
  readonly random: Random;
  /** Nine o'clock, in milliseconds. */
  readonly start: number;
  readonly person: (mail: string, name: string) => Person;
  /** A customer of a person's team who is nobody special, the same for the same number. */
  readonly customer: (mail: string, n: number) => DemoCustomer;
  /** Somebody whom nobody knows yet, in a browser of their own. */
  readonly newcomer: (name: string) => Worker;
  readonly program: (name: string, caller: Caller, id: string, more?: Record<string, string>) => Worker;
  readonly keys: {
    readonly calls: Worker;
    readonly chats: Worker;
    readonly crm: Caller;
    readonly notifier: Worker;
  };
  /** What the console of an approver rings for: requests that nobody looked at yet. */
  readonly rings: { waiting: number };
  readonly served: Served[];
};

/** Nobody special: not prominent, no colleague, alive, of age. */
export const isOrdinary = ({ flags, minor }: DemoCustomer): boolean =>
  !flags.vip && flags.colleague === undefined && flags.deceased !== true && !minor;

/** Opens a desk the evening before, with a key of the shop's chat beside those of the demo. */
export async function openDay(customers: number): Promise<Day> {
  const desk = await openTestDesk({ customers });
  const shop = demoTeams[2].id;
  const [chat] = await desk.rooms.identity.seed({
    employers: [],
    teams: [],
    people: [],
    keys: [{ name: 'shop-chat', scopes: ['contacts:write'], teams: [shop], perDay: 20_000 }],
  });
  const start = nextMorning(desk.clock());
  desk.pass((start - desk.clock().getTime()) / 1000 - 60);
  const tally = openTally();
  const { rows } = await desk.db.pool.query<{ id: string; name: string }>(
    'select id, name from identity_keys',
  );
  const idOf = (name: string): string => rows.find((each) => each.name === name)?.id ?? '';

  const worker = (
    name: string,
    id: string,
    send: Caller['send'],
    more: Record<string, string> = {},
  ): Worker => {
    const ask = async (
      method: string,
      path: string,
      body: unknown,
      but: readonly string[],
    ): Promise<Reply> => {
      const reply = await send(method, path, body, more);
      tally.act(name, routeOf(method, path), reply.status < 400 ? null : problemOf(reply), but);
      return reply;
    };
    return {
      name,
      id,
      get: (path, but = []) => ask('GET', path, undefined, but),
      post: (path, body, but = []) => ask('POST', path, body, but),
      patch: (path, body, but = []) => ask('PATCH', path, body, but),
      remove: (path) => ask('DELETE', path, undefined, []),
    };
  };
  const program: Day['program'] = (name, caller, id, more) => {
    tally.belongs(id, name);
    return worker(name, id, caller.send, more);
  };
  return {
    desk,
    tally,
    random: randomOf(20261201),
    start,
    program,
    person: (mail, name) => personOf(desk, tally, worker, { mail, name }),
    customer: (mail, n) => {
      const { team } = desk.person(mail);
      const own = desk.customers.filter((each) => each.team === team && isOrdinary(each));
      const found = own[n % own.length];
      if (!found) throw new Error('too few customers for a day');
      return found;
    },
    newcomer: (name) => worker(name, '', browser(desk).send),
    keys: {
      calls: program('call platform', desk.program('call-platform'), idOf('call-platform')),
      chats: program(
        'shop chat',
        desk.callerWith({ authorization: `Bearer ${chat?.key ?? ''}` }),
        idOf('shop-chat'),
      ),
      crm: { ...desk.program('crm'), id: idOf('crm') },
      notifier: program('notifier', desk.program('notifier'), idOf('notifier')),
    },
    rings: { waiting: 0 },
    served: [],
  };
}

/** A path without ids and filters. */
const routeOf = (method: string, path: string): string =>
  `${method} ${path.replace(/\?.*$/, '').replaceAll(/[a-z]{3}_[0-9a-z]{26}|\d+/g, ':id')}`;

function problemOf({ status, body }: Reply): Problem {
  const problem = body as Partial<Problem> | null;
  return { type: '', title: '', status, code: `status-${status}`, ...problem };
}

/** Keeps cookies, sends our origin. */
function browser(desk: TestDesk) {
  const jar = new Map<string, string>();
  const { publicUrl: origin } = desk.config;
  const cookie = (): string => [...jar].map(([key, value]) => `${key}=${value}`).join('; ');
  const send: Caller['send'] = async (method, path, body, headers) => {
    const reply = await desk.callerWith({ cookie: cookie(), origin }).send(method, path, body, headers);
    for (const set of reply.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      const at = pair.indexOf('=');
      if (/max-age=0/i.test(set)) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return reply;
  };
  const upload = async (path: string, csv: string): Promise<Reply> => {
    const headers = { cookie: cookie(), origin, 'huke-csrf': '1', 'content-type': 'text/csv' };
    const request = new Request(`${origin}/api/v1${path}`, { method: 'POST', headers, body: csv });
    const response = await desk.app.fetch(request);
    const text = await response.text();
    return { status: response.status, body: JSON.parse(text), text, headers: response.headers };
  };
  return { send, upload };
}

type Named = { readonly mail: string; readonly name: string };

/** Signs in over HTTP with password and code, and again whenever the session has ended by itself. */
function personOf(
  desk: TestDesk,
  tally: Tally,
  worker: (name: string, id: string, send: Caller['send']) => Worker,
  { mail, name }: Named,
): Person {
  const { email, id } = desk.person(mail);
  const { send, upload } = browser(desk);
  const self = worker(name, id, send);
  let used = 0;
  tally.belongs(id, name);
  async function* code(): Doing<string> {
    // a code serves once
    while (totpStep(desk.clock()) <= used) yield 10;
    used = totpStep(desk.clock());
    return totpCode(demoTotpSecret(email), used);
  }
  async function* awake(): Doing {
    const seen = await self.get('/session', ['signed-out']);
    if (seen.status === 200) return;
    await self.post('/auth/sign-in/email', { email, password: demoPassword });
    yield 5;
    await self.post('/auth/two-factor/verify-totp', { code: yield* code() });
  }
  return {
    ...self,
    mail,
    awake,
    code,
    upload: async (path, csv) => {
      const reply = await upload(path, csv);
      tally.act(name, routeOf('POST', path), reply.status < 400 ? null : problemOf(reply), []);
      return reply;
    },
  };
}
