import { createInterface } from 'node:readline';
import { type Client, createAuthClient, createClient } from '@huke/sdk';

/** Where the questions are asked and answered; tests put their own in place. */
export type Terminal = {
  /** Asks for a line; `hidden` does not echo it. */
  readonly ask: (question: string, hidden: boolean) => Promise<string>;
  readonly print: (line: string) => void;
};

/** What every command over the API takes. */
export const apiOptions = {
  url: { type: 'string' },
  mail: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/**
 * Signs in with mail, password and code, does `work`, and signs out. Everything goes over the API, so rights, the rule
 * of two officers and the ledger hold as in the console. Password and code are asked for, never taken from arguments,
 * where the process list would show them; without a terminal they are two lines of standard input.
 */
export async function withSession<T>(
  at: { readonly url?: string | undefined; readonly mail?: string | undefined },
  work: (client: Client) => Promise<T>,
  terminal: Terminal,
  send: typeof fetch = fetch,
): Promise<T> {
  const url = at.url ?? process.env['HUKE_URL'] ?? 'http://127.0.0.1:8787';
  refuseClearText(url);
  const client = createClient({ url, fetch: withCookies(send) });
  const auth = createAuthClient(client);
  const mail = at.mail ?? process.env['HUKE_MAIL'] ?? (await terminal.ask('mail: ', false));
  const next = await auth.signIn(mail, await terminal.ask('password: ', true));
  if (next === 'totp-needed') await finish(auth, await terminal.ask('code (or a recovery code): ', true));
  try {
    return await work(client);
  } finally {
    await client.signOut().catch(() => {});
  }
}

async function finish(auth: ReturnType<typeof createAuthClient>, code: string): Promise<void> {
  await (/^\d{6}$/.test(code.trim()) ? auth.finishTotp(code) : auth.recoveryCode(code));
}

/** A password never crosses a network in the clear. */
function refuseClearText(url: string): void {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:' && !['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
    throw new Error('the address is not https: a password would cross the network in the clear');
}

function withCookies(send: typeof fetch): typeof fetch {
  const jar = new Map<string, string>();
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await send(input, { ...init, headers });
    for (const each of response.headers.getSetCookie()) {
      const [pair = ''] = each.split(';');
      const cut = pair.indexOf('=');
      jar.set(pair.slice(0, cut).trim(), pair.slice(cut + 1));
    }
    return response;
  };
}

/** The process's own terminal. */
export function ownTerminal(): Terminal {
  const lines: AsyncIterator<string> | null = process.stdin.isTTY
    ? null
    : createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  return {
    ask: async (question, hidden) => {
      if (lines === null) return await askTty(question, hidden);
      const line = await lines.next();
      if (line.done) throw new Error(`nothing to read for "${question.trim()}": give it on standard input`);
      return line.value;
    },
    print: (line) => process.stdout.write(`${line}\n`),
  };
}

function askTty(question: string, hidden: boolean): Promise<string> {
  const reader = createInterface({ input: process.stdin, output: process.stderr, terminal: true });
  return new Promise((resolve) => {
    reader.question(question, (answer) => {
      reader.close();
      if (hidden) process.stderr.write('\n');
      resolve(answer);
    });
    // readline echoes by this method; what is typed after the question stays unseen
    if (hidden) Object.assign(reader, { _writeToOutput: () => {} });
  });
}
