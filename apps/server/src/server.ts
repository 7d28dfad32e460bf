import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ServerType, serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { postsWith } from '@huke/sdk';
import {
  accessFunctions,
  accessMigrations,
  auditStates,
  auditUses,
  createAccess,
  createAnchor,
  createAsks,
  createCommitter,
  createLoader,
} from '#access';
import { type AlarmPort, alarmMigrations, createAlarms } from '#alarm';
import { budgetMigrations, createBudgets } from '#budget';
import {
  caseFactsOf,
  channelReader,
  createNoteRows,
  deskFunctions,
  deskMigrations,
  endLapsed,
  openCaseFloors,
  verifiedSeal,
} from '#desk';
import { createDetector, detectorMigrations } from '#detector';
import { type CaseFacts, createGate, gateFunctions, gateMigrations, type Subject } from '#gate';
import {
  accessRoutes,
  allowanceRoutes,
  alarmRoutes,
  changeRoutes,
  createApp,
  createTextBudget,
  deskRoutes,
  eventsRoutes,
  forgetOld,
  gateRoutes,
  idempotencyMigrations,
  identityRoutes,
  importRoutes,
  ledgerRoutes,
  limitBodyTime,
  textRoutes,
  vaultRoutes,
} from '#http';
import { createIdentity, type Identity, identityFunctions, identityMigrations } from '#identity';
import {
  createLedger,
  keyEntries,
  keyUsed,
  ledgerFunctions,
  ledgerMigrations,
  ledgerRights,
  noteReading,
} from '#ledger';
import {
  adoptSettings,
  type Clock,
  type Config,
  createSchemaGuard,
  type Database,
  getSetting,
  type Job,
  type Log,
  markRowsAdopted,
  newId,
  openDatabase,
  openMail,
  openRowSeal,
  ownsTables,
  type Plan,
  PlatformError,
  rowsAdopted,
  prepareDatabase,
  type Repeated,
  repeat,
  type Scratch,
  scratchOn,
  setSetting,
  startJobs,
  startPostgres,
  systemClock,
  watchCluster,
  untilNext,
} from '#platform';
import { createImports, createVault, fileKeys, vaultFunctions, vaultMigrations } from '#vault';
import { createOpener } from '#vault/open';

/** Jobs by name and time; `housekeeping` says what each does. */
const jobTimes = {
  'budget-tidy': '17 * * * *',
  'changes-due': '* * * * *',
  'contacts-lapsed': '* * * * *',
  'identity-tidy': '7 * * * *',
  'keys-unused': '50 17 * * *',
  'imports-stalled': '*/5 * * * *',
  'imports-purge': '23 * * * *',
  'idempotency-purge': '41 * * * *',
  'minors-of-age': '10 16 * * *',
  'typed-purge': '53 * * * *',
} as const;

/** The demo's own job; its queue is made everywhere, so that every installation has the same tables. */
export const demoCallsJob = 'demo-calls';

/** Queues that earlier releases made for what the program now does by a timer of its own. */
const formerJobs = ['alarms-mail', 'states-audit', 'uses-audit'];

/** What the program makes of a database: whatever else is in it was made by somebody else. */
export const plan: Plan = {
  migrations: [
    ...alarmMigrations,
    ...budgetMigrations,
    ...identityMigrations,
    ...vaultMigrations,
    ...deskMigrations,
    ...gateMigrations,
    ...ledgerMigrations,
    ...accessMigrations,
    ...detectorMigrations,
    ...idempotencyMigrations,
  ],
  functions: [
    ...identityFunctions,
    ...vaultFunctions,
    ...deskFunctions,
    ...gateFunctions,
    ...ledgerFunctions,
    ...accessFunctions,
  ],
  jobs: [...Object.keys(jobTimes), ...formerJobs, demoCallsJob],
  rights: ledgerRights,
};

const here = dirname(fileURLToPath(import.meta.url));
/** The repository's root, from source (src/) and from the build (dist/) alike. */
const root = resolve(here, '../../..');

/** The rooms, wired; nothing else in the server knows all of them. */
export type Rooms = Awaited<ReturnType<typeof openRooms>>;

/** Opens every room on a database that has been migrated. `clock` is the machine's unless a test holds it. */
export async function openRooms(options: {
  readonly db: Database;
  readonly config: Config;
  readonly log: Log;
  readonly clock?: Clock;
  /** The folder of the embedded cluster; null or absent: the database's files are somewhere else. */
  readonly cluster?: string | null;
}) {
  const { db, config, log } = options;
  const clock = options.clock ?? systemClock;
  const mac = openRowSeal(config.keysDir);
  // rows of a release that sealed less are sealed once, as they are
  const adopt = !rowsAdopted(config.keysDir);
  if (adopt) await adoptSettings(db, mac);
  const org = await organisation(db, mac);
  // what watches opens before the room that tells of it
  const raised: { alarm?: AlarmPort } = {};
  const guard = createSchemaGuard({
    db,
    keysDir: config.keysDir,
    mac,
    log,
    alarm: (alarm) => raised.alarm?.(alarm),
    cluster: options.cluster ? watchCluster({ db, folder: options.cluster }) : null,
  });
  const ledger = await createLedger({
    db,
    keysDir: config.keysDir,
    exportDir: config.checkpointsDir,
    clock,
    log,
    org,
    alarm: (alarm) => raised.alarm?.(alarm),
  });
  // an alarm can be raised before the people are there to be told
  const people: { identity?: Identity } = {};
  const alarms = createAlarms({
    db,
    ledger,
    mac,
    clock,
    log,
    officers: async () => (await people.identity?.peopleOf(postsWith('alarms:close'))) ?? [],
    colleagues: async (ids) => (await people.identity?.colleagues(ids)) ?? new Map(),
    mail: config.mail === null ? null : openMail(config.mail),
    publicUrl: config.publicUrl,
  });
  raised.alarm = alarms.raise;
  const budgets = createBudgets({
    db,
    mac,
    alarm: alarms.raise,
    clock,
    org,
    anchor: createAnchor({ ledger }),
    remembered: ledger.remembered('budget'),
  });
  await budgets.start();
  const keys = await fileKeys({ keysDir: config.keysDir, dataDir: config.dataDir });
  const vault = await createVault({ db, keys, org, clock, log, alarm: alarms.raise, adopt });
  const opener = createOpener(vault);
  const gate = await createGate({
    db,
    ledger,
    budgets,
    clock,
    log,
    mac,
    alarm: alarms.raise,
    policiesDir: join(root, 'policies'),
  });
  const identity = await createIdentity({
    db,
    ledger,
    clock,
    log,
    org,
    mac,
    alarm: alarms.raise,
    adopt,
    config: {
      publicUrl: config.publicUrl,
      idleMinutes: config.idleMinutes,
      absoluteHours: config.absoluteHours,
      officeNetworks: config.officeNetworks,
    },
    onRightsCut: gate.cutRights,
    consume: budgets.consume,
    keyEntries: (since) => keyEntries(db.kysely, since),
    keyUsed: (key, kinds, since) => keyUsed(db.kysely, key, kinds, since),
  });
  people.identity = identity;
  const notes = createNoteRows({ db, mac, alarm: alarms.raise, clock, log });
  if (adopt) {
    const count = await notes.adopt();
    if (count > 0) alarms.raise({ code: 'rows-adopted', object: 'desk-notes', count });
    markRowsAdopted(config.keysDir);
  }
  const asks = createAsks({ db, budgets, ledger, alarm: alarms.raise, clock, log });
  const committer = createCommitter({
    pool: db.pool,
    clock,
    log,
    budgets,
    asks,
    witness: ledger.witness,
  });
  const loader = createLoader({ pool: db.pool, clock });
  const floors = await openCaseFloors({ db, mac, clock, log, alarm: alarms.raise });
  const cases = {
    read: caseFactsOf({ mac, log, clock, floors }),
    verified: (facts: CaseFacts, proof: NonNullable<CaseFacts['proof']>): string =>
      verifiedSeal(mac, facts, proof),
    channel: channelReader({ mac, log }),
  };
  const detector = await createDetector({ db, ledger, clock, log, mac, colleagues: identity.colleagues });
  const access = createAccess({
    db,
    gate,
    vault,
    opener,
    ledger,
    loader,
    committer,
    asks,
    budgets,
    clock,
    log,
    mac,
    people: identity.approvers,
    alarm: alarms.raise,
    risk: () => 0,
    cases,
    stepUpGenuine: identity.stepUpGenuine,
    detector,
  });
  const desk = {
    notes,
    db,
    access,
    budgets,
    alarm: alarms.raise,
    ledger,
    clock,
    log,
    mac,
    floors,
    colleagues: identity.colleagues,
    pendingCases: gate.pendingCases,
  };
  const imports = createImports({ vault, db, clock, log });
  const rooms = {
    db,
    config,
    log,
    clock,
    org,
    mac,
    alarms,
    alarm: alarms.raise,
    guard,
    /** Why nothing may be answered; null = all is well. */
    halted: async (): Promise<string | null> => (await guard.halted()) ?? ledger.halted() ?? alarms.halted(),
    ownerServes: await ownsTables(db),
    budgets,
    imports,
    ledger,
    vault,
    gate,
    identity,
    loader,
    committer,
    asks,
    cases,
    access,
    detector,
    desk,
  };
  return { ...rooms, close: async (): Promise<void> => closeRooms(rooms) };
}

/** The HTTP app over the rooms. */
export function appOf(rooms: Rooms) {
  const { config, access, alarms, detector, imports, desk, gate, identity, ledger, vault, db, clock, log } =
    rooms;
  const budget = createTextBudget({ now: () => clock().getTime() });
  return createApp({
    authenticate: identity.authenticate,
    noteWeakAsk: identity.noteWeakAsk,
    routes: [
      identityRoutes({ identity, levelOf: (field) => vault.kinds.get(field)?.level ?? null }),
      alarmRoutes({ alarms }),
      gateRoutes({ gate, access, people: identity.approvers }),
      ledgerRoutes({
        ledger,
        warnings: rooms.ownerServes ? ['database-owner-serves'] : [],
        clock,
        noteReading: (by, what, count) =>
          noteReading({ db: db.kysely, append: ledger.append, clock }, readerOf(by), what, count),
      }),
      allowanceRoutes({ gate, access, people: identity.approvers, clock }),
      vaultRoutes({ vault, ledger, db, clock }),
      deskRoutes({ ...desk, budget }),
      textRoutes({ detector, budget }),
      eventsRoutes({ db, alive: identity.sessionAlive }),
      accessRoutes({ access, db, mac: desk.mac }),
      changeRoutes({ access }),
    ],
    streams: [importRoutes({ access, imports, clock })],
    halted: rooms.halted,
    ready: async () => {
      await db.pool.query('select 1');
      return (await rooms.halted()) === null;
    },
    consoleFolder: join(root, 'apps/console/dist'),
    publicUrl: config.publicUrl,
    clock,
    log,
    remote: (c) => {
      try {
        return getConnInfo(c as Parameters<typeof getConnInfo>[0]).remote.address ?? 'unknown';
      } catch {
        return 'unknown';
      }
    },
  });
}

/** Who reads, as an entry says it. */
const readerOf = ({ person, key, post, session }: Subject) => ({
  ...(person === null ? {} : { person }),
  ...(key === null ? {} : { key: key.id }),
  ...(session === null ? {} : { session, post }),
});

/** A running server. */
export type Running = {
  readonly url: string;
  readonly rooms: Rooms;
  readonly stop: () => Promise<void>;
};

/**
 * Starts everything: the embedded PostgreSQL (unless DATABASE_URL names one), migrations, rooms, HTTP. `prepare` runs
 * before the rooms open, e.g. to load the demo through rooms of its own.
 */
export async function start(options: {
  readonly config: Config;
  readonly log: Log;
  readonly prepare?: (db: Database, open: (clock: Clock) => Promise<Rooms>) => Promise<void>;
  /** Jobs beside the product's own: the demo's. */
  readonly jobs?: (rooms: Rooms) => readonly Job[];
  /** Called when the embedded database is gone for good. */
  readonly onExit?: () => void;
}): Promise<Running> {
  const { config, log } = options;
  const undo: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const each of undo.splice(0).reverse()) await each();
  };
  try {
    const place = config.databaseUrl === null ? await startEmbedded(options, undo) : given(config);
    const db = await openDatabase({ url: place.url, log });
    undo.push(db.close);
    const accepted = await prepareAsOwner(db, place, config, log);
    await options.prepare?.(db, (clock) => openRooms({ db, config, log, clock }));
    const rooms = await openRooms({ db, config, log, cluster: place.cluster });
    undo.push(rooms.close);
    if (accepted > 0) rooms.alarms.raise({ code: 'schema-changed', object: 'accepted', count: accepted });
    if (rooms.ownerServes) log.warn('database-owner-serves');
    await rooms.guard.start();
    await rooms.budgets.audit();
    undo.push(rooms.budgets.watch(log));
    await rooms.ledger.start();
    const all = [...housekeeping(rooms), ...(options.jobs?.(rooms) ?? [])];
    const jobs = await startJobs({ db, log, jobs: all });
    undo.push(jobs.stop);
    for (const each of watches(rooms)) undo.push(repeat(each));
    const server = await listen(appOf(rooms).fetch, config);
    undo.push(() => closeServer(server));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : config.port;
    log.info('listening', { port });
    return { url: `http://${config.host}:${port}`, rooms, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Where the database is: as the role that serves, as its owner (null: the same), and where to try things out. */
type Place = {
  readonly url: string;
  readonly ownerUrl: string | null;
  readonly scratch: Scratch | null;
  /** Its folder, where the program runs it. */
  readonly cluster: string | null;
};

const given = ({ databaseUrl, ownerUrl }: Config): Place => ({
  url: databaseUrl ?? '',
  ownerUrl,
  scratch: null,
  cluster: null,
});

async function startEmbedded(
  { config, log, onExit }: Parameters<typeof start>[0],
  undo: (() => Promise<void>)[],
): Promise<Place> {
  const postgres = await startPostgres({ ...config, log, ...(onExit ? { onExit } : {}) });
  undo.push(postgres.stop);
  return {
    url: postgres.url,
    ownerUrl: postgres.ownerUrl,
    scratch: scratchOn(postgres),
    cluster: postgres.cluster,
  };
}

/** Prepares the database as its owner, whose connections end before anything is served; what was taken over of others. */
async function prepareAsOwner(db: Database, place: Place, config: Config, log: Log): Promise<number> {
  const owner = place.ownerUrl === null ? db : await openDatabase({ url: place.ownerUrl, log, max: 4 });
  try {
    const { accepted } = await prepareDatabase({
      roles: { owner, server: db },
      plan,
      keysDir: config.keysDir,
      mac: openRowSeal(config.keysDir),
      log,
      scratch: place.scratch,
      accept: config.acceptSchema,
    });
    return accepted;
  } finally {
    if (owner !== db) await owner.close();
  }
}

/** Closes the rooms in the order in which nothing is lost: what runs finishes, then the log is signed. */
export async function closeRooms(rooms: Omit<Rooms, 'close'>): Promise<void> {
  await rooms.imports.settled();
  await rooms.committer.drain();
  await rooms.asks.stop();
  await rooms.guard.stop();
  await rooms.alarms.stop();
  await rooms.ledger.stop();
  await rooms.detector.close();
  await rooms.identity.stop();
  await rooms.gate.stop();
  await rooms.desk.floors.close();
  await rooms.vault.close();
}

/** No new connections; answers under way get two seconds, then streams are cut. */
function closeServer(server: ServerType): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    if ('closeAllConnections' in server) setTimeout(() => server.closeAllConnections(), 2000).unref();
  });
}

/** What must happen whether or not anybody asks: each is a job in the database, done by one replica. */
export function housekeeping(rooms: Rooms): readonly Job[] {
  const { access, budgets, identity, imports, clock } = rooms;
  const dayBefore = (): Date => new Date(clock().getTime() - 86_400_000);
  const monthBefore = (): Date => new Date(clock().getTime() - 30 * 86_400_000);
  const work: Record<keyof typeof jobTimes, Job['run']> = {
    'budget-tidy': () => budgets.tidy(),
    'changes-due': () => access.applyDue(),
    'contacts-lapsed': () => endLapsed(rooms.desk),
    'identity-tidy': () => identity.tidy(),
    'keys-unused': () => identity.endUnusedScopes(),
    'imports-stalled': () => imports.interruptStalled(),
    'imports-purge': () => imports.purge(dayBefore()),
    'idempotency-purge': () => forgetOld(rooms.db, dayBefore()),
    'minors-of-age': () => endMinorities(rooms),
    'typed-purge': () => access.forgetTyped(monthBefore()),
  };
  return Object.entries(jobTimes).map(([name, cron]) => ({
    name,
    cron,
    run: work[name as keyof typeof jobTimes],
  }));
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * What each replica does by itself at times, by the program's own timer: whoever owns the database could keep a job of
 * the database from running. One that fails or does not end is told.
 */
export function watches(rooms: Rooms): readonly (Repeated & { readonly name: string })[] {
  const { alarm, alarms, log, clock } = rooms;
  const watch = (name: string, every: number, at: number, run: () => Promise<unknown>) => ({
    name,
    wait: () => untilNext(clock(), every, at),
    longestMs: Math.max(10 * minuteMs, Math.min(every, 6 * hourMs)),
    run: async () => {
      await run();
      log.info('job-done', { code: name });
    },
    failed: (error: unknown) => {
      log.error('audit-failed', { code: name, ...(error === null ? {} : { error }) });
      alarm({ code: 'audit-failed', object: name });
    },
  });
  return [
    watch('uses-audit', hourMs, 17 * minuteMs, useAuditor(rooms)),
    // in the quiet hours of UTC+8
    watch('states-audit', dayMs, 18.5 * hourMs, () => auditAllStates(rooms)),
    // a mail server that is away is no alarm: it could not be mailed
    watch('alarms-mail', minuteMs, 0, () =>
      alarms.mailUnsent().catch((error: unknown) => log.warn('alarm-not-mailed', { error })),
    ),
  ];
}

/** Customers who came of age today; each change has its entry. */
async function endMinorities({ vault, ledger, clock }: Rooms): Promise<void> {
  await vault.endMinorities(async (tx, { customer, state }) => {
    await ledger.append(tx, [
      {
        v: 1,
        at: clock().toISOString(),
        kind: 'vault',
        action: 'minority-ended',
        outcome: 'done',
        customer,
        state,
      },
    ]);
  });
}

/** Compares every customer's rows with the ledger once a day; what differs is logged, and counted in an entry. */
async function auditAllStates({ db, vault, ledger, log, clock }: Rooms): Promise<void> {
  let count = 0;
  for await (const finding of auditStates({ db, vault })) {
    count++;
    log.error('customer-state', { customer: finding.customer, kind: finding.kind });
  }
  const outcome = count === 0 ? 'done' : 'failed';
  await ledger.append(db, [
    { v: 1, at: clock().toISOString(), kind: 'system', action: 'states-audited', outcome, count },
  ]);
}

/**
 * Compares, each time from where it stopped, what went to programs by the ledger and by the sealed rows; how many it
 * was is counted in an entry, and a difference alarms. The first time after a start it reads the whole ledger.
 */
export function useAuditor({ db, mac, ledger, alarm, log, clock }: Rooms): () => Promise<void> {
  let after = -1;
  return async () => {
    const { upTo, values, findings } = await auditUses({ db, mac }, after);
    for (const { access, kind } of findings) log.error('use-differs', { access, kind });
    const differ = findings.filter(({ kind }) => kind !== 'forged').length;
    if (differ > 0) alarm({ code: 'uses-differ', count: differ });
    if (differ < findings.length) alarm({ code: 'rows-forged', object: 'access-uses' });
    const outcome = findings.length === 0 ? 'done' : 'failed';
    await ledger.append(db, [
      { v: 1, at: clock().toISOString(), kind: 'system', action: 'uses-audited', outcome, count: values },
    ]);
    after = upTo;
  };
}

function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  config: Config,
): Promise<ServerType> {
  return new Promise((done, failed) => {
    // proxies and clients drop a connection that was idle for a minute; the one who drops it first should not be the
    // server, which would meet a request on its way
    const serverOptions = {
      keepAliveTimeout: 75_000,
      headersTimeout: 20_000,
      requestTimeout: 0,
      connectionsCheckingInterval: 5000,
    };
    const options = { fetch, hostname: config.host, port: config.port, serverOptions };
    const server = serve(options, () => done(server));
    limitBodyTime(server as Server);
    server.once('error', (error: NodeJS.ErrnoException) =>
      failed(
        error.code === 'EADDRINUSE'
          ? new PlatformError('config', `port ${config.port} is in use: stop what uses it, or set HUKE_PORT`)
          : error,
      ),
    );
  });
}

/** The installation's organisation: made once. */
async function organisation(db: Database, mac: (data: Uint8Array) => Uint8Array): Promise<string> {
  const known = await getSetting(db, mac, 'organisation');
  if (known !== null) return known;
  await setSetting(db, mac, 'organisation', newId('org'));
  return (await getSetting(db, mac, 'organisation')) ?? '';
}

/** True where the console has been built. */
export const consoleBuilt = (): boolean => existsSync(join(root, 'apps/console/dist/index.html'));
