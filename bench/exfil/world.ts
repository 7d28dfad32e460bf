import { type DemoCustomer, demoTotpSecret } from '../../apps/server/src/demo/index.ts';
import { totpCode, totpStep } from '../../apps/server/src/identity/index.ts';
import { decodeEntry } from '../../apps/server/src/ledger/index.ts';
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
  /**
   * Fields of customers that were taken without anybody being told: the ledger is healthy and grants no access to them,
   * and no alarm says that somebody tampered.
   */
  readonly silent: () => Promise<number>;
  /** True where the attacker's acts are told of: by entries, or by a ledger that is not healthy any more. */
  readonly told: () => Promise<boolean>;
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
  await honestCall(desk);
  await desk.rooms.ledger.checkpoint();
  const before = await head(desk);
  const isHealthy = (): boolean => desk.rooms.ledger.health().kind === 'healthy';
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
      if (!isHealthy()) return 0;
      const { rows } = await desk.db.pool.query('select 1 from alarms where code = any($1)', [tampering]);
      if (rows.length > 0) return 0;
      const granted = await grantedIn(desk);
      return take.owners().filter(({ customer, field }) => !granted.has(`${customer} ${field}`)).length;
    },
    told: async () => !isHealthy() || (await head(desk)) > before,
    close: desk.close,
  };
}

/** Alarms that say that somebody went past the program. */
const tampering = ['rows-forged', 'schema-changed', 'journal-missing', 'ledger-tampered', 'uses-differ'];

/** Somebody at work before anybody attacks: where this does not work, an attack that takes nothing shows nothing. */
async function honestCall(desk: TestDesk): Promise<void> {
  const agent = await desk.signIn('chen.chen');
  const customer = desk.customerOf('chen.chen', 1).id;
  const at = await desk.contact('chen.chen', customer);
  const card = `/customers/${customer}?scenario=call&purpose=card-freeze&case=${at.case}`;
  const fields = [{ field: 'mobile' }];
  const seen = await agent.get(card);
  const shown = await agent.post('/accesses', {
    action: 'reveal',
    customer,
    case: at.case,
    purpose: 'card-freeze',
    scenario: 'call',
    reason: 'confirm-identity',
    fields,
  });
  if (seen.status !== 200 || shown.status !== 200)
    throw new Error(
      `an honest call is answered ${seen.status} and ${shown.status}: no attack shows anything`,
    );
  if (!(await grantedIn(desk)).has(`${customer} mobile`)) throw new Error('an honest access leaves no entry');
}

/** Customers and fields that granted accesses of the ledger name, masks aside. */
async function grantedIn(desk: TestDesk): Promise<ReadonlySet<string>> {
  const { rows } = await desk.db.pool.query<{ entry: Buffer }>('select entry from ledger_entries');
  const drafts = rows.map(({ entry }) => decodeEntry(entry));
  return new Set(
    drafts.flatMap((draft) => {
      if (draft?.kind !== 'access' || draft.outcome !== 'granted' || !draft.customer) return [];
      const { customer, fields = [], shows = [] } = draft;
      const out = fields.filter((_, i) => shows[i] !== 'masked' && shows[i] !== 'hidden');
      return out.map((field) => `${customer} ${field.split('#')[0]}`);
    }),
  );
}

async function head(desk: TestDesk): Promise<number> {
  return (await desk.rooms.ledger.state()).size;
}
