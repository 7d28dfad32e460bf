import type { CaseFacts, Facts } from '#gate';
import { type ChangeRecord, type Factor, hardToGuess, type Kind } from '#vault';
import type { AccessDeps, Ask } from './spine.ts';
import { shownByChannel, typedBy } from './typed.ts';
import type { TypedRow } from './typed-rows.ts';

/** How many classes of proof a caller must give, each hard to guess from its mask. */
export const classesNeeded = 2;
/** How long a passed verification is fresh enough to change contact data. */
const freshMinutes = 30;
/** How long what somebody typed or saw of a customer stays with them, whichever case they are on. */
const rememberedHours = 24;

/** Why a right answer about a field proves nothing on this case. */
export type Worthless = 'found-by' | 'channel' | 'seen' | 'changed' | 'lost';

type Typed = Pick<TypedRow, 'holder' | 'field' | 'how' | 'digest'>;

/** What must not count as proof: what was typed to find the customer, what the channel said, what was seen, what was just changed. */
export type Factors = {
  readonly case: string | null;
  readonly typed: readonly Typed[];
  /** Rows of what was typed are gone: nobody knows what proves nothing. */
  readonly lost: boolean;
  readonly seen: ReadonlySet<string>;
  readonly changes: readonly ChangeRecord[];
  readonly now: number;
};

/** Loads it, with what the person or this case was shown or had used in the last day; the same queries whether or not there is such a customer. */
export async function loadFactors(
  deps: AccessDeps,
  ask: Pick<Ask, 'customer' | 'case' | 'subject'>,
): Promise<Factors> {
  const now = deps.clock();
  const since = new Date(now.getTime() - rememberedHours * 3_600_000);
  const { person } = ask.subject;
  const [known, changes, seen] = await Promise.all([
    typedBy(deps, { case: ask.case, person }, since),
    deps.vault.changes.ofCustomer(deps.db.kysely, ask.customer ?? '', now.getTime()),
    deps.seen({ person, case: ask.case }, ask.customer ?? '', since),
  ]);
  return { case: ask.case, ...known, seen: new Set(seen), changes, now: now.getTime() };
}

/**
 * With what was shown in clear in this contact, which may be longer than a day: whoever read it can say it. And with
 * what the contact's channel shows by itself, as its seal says, whichever rows there are.
 */
export function withSeen(factors: Factors, facts: Pick<Facts, 'fields' | 'case'>): Factors {
  const seen = facts.fields.filter((each) => each.shownInContact).map((each) => each.field);
  const { id = '', contactChannel } = facts.case ?? {};
  const channel = shownByChannel(contactChannel ?? '').map(
    (field): Typed => ({ holder: id, field, how: 'channel', digest: null }),
  );
  return {
    ...factors,
    typed: [...factors.typed, ...channel],
    seen: new Set([...factors.seen, ...seen]),
  };
}

/** Why a right answer about this field would prove nothing, whatever it is; null = it counts. */
export function worthless(factors: Factors, field: string): Worthless | null {
  if (factors.lost) return 'lost';
  const typed = factors.typed.find((each) => each.field === field && each.holder === factors.case);
  if (typed) return typed.how === 'search' ? 'found-by' : 'channel';
  if (factors.seen.has(field)) return 'seen';
  return lately(factors, field) ? 'changed' : null;
}

/** Whether the field's change waits, or is so fresh that it proves nothing. */
const lately = (factors: Factors, field: string): boolean =>
  factors.changes.some(
    (each) => each.field === field && (each.state === 'waiting' || each.provesAt > factors.now),
  );

/** Whether this very value was typed before, by this person or on this case, as whatever field. */
function typedBefore(deps: AccessDeps, factors: Factors, field: string, value: string): boolean {
  return factors.typed
    .filter((each) => each.digest !== null)
    .map((each) => deps.vault.typedDigest(each.holder, field, value).toString('base64') === each.digest)
    .some(Boolean);
}

/** Whether right answers about these fields verify a caller: two classes, one of them what few others know. */
export function enough(deps: Pick<AccessDeps, 'vault'>, fields: readonly string[]): boolean {
  const kinds = fields.flatMap((field): Kind[] => {
    const kind = deps.vault.kinds.get(field);
    return kind?.verifiable && kind.factor !== null ? [kind] : [];
  });
  const classes = new Set<Factor | null>(kinds.map((kind) => kind.factor));
  return classes.size >= classesNeeded && kinds.some((kind) => kind.verifyAlone);
}

type Claim = { readonly field: string; readonly value: string };

/** The fields of claims that stay hard to guess behind their masks; judged by what was typed, so that it tells nothing. */
export const hardToGuessOf = (deps: Pick<AccessDeps, 'vault'>, claims: readonly Claim[]): readonly string[] =>
  claims.flatMap(({ field, value }) => {
    const kind = deps.vault.kinds.get(field);
    return kind !== undefined && hardToGuess(kind, value) ? [field] : [];
  });

/** The fields of these claims that count. */
export function counting(deps: AccessDeps, factors: Factors, claims: readonly Claim[]): readonly string[] {
  const hard = new Set(hardToGuessOf(deps, claims));
  const counts = claims.filter(
    (claim) =>
      hard.has(claim.field) &&
      !typedBefore(deps, factors, claim.field, claim.value) &&
      worthless(factors, claim.field) === null,
  );
  return [...new Set(counts.map((claim) => claim.field))].sort();
}

/**
 * Whether a field may be changed on the proof that the case has: what verifies or reaches nobody on any, all else on a
 * verification of the last half hour, with the customer still in contact, that is enough without this field,
 * without what was changed lately and without what the same person has seen.
 */
export function provenFor(
  deps: Pick<AccessDeps, 'vault'>,
  factors: Factors,
  theCase: CaseFacts | null,
  field: string,
): boolean {
  const kind = deps.vault.kinds.get(field);
  if (kind?.change === null) return true;
  const proof = theCase?.proof ?? null;
  if (!kind || proof === null || !theCase?.contactLive) return false;
  const age = factors.now - proof.at;
  // a proof from the future is none: the clock was wrong when it was made, or is now
  if (age < -60_000 || age > freshMinutes * 60_000) return false;
  return enough(
    deps,
    proof.fields.filter((each) => each !== field && !lately(factors, each) && !factors.seen.has(each)),
  );
}
