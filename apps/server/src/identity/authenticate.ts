import { sql } from 'kysely';
import { dayOf } from '#platform';
import type { Subject } from '#gate';
import { deviceCookie, openSessionCookie, readCookie, sessionCookie } from './cookies.ts';
import type { IdentityDeps } from './deps.ts';
import { mostMinutes } from './act-for.ts';
import { heardTried } from './attempts.ts';
import { isOnDuty, tenureDays } from './duty.ts';
import { IdentityError } from './error.ts';
import { type Endings, heardChange, heardEnd } from './endings.ts';
import { type Floors, heardFloor } from './floors.ts';
import { answersFor, keyEnd, type KeyRow } from './key-row.ts';
import { tenureStart } from './person-row.ts';
import { type ActFor, loadActFor, loadKey, loadSession, type Signed, touch } from './load.ts';
import { placeFinder } from './place.ts';
import { tokenHash } from './seal.ts';
import { absoluteSeconds, mostAheadMs, outOfTime } from './session-row.ts';
import { readStepUp } from './step-ups.ts';
import type { Tries } from './tries.ts';

/** How long what was loaded is believed without asking the database; the commit of an access asks anyway. */
const believeMs = 5000;
const mostRemembered = 20_000;
/** Ours have some 80 characters; what is longer is not looked at. */
const longestCookie = 200;
type Standing = { readonly training: boolean; readonly agreement: boolean };
type Loaded = Signed & { readonly standing: Standing };

export type Authenticator = {
  readonly authenticate: (request: Request, remote: string) => Promise<Subject | null>;
  /** Forgets all that concerns a person, session or key; the latter two are over for good. NOTIFY tells other replicas. */
  readonly forget: (id: string) => void;
  /** Whether a session is still live, asked of the database. */
  readonly alive: (session: string) => Promise<boolean>;
  readonly close: () => Promise<void>;
};

/**
 * Makes the check that stands before every request. A session is looked up by the hash of its token and believed for
 * five seconds; whatever changes rights tells every replica to forget (channel `identity`). What is known to be over
 * stays over, whatever the database says later.
 */
export async function createAuthenticator(
  deps: IdentityDeps & { readonly floors: Floors; readonly tries: Tries },
  secret: string,
  endings: Endings,
): Promise<Authenticator> {
  const sessions = remember<Loaded | null>(deps);
  const keys = remember<KeyRow | null>(deps);
  const acting = remember<(Loaded & { readonly actFor: ActFor }) | null>(deps);
  const placeOf = placeFinder(deps.config);
  const secure = deps.config.publicUrl.startsWith('https://');
  const standingOf = deps.standing ?? (async () => ({ training: true, agreement: true }));

  const drop = (id: string): void => {
    sessions.drop((held) => held !== null && (held.person.id === id || held.session.sessionId === id));
    acting.drop(
      (held) => held !== null && [held.person.id, held.session.sessionId, held.actFor.key].includes(id),
    );
    keys.drop((held) => held === null || held.id === id);
  };
  const forgetAll = (): void => {
    for (const each of [sessions, keys, acting]) each.drop(() => true);
  };
  const end = (id: string, at: number): void => {
    // a session needs no memory once its sealed start is too old for any
    const lasts = id.startsWith('ses') ? absoluteSeconds(deps.config) * 1000 : Number.POSITIVE_INFINITY;
    endings.remember(id, at + lasts);
    drop(id);
  };
  const forget = (id: string): void => {
    if (/^(ses|key)_/.test(id)) end(id, deps.clock().getTime());
    else drop(id);
  };
  const heard = (payload: string): void => {
    const told = parseTold(payload);
    if (told === null) return;
    const changed = heardChange(deps.mac, told);
    if (changed !== null) drop(changed);
    const ended = heardEnd(deps.mac, told);
    if (ended) end(ended.id, ended.at);
    const floor = heardFloor(deps.mac, told);
    if (floor) deps.floors.raise(floor.name, floor.version);
    const tried = heardTried(deps.mac, told);
    if (tried) deps.tries.forget(tried.name, tried.at);
    const spent = readStepUp(deps.mac, told.spent);
    if (spent) endings.remember(spent.id, spent.expiresAt);
  };
  const close = await deps.db.listen('identity', heard, forgetAll);
  const live = (loaded: Signed): boolean =>
    loaded.person.state === 'active' &&
    !outOfTime(deps.config, loaded.session, deps.clock()) &&
    !endings.has(loaded.session.sessionId);

  const bySession = async (request: Request, remote: string): Promise<Subject | null> => {
    const cookie = readCookie(request, sessionCookie, secure);
    if (cookie === null || cookie.length > longestCookie) return null;
    const device = readCookie(request, deviceCookie, secure)?.slice(0, longestCookie) ?? '';
    const loaded = await sessions.get(`${cookie} ${device}`, async () => {
      const token = openSessionCookie(secret, cookie);
      const found =
        token === null ? null : await loadSession(deps, { token: tokenHash(token) }, tokenHash(device));
      return found && { ...found, standing: await standingOf(found.person.id) };
    });
    if (!loaded || !live(loaded)) return null;
    await touch(deps, loaded);
    return personSubject(deps, loaded, placeOf(remote));
  };

  const byKey = async (request: Request, bearer: string, remote: string): Promise<Subject | null> => {
    const hash = tokenHash(bearer);
    const key = await keys.get(hash, () => loadKey(deps, hash));
    if (!key || !keyLives(key, hash, deps.clock()) || endings.has(key.id)) return null;
    const token = request.headers.get('huke-act-for');
    const loaded =
      token === null
        ? null
        : await acting.get(tokenHash(token), async () => {
            const found = await loadActFor(deps, tokenHash(token));
            return found && { ...found, standing: await standingOf(found.person.id) };
          });
    const now = deps.clock();
    const valid =
      loaded && loaded.actFor.key === key.id && inTime(loaded.actFor.actForExpiresAt, now) && live(loaded);
    if (token !== null && !valid) return null;
    await countUse(deps, key, now);
    return keySubject(deps, key, loaded, placeOf(remote));
  };

  const authenticate: Authenticator['authenticate'] = async (request, remote) => {
    const authorization = request.headers.get('authorization');
    if (authorization === null) return await bySession(request, remote);
    const bearer = /^Bearer (hk_[0-9a-z]{26}_[A-Za-z0-9_-]{43})$/.exec(authorization)?.[1];
    return bearer === undefined ? null : await byKey(request, bearer, remote);
  };

  const alive = async (session: string): Promise<boolean> => {
    const loaded = await loadSession(deps, { id: session }, '');
    return loaded !== null && live(loaded);
  };

  return { authenticate, forget, alive, close };
}

/** Whether an act-for token is still good; one that ends later than any can was minted while the clock was ahead. */
function inTime(expiresAt: Date, now: Date): boolean {
  const left = expiresAt.getTime() - now.getTime();
  return left > 0 && left <= mostMinutes * 60_000 + mostAheadMs;
}

/** Whether a key, asked for by this secret, is neither over nor still without its second officer. */
function keyLives(key: KeyRow, hash: string, now: Date): boolean {
  if (key.revokedAt !== null || key.state !== 'live' || keyEnd(key) <= now) return false;
  return (
    key.hash === hash || (key.previousHash === hash && key.previousUntil !== null && key.previousUntil > now)
  );
}

/** What a notification says; null where it says nothing of ours. */
function parseTold(payload: string): { readonly spent?: unknown } | null {
  try {
    const told: unknown = JSON.parse(payload);
    return typeof told === 'object' ? told : null;
  } catch {
    return null;
  }
}

/** Remembers answers for `believeMs`; one question at a time for each key. */
function remember<T>(deps: Pick<IdentityDeps, 'clock'>) {
  const held = new Map<string, { readonly at: number; readonly answer: Promise<T>; value?: T }>();
  return {
    get: (name: string, load: () => Promise<T>): Promise<T> => {
      const now = deps.clock().getTime();
      const known = held.get(name);
      if (known && now - known.at < believeMs && now >= known.at) return known.answer;
      const fresh: { readonly at: number; readonly answer: Promise<T>; value?: T } = {
        at: now,
        answer: load(),
      };
      held.delete(name);
      held.set(name, fresh);
      fresh.answer.then(
        (value) => {
          fresh.value = value;
        },
        () => held.delete(name),
      );
      if (held.size > mostRemembered) held.delete(held.keys().next().value ?? '');
      return fresh.answer;
    },
    /** Also drops what is still being loaded: it may have been read before the change. */
    drop: (gone: (value: T) => boolean): void => {
      for (const [name, { value }] of held) if (value === undefined || gone(value)) held.delete(name);
    },
  };
}

async function countUse(deps: IdentityDeps, key: KeyRow, now: Date): Promise<void> {
  const { rows } = await sql<{ ok: boolean }>`
    select public.identity_key_use(${key.id}, ${dayOf(now)}::date, ${key.perDay}, ${now}) as ok`.execute(
    deps.db.kysely,
  );
  if (rows[0]?.ok !== true)
    throw new IdentityError(
      'key-quota',
      'the key has spent its requests of today: wait for tomorrow or ask for more',
    );
}

function personSubject(deps: IdentityDeps, loaded: Loaded, place: Subject['place']): Subject {
  const { person, session, standing } = loaded;
  const now = deps.clock();
  return {
    kind: 'person',
    person: person.id,
    staffNumber: person.staffNumber,
    post: person.post,
    team: person.team,
    employer: person.employer,
    outsourced: person.outsourced,
    tenureDays: tenureDays(tenureStart(person), now),
    session: session.sessionId,
    strength: session.strength,
    authAge: Math.max(0, Math.floor((now.getTime() - session.startedAt.getTime()) / 1000)),
    deviceTrusted: loaded.deviceKnown,
    place,
    onDuty: isOnDuty(person.duty, now),
    trainingValid: standing.training,
    agreementValid: standing.agreement,
    ownCustomer: person.ownCustomer,
    relatives: person.relatives,
    key: null,
    maker: recentMaker(person.maker, person.createdAt, now),
    version: person.version,
  };
}

/** For this long budgets follow who made an account or a key. */
const makerDays = 30;

function recentMaker(maker: string | null, madeAt: Date, now: Date): string | null {
  return maker !== null && now.getTime() - madeAt.getTime() < makerDays * 86_400_000 ? maker : null;
}

/** A program's subject; with a token it is the person's, narrowed to the key's scopes and teams and to one case. */
function keySubject(
  deps: IdentityDeps,
  key: KeyRow,
  loaded: (Loaded & { readonly actFor: ActFor }) | null,
  place: Subject['place'],
): Subject {
  const actForCase = loaded?.actFor.caseId ?? null;
  const now = deps.clock();
  const job = key.job && key.job.until >= dayOf(now) ? key.job : null;
  const own = { id: key.id, scopes: key.scopes, teams: key.teams, actForCase, job };
  const maker = recentMaker(answersFor(key), key.createdAt, now);
  if (loaded) {
    const person = personSubject(deps, loaded, place);
    return { ...person, kind: 'key', strength: 'key', key: own, maker: person.maker ?? maker };
  }
  return {
    kind: 'key',
    person: null,
    staffNumber: null,
    post: 'service-key',
    team: null,
    employer: null,
    outsourced: false,
    tenureDays: 0,
    session: null,
    strength: 'key',
    authAge: 0,
    deviceTrusted: false,
    place,
    onDuty: true,
    trainingValid: true,
    agreementValid: true,
    ownCustomer: null,
    relatives: [],
    key: own,
    maker,
    version: 0,
  };
}
