import type { Me, Right } from '@huke/sdk';
import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { api, problemOf } from '../api.ts';

let lastSignedIn: Me | null = null;

/** Who is signed in; null when nobody is. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async (): Promise<Me | null> => {
    try {
      lastSignedIn = await api.session();
      return lastSignedIn;
    } catch (error) {
      if (problemOf(error).status === 401) return null;
      throw error;
    }
  },
  staleTime: 300_000,
  gcTime: Number.POSITIVE_INFINITY,
});

/**
 * The signed-in person; only below the shell, which loads it first. While the shell goes away after signing out, its
 * pages still hear who it was.
 */
export function useMe(): Me {
  const me = useSuspenseQuery(meQuery).data ?? lastSignedIn;
  if (!me) throw new Error('nobody is signed in');
  return me;
}

export function useMaybeMe() {
  return useQuery(meQuery);
}

/**
 * Pages of the console and the right that each is for, null: everybody's. The server decides; this only spares people
 * closed doors.
 */
export const pages = [
  { path: '/desk', word: 'desk', right: 'cases:read' },
  { path: '/search', word: 'search', right: 'customers:search' },
  { path: '/approvals', word: 'approvals', right: 'approvals:read' },
  { path: '/ledger', word: 'ledger', right: 'ledger:read' },
  { path: '/alarms', word: 'alarms', right: 'alarms:read' },
  { path: '/people', word: 'people', right: 'people:read' },
  { path: '/policies', word: 'policies', right: 'policies:read' },
  { path: '/fields', word: 'fields', right: 'fields:list' },
  { path: '/imports', word: 'imports', right: 'customers:import' },
  { path: '/bin', word: 'bin', right: 'bin:read' },
  { path: '/lab', word: 'lab', right: null },
] as const satisfies readonly { path: string; word: string; right: Right | null }[];

export type Page = (typeof pages)[number];

/** The pages that a person with these rights works with, in the order of the navigation. */
export function pagesFor({ rights }: Pick<Me, 'rights'>): readonly Page[] {
  return pages.filter(({ right }) => right === null || rights.includes(right));
}

/** Where a person starts the day. */
export function homeFor(me: Pick<Me, 'rights'>): Page['path'] {
  return pagesFor(me)[0]?.path ?? '/lab';
}

/** A path of this console to go back to; anything else is refused, so that a link cannot lead elsewhere. */
export function safeBack(back: unknown): string | null {
  if (typeof back !== 'string' || !/^\/[\w-]/.test(back) || back.startsWith('/sign-in')) return null;
  return back.length <= 400 && !/[\s\\]/.test(back) ? back : null;
}
