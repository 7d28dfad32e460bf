import { sql } from 'kysely';
import type { CustomerFacts, Subject } from '#gate';
import type { PreparedCustomer } from '#vault';
import { searchWidth } from './search.ts';
import type { AccessDeps } from './spine.ts';

/**
 * The customers who hold an identifying value of a new one: candidates by blind index, then compared in clear. The
 * same work whatever comes of it.
 */
export async function holdersOf(
  deps: AccessDeps,
  prepared: PreparedCustomer,
): Promise<readonly CustomerFacts[]> {
  const found = new Map<string, CustomerFacts>();
  for (const probe of deps.vault.duplicateProbes(prepared)) {
    const answer = await sql<{ candidates: unknown[] }>`
      select public.vault_search(${probe.field}, ${probe.tokens.map((each) => Buffer.from(each))}::bytea[],
                          ${searchWidth}) as candidates`.execute(deps.db.kysely);
    for (const sealed of await deps.vault.candidatesOf(answer.rows[0]?.candidates ?? [])) {
      const clear = deps.opener.open(sealed, probe.field, sealed.hit ?? '');
      if (deps.vault.sameValue(probe.field, probe.value, clear)) found.set(sealed.id, sealed.facts);
    }
  }
  return [...found.values()];
}

/**
 * Whether the subject may be told that this customer is there already: one of their own teams about whom nothing is
 * special. Every other one is as if it were not there: what is new is simply taken beside it.
 */
export function toldOf(subject: Subject, customer: CustomerFacts): boolean {
  const { id, team, vip, colleague, colleagueTeam, binned } = customer;
  const related = id === subject.ownCustomer || subject.relatives.includes(id);
  const special = vip || binned || colleague !== null || colleagueTeam !== null;
  return team !== null && teamsOf(subject).includes(team) && !special && !related;
}

/** The teams that a person or a key works for; a key without teams works for none here. */
export function teamsOf(subject: Subject): readonly string[] {
  if (subject.key !== null && subject.person === null) return subject.key.teams;
  return subject.team === null ? [] : [subject.team];
}
