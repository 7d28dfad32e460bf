import type { BetterAuthOptions } from '@better-auth/core';
import type { DBAdapter } from '@better-auth/core/db/adapter';
import { APIError } from 'better-auth/api';
import { getAdapter } from 'better-auth/db/adapter';
import { sql } from 'kysely';
import { newId } from '#platform';
import { type AuthScope, currentScope } from './auth-scope.ts';
import { draft, type Tx } from './deps.ts';
import { changeFactors, checkFactors } from './factor-set.ts';
import { rightsFloor } from './floors.ts';
import { passkeyParts } from './passkeys.ts';
import { personGenuine, selectPerson } from './person-row.ts';
import type { Room } from './room.ts';
import { rowMac, tokenHash } from './seal.ts';
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
          return (await createPasskey(deps, String(request.data['userId']), async () =>
            (await inner()).create(request),
          )) as never;
        return (await (await inner()).create(request)) as never;
      },
      findOne: async (request) => {
        const row = await (await inner()).findOne<Row>({ ...request, where: hashed(request) });
        if (request.model === 'user') remember(row);
        return withToken(request, row) as never;
      },
      findMany: async (request) => (await inner()).findMany({ ...request, where: hashed(request) }),
      count: async (request) => (await inner()).count({ ...request, where: hashed(request) }),
      update: async (request) => (await inner()).update({ ...request, where: hashed(request) }),
      updateMany: async (request) => (await inner()).updateMany({ ...request, where: hashed(request) }),
      delete: async (request) => (await inner()).delete({ ...request, where: hashed(request) }),
      deleteMany: async (request) => (await inner()).deleteMany({ ...request, where: hashed(request) }),
      consumeOne: async (request) => (await inner()).consumeOne({ ...request, where: hashed(request) }),
      incrementOne: async (request) => (await inner()).incrementOne({ ...request, where: hashed(request) }),
      transaction: (work) => work(store),
    };
    return store;
  };
}

const over = (options: BetterAuthOptions, tx: Tx): Promise<DBAdapter> =>
  getAdapter({ ...options, database: { db: tx, type: 'postgres' } });

function remember(row: Row | null): void {
  if (row) currentScope().person = String(row['id']);
}

async function createSession(deps: Room, inner: DBAdapter, data: Row): Promise<Row> {
  const scope = currentScope();
  const now = deps.clock();
  const whose = String(data['userId']);
  const floor = deps.floors.of(rightsFloor(whose));
  const person = await selectPerson(scope.tx, whose, sql`for share of p`);
  if (!person || person.state !== 'active' || !personGenuine(deps.mac, person))
    throw new APIError('UNAUTHORIZED', { code: 'SIGN_IN_FAILED' });
  if (person.version < floor) {
    deps.alarm({ code: 'rows-forged', person: person.id, object: 'rights' });
    throw new APIError('UNAUTHORIZED', { code: 'SIGN_IN_FAILED' });
  }
  if ((await checkFactors(deps, scope.tx, person.id, scope.drafts)) === null)
    throw new APIError('FORBIDDEN', { code: 'rows-forged' });
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

/** A passkey comes into being as part of the sealed set, or not at all. */
async function createPasskey(deps: Room, person: string, create: () => Promise<Row>): Promise<Row> {
  const scope = currentScope();
  let made: Row | null = null;
  const changed = await changeFactors(deps, scope.tx, person, scope.drafts, async (set) => {
    made = await create();
    const passkey = {
      id: String(made['id']),
      person,
      credential: String(made['credentialID']),
      publicKey: String(made['publicKey']),
    };
    const mac = rowMac(deps.mac, 'passkey', passkeyParts(passkey));
    await sql`update identity_passkeys set mac = ${mac} where id = ${passkey.id}`.execute(scope.tx);
    scope.drafts.push(draft(deps, 'factor-added', { person, object: passkey.id, code: 'passkey' }));
    const { id, credential, publicKey } = passkey;
    return { ...set, passkeys: [...set.passkeys, { id, credential, publicKey }] };
  });
  if (changed === 'forged' || made === null) throw new APIError('FORBIDDEN', { code: 'rows-forged' });
  return made;
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
