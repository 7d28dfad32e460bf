import { createHash, randomBytes } from 'node:crypto';
import type { Level, StepUpFinish, StepUpRequest, StepUpStart } from '@huke/sdk';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Somebody } from '#gate';
import { newId } from '#platform';
import { relyingParty } from './auth-engine.ts';
import { type IdentityDraft, type Refused, refused, type Tx } from './deps.ts';
import { useTotp } from './factors.ts';
import { type PasskeyKey, passkeysOf } from './passkeys.ts';
import { act, recorded, type Room } from './room.ts';
import { rowGenuine, rowMac } from './seal.ts';
import { mostAheadMs } from './session-row.ts';
import { beginProof, endProofs, type Stopped, stoppedHere, wrongProof } from './step-up-guessing.ts';

/** How long a started step-up waits for its proof, and how long a finished one is good, in minutes. */
export const stepUpMinutes = { waits: 5, caseLevel: 5, field: 2 } as const;
const mostTries = 5;

/** What a step-up is for; its proof is bound to all of it. */
type Bound = {
  readonly id: string;
  readonly person: string;
  readonly session: string;
  readonly action: string;
  readonly customer: string;
  readonly case: string;
  readonly covers: 'field' | 'case-level';
  readonly field: string;
  readonly item: string | null;
  readonly level: Level;
  readonly purpose: string;
};
type Row = Bound & { readonly nonce: string };
type Started = Row & { readonly startedAt: Date; readonly mac: string | null };

const parts = (row: Bound) =>
  [
    row.id,
    row.person,
    row.session,
    row.action,
    row.customer,
    row.case,
    row.covers,
    row.field,
    row.item,
    row.level,
    row.purpose,
  ] as const;

/** What the seal of a started step-up covers: whoever proves it proves what it was started for, by code as by passkey. */
const startParts = (row: Row, startedAt: Date) => [...parts(row), row.nonce, startedAt.getTime()] as const;

/** The challenge that a passkey signs: a hash over what the step-up is for. */
function challengeOf(row: Row): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify(['huke-step-up', ...parts(row), row.nonce]);
  return new Uint8Array(createHash('sha256').update(text).digest());
}

/**
 * Starts a step-up for one ask. At C2 it will cover the case and level for minutes, at C3 the one field once. Whoever
 * has a passkey must use it; TOTP is for people without one.
 */
export async function startStepUp(
  room: Room,
  subject: Somebody,
  request: StepUpRequest,
  level: Level,
): Promise<({ kind: 'done' } & StepUpStart) | Refused<'second-factor' | 'rows-forged'> | Stopped> {
  if (subject.kind !== 'person' || subject.strength === 'password') return refused('second-factor');
  return await recorded(room, async (tx, drafts, changed) => {
    const now = room.clock();
    const stopped = await stoppedHere(room, tx, drafts, changed, subject, request.case);
    if (stopped) return stopped;
    const passkeys = await passkeysOf(room, tx, subject.person, drafts);
    if (passkeys === null) return refused('rows-forged');
    const row: Row = {
      id: newId('stp'),
      person: subject.person,
      session: subject.session,
      action: request.action,
      customer: request.customer,
      case: request.case,
      covers: level === 'C3' ? 'field' : 'case-level',
      field: request.field,
      item: request.item ?? null,
      level,
      purpose: request.purpose,
      nonce: randomBytes(16).toString('base64url'),
    };
    const expiresAt = new Date(now.getTime() + stepUpMinutes.waits * 60_000);
    await sql`
      insert into identity_step_ups (id, person, session, action, customer, case_id, covers, field, item, level,
        purpose, nonce, created_at, expires_at, mac)
      values (${row.id}, ${row.person}, ${row.session}, ${row.action}, ${row.customer}, ${row.case}, ${row.covers},
        ${row.field}, ${row.item}, ${row.level}, ${row.purpose}, ${row.nonce}, ${now}, ${expiresAt},
        ${rowMac(room.mac, 'step-up-started', startParts(row, now))})`.execute(tx);
    drafts.push(entry(room, subject, row, 'step-up-started', {}));
    const start = { id: row.id, expiresAt: expiresAt.toISOString(), covers: row.covers };
    if (passkeys.length === 0) return { kind: 'done', ...start, methods: ['totp'] };
    const options = await generateAuthenticationOptions({
      rpID: relyingParty(room.config).id,
      challenge: challengeOf(row),
      userVerification: 'required',
      allowCredentials: passkeys.map((passkey) => ({ id: passkey.credential })),
    });
    return { kind: 'done', ...start, methods: ['passkey'], passkey: { ...options } };
  });
}

/**
 * Finishes a step-up with its proof; `id` then goes into the ask. Wrong proofs count: five in a row stop step-ups for
 * the session, and whoever goes on loses the session.
 */
export async function finishStepUp(
  room: Room,
  subject: Somebody,
  id: string,
  proof: StepUpFinish,
): Promise<
  | { kind: 'done'; id: string; expiresAt: string }
  | Refused<'not-found' | 'proof-wrong' | 'code-wrong' | 'factor-locked' | 'rows-forged'>
  | Stopped
> {
  return await recorded(room, async (tx, drafts, changed) => {
    const now = room.clock();
    const { rows } = await sql<Started>`
      update identity_step_ups set attempts = attempts + 1
      where id = ${id} and person = ${subject.person} and session = ${subject.session} and finished_at is null
        and expires_at > ${now} and attempts < ${mostTries}
        and created_at <= ${new Date(now.getTime() + mostAheadMs)}
      returning id, person, session, action, customer, case_id as "case", covers, field, item, level, purpose, nonce,
        created_at as "startedAt", mac`.execute(tx);
    const row = rows[0];
    if (!row) return refused('not-found');
    if (!startGenuine(room, drafts, subject, id, row)) return refused('rows-forged');
    if (row.startedAt.getTime() + stepUpMinutes.waits * 60_000 <= now.getTime()) return refused('not-found');
    const begun = await beginProof(room, tx, drafts, changed, subject, row.case);
    if (begun.kind === 'refused') return begun;
    const failure = await judge(room, tx, drafts, row, proof);
    if (failure) {
      drafts.push(entry(room, subject, row, 'step-up-finished', { outcome: 'failed', code: failure.code }));
      wrongProof(room, drafts, subject, row.case, begun);
      return failure;
    }
    await endProofs(room, tx, subject, row.case);
    const good = row.covers === 'field' ? stepUpMinutes.field : stepUpMinutes.caseLevel;
    const expiresAt = new Date(now.getTime() + good * 60_000);
    const method = 'passkey' in proof ? 'passkey' : 'totp';
    await sql`
      update identity_step_ups set finished_at = ${now}, expires_at = ${expiresAt}, method = ${method},
        mac = ${rowMac(room.mac, 'step-up', [...parts(row), expiresAt.toISOString()])}
      where id = ${id}`.execute(tx);
    drafts.push(entry(room, subject, row, 'step-up-finished', { code: method }));
    return { kind: 'done', id, expiresAt: expiresAt.toISOString() };
  });
}

/** Whether a started step-up is the one asked for, of this session, and as this program started it. */
function startGenuine(
  room: Room,
  drafts: IdentityDraft[],
  subject: Somebody,
  id: string,
  row: Started,
): boolean {
  const own = row.id === id && row.person === subject.person && row.session === subject.session;
  const fits = rowGenuine(room.mac, 'step-up-started', startParts(row, row.startedAt), row.mac);
  if (own && fits) return true;
  // what the row says it is for is not told: it may be anybody's
  const failed = { stepUp: id, outcome: 'failed', code: 'rows-forged' } as const;
  drafts.push(act(room, subject, 'step-up-finished', failed));
  room.log.error('row-forged', { kind: 'step-up', stepUp: id });
  room.alarm({ code: 'rows-forged', person: subject.person, object: 'step-up' });
  return false;
}

async function judge(
  room: Room,
  tx: Tx,
  drafts: IdentityDraft[],
  row: Row,
  proof: StepUpFinish,
): Promise<Refused<'proof-wrong' | 'code-wrong' | 'factor-locked' | 'rows-forged'> | null> {
  const passkeys: readonly PasskeyKey[] | null = await passkeysOf(room, tx, row.person, drafts);
  if (passkeys === null) return refused('rows-forged');
  if ('totp' in proof) {
    if (passkeys.length > 0) return refused('proof-wrong');
    const outcome = await useTotp(room, tx, row.person, proof.totp.trim(), drafts, []);
    return outcome.kind === 'right' ? null : outcome;
  }
  const passkey = passkeys.find((each) => each.credential === proof.passkey['id']);
  if (!passkey) return refused('proof-wrong');
  const party = relyingParty(room.config);
  const verified = await verifyAuthenticationResponse({
    response: proof.passkey as unknown as AuthenticationResponseJSON,
    expectedChallenge: Buffer.from(challengeOf(row)).toString('base64url'),
    expectedOrigin: [...party.origins],
    expectedRPID: party.id,
    requireUserVerification: true,
    credential: {
      id: passkey.credential,
      publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64')),
      counter: passkey.counter,
    },
  }).catch(() => null);
  if (!verified?.verified) return refused('proof-wrong');
  await sql`
    update identity_passkeys set counter = ${verified.authenticationInfo.newCounter} where id = ${passkey.id}
  `.execute(tx);
  return null;
}

function entry(
  room: Room,
  subject: Somebody,
  row: Bound,
  action: string,
  rest: Partial<IdentityDraft>,
): IdentityDraft {
  return act(room, subject, action, {
    stepUp: row.id,
    customer: row.customer,
    case: row.case,
    fields: [row.item === null ? row.field : `${row.field}#${row.item}`],
    purpose: row.purpose,
    ...rest,
  });
}

const loaded = z.object({
  id: z.string(),
  person: z.string(),
  session: z.string(),
  action: z.string(),
  customer: z.string(),
  case: z.string(),
  covers: z.enum(['field', 'case-level']),
  field: z.string(),
  item: z.string().nullable(),
  level: z.enum(['C1', 'C2', 'C3']),
  purpose: z.string(),
  expiresAt: z.string(),
  mac: z.string().nullable(),
});

/**
 * Whether what the SQL function `identity_step_up` loaded is as this program wrote it, in time, and not known to be
 * spent. One that ends later than any can was finished while the clock was ahead. The gate then compares whose it is,
 * and for what; the commit consumes it.
 */
export function stepUpGenuine(room: Pick<Room, 'mac' | 'endings' | 'clock'>, row: unknown): boolean {
  const read = readStepUp(room.mac, row);
  if (read === null || room.endings.has(read.id)) return false;
  const left = read.expiresAt - room.clock().getTime();
  return left > 0 && left <= stepUpMinutes.caseLevel * 60_000 + mostAheadMs;
}

/** A step-up as the SQL functions bring it; null where this program did not write it. */
export function readStepUp(
  mac: Room['mac'],
  row: unknown,
): { readonly id: string; readonly expiresAt: number } | null {
  const parsed = loaded.safeParse(row);
  if (!parsed.success) return null;
  const { mac: seal, expiresAt, ...bound } = parsed.data;
  if (!rowGenuine(mac, 'step-up', [...parts(bound), expiresAt], seal)) return null;
  return { id: bound.id, expiresAt: Date.parse(expiresAt) };
}
