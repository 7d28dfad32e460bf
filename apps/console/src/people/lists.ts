import type { Employer, Team } from '@huke/sdk';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api.ts';

export const teamsQuery = { queryKey: ['teams'], queryFn: api.teams, staleTime: 300_000 };

/** Names of teams and employers by id. */
export function useTeams(): {
  readonly teams: readonly Team[];
  readonly employers: readonly Employer[];
  readonly teamName: (id: string | null) => string;
  readonly employerName: (id: string) => string;
} {
  const { data } = useQuery(teamsQuery);
  const teams = data?.teams ?? [];
  const employers = data?.employers ?? [];
  return {
    teams,
    employers,
    teamName: (id) => (id === null ? '—' : (teams.find((team) => team.id === id)?.name ?? id)),
    employerName: (id) => employers.find((employer) => employer.id === id)?.name ?? id,
  };
}

/** Names people by id, as far as the reader may list them. */
export function usePersonName(): (id: string) => string {
  const { data } = useQuery({ queryKey: ['people', 'names'], queryFn: allPeople, staleTime: 120_000 });
  const names = new Map(data?.map((person) => [person.id, `${person.name} ${person.staffNumber}`]));
  return (id) => names.get(id) ?? id;
}

async function allPeople() {
  const found = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < 20; pages += 1) {
    const page: Awaited<ReturnType<typeof api.people>> = await api.people(cursor === null ? {} : { cursor });
    found.push(...page.rows);
    cursor = page.next;
    if (cursor === null) break;
  }
  return found;
}
