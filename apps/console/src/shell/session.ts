import type { Me, Post } from '@huke/sdk';
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

/** Posts that the policies are shown to. */
const policyReaders = ['security-officer', 'compliance-officer', 'auditor', 'audit-admin'] as const;

/** Pages of the console and whom they are for; the server decides, this only spares people closed doors. */
export const pages = [
  { path: '/desk', word: 'desk', posts: ['agent', 'senior-agent', 'supervisor', 'quality-checker'] },
  { path: '/search', word: 'search', posts: ['agent', 'senior-agent', 'supervisor'] },
  {
    path: '/approvals',
    word: 'approvals',
    posts: ['agent', 'senior-agent', 'supervisor', 'security-officer', 'compliance-officer'],
  },
  {
    path: '/ledger',
    word: 'ledger',
    posts: ['security-officer', 'compliance-officer', 'auditor', 'audit-admin'],
  },
  {
    path: '/alarms',
    word: 'alarms',
    posts: ['security-officer', 'compliance-officer', 'auditor', 'security-admin', 'audit-admin'],
  },
  { path: '/people', word: 'people', posts: ['system-admin', 'security-admin', 'audit-admin'] },
  { path: '/policies', word: 'policies', posts: policyReaders },
  {
    path: '/fields',
    word: 'fields',
    posts: [
      'supervisor',
      'security-officer',
      'compliance-officer',
      'auditor',
      'system-admin',
      'security-admin',
    ],
  },
  { path: '/imports', word: 'imports', posts: ['supervisor'] },
  { path: '/bin', word: 'bin', posts: ['supervisor', 'compliance-officer'] },
  { path: '/lab', word: 'lab', posts: null },
] as const satisfies readonly { path: string; word: string; posts: readonly Post[] | null }[];

export type Page = (typeof pages)[number];

/** The pages that a person of this post works with, in the order of the navigation. */
export function pagesFor(me: Pick<Me, 'post'>): readonly Page[] {
  return pages.filter((page) => page.posts === null || (page.posts as readonly Post[]).includes(me.post));
}

/** Where a person starts the day. */
export function homeFor(me: Pick<Me, 'post'>): Page['path'] {
  return pagesFor(me)[0]?.path ?? '/lab';
}

/** A path of this console to go back to; anything else is refused, so that a link cannot lead elsewhere. */
export function safeBack(back: unknown): string | null {
  if (typeof back !== 'string' || !/^\/[\w-]/.test(back) || back.startsWith('/sign-in')) return null;
  return back.length <= 400 && !/[\s\\]/.test(back) ? back : null;
}
