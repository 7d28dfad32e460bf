import { z } from 'zod';
import type { Subject } from '#gate';
import {
  beginAttempt,
  type Counter,
  endAttempt,
  outsideCounters,
  strangersPerAddress,
  trying,
} from './attempts.ts';
import { authPath, type createAuthEngine, relyingParty } from './auth-engine.ts';
import { type AuthScope, authScope } from './auth-scope.ts';
import { deviceCookie, deviceDays, readCookie, sessionCookie, setCookie } from './cookies.ts';
import { draft, type IdentityDeps } from './deps.ts';
import { knownFor, rememberDevice } from './devices.ts';
import { mayChangeFactors } from './enrolment.ts';
import { giveBack, withinRate } from './rates.ts';
import type { Room } from './room.ts';
import { blindKey, newToken, tokenHash } from './seal.ts';

type Engine = ReturnType<typeof createAuthEngine>;

/** What one call of the sign-in flow needs before the engine sees it, and how its answer looks. */
type Call = {
  readonly strength: AuthScope['strength'];
  /** `session`: signed in; `first-or-fresh`: signed in, and strongly and lately so unless there is no factor yet. */
  readonly needs: 'nothing' | 'session' | 'first-or-fresh';
  /** Fields of the body that go on; whatever else was sent does not. */
  readonly body?: z.ZodType;
  readonly answer: (body: Record<string, unknown>) => unknown;
  /** The ledger entry of a failure that is not counted elsewhere, and the failure's general code. */
  readonly entry?: 'sign-in' | 'factor-added';
  readonly failure?: 'sign-in-failed' | 'passkey-refused';
};

const code = z.object({ code: z.string().min(6).max(40) });
const credential = z.record(z.string(), z.unknown());
const nothing = (): null => null;

/** Every call that reaches the engine, as `METHOD /path`; what is not here does not exist. */
export const calls: Readonly<Record<string, Call>> = {
  'POST /sign-in/email': {
    strength: 'password',
    needs: 'nothing',
    entry: 'sign-in',
    failure: 'sign-in-failed',
    body: z.object({ email: z.email().max(200), password: z.string().min(1).max(128) }),
    answer: (body) => ({ next: body['next'] === 'totp-needed' ? 'totp-needed' : 'done' }),
  },
  'POST /two-factor/verify-totp': { strength: 'two-factor', needs: 'nothing', body: code, answer: nothing },
  'POST /two-factor/verify-backup-code': {
    strength: 'two-factor',
    needs: 'nothing',
    body: code,
    answer: (body) => ({ left: body['left'] }),
  },
  'POST /two-factor/confirm': {
    strength: 'two-factor',
    needs: 'first-or-fresh',
    body: code,
    answer: nothing,
  },
  'GET /passkey/generate-authenticate-options': {
    strength: 'passkey',
    needs: 'nothing',
    answer: (body) => body,
  },
  'POST /passkey/verify-authentication': {
    strength: 'passkey',
    needs: 'nothing',
    entry: 'sign-in',
    failure: 'sign-in-failed',
    body: z.object({ response: credential }),
    answer: nothing,
  },
  'GET /passkey/generate-register-options': {
    strength: 'passkey',
    needs: 'first-or-fresh',
    answer: (body) => body,
  },
  'POST /passkey/verify-registration': {
    strength: 'passkey',
    needs: 'first-or-fresh',
    entry: 'factor-added',
    failure: 'passkey-refused',
    body: z.object({ response: credential, name: z.string().trim().min(1).max(60) }),
    answer: (body) => ({
      id: body['id'],
      name: body['name'],
      createdAt: new Date(String(body['createdAt'])).toISOString(),
      synced: body['backedUp'] === true,
    }),
  },
};

/** Codes that may leave as they are; every other failure of a call has the call's one general code. */
const codes = new Set(['code-wrong', 'factor-locked', 'challenge-over', 'passkey-refused', 'rows-forged']);
const statuses: Readonly<Record<string, number>> = { 'factor-locked': 429, 'rows-forged': 403, refused: 400 };
/** What better-auth answers with 500 although the client's input was wrong. */
const badInput = new Set(['FAILED_TO_VERIFY_REGISTRATION']);

/** A refusal of the sign-in flow, or the answer with the cookies to set. */
export type AuthOutcome =
  | { readonly kind: 'answer'; readonly body: unknown; readonly cookies: readonly string[] }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly code: string;
      readonly cookies: readonly string[];
    };

/** One try of a sign-in from one address. */
const perAddress = { limit: 600, seconds: 60 } as const;

/**
 * Runs one call of the sign-in flow: the only door to the engine. Everything the call does, its counted try and its
 * ledger entries become durable together, before the answer leaves. An unknown address, a wrong password, a lock and
 * a person who left take the same steps and get the same answer.
 */
export async function runAuthCall(
  deps: Room,
  engine: Engine,
  request: Request,
  from: { readonly remote: string; readonly subject: Subject | null },
): Promise<AuthOutcome> {
  const path = new URL(request.url).pathname.slice(authPath.length);
  const call = calls[`${request.method} ${path}`];
  if (!call) return refusal(404, 'not-found');
  if (!sameSite(deps, request)) return refusal(403, 'forged-request');
  if (!(await withinRate(deps, blindKey(deps.mac, 'rate', `${from.remote} ${path}`), perAddress)))
    return refusal(429, 'too-many-requests');
  if (call.needs !== 'nothing' && from.subject?.kind !== 'person') return refusal(401, 'signed-out');
  const body = call.body?.safeParse(await readJson(request));
  if (body && !body.success)
    return path === '/sign-in/email' ? refusal(401, 'sign-in-failed') : refusal(422, 'invalid-input');
  const secure = deps.config.publicUrl.startsWith('https://');
  const device = readCookie(request, deviceCookie, secure) ?? newToken();
  await deps.floors.known();
  const ended: string[] = [];
  const tried =
    path === '/sign-in/email' ? await outside(deps, body?.data as Credentials, device, from.remote) : null;
  if (tried && !tried.within) return refusal(429, 'too-many-requests');
  const result = await trying(deps, async (tx) => {
    const scope: AuthScope = {
      tx,
      strength: call.strength,
      userAgent: request.headers.get('user-agent') ?? '',
      remote: from.remote,
      device: tokenHash(device),
      drafts: [],
      ended,
      subject: from.subject?.kind === 'person' ? from.subject.person : null,
      person: call.needs === 'nothing' ? null : (from.subject?.person ?? null),
      email: null,
      challenge: null,
      passkey: null,
      proven: null,
      session: call.needs === 'nothing' ? null : (from.subject?.session ?? null),
      opened: false,
    };
    const outcome =
      call.needs === 'first-or-fresh' &&
      from.subject !== null &&
      !(await mayChangeFactors(deps, tx, from.subject, scope.drafts))
        ? refusal(403, 'sign-in-again')
        : await enter(deps, engine, request, scope, call, tried?.counters ?? [], body?.data);
    const remembered = await remember(deps, scope, device, secure);
    if (scope.drafts.length > 0) await deps.ledger.append(tx, scope.drafts);
    return outcome.kind === 'answer' ? { ...outcome, cookies: [...outcome.cookies, ...remembered] } : outcome;
  });
  for (const session of ended) deps.forget(session);
  if (tried && tried.rate !== null && result.kind === 'answer') await giveBack(deps, tried.rate);
  return result;
}

type Credentials = { readonly email: string; readonly password: string };

/**
 * What a sign-in by password counts against, before its transaction: a row that many share is not held while it runs.
 * `rate` is what the address was charged, null for a known browser.
 */
async function outside(
  deps: Room,
  { email }: Credentials,
  device: string,
  remote: string,
): Promise<{
  readonly counters: readonly Counter[];
  readonly within: boolean;
  readonly rate: string | null;
}> {
  const token = tokenHash(device);
  const known = await knownFor(deps, deps.db.kysely, token, { email });
  const counters = outsideCounters(
    deps.mac,
    { use: 'password', email },
    { knownDevice: known ? token : null, remote },
  );
  if (known) return { counters, within: true, rate: null };
  const rate = blindKey(deps.mac, 'rate', `${remote} strangers`);
  return {
    counters,
    within: await withinRate(deps, rate, strangersPerAddress),
    rate,
  };
}

/** A browser in which somebody signed in with two factors is known for that person from then on. */
async function remember(
  deps: IdentityDeps,
  scope: AuthScope,
  device: string,
  secure: boolean,
): Promise<readonly string[]> {
  if (!scope.opened) return [];
  if (scope.strength !== 'password' && scope.person !== null)
    await rememberDevice(deps, scope.tx, scope.device, scope.person);
  return [setCookie(deviceCookie, device, deviceDays * 86_400, secure)];
}

/** Cookies that end a session in the browser. */
export function signedOutCookies(deps: Pick<IdentityDeps, 'config'>): readonly string[] {
  return [setCookie(sessionCookie, '', 0, deps.config.publicUrl.startsWith('https://'))];
}

async function enter(
  deps: Room,
  engine: Engine,
  request: Request,
  scope: AuthScope,
  call: Call,
  counters: readonly Counter[],
  body: unknown,
): Promise<AuthOutcome> {
  const attempt = counters.length === 0 ? null : await beginAttempt(deps, scope.tx, counters, deps.clock());
  if (attempt && !attempt.allowed) {
    await deps.passwords.hash((body as { password: string }).password);
    scope.drafts.push(draft(deps, 'sign-in', { outcome: 'refused', code: 'locked' }));
    return refusal(401, 'sign-in-failed');
  }
  const response = await authScope.run(scope, () => engine.handler(inward(deps, request, body)));
  const cookies = response.headers.getSetCookie();
  const answer = (await readJson(response)) as Record<string, unknown> | null;
  if (response.ok) {
    await endAttempt(deps, scope.tx, counters, deps.clock());
    return { kind: 'answer', body: call.answer(answer ?? {}), cookies };
  }
  const code = String(answer?.['code']);
  if (response.status >= 500 && !badInput.has(code))
    throw new Error('the sign-in engine failed', { cause: code });
  const failure = codes.has(code) ? code : (call.failure ?? 'refused');
  if (call.entry) {
    const whose = scope.person === null ? {} : { person: scope.person };
    scope.drafts.push(draft(deps, call.entry, { ...whose, outcome: 'failed', strength: call.strength }));
    if (attempt?.locked) scope.drafts.push(draft(deps, 'lock-out', { ...whose, code: 'password' }));
  }
  return { kind: 'refused', status: statuses[failure] ?? 401, code: failure, cookies };
}

const refusal = (status: number, code: string): AuthOutcome => ({
  kind: 'refused',
  status,
  code,
  cookies: [],
});

/** The request as the engine gets it: only what it needs, from an address it trusts. */
function inward(deps: IdentityDeps, request: Request, body: unknown): Request {
  const headers = new Headers({
    origin: request.headers.get('origin') ?? new URL(deps.config.publicUrl).origin,
  });
  const cookie = request.headers.get('cookie');
  if (cookie !== null) headers.set('cookie', cookie);
  if (body !== undefined) headers.set('content-type', 'application/json');
  const url = new URL(new URL(request.url).pathname, deps.config.publicUrl);
  return new Request(url, {
    method: request.method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** Whether our own pages sent it: forms and scripts of other sites cannot set the header, and browsers name their origin. */
function sameSite(deps: IdentityDeps, request: Request): boolean {
  const origin = request.headers.get('origin');
  if (origin !== null && !relyingParty(deps.config).origins.includes(origin)) return false;
  return request.method === 'GET' || request.headers.get('huke-csrf') !== null;
}

async function readJson(message: Request | Response): Promise<unknown> {
  try {
    return await message.json();
  } catch {
    return null;
  }
}
