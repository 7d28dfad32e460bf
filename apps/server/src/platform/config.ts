import { existsSync, realpathSync } from 'node:fs';
import { isIP } from 'node:net';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { PlatformError } from './error.ts';

/** What the environment decides. Paths are absolute; `databaseUrl` null means the embedded PostgreSQL. */
export type Config = {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly keysDir: string;
  readonly checkpointsDir: string;
  readonly databaseUrl: string | null;
  readonly publicUrl: string;
  /** A session without requests ends after so many minutes, any session after so many hours. */
  readonly idleMinutes: number;
  readonly absoluteHours: number;
  /** Networks of the offices in CIDR notation; with none nobody's place is known. */
  readonly officeNetworks: readonly string[];
  /** Where alarms are mailed to, null: nowhere. */
  readonly mail: { readonly url: string; readonly from: string; readonly to: readonly string[] } | null;
  readonly demo: boolean;
  readonly production: boolean;
  readonly logLevel: string;
};

const text = (expected: string) => z.string(expected).min(1, expected);

const matches = (expected: string, test: (value: string) => boolean) => text(expected).refine(test, expected);

/** One row for each variable: what it should be, and how it is checked. An empty value counts as not set. */
const environment = z.object({
  HUKE_HOST: matches('an address or host name to listen on, such as 127.0.0.1', (v) =>
    /^[A-Za-z0-9.:_-]+$/.test(v),
  ).default('127.0.0.1'),
  HUKE_PORT: matches('a port number from 0 to 65535 (0 picks a free one)', isPort).default('8787'),
  HUKE_DATA: text('a folder').default('data'),
  HUKE_KEYS: text('a folder').default('keys'),
  HUKE_CHECKPOINTS: text('a folder').optional(),
  DATABASE_URL: matches('postgres://user:password@host:port/database', (v) =>
    hasScheme(v, ['postgres:', 'postgresql:']),
  ).optional(),
  HUKE_PUBLIC_URL: matches('the http or https address that people open, without a path', isOrigin).optional(),
  HUKE_SESSION_IDLE_MINUTES: matches('minutes from 1 to 240', (v) => isWhole(v, 240)).default('30'),
  HUKE_SESSION_HOURS: matches('hours from 1 to 12', (v) => isWhole(v, 12)).default('12'),
  HUKE_OFFICE_NETWORKS: matches('networks with commas between, such as 10.1.0.0/16,fd00:1::/32', (v) =>
    v.split(',').every(isNetwork),
  ).optional(),
  HUKE_SMTP_URL: matches('smtps://user:password@host or smtp://host:587', (v) =>
    hasScheme(v, ['smtp:', 'smtps:']),
  ).optional(),
  HUKE_MAIL_FROM: matches('a mail address', isMail).optional(),
  HUKE_ALARM_MAIL: matches('mail addresses with commas between', (v) =>
    v.split(',').every((each) => isMail(each.trim())),
  ).optional(),
  HUKE_DEMO: z.enum(['0', '1'], '0 or 1').default('0'),
  HUKE_LOG_LEVEL: z
    .enum(['error', 'warn', 'info', 'silent'], 'one of error, warn, info, silent')
    .default('info'),
  NODE_ENV: z.string().optional(),
});

/**
 * Reads and checks the settings. Throws `PlatformError` code `config`, whose message names each wrong variable and
 * what it should be, and never repeats its value.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>, cwd: string): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(
      (issue) => `${issue.path.join('.')} is not right: set it to ${issue.message}`,
    );
    throw new PlatformError('config', [...new Set(wrong)].join('; '));
  }
  const set = parsed.data;
  const dataDir = resolve(cwd, set.HUKE_DATA);
  const keysDir = resolve(cwd, set.HUKE_KEYS);
  refuseInside(dataDir, keysDir);
  const port = Number(set.HUKE_PORT);
  return {
    host: set.HUKE_HOST,
    port,
    dataDir,
    keysDir,
    checkpointsDir: resolve(cwd, set.HUKE_CHECKPOINTS ?? join(dataDir, 'checkpoints')),
    databaseUrl: set.DATABASE_URL ?? null,
    publicUrl:
      set.HUKE_PUBLIC_URL === undefined ? address(set.HUKE_HOST, port) : new URL(set.HUKE_PUBLIC_URL).origin,
    idleMinutes: Number(set.HUKE_SESSION_IDLE_MINUTES),
    absoluteHours: Number(set.HUKE_SESSION_HOURS),
    officeNetworks: set.HUKE_OFFICE_NETWORKS?.split(',').map((each) => each.trim()) ?? [],
    mail: mailOf(set),
    demo: set.HUKE_DEMO === '1',
    production: set.NODE_ENV === 'production',
    logLevel: set.HUKE_LOG_LEVEL,
  };
}

function mailOf(set: z.infer<typeof environment>): Config['mail'] {
  const { HUKE_SMTP_URL: url, HUKE_ALARM_MAIL: to, HUKE_MAIL_FROM: from } = set;
  if (url === undefined && to === undefined) return null;
  if (url === undefined || to === undefined) {
    throw new PlatformError(
      'config',
      'HUKE_SMTP_URL and HUKE_ALARM_MAIL belong together: set both or neither',
    );
  }
  const addresses = to.split(',').map((each) => each.trim());
  return { url, to: addresses, from: from ?? addresses[0] ?? '' };
}

function isMail(value: string): boolean {
  return /^[^\s@,<>]+@[^\s@,<>]+$/.test(value);
}

/** A copy of the data folder must not carry the keys, whatever links lie between. */
function refuseInside(dataDir: string, keysDir: string): void {
  const way = relative(real(dataDir), real(keysDir));
  if (way !== '..' && !way.startsWith(`..${sep}`)) {
    throw new PlatformError(
      'config',
      'HUKE_KEYS lies inside HUKE_DATA: set it to a folder outside, so that a copy of the data opens nothing',
    );
  }
}

/** The real path of what exists of `path`, and the rest as it stands. */
function real(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const parent = dirname(path);
  return parent === path ? path : join(real(parent), basename(path));
}

function address(host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const shown = everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${shown}:${port}`;
}

function isPort(value: string): boolean {
  return /^\d{1,5}$/.test(value) && Number(value) <= 65535;
}

function hasScheme(value: string, schemes: readonly string[]): boolean {
  return URL.canParse(value) && schemes.includes(new URL(value).protocol);
}

function isOrigin(value: string): boolean {
  return hasScheme(value, ['http:', 'https:']) && ['', '/'].includes(new URL(value).pathname);
}

const isWhole = (value: string, most: number): boolean =>
  /^\d{1,3}$/.test(value) && Number(value) >= 1 && Number(value) <= most;

function isNetwork(value: string): boolean {
  const [address = '', bits, ...more] = value.trim().split('/');
  const family = isIP(address);
  return family !== 0 && bits !== undefined && more.length === 0 && isWhole(bits, family === 6 ? 128 : 32);
}
