import { type DemoCustomer, demoTotpSecret } from '../../apps/server/src/demo/index.ts';
import { totpCode, totpStep } from '../../apps/server/src/identity/index.ts';
import { type Caller, openTestDesk, type Reply, type TestDesk } from '../../apps/server/src/testing/desk.ts';
import { readSchema } from '../../apps/server/src/platform/schema-digest.ts';
import { writeSealedSchema } from '../../apps/server/src/platform/schema-seal.ts';
import { openTake, type Take } from './take.ts';

/** A desk with customers, and what one attacker has taken from it so far. */
export type World = {
  readonly desk: TestDesk;
  readonly customers: readonly DemoCustomer[];
  readonly take: Take;
  /** Signs a person of the demo in; all that they are answered goes into the take. */
  readonly person: (mail: string) => Promise<Caller>;
  /** A program of the demo; the same. */
  readonly program: (name: string) => Caller;
  /** Somebody with a cookie or header of their own making; the same. */
  readonly watched: (caller: Caller) => Caller;
  /** A finished step-up with the person's own telephone; null where it was refused. */
  readonly stepUp: (caller: Caller, mail: string, body: Record<string, unknown>) => Promise<string | null>;
  /** Customers whom the honest channel connects to the person this day. */
  readonly calls: (mail: string, count: number) => readonly DemoCustomer[];
  readonly entries: () => Promise<number>;
  readonly alarms: () => Promise<number>;
  /** A minute passes, in which everything that looks for changes in the database looks. */
  readonly minute: () => Promise<void>;
  /** True where somebody could still be surprised: something was taken, and neither alarm nor ledger say so. */
  readonly silent: () => Promise<boolean>;
  readonly close: () => Promise<void>;
};

/** Opens a desk of its own. */
export async function openWorld(count: number): Promise<World> {
  const desk = await openTestDesk({ customers: count });
  const take = openTake(desk.customers);
  const watched = (caller: Caller): Caller => {
    const send: Caller['send'] = async (method, path, body, headers) => {
      const reply: Reply = await caller.send(method, path, body, headers);
      if (reply.status < 400) take.see(reply.text);
      return reply;
    };
    return {
      ...caller,
      send,
      get: (path) => send('GET', path),
      post: (path, body, headers) => send('POST', path, body, headers),
    };
  };
  // what the database should be is known before anybody touches it, as after a start
  const { db: served, guard, mac } = desk.rooms;
  const { schema } = await readSchema(served);
  await writeSealedSchema(desk.config.keysDir, mac, { program: 'bench', role: 'huke_server', schema });
  await guard.check();
  if ((await guard.halted()) !== null) throw new Error('the desk answers nothing before anybody attacked it');
  await desk.rooms.ledger.checkpoint();
  const before = await head(desk);
  let step = 0;
  return {
    desk,
    customers: desk.customers,
    take,
    watched,
    person: async (mail) => watched(await desk.signIn(mail)),
    program: (name) => watched(desk.program(name)),
    stepUp: async (caller, mail, body) => {
      // a code serves once
      while (totpStep(desk.clock()) <= step) desk.pass(30);
      step = totpStep(desk.clock());
      const started = await caller.post('/step-ups', body);
      if (started.status !== 200) return null;
      const secret = demoTotpSecret(desk.person(mail).email);
      const finished = await caller.post(`/step-ups/${started.body.id}/finish`, {
        totp: totpCode(secret, step),
      });
      return finished.status === 200 ? String(started.body.id) : null;
    },
    calls: (mail, calls) => {
      const { team } = desk.person(mail);
      const own = desk.customers.filter((each) => each.team === team);
      return Array.from({ length: calls }, (_, i) => own[(i * 7 + 3) % own.length]).filter(
        (each) => each !== undefined,
      );
    },
    entries: async () => (await head(desk)) - before,
    alarms: async () => {
      await desk.rooms.alarms.settled();
      const { rows } = await desk.db.pool.query<{ n: number }>('select count(*)::int as n from alarms');
      return rows[0]?.n ?? 0;
    },
    minute: async () => {
      const { guard, budgets, ledger } = desk.rooms;
      desk.pass(60);
      await guard.check().catch(() => undefined);
      await budgets.audit().catch(() => undefined);
      await ledger.checkpoint().catch(() => undefined);
      await desk.rooms.alarms.settled();
    },
    silent: async () => {
      if (take.totals().values === 0) return false;
      const { rows } = await desk.db.pool.query<{ n: number }>('select count(*)::int as n from alarms');
      const seen = desk.rooms.ledger.health().kind !== 'healthy' || (rows[0]?.n ?? 0) > 0;
      // what stands in a ledger that verifies is told by it
      return !seen && (await head(desk)) <= before;
    },
    close: desk.close,
  };
}

async function head(desk: TestDesk): Promise<number> {
  return (await desk.rooms.ledger.state()).size;
}
