import type { AnyRouter } from '@tanstack/react-router';
import { queries } from '../api.ts';
import { scratchMemory } from '../desk/scratch-memory.ts';
import { meQuery, safeBack } from './session.ts';
import { signInNotice } from './sign-in-notice.ts';

/** Forgets everything that was loaded and shows the sign-in, which leads back here. */
export function leave(router: AnyRouter, why: 'expired' | 'locked' | 'signed-out'): void {
  const { pathname, href } = router.state.location;
  scratchMemory.clearAll();
  queries.setQueryData(meQuery.queryKey, null);
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== meQuery.queryKey[0] });
  if (['/sign-in', '/first-run', '/invitation'].includes(pathname)) return;
  signInNotice.set(why);
  const back = why === 'signed-out' ? undefined : (safeBack(href) ?? undefined);
  void router.navigate({ to: '/sign-in', search: { back } });
}
