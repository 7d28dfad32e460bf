import type { CustomerFacts, Subject } from '#gate';

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
