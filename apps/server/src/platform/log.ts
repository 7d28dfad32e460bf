import { createHmac, randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { isId } from './ids.ts';

/**
 * What may stand beside a log code: numbers, truth values, ids, and codes under the keys of `CODE_KEYS`; an `error`
 * as its class, code and places. Everything else is replaced by its length and a digest that is useless elsewhere.
 */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes what happened as codes. A customer value cannot get in, whatever a caller passes. */
export type Log = {
  readonly info: (code: string, fields?: LogFields) => void;
  readonly warn: (code: string, fields?: LogFields) => void;
  readonly error: (code: string, fields?: LogFields) => void;
  readonly child: (fields: LogFields) => Log;
};

/** Keys under which a string may be a code; a value under any other key must be an id to be kept. */
const CODE_KEYS = new Set([
  'action',
  'channel',
  'code',
  'event',
  'kind',
  'level',
  'method',
  'migration',
  'outcome',
  'purpose',
  'reason',
  'room',
  'route',
  'scenario',
  'setting',
  'signal',
  'state',
  'step',
  'topic',
  'type',
  'version',
]);

/** Words joined by - . _ / : {}; no run of five digits, so no phone, card or ID number. */
const CODE = /^(?!.*\d{5})[A-Za-z/][A-Za-z0-9._/:{}-]{0,79}$/;
const VERSION = /^\d{1,4}(\.\d{1,4}){0,3}$/;
const CLASS = /^[A-Z][A-Za-z]{2,39}$/;
const ERROR_CODE = /^(?:[A-Z][A-Z0-9_]{2,40}|[0-9A-Z]{5}|[a-z]+(?:-[a-z]+)*)$/;
const FRAME = /^\s+at .*?\(?((?:file:\/\/)?\/[\w@./+-]+|node:[\w/]+):(\d{1,6}):(\d{1,6})\)?$/;

/** Digests are keyed by a secret of this process: equal values can be seen as equal, none can be guessed from a log. */
const digestKey = randomBytes(32);

/** Opens a log that writes JSON lines at and above `level` to `write` (standard output when not given). */
export function openLog(options: { readonly level: string; readonly write?: (line: string) => void }): Log {
  const settings = {
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  const { write } = options;
  return wrap(write === undefined ? pino(settings) : pino(settings, { write }), {});
}

/** A log that keeps nothing. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {}, child: () => silentLog };

function wrap(sink: pino.Logger, bound: LogFields): Log {
  const at =
    (level: 'info' | 'warn' | 'error') =>
    (code: string, fields: LogFields = {}): void => {
      const line = { ...bound, ...clean(fields), code: safeText('code', code) };
      sink[level](line);
    };
  return {
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => wrap(sink, { ...bound, ...clean(fields) }),
  };
}

/** Keeps what the log may hold; a field named like one of the line's own gets a `_` so that it cannot replace it. */
function clean(fields: LogFields): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    const name = /^[a-zA-Z][a-zA-Z0-9]{0,31}$/.test(key) ? key : 'field';
    kept[['level', 'time', 'code'].includes(name) ? `${name}_` : name] = safe(name, value);
  }
  return kept;
}

function safe(key: string, value: unknown): unknown {
  if (value === null || value === undefined || typeof value === 'boolean') return value;
  if (typeof value === 'number') return safeNumber(value);
  if (typeof value === 'bigint') return safeNumber(Number(value));
  if (typeof value === 'string') return safeText(key, value);
  if (value instanceof Error) return safeError(value, 0);
  if (Array.isArray(value)) return { length: value.length };
  return { dropped: typeof value };
}

/** A whole number of nine digits and more could be a phone or a card: it is rounded to three figures. */
function safeNumber(value: number): number | string {
  if (!Number.isFinite(value)) return String(value);
  return Math.abs(value) < 1e8 ? value : Number(value.toPrecision(3));
}

function safeText(key: string, value: string): unknown {
  if (isId(value)) return value;
  if (CODE_KEYS.has(key) && CODE.test(value)) return value;
  if (key === 'version' && VERSION.test(value)) return value;
  const digest = createHmac('sha256', digestKey).update(value).digest('hex').slice(0, 8);
  return { length: value.length, digest };
}

/** Class, code and places of an error and its causes; never a message, which may quote what it failed on. */
function safeError(error: Error, depth: number): Record<string, unknown> {
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    name: CLASS.test(error.constructor.name) ? error.constructor.name : 'Error',
    ...(typeof code === 'string' && ERROR_CODE.test(code) ? { code } : {}),
    frames: frames(error),
    ...(error.cause instanceof Error && depth < 4 ? { cause: safeError(error.cause, depth + 1) } : {}),
  };
}

function frames(error: Error): string[] {
  const stack = (error.stack ?? '').replace(error.message, '').split('\n');
  return stack
    .flatMap((line) => {
      const [, file = '', row, column] = FRAME.exec(line) ?? [];
      const short = file
        .replace(/^.*\/(?=(?:apps|packages|node_modules)\/)/, '')
        .replace(/^.*\//, (path) => (/^(?:apps|packages|node_modules)\//.test(path) ? path : ''));
      return short === '' || /\d{5}/.test(short) ? [] : [`${short}:${row}:${column}`];
    })
    .slice(0, 12);
}
