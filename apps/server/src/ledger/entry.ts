import { entryLimit } from '@huke/ledger';
import { isId } from '#platform';
import { LedgerRoomError } from './error.ts';

/** One act as the ledger keeps it: ids, codes, digests, one count and the time. Never a customer value or free text. */
export type EntryDraft = {
  readonly v: 1;
  /** ISO 8601 with milliseconds and Z. */
  readonly at: string;
  readonly kind: 'access' | 'identity' | 'gate' | 'desk' | 'vault' | 'system';
  readonly action: string;
  readonly outcome: 'granted' | 'refused' | 'needs' | 'failed' | 'done';
  /** Why it was refused or failed. */
  readonly code?: string;
  readonly access?: string;
  readonly person?: string;
  readonly key?: string;
  readonly post?: string;
  readonly team?: string;
  readonly employer?: string;
  readonly session?: string;
  readonly strength?: string;
  readonly customer?: string;
  /** Customers that one act is about together: hits of a search, rows of an import. */
  readonly customers?: readonly string[];
  readonly case?: string;
  readonly contact?: string;
  readonly channel?: string;
  readonly capacity?: string;
  /** `mobile` or, for one item, `mobile#itm_…`. */
  readonly fields?: readonly string[];
  /** Parallel to `fields`. */
  readonly shows?: readonly ('masked' | 'clear' | 'used' | 'hidden')[];
  readonly purpose?: string;
  readonly scenario?: string;
  readonly reason?: string;
  readonly policies?: readonly string[];
  readonly needs?: readonly string[];
  readonly grant?: string;
  readonly approval?: string;
  readonly stepUp?: string;
  /** What an administrative act touches. */
  readonly object?: string;
  /** The row of an alarm that was raised. */
  readonly alarm?: string;
  readonly to?: string;
  readonly count?: number;
  /** Keyed commitment to a free text that is sealed elsewhere, base64url. */
  readonly note?: string;
  /** Digest of the customer's sealed state, base64url. */
  readonly state?: string;
  /** Parallel to `customers`. */
  readonly states?: readonly string[];
  readonly digest?: string;
  readonly policySet?: string;
};

/** JSON of a value that fits, `null` where it does not. What fits needs no escaping. */
type Grammar = (value: unknown) => string | null;

/** Words of a code; never five digits in a row, so no phone, card or ID number fits. */
const codeShape = /^(?=.{1,80}$)(?!.*[0-9]{5})[A-Za-z][A-Za-z0-9]*(?:[-._:][A-Za-z0-9]+)*$/;
const timeShape = /^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/;
/** 16 to 64 bytes in base64url, not a number. */
const digestShape = /^(?=.*[A-Za-z])[A-Za-z0-9_-]{22,86}$/;

/** Codes that were found to fit: they are few and come again and again. */
const knownCodes = new Set<string>();

function isCode(value: string): boolean {
  if (knownCodes.has(value)) return true;
  if (!codeShape.test(value)) return false;
  if (knownCodes.size < 2_000) knownCodes.add(value);
  return true;
}

function isField(value: string): boolean {
  const hash = value.indexOf('#');
  if (hash < 0) return isCode(value);
  const item = value.slice(hash + 1);
  return isCode(value.slice(0, hash)) && (isId(item) || isCode(item));
}

function isTime(value: string): boolean {
  return timeShape.test(value) && new Date(value).toISOString() === value;
}

const text = (fits: (value: string) => boolean): Grammar => {
  return (value) => (typeof value === 'string' && fits(value) ? `"${value}"` : null);
};
const oneOf = (...values: readonly string[]): Grammar => text((value) => values.includes(value));
const listOf = (each: Grammar): Grammar => {
  return (value) => {
    if (!Array.isArray(value) || value.length > 1000) return null;
    const parts = value.map(each);
    return parts.includes(null) ? null : `[${parts.join(',')}]`;
  };
};
const whole = (most: number): Grammar => {
  return (value) => {
    return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most
      ? String(value)
      : null;
  };
};

const id = text(isId);
const code = text(isCode);
const idOrCode = text((value) => isId(value) || isCode(value));
const digest = text((value) => digestShape.test(value));

const members = {
  v: (value) => (value === 1 ? '1' : null),
  at: text(isTime),
  kind: oneOf('access', 'identity', 'gate', 'desk', 'vault', 'system'),
  action: code,
  outcome: oneOf('granted', 'refused', 'needs', 'failed', 'done'),
  code,
  access: id,
  person: id,
  key: id,
  post: code,
  team: id,
  employer: id,
  session: id,
  strength: code,
  customer: id,
  customers: listOf(id),
  case: id,
  contact: id,
  channel: code,
  capacity: code,
  fields: listOf(text(isField)),
  shows: listOf(oneOf('masked', 'clear', 'used', 'hidden')),
  purpose: code,
  scenario: code,
  reason: code,
  policies: listOf(code),
  needs: listOf(code),
  grant: id,
  approval: id,
  stepUp: id,
  object: idOrCode,
  alarm: id,
  to: idOrCode,
  // a phone number has more digits
  count: whole(999_999_999),
  note: digest,
  state: digest,
  states: listOf(digest),
  digest,
  policySet: digest,
} satisfies Record<keyof Required<EntryDraft>, Grammar>;

/** Every member with its grammar, in the order of the canonical encoding. */
const grammar = (Object.entries(members) as [keyof EntryDraft, Grammar][]).sort(([a], [b]) =>
  a < b ? -1 : 1,
);
const required = ['v', 'at', 'kind', 'action', 'outcome'] as const;

/**
 * Canonical bytes of a draft: JSON with sorted members and no spaces, members that are undefined left out. Throws
 * `malformed-entry` for anything that is no id, code, digest or small number, `entry-too-large` above 65,535 bytes.
 */
export function encodeEntry(draft: EntryDraft): Uint8Array {
  for (const name in draft) if (!Object.hasOwn(members, name)) throw malformed('a member that entries lack');
  for (const name of required) if (draft[name] === undefined) throw malformed(name);
  if (draft.shows !== undefined && draft.shows.length !== draft.fields?.length) throw malformed('shows');
  if (draft.states !== undefined && draft.states.length !== draft.customers?.length)
    throw malformed('states');
  let json = '';
  for (const [name, fit] of grammar) {
    const value = draft[name];
    if (value === undefined) continue;
    const part = fit(value);
    if (part === null) throw malformed(name);
    json += `${json === '' ? '{' : ','}"${name}":${part}`;
  }
  const bytes = Buffer.from(`${json}}`, 'latin1');
  if (bytes.length > entryLimit)
    throw new LedgerRoomError('entry-too-large', `an entry has ${bytes.length} bytes; split the access`);
  return bytes;
}

function malformed(member: string): LedgerRoomError {
  return new LedgerRoomError(
    'malformed-entry',
    `the ledger takes ids, codes, digests and small numbers only: check ${member}`,
  );
}

/** The draft of an entry's bytes; `null` where they are not the canonical encoding of one. */
export function decodeEntry(bytes: Uint8Array): EntryDraft | null {
  try {
    const draft = JSON.parse(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1'),
    ) as EntryDraft;
    return Buffer.compare(encodeEntry(draft), bytes) === 0 ? draft : null;
  } catch {
    return null;
  }
}
