import type { BetterAuthOptions } from '@better-auth/core';
import type { DBAdapter } from '@better-auth/core/db/adapter';
import { APIError } from 'better-auth/api';
import { getAdapter } from 'better-auth/db/adapter';
import { sql } from 'kysely';
import { newId } from '#platform';
import { type AuthScope, currentScope } from './auth-scope.ts';
import { draft, type Tx } from './deps.ts';
import { changeFactors } from './factor-set.ts';
import { rightsFloor } from './floors.ts';
import { type PasskeyRead, passkeySealed } from './passkeys.ts';
import { personGenuine, selectPerson } from './person-row.ts';
import type { Room } from './room.ts';
import { rowGenuine, rowMac, tokenHash } from './seal.ts';
import { sessionExpiry, sessionParts } from './session-row.ts';

type Where = Parameters<DBAdapter['findOne']>[0]['where'];
type Row = Record<string, unknown>;

/**
 * The store of better-auth: its own Kysely adapter inside the transaction of the request under way, with two
 * changes. Session tokens are kept as hashes, and a session comes into being only for an active person, sealed, with
 * its ledger entry.
 */
export function authStore(deps: Room) {
  return (options: BetterAuthOptions): DBAdapter => {
    const made = new WeakMap<AuthScope, Promise<DBAdapter>>();
    const inner = (): Promise<DBAdapter> => {
      const scope = currentScope();
      const adapter = made.get(scope) ?? over(options, scope.tx);
      made.set(scope, adapter);
      return adapter;
    };
    const store: DBAdapter = {
      id: 'huke',
      create: async (request) => {
        if (request.model === 'session')
          return (await createSession(deps, await inner(), request.data)) as never;
        if (request.model === 'passkey')
          return (await createPasskey(deps, request.data, async () =>
            (await inner()).create(request),
          )) as never;
        if (request.model === 'verification')
          return (await (
            await inner()
          ).create({ ...request, data: sealChallenge(deps, request.data) })) as never;
        return (await (await inner()).create(request)) as never;
      },
      findOne: async (request) => {
        const row = await (await inner()).findOne<Row>({ ...request, where: hashed(request) });
        return (await believed(deps, request, row)) as never;
      },
      findMany: async (request) => {
        if (request.model === 'verification') currentScope().challenge = askedBy(request, 'identifier');
        return (await inner()).findMany({ ...request, where: hashed(request) });
      },
      count: async (request) => (await inner()).count({ ...request, where: hashed(request) }),
      update: async (request) => (await inner()).update({ ...request, where: hashed(request) }),
      updateMany: async (request) => (await inner()).updateMany({ ...request, where: hashed(request) }),
      delete: async (request) => (await inner()).delete({ ...request, where: hashed(request) }),
      deleteMany: async (request) => (await inner()).deleteMany({ ...request, where: hashed(request) }),
      consumeOne: async (request) => {
        const row = await (await inner()).consumeOne<Row>({ ...request, where: hashed(request) });
        return (request.model === 'verification' && row ? openChallenge(deps, row) : row) as never;
      },
      incrementOne: async (request) => (await inner()).incrementOne({ ...request, where: hashed(request) }),
      transaction: (work) => work(store),
    };
    return store;
  };
}

const over = (options: BetterAuthOptions, tx: Tx): Promise<DBAdapter> =>
  getAdapter({ ...options, database: { db: tx, type: 'postgres' } });

const askedBy = (request: { where?: Where | undefined }, field: string): string | null => {
  const value = request.where?.find((each) => each.field === field)?.value;
  return typeof value === 'string' ? value : null;
};

/** The row for the engine to go on with, where it may: what a query brought is not yet what was asked for. */
async function believed(
  deps: Room,
  request: { model: string; where: Where },
  row: Row | null,
): Promise<Row | null> {
  const scope = currentScope();
  if (row === null) return null;
  if (request.model === 'user') {
    scope.email = askedBy(request, 'email');
    if (scope.email !== null) scope.person = String(row['id']);
    return row;
  }
  if (request.model === 'session') {
    const whose = String(row['userId']);
    if (whose === (scope.proven?.person ?? scope.subject)) return withToken(request, row);
    if (scope.subject !== null) throw notTheirs(deps, scope.subject, 'session');
    return null;
  }
  if (request.model === 'passkey') {
    const read = row as PasskeyRead;
    const credential = read.credentialID;
    if (!(await passkeySealed(deps, scope.tx, read, askedBy(request, 'credentialID'), scope.drafts)))
      throw new APIError('FORBIDDEN', { code: 'rows-forged' });
    scope.passkey = { person: read.userId, credential };
  }
  return row;
}

async function createSession(deps: Room, inner: DBAdapter, data: Row): Promise<Row> {
  const scope = currentScope();
  const now = deps.clock();
  const whose = String(data['userId']);
  if (scope.proven?.person !== whose) throw notTheirs(deps, whose, 'session');
  const floor = deps.floors.of(rightsFloor(whose));
  const person = await selectPerson(scope.tx, whose, sql`for share of p`);
  if (!person || person.state !== 'active' || !personGenuine(deps.mac, person))
    throw new APIError('UNAUTHORIZED', { code: 'SIGN_IN_FAILED' });
  if (person.version < floor) {
    deps.alarm({ code: 'rows-forged', person: person.id, object: 'rights' });
    throw new APIError('UNAUTHORIZED', { code: 'SIGN_IN_FAILED' });
  }
  if (scope.email !== null && person.email !== scope.email) throw notTheirs(deps, whose, 'session');
  const token = String(data['token']);
  const id = newId('ses');
  const { expiresAt, idleUntil } = sessionExpiry(deps.config, now);
  const sealed = {
    id,
    token: tokenHash(token),
    person: person.id,
    strength: scope.strength,
    createdAt: now,
    idleUntil,
  };
  const row = {
    ...data,
    id,
    token: sealed.token,
    expiresAt,
    createdAt: now,
    updatedAt: now,
    ipAddress: scope.remote,
    userAgent: scope.userAgent.slice(0, 300),
    strength: scope.strength,
    idleUntil,
    device: scope.device,
    mac: rowMac(deps.mac, 'session', sessionParts(sealed)),
  };
  const made = await inner.create<Row>({ model: 'session', data: row, forceAllowId: true });
  await sql`update identity_people set last_sign_in_at = ${now} where id = ${person.id}`.execute(scope.tx);
  scope.session = id;
  scope.opened = true;
  scope.person = person.id;
  scope.drafts.push(draft(deps, 'sign-in', { person: person.id, session: id, strength: scope.strength }));
  return { ...made, token };
}

/** Something of the person was asked for who was not proven to be there: rows that the engine read were changed. */
function notTheirs(deps: Room, person: string, object: string): APIError {
  deps.alarm({ code: 'rows-forged', person, object });
  return new APIError('FORBIDDEN', { code: 'rows-forged' });
}

/** A passkey comes into being for whoever is signed in, as part of the sealed set, or not at all. */
async function createPasskey(deps: Room, data: Row, create: () => Promise<Row>): Promise<Row> {
  const person = String(data['userId']);
  const scope = currentScope();
  if (person !== scope.subject) throw notTheirs(deps, person, 'passkey');
  let made: Row | null = null;
  const changed = await changeFactors(deps, scope.tx, person, scope.drafts, async (set) => {
    made = await create();
    // what was verified, not what the insert says that it wrote
    const [credential, publicKey] = [String(data['credentialID']), String(data['publicKey'])];
    const id = String(made['id']);
    scope.drafts.push(draft(deps, 'factor-added', { person, object: id, code: 'passkey' }));
    return { ...set, passkeys: [...set.passkeys, { id, credential, publicKey }] };
  });
  if (changed === 'forged' || made === null) throw new APIError('FORBIDDEN', { code: 'rows-forged' });
  return made;
}

/** Longer than the engine lets one live. */
const challengeMs = 600_000;

/** What a challenge's seal covers: the browser that it is for, what is to be signed, until when. */
const challengeParts = (identifier: unknown, value: string, expiresAt: Date) =>
  [String(identifier), value, expiresAt.getTime()] as const;

function sealChallenge(deps: Room, data: Row): Row {
  const value = String(data['value']);
  const seal = rowMac(
    deps.mac,
    'webauthn',
    challengeParts(data['identifier'], value, data['expiresAt'] as Date),
  );
  return { ...data, value: `${seal} ${value}` };
}

/** The challenge as this program made it for this browser, once; null otherwise. */
function openChallenge(deps: Room, row: Row): Row | null {
  const { challenge, subject } = currentScope();
  const stored = String(row['value']);
  const at = stored.indexOf(' ');
  const value = stored.slice(at + 1);
  const expiresAt = row['expiresAt'] as Date;
  const parts = challengeParts(challenge, value, expiresAt);
  if (
    row['identifier'] !== challenge ||
    !rowGenuine(deps.mac, 'webauthn', parts, stored.slice(0, Math.max(at, 0)))
  ) {
    deps.alarm({
      code: 'rows-forged',
      object: 'challenge',
      ...(subject === null ? {} : { person: subject }),
    });
    return null;
  }
  const used = `webauthn ${challenge}`;
  if (deps.endings.has(used)) return null;
  deps.endings.remember(used, deps.clock().getTime() + challengeMs);
  return { ...row, value };
}

function hashed<R extends { model: string; where?: Where | undefined }>(request: R): Where {
  const where = request.where ?? [];
  if (request.model !== 'session') return where;
  return where.map((each) =>
    each.field === 'token'
      ? {
          ...each,
          value: Array.isArray(each.value)
            ? each.value.map((token) => tokenHash(String(token)))
            : tokenHash(String(each.value)),
        }
      : each,
  );
}

/** Whoever asked by the token gets it back in the row, so that better-auth can go on with it. */
function withToken(request: { model: string; where: Where }, row: Row | null): Row | null {
  const asked = request.where.find((each) => each.field === 'token')?.value;
  return request.model === 'session' && row && typeof asked === 'string' ? { ...row, token: asked } : row;
}
