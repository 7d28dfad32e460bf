import type { CaseVerification } from '@huke/sdk';

type Claim = { readonly field: string; readonly value: string };
type Needed = CaseVerification['fields'][number];

/** What counts on this case, of what can be asked for: the strong ones first. */
function counting(offered: readonly string[], needs: CaseVerification | null): readonly Needed[] {
  const rows = needs?.fields.filter((each) => each.worthless === null && offered.includes(each.field)) ?? [];
  return [...rows.filter((each) => each.strong), ...rows.filter((each) => !each.strong)];
}

/**
 * The questions that a verification starts with: the field that was pressed where it counts, then one of each further
 * class until there are enough, a strong one among them.
 */
export function firstClaims(
  pressed: string,
  offered: readonly string[],
  needs: CaseVerification | null,
): readonly Claim[] {
  const rows = counting(offered, needs);
  const start = rows.find((each) => each.field === pressed) ?? rows[0];
  if (!needs || !start)
    return [{ field: offered.includes(pressed) ? pressed : (offered[0] ?? pressed), value: '' }];
  const chosen = [start];
  while (chosen.length < needs.classes) {
    const strong = chosen.some((each) => each.strong);
    const other = rows.filter((each) => chosen.every((one) => one.factor !== each.factor));
    const next = (strong ? undefined : other.find((each) => each.strong)) ?? other[0];
    if (!next) break;
    chosen.push(next);
  }
  return chosen.map(({ field }) => ({ field, value: '' }));
}

/** One more question: of a class that is not asked yet, if there is one; null when nothing is left. */
export function nextClaim(
  claims: readonly Claim[],
  offered: readonly string[],
  needs: CaseVerification | null,
): string | null {
  const asked = new Set(claims.map((claim) => claim.field));
  const rows = counting(offered, needs).filter((each) => !asked.has(each.field));
  const classes = new Set(
    needs?.fields
      .filter((each) => asked.has(each.field) && each.worthless === null)
      .map((each) => each.factor),
  );
  const next = rows.find((each) => !classes.has(each.factor)) ?? rows[0];
  return next?.field ?? offered.find((field) => needs === null && !asked.has(field)) ?? null;
}
