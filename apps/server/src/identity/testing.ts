/**
 * For tests, benchmarks and end-to-end runs: an identity room on a database of its own with a small organisation, and
 * sessions without a sign-in.
 */
import { createHmac } from 'node:crypto';
import type { Post, ServiceKey } from '@huke/sdk';
import { type KyselyPlugin, sql } from 'kysely';
import type { AlarmPort } from '#alarm';
import { budgetMigrations, createBudgets } from '#budget';
import { encodeEntry, ledgerFunctions, ledgerMigrations } from '#ledger';
import { type Database, newId, silentLog } from '#platform';
import { type TestDatabase, testDatabase } from '#platform/testing';
import type { Subject, Somebody } from '#gate';
import { authPath, cookieSecret } from './auth-engine.ts';
import { sessionCookie } from './cookies.ts';
import type { IdentityConfig, IdentityDeps, IdentityDraft } from './deps.ts';
import { createIdentity, type Identity } from './identity.ts';
import { keyColumns, keyParts, type KeyRow } from './key-row.ts';
import type { KeyCreate } from './key-write.ts';
import { identityFunctions } from './functions.ts';
import { identityMigrations } from './migrations.ts';
import { newToken, rowMac, tokenHash } from './seal.ts';
import type { Seed } from './seed.ts';
import { sessionExpiry, sessionParts } from './session-row.ts';
import { totpCode, totpStep } from './totp.ts';

export { totpCode, totpStep } from './totp.ts';
export { softwarePasskey } from './testing-passkey.ts';

type Alarm = Parameters<AlarmPort>[0];
type Mac = (data: Uint8Array) => Uint8Array;

/** Opens a session past the sign-in and returns the `Cookie` header of its browser. */
export async function testSession(
  room: { readonly db: Database; readonly mac: Mac; readonly now: Date; readonly config: IdentityConfig },
  person: string,
  strength: 'password' | 'two-factor' | 'passkey' = 'two-factor',
): Promise<{ readonly cookie: string; readonly session: string }> {
  const token = newToken();
  const { expiresAt, idleUntil } = sessionExpiry(room.config, room.now);
  const createdAt = room.now;
  const row = { id: newId('ses'), token: tokenHash(token), person, strength, createdAt, idleUntil };
  await sql`
    insert into identity_sessions (id, token, person, expires_at, created_at, updated_at, strength, idle_until, mac)
    values (${row.id}, ${row.token}, ${person}, ${expiresAt}, ${room.now}, ${room.now}, ${strength}, ${idleUntil},
      ${rowMac(room.mac, 'session', sessionParts(row))})`.execute(room.db.kysely);
  const signature = createHmac('sha256', cookieSecret(room)).update(token).digest('base64');
  const secure = room.config.publicUrl.startsWith('https://') ? '__Secure-' : '';
  const cookie = `${secure}${sessionCookie}=${encodeURIComponent(`${token}.${signature}`)}`;
  return { cookie, session: row.id };
}

/** One team and one employer, and one person of each post; mail `<post>@desk.test`, everyone the same password. */
export const testPassword = 'quiet-harbour-lantern';
export const testTotpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const id = (prefix: string, n: number): string => `${prefix}_${String(n).padStart(26, '0')}`;
export const testTeams = [
  { id: id('tea', 1), name: 'one' },
  { id: id('tea', 2), name: 'two' },
] as const;
export const testEmployer = { id: id('emp', 1), name: 'house', outsourced: false } as const;

const staff = [
  ['agent', 1],
  ['supervisor', 2],
  ['system-admin', 3],
  ['security-admin', 4],
  ['audit-admin', 5],
  ['security-officer', 6],
] as const satisfies readonly (readonly [Post, number])[];

/** Id of the test organisation's person with a post. */
export const testPerson = (post: (typeof staff)[number][0]): string =>
  id('per', staff.find(([each]) => each === post)?.[1] ?? 0);

/** The test organisation; everyone but the agent has TOTP. */
export const testOrganisation: Seed = {
  employers: [testEmployer],
  teams: testTeams,
  people: staff.map(([post, n]) => ({
    id: id('per', n),
    name: `person ${n}`,
    staffNumber: `T${String(100 + n)}`,
    email: `${post}@desk.test`,
    post,
    team: testTeams[0].id,
    employer: testEmployer.id,
    hiredOn: '2025-01-06',
    password: testPassword,
    ...(post === 'agent' ? {} : { totpSecret: testTotpSecret }),
  })),
};

/** A browser: keeps cookies, sends our header and origin. */
export type Browser = {
  readonly post: (path: string, body?: unknown, extra?: Record<string, string>) => Promise<Reply>;
  readonly get: (path: string) => Promise<Reply>;
  readonly cookie: () => string;
  readonly setCookie: (cookie: string) => void;
  readonly subject: () => Promise<Subject | null>;
};
type Reply = { readonly status: number; readonly code: string | null; readonly body: unknown };

/** An identity room on its own database, its clock in the test's hand. */
export type TestIdentity = {
  readonly identity: Identity;
  readonly db: TestDatabase;
  readonly deps: IdentityDeps;
  readonly entries: IdentityDraft[];
  readonly alarms: Alarm[];
  /** Moves the clock on. */
  readonly pass: (seconds: number) => void;
  readonly now: () => Date;
  /** The code of the test secret now, or `steps` of 30 seconds away. */
  readonly code: (steps?: number) => string;
  readonly browser: (remote?: string) => Browser;
  readonly subjectOf: (person: string, strength?: 'password' | 'two-factor' | 'passkey') => Promise<Somebody>;
  /** A key made as it is made: one officer asks, a second confirms, the first takes the secret. */
  readonly makeKey: (
    body?: Partial<KeyCreate>,
  ) => Promise<{ readonly key: string; readonly serviceKey: ServiceKey }>;
  readonly close: () => Promise<void>;
};

const mac: Mac = (data) => createHmac('sha256', 'test key of the row seal').update(data).digest();

/** Opens the room; the ledger is an array. */
export async function openTestIdentity(
  options: Partial<Pick<IdentityDeps, 'config' | 'passwords' | 'onRightsCut' | 'standing'>> & {
    readonly organisation?: Seed | null;
    /** Sees every statement, e.g. to count them. */
    readonly plugin?: KyselyPlugin;
  } = {},
): Promise<TestIdentity> {
  const opened = await testDatabase({
    migrations: [...ledgerMigrations, ...budgetMigrations, ...identityMigrations],
    functions: [...ledgerFunctions, ...identityFunctions],
  });
  const { organisation = testOrganisation, plugin, ...rest } = options;
  const db = plugin ? { ...opened, kysely: opened.kysely.withPlugin(plugin) } : opened;
  const entries: IdentityDraft[] = [];
  const alarms: Alarm[] = [];
  let ahead = 0;
  const deps: IdentityDeps = {
    db,
    ledger: {
      append: async (_tx, drafts) => {
        // throws for whatever the ledger would not take
        for (const each of drafts) encodeEntry(each);
        return entries.push(...drafts);
      },
    },
    clock: () => new Date(Date.now() + ahead * 1000),
    log: silentLog,
    alarm: (alarm) => {
      alarms.push(alarm);
    },
    org: id('org', 1),
    mac,
    consume: (tx, charges, now) => budgets.consume(tx, charges, now),
    keyEntries: async () => [],
    keyUsed: async () => false,
    config: { publicUrl: 'http://localhost:8787', argon2: { memoryCost: 1024, timeCost: 1 } },
    ...rest,
  };
  // nobody accesses anything here, so the log has nothing to say of it
  const budgets = createBudgets({
    ...deps,
    remembered: 0,
    anchor: {
      accessesFrom: async () => 0,
      began: async () => false,
      begin: async () => undefined,
      accessesOf: async () => new Map(),
    },
  });
  await budgets.start();
  const identity = await createIdentity(deps);
  if (organisation !== null) await identity.seed(organisation);
  const subjectOf: TestIdentity['subjectOf'] = async (person, strength) => {
    const { cookie } = await testSession(
      { db, mac, now: deps.clock(), config: deps.config },
      person,
      strength,
    );
    const own = browser();
    own.setCookie(cookie);
    const subject = await own.subject();
    if (!subject?.person || subject.session === null) throw new Error('the test session does not hold');
    return subject as Somebody;
  };
  const makeKey: TestIdentity['makeKey'] = async (body) => {
    const asks = await subjectOf(testPerson('security-admin'));
    const confirms = await subjectOf(testPerson('system-admin'));
    const asked = await identity.createKey(asks, {
      name: 'switch',
      scopes: ['contacts:write'],
      teams: [testTeams[0].id],
      perDay: 100,
      ...body,
    });
    if (asked.kind !== 'done') throw new Error(asked.code);
    if (asked.key !== null) return { key: asked.key, serviceKey: asked.serviceKey };
    await identity.confirmChange(confirms, asked.change?.id ?? '');
    const claimed = await identity.claimKey(asks, asked.serviceKey.id);
    if (claimed.kind !== 'done' || claimed.key === null) throw new Error('the key cannot be taken');
    return { key: claimed.key, serviceKey: claimed.serviceKey };
  };
  const browser = (remote = '127.0.0.1'): Browser => newBrowser(identity, deps.config.publicUrl, remote);
  return {
    identity,
    db,
    deps,
    entries,
    alarms,
    pass: (seconds) => {
      ahead += seconds;
    },
    now: () => deps.clock(),
    code: (steps = 0) => totpCode(testTotpSecret, totpStep(deps.clock()) + steps),
    browser,
    subjectOf,
    makeKey,
    close: async () => {
      await identity.stop();
      await db.drop();
    },
  };
}

/** Turns a key into one from before keys ended, sealed as they were then. */
export async function asOldKey(
  { db, mac: seal }: { readonly db: Database; readonly mac: Mac },
  id: string,
  teams?: readonly string[],
): Promise<void> {
  const { rows } = await sql<KeyRow>`
    update identity_keys set teams = coalesce(${teams === undefined ? null : [...teams]}::text[], teams),
      expires_at = null, rights_at = null
    where id = ${id} returning ${keyColumns}`.execute(db.kysely);
  const [row] = rows;
  if (!row) throw new Error('there is no such key');
  await sql`update identity_keys set mac = ${rowMac(seal, 'key', keyParts(row))} where id = ${id}`.execute(
    db.kysely,
  );
}

function newBrowser(identity: Identity, url: string, remote: string): Browser {
  const jar = new Map<string, string>();
  const header = (): string => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const keep = (cookies: readonly string[]): void => {
    for (const each of cookies) {
      const [pair = '', ...attributes] = each.split('; ');
      const at = pair.indexOf('=');
      if (attributes.includes('Max-Age=0')) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
  };
  const request = (
    method: string,
    path: string,
    body?: unknown,
    extra: Record<string, string> = {},
  ): Request =>
    new Request(`${url}${authPath}${path}`, {
      method,
      headers: {
        cookie: header(),
        origin: url,
        'huke-csrf': '1',
        'content-type': 'application/json',
        ...extra,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const subject = (): Promise<Subject | null> => identity.authenticate(request('GET', '/'), remote);
  const send = async (made: Request): Promise<Reply> => {
    const outcome = await identity.auth(made, { remote, subject: await subject() });
    keep(outcome.cookies);
    if (outcome.kind === 'refused') return { status: outcome.status, code: outcome.code, body: null };
    return { status: 200, code: null, body: outcome.body };
  };
  return {
    post: (path, body, extra) => send(request('POST', path, body ?? {}, extra)),
    get: (path) => send(request('GET', path)),
    cookie: header,
    setCookie: (cookie) => {
      const at = cookie.indexOf('=');
      jar.set(cookie.slice(0, at), cookie.slice(at + 1));
    },
    subject,
  };
}
