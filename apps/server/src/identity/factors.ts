import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { beginAttempt, codeCounter, endAttempt } from './attempts.ts';
import { draft, type IdentityDeps, type IdentityDraft, refused, type Refused, type Tx } from './deps.ts';
import { blindKey, derivedKey, openSecret, sealSecret } from './seal.ts';
import { matchTotp, newTotpSecret, totpUri } from './totp.ts';

type Deps = Pick<IdentityDeps, 'mac' | 'clock'>;
type CodeOutcome = { readonly kind: 'right' } | Refused<'code-wrong' | 'factor-locked'>;

const recoveryAlphabet = '23456789abcdefghjkmnpqrstuvwxyz';

const key = (deps: Deps): Buffer => derivedKey(deps.mac, 'totp');

/** Judges a TOTP code and uses it up: a code of this step or an earlier one is refused from then on. */
export async function useTotp(
  deps: Deps,
  tx: Tx,
  person: string,
  code: string,
  drafts: IdentityDraft[],
): Promise<CodeOutcome> {
  return await judged(deps, tx, person, drafts, 'totp', async () => {
    const { rows } = await sql<{ secret: string | null }>`
      select secret from identity_totp where person = ${person}`.execute(tx);
    const sealed = rows[0]?.secret;
    const secret = sealed ? openSecret(key(deps), person, sealed) : null;
    const step = secret === null ? null : matchTotp(secret, code, deps.clock());
    return step !== null && (await claimStep(tx, person, step));
  });
}

/** Judges a recovery code and uses it up. */
export async function useRecoveryCode(
  deps: Deps,
  tx: Tx,
  person: string,
  code: string,
  drafts: IdentityDraft[],
): Promise<CodeOutcome> {
  return await judged(deps, tx, person, drafts, 'recovery-code', async () => {
    const used = await sql`
      delete from identity_recovery_codes
      where person = ${person} and not pending and hash = ${recoveryHash(deps, person, code)}`.execute(tx);
    return used.numAffectedRows === 1n;
  });
}

/** How many recovery codes a person has left. */
export async function recoveryCodesLeft(tx: Tx, person: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from identity_recovery_codes where person = ${person} and not pending`.execute(
    tx,
  );
  return rows[0]?.n ?? 0;
}

/** Prepares a new TOTP secret and recovery codes; they count from `confirmTotp` on. */
export async function prepareTotp(
  deps: Deps,
  tx: Tx,
  person: string,
  account: string,
): Promise<{ readonly uri: string; readonly secret: string; readonly recoveryCodes: readonly string[] }> {
  const secret = newTotpSecret();
  await sql`
    insert into identity_totp (person, pending) values (${person}, ${sealSecret(key(deps), person, secret)})
    on conflict (person) do update set pending = excluded.pending`.execute(tx);
  const recoveryCodes = await writeRecoveryCodes(deps, tx, person, true);
  return { uri: totpUri(secret, account), secret, recoveryCodes };
}

/** Puts the prepared secret and recovery codes into force, given a code of the new secret. */
export async function confirmTotp(
  deps: Deps,
  tx: Tx,
  person: string,
  code: string,
  drafts: IdentityDraft[],
): Promise<CodeOutcome> {
  const outcome = await judged(deps, tx, person, drafts, 'totp-enrolment', async () => {
    const { rows } = await sql<{ pending: string | null }>`
      select pending from identity_totp where person = ${person} for update`.execute(tx);
    const sealed = rows[0]?.pending;
    const secret = sealed ? openSecret(key(deps), person, sealed) : null;
    const step = secret === null ? null : matchTotp(secret, code, deps.clock());
    if (step === null) return false;
    await sql`
      update identity_totp set secret = pending, pending = null, last_step = ${step}
      where person = ${person}`.execute(tx);
    return true;
  });
  if (outcome.kind !== 'right') return outcome;
  await sql`delete from identity_recovery_codes where person = ${person} and not pending`.execute(tx);
  await sql`update identity_recovery_codes set pending = false where person = ${person}`.execute(tx);
  drafts.push(draft(deps, 'factor-added', { person, code: 'totp' }));
  return outcome;
}

/** Ten new recovery codes in place of what is left of the old ones (or, `pending`, beside them). */
export async function writeRecoveryCodes(
  deps: Deps,
  tx: Tx,
  person: string,
  pending: boolean,
): Promise<readonly string[]> {
  const codes = Array.from({ length: 10 }, newRecoveryCode);
  const hashes = codes.map((code) => recoveryHash(deps, person, code));
  await sql`delete from identity_recovery_codes where person = ${person} and pending = ${pending}`.execute(
    tx,
  );
  await sql`
    insert into identity_recovery_codes (person, pending, hash)
    select ${person}, ${pending}, unnest(${hashes}::text[])`.execute(tx);
  return codes;
}

/** Sets a TOTP secret as it is, e.g. for a demonstration. */
export async function writeTotp(deps: Deps, tx: Tx, person: string, secret: string): Promise<void> {
  await sql`
    insert into identity_totp (person, secret) values (${person}, ${sealSecret(key(deps), person, secret)})
    on conflict (person) do update set secret = excluded.secret, pending = null, last_step = 0`.execute(tx);
}

/** Takes every second factor from a person. */
export async function removeFactors(tx: Tx, person: string): Promise<void> {
  await sql`delete from identity_totp where person = ${person}`.execute(tx);
  await sql`delete from identity_recovery_codes where person = ${person}`.execute(tx);
  await sql`delete from identity_passkeys where person = ${person}`.execute(tx);
  await sql`delete from identity_devices where person = ${person}`.execute(tx);
}

/** Atomic: of two requests with the same code one wins. */
async function claimStep(tx: Tx, person: string, step: number): Promise<boolean> {
  const claimed = await sql`
    update identity_totp set last_step = ${step} where person = ${person} and last_step < ${step}`.execute(
    tx,
  );
  return claimed.numAffectedRows === 1n;
}

async function judged(
  deps: Deps,
  tx: Tx,
  person: string,
  drafts: IdentityDraft[],
  kind: string,
  judge: () => Promise<boolean>,
): Promise<CodeOutcome> {
  const counter = codeCounter(deps.mac, person);
  const attempt = await beginAttempt(tx, counter, deps.clock());
  if (!attempt.allowed) {
    drafts.push(draft(deps, 'code', { person, outcome: 'refused', code: 'factor-locked' }));
    return refused('factor-locked');
  }
  if (await judge()) {
    await endAttempt(tx, [counter]);
    return { kind: 'right' };
  }
  drafts.push(draft(deps, 'code', { person, outcome: 'failed', code: kind }));
  if (attempt.locked) drafts.push(draft(deps, 'lock-out', { person, code: 'second-factor' }));
  return refused('code-wrong');
}

function newRecoveryCode(): string {
  const letters = Array.from({ length: 12 }, () =>
    recoveryAlphabet.charAt(randomInt(recoveryAlphabet.length)),
  );
  return `${letters.slice(0, 6).join('')}-${letters.slice(6).join('')}`;
}

function recoveryHash(deps: Deps, person: string, code: string): string {
  const plain = code.toLowerCase().replaceAll(/[\s-]/g, '');
  return blindKey(deps.mac, `recovery/${person}`, plain);
}
