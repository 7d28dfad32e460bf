import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { totpCode, totpStep } from '#identity/testing';

/** One answer; `body` is its JSON. */
export type Answer = {
  readonly status: number;
  // tests look into many shapes of answers
  // oxlint-disable-next-line no-explicit-any
  readonly body: any;
};

/** Somebody who sends requests; null = no whole answer came. `to` sends to another replica. */
export type Client = {
  readonly send: (
    method: string,
    path: string,
    body?: unknown,
    more?: { readonly headers?: Readonly<Record<string, string>>; readonly to?: string },
  ) => Promise<Answer | null>;
  readonly get: (path: string, to?: string) => Promise<Answer>;
  readonly post: (path: string, body?: unknown, to?: string) => Promise<Answer>;
};

export type SignedIn = Client & { readonly person: string; readonly session: string };

type SignIns = {
  readonly people: readonly {
    readonly email: string;
    readonly password: string;
    readonly totpSecret: string;
  }[];
  readonly serviceKeys: readonly { readonly name: string; readonly key: string }[];
};

/** The demo's sign-ins, as it wrote them into its data folder. */
export function readSignIns(data: string): SignIns {
  return JSON.parse(readFileSync(join(data, 'demo.json'), 'utf8')) as SignIns;
}

/** A program with one of the demo's keys. */
export function program(url: string, signIns: SignIns, name: string): Client {
  const key = signIns.serviceKeys.find((each) => each.name === name)?.key ?? '';
  return clientOf(
    url,
    () => ({ authorization: `Bearer ${key}` }),
    () => undefined,
  );
}

/** Signs somebody of the demo in by password and code, as a browser does; `mail` is the part before the @. */
export async function signIn(url: string, signIns: SignIns, mail: string): Promise<SignedIn> {
  const who = signIns.people.find((each) => each.email.startsWith(`${mail}@`));
  if (!who) throw new Error('the demo has nobody of that mail');
  const jar = new Map<string, string>();
  const keep = (response: Response): void => {
    for (const each of response.headers.getSetCookie()) {
      const [pair = ''] = each.split(';');
      const at = pair.indexOf('=');
      if (/max-age=0/i.test(each)) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
  };
  const cookie = () => ({ cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') });
  const client = clientOf(url, cookie, keep);
  const { email, password, totpSecret } = who;
  await client.post('/auth/sign-in/email', { email, password });
  // a code that was used counts no more: somebody who signs in again waits for the next one
  for (let tried = 0; ; tried++) {
    const code = totpCode(totpSecret, totpStep(new Date()));
    const done = await client.send('POST', '/auth/two-factor/verify-totp', { code });
    if (done?.status === 200 || done?.status === 204) break;
    if (tried > 40) throw new Error(`no sign-in: ${done?.status} ${done?.body?.code}`);
    await sleep(1000);
  }
  const me = await client.get('/session');
  return { ...client, person: me.body.id, session: me.body.session };
}

function clientOf(
  url: string,
  headersOf: () => Record<string, string>,
  seen: (response: Response) => void,
): Client {
  const send: Client['send'] = async (method, path, body, more = {}) => {
    const target = more.to ?? url;
    const init: RequestInit = {
      method,
      headers: {
        ...headersOf(),
        origin: url,
        'huke-csrf': '1',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...more.headers,
      },
      signal: AbortSignal.timeout(20_000),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    try {
      const response = await fetch(`${target}/api/v1${path}`, init);
      const text = await response.text();
      seen(response);
      const json = response.headers.get('content-type')?.includes('json') ?? false;
      return { status: response.status, body: json ? JSON.parse(text) : null };
    } catch {
      return null;
    }
  };
  const sure = async (answer: Promise<Answer | null>): Promise<Answer> => {
    const got = await answer;
    if (!got) throw new Error('no answer');
    return got;
  };
  return {
    send,
    get: (path, to) => sure(send('GET', path, undefined, to === undefined ? {} : { to })),
    post: (path, body, to) => sure(send('POST', path, body, to === undefined ? {} : { to })),
  };
}
