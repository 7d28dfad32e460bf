import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { beginAttempt, type Counter, endAttempt, insideCounter } from './attempts.ts';
import { draft, type IdentityDraft, refused, type Refused, type Tx } from './deps.ts';
import type { Endings } from './endings.ts';
import { changeFactors, checkFactors, type FactorDeps, stepMac } from './factor-set.ts';
import { blindKey, derivedKey, openSecret, rowGenuine, sealSecret } from './seal.ts';
import { matchTotp, newTotpSecret, totpStep, totpUri } from './totp.ts';
import type { Tries } from './tries.ts';

type Deps = FactorDeps & { readonly endings: Endings; readonly tries: Tries };
type Forged = Refused<'rows-forged'>;
type CodeOutcome = { readonly kind: 'right' } | Refused<'code-wrong' | 'factor-locked'> | Forged;

const recoveryAlphabet = '23456789abcdefghjkmnpqrstuvwxyz';

const key = (deps: Deps): Buffer => derivedKey(deps.mac, 'totp');

/**
 * Judges a TOTP code and uses it up: a code of this step or an earlier one is refused from then on. `counters`: what a
 * wrong one counts against.
 */
export async function useTotp(
  deps: Deps,
  tx: Tx,
  person: string,
  code: string,
  drafts: IdentityDraft[],
  counters: readonly Counter[],
): Promise<CodeOutcome> {
  return await judged(deps, tx, { person, drafts, counters, kind: 'totp' }, async () => {
    const set = await checkFactors(deps, tx, person, drafts);
    if (set === null) return 'forged';
    const secret = set.totp === null ? null : openSecret(key(deps), person, set.totp);
    const step = secret === null ? null : matchTotp(secret, code, deps.clock());
    return step === null ? 'wrong' : await claimStep(deps, tx, person, step, drafts);
  });
}

/** Judges a recovery code and uses it up. */
export async function useRecoveryCode(
  deps: Deps,
  tx: Tx,
  person: string,
  code: string,
  drafts: IdentityDraft[],
  counters: readonly Counter[],
): Promise<CodeOutcome> {
  return await judged(deps, tx, { person, drafts, counters, kind: 'recovery-code' }, async () => {
    const hash = recoveryHash(deps, person, code);
    const changed = await changeFactors(deps, tx, person, drafts, async (set) => {
      if (!set.recovery.includes(hash)) return null;
      await sql`
        delete from identity_recovery_codes where person = ${person} and not pending and hash = ${hash}`.execute(
        tx,
      );
      return { ...set, recovery: set.recovery.filter((each) => each !== hash) };
    });
    return changed === 'sealed' ? 'right' : changed === 'forged' ? 'forged' : 'wrong';
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
  drafts: IdentityDraft[],
): Promise<
  | {
      readonly kind: 'done';
      readonly uri: string;
      readonly secret: string;
      readonly recoveryCodes: readonly string[];
    }
  | Forged
> {
  const secret = newTotpSecret();
  const pending = sealSecret(key(deps), person, secret);
  const codes = newRecoveryCodes(deps, person);
  const changed = await changeFactors(deps, tx, person, drafts, async (set) => {
    await sql`
      insert into identity_totp (person, pending, step_mac)
      values (${person}, ${pending}, ${stepMac(deps.mac, person, 0)})
      on conflict (person) do update set pending = excluded.pending`.execute(tx);
    await writeRecoveryHashes(tx, person, codes.hashes, true);
    return { ...set, pendingTotp: pending, pendingRecovery: codes.hashes };
  });
  if (changed === 'forged') return refused('rows-forged');
  return { kind: 'done', uri: totpUri(secret, account), secret, recoveryCodes: codes.codes };
}

/** Puts the prepared secret and recovery codes into force, given a code of the new secret. */
export async function confirmTotp(
  deps: Deps,
  tx: Tx,
  person: string,
  code: string,
  drafts: IdentityDraft[],
): Promise<CodeOutcome> {
  const counters = [insideCounter(deps.mac, { use: 'code', person })];
  const outcome = await judged(deps, tx, { person, drafts, counters, kind: 'totp-enrolment' }, async () => {
    const changed = await changeFactors(deps, tx, person, drafts, async (set) => {
      const secret = set.pendingTotp === null ? null : openSecret(key(deps), person, set.pendingTotp);
      const step = secret === null ? null : matchTotp(secret, code, deps.clock());
      if (step === null) return null;
      await sql`
        update identity_totp set secret = pending, pending = null, last_step = ${step},
          step_mac = ${stepMac(deps.mac, person, step)}
        where person = ${person}`.execute(tx);
      await sql`delete from identity_recovery_codes where person = ${person} and not pending`.execute(tx);
      await sql`update identity_recovery_codes set pending = false where person = ${person}`.execute(tx);
      return {
        ...set,
        totp: set.pendingTotp,
        pendingTotp: null,
        recovery: set.pendingRecovery,
        pendingRecovery: [],
      };
    });
    return changed === 'sealed' ? 'right' : changed === 'forged' ? 'forged' : 'wrong';
  });
  if (outcome.kind === 'right') drafts.push(draft(deps, 'factor-added', { person, code: 'totp' }));
  return outcome;
}

/** Ten new recovery codes in place of what is left of the old ones. */
export async function renewCodes(
  deps: Deps,
  tx: Tx,
  person: string,
  drafts: IdentityDraft[],
): Promise<{ readonly kind: 'done'; readonly recoveryCodes: readonly string[] } | Forged> {
  const { codes, hashes } = newRecoveryCodes(deps, person);
  const changed = await changeFactors(deps, tx, person, drafts, async (set) => {
    await writeRecoveryHashes(tx, person, hashes, false);
    return { ...set, recovery: hashes };
  });
  return changed === 'forged' ? refused('rows-forged') : { kind: 'done', recoveryCodes: codes };
}

/** Sets a TOTP secret as it is, e.g. for a demonstration. */
export async function writeTotp(deps: Deps, tx: Tx, person: string, secret: string): Promise<void> {
  const sealed = sealSecret(key(deps), person, secret);
  await changeFactors(deps, tx, person, [], async (set) => {
    await sql`
      insert into identity_totp (person, secret, step_mac)
      values (${person}, ${sealed}, ${stepMac(deps.mac, person, 0)})
      on conflict (person) do update set secret = excluded.secret, pending = null, last_step = 0,
        step_mac = excluded.step_mac`.execute(tx);
    return { ...set, totp: sealed, pendingTotp: null };
  });
}

/**
 * Of two requests with the same code one wins. A step that lies ahead of the window was used while the clock was wrong
 * and bars nothing, which is an entry. A step that was put back, or used here before, is found.
 */
async function claimStep(
  deps: Deps,
  tx: Tx,
  person: string,
  step: number,
  drafts: IdentityDraft[],
): Promise<'right' | 'wrong' | 'forged'> {
  const { rows } = await sql<{ last: string; seal: string | null }>`
    select last_step::text as last, step_mac as seal from identity_totp where person = ${person} for update`.execute(
    tx,
  );
  const last = Number(rows[0]?.last ?? 0);
  if (!rowGenuine(deps.mac, 'totp-step', [person, last], rows[0]?.seal ?? null)) {
    drafts.push(draft(deps, 'factors-checked', { person, outcome: 'failed', code: 'rows-forged' }));
    deps.alarm({ code: 'rows-forged', person, object: 'totp-step' });
    return 'forged';
  }
  const ahead = last > totpStep(deps.clock()) + 1;
  if (ahead) drafts.push(draft(deps, 'code', { person, code: 'step-ahead-ignored' }));
  const used = `totp ${person} ${step}`;
  if ((!ahead && last >= step) || deps.endings.has(used)) return 'wrong';
  deps.endings.remember(used, deps.clock().getTime() + 180_000);
  await sql`
    update identity_totp set last_step = ${step}, step_mac = ${stepMac(deps.mac, person, step)}
    where person = ${person}`.execute(tx);
  return 'right';
}

async function judged(
  deps: Deps,
  tx: Tx,
  {
    person,
    drafts,
    counters,
    kind,
  }: {
    readonly person: string;
    readonly drafts: IdentityDraft[];
    readonly counters: readonly Counter[];
    readonly kind: string;
  },
  judge: () => Promise<'right' | 'wrong' | 'forged'>,
): Promise<CodeOutcome> {
  const attempt = await beginAttempt(deps, tx, counters, deps.clock());
  if (!attempt.allowed) {
    drafts.push(draft(deps, 'code', { person, outcome: 'refused', code: 'factor-locked' }));
    return refused('factor-locked');
  }
  const judgement = await judge();
  if (judgement === 'right') {
    await endAttempt(deps, tx, counters, deps.clock());
    return { kind: 'right' };
  }
  if (judgement === 'forged') return refused('rows-forged');
  drafts.push(draft(deps, 'code', { person, outcome: 'failed', code: kind }));
  if (attempt.locked) drafts.push(draft(deps, 'lock-out', { person, code: 'second-factor' }));
  return refused('code-wrong');
}

function newRecoveryCodes(
  deps: Deps,
  person: string,
): { readonly codes: readonly string[]; readonly hashes: readonly string[] } {
  const codes = Array.from({ length: 10 }, newRecoveryCode);
  return { codes, hashes: codes.map((code) => recoveryHash(deps, person, code)) };
}

async function writeRecoveryHashes(
  tx: Tx,
  person: string,
  hashes: readonly string[],
  pending: boolean,
): Promise<void> {
  await sql`delete from identity_recovery_codes where person = ${person} and pending = ${pending}`.execute(
    tx,
  );
  await sql`
    insert into identity_recovery_codes (person, pending, hash)
    select ${person}, ${pending}, unnest(${[...hashes]}::text[])`.execute(tx);
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
