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
  readonly to?: string;
  readonly count?: number;
  /** Keyed commitment to a free text that is sealed elsewhere, base64url. */
  readonly note?: string;
  /** Digest of the customer's sealed state, base64url. */
  readonly state?: string;
  readonly digest?: string;
  readonly policySet?: string;
};

type Grammar = (value: unknown) => boolean;

/** Words of a code; never five digits in a row, so no phone, card or ID number fits. */
const codeShape = /^[A-Za-z][A-Za-z0-9]*(?:[-._:][A-Za-z0-9]+)*$/;
const digitRun = /[0-9]{5}/;
const timeShape = /^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/;
/** 16 to 64 bytes in base64url. */
const digestShape = /^[A-Za-z0-9_-]{22,86}$/;

const text = (test: (value: string) => boolean): Grammar => {
  return (value) => typeof value === 'string' && test(value);
};
const isCode = (value: string): boolean =>
  value.length <= 80 && codeShape.test(value) && !digitRun.test(value);
const isTime = (value: string): boolean => timeShape.test(value) && new Date(value).toISOString() === value;
const isField = (value: string): boolean => {
  const hash = value.indexOf('#');
  if (hash < 0) return isCode(value);
  const item = value.slice(hash + 1);
  return isCode(value.slice(0, hash)) && (isId(item) || isCode(item));
};
const oneOf = (...values: readonly string[]): Grammar => text((value) => values.includes(value));
const listOf = (each: Grammar): Grammar => {
  return (value) => Array.isArray(value) && value.length <= 1000 && value.every(each);
};

const id = text((value) => isId(value));
const code = text(isCode);
const idOrCode = text((value) => isId(value) || isCode(value));
const digest = text((value) => digestShape.test(value) && /[A-Za-z]/.test(value));

/** Every member with its grammar, in the order of the canonical encoding. */
const grammar = new Map<string, Grammar>(
  Object.entries({
    v: (value) => value === 1,
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
    to: idOrCode,
    // a phone number has more digits
    count: (value) => Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < 1e9,
    note: digest,
    state: digest,
    digest,
    policySet: digest,
  } satisfies Record<keyof Required<EntryDraft>, Grammar>).sort(([a], [b]) => (a < b ? -1 : 1)),
);
const required = ['v', 'at', 'kind', 'action', 'outcome'] as const;

/**
 * Canonical bytes of a draft: JSON with sorted members and no spaces, members that are undefined left out. Throws
 * `malformed-entry` for anything that is no id, code, digest or small number, `entry-too-large` above 65,535 bytes.
 */
export function encodeEntry(draft: EntryDraft): Uint8Array {
  const members = draft as Readonly<Record<string, unknown>>;
  for (const name in members) if (!grammar.has(name)) throw malformed('a member that entries do not have');
  for (const name of required) if (members[name] === undefined) throw malformed(name);
  if (draft.shows !== undefined && draft.shows.length !== draft.fields?.length) throw malformed('shows');
  const parts: string[] = [];
  for (const [name, fits] of grammar) {
    const value = members[name];
    if (value === undefined) continue;
    if (!fits(value)) throw malformed(name);
    // the grammar leaves nothing to escape
    parts.push(`"${name}":${JSON.stringify(value)}`);
  }
  const bytes = Buffer.from(`{${parts.join(',')}}`, 'latin1');
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
    const draft = JSON.parse(Buffer.from(bytes).toString('latin1')) as EntryDraft;
    return Buffer.compare(encodeEntry(draft), bytes) === 0 ? draft : null;
  } catch {
    return null;
  }
}
