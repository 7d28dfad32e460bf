import type { Post } from '@huke/sdk';

/**
 * Who administers what: the one table. Administrators are separated: one manages people, one their sign-in and the
 * keys of programs, one reads. Rights over customers are not here; the gate's policies decide those.
 */
export const administration = {
  'people:read': ['system-admin', 'security-admin', 'audit-admin'],
  'people:write': ['system-admin'],
  'teams:write': ['system-admin'],
  'people:unlock': ['security-admin'],
  'factors:reset': ['security-admin'],
  'sessions:read': ['security-admin', 'audit-admin'],
  'sessions:end': ['security-admin'],
  'keys:read': ['security-admin', 'audit-admin'],
  'keys:write': ['security-admin'],
  'changes:read': ['system-admin', 'security-admin', 'audit-admin'],
  'alarms:read': ['security-officer', 'compliance-officer', 'auditor', 'security-admin', 'audit-admin'],
  'alarms:close': ['security-officer', 'compliance-officer'],
  'changes:decide': ['system-admin', 'security-admin'],
} as const satisfies Readonly<Record<string, readonly Post[]>>;

export type Right = keyof typeof administration;

/** Whether a post has a right. */
export function hasRight(post: Post | 'service-key', right: Right): boolean {
  return (administration[right] as readonly string[]).includes(post);
}

/** All rights of a post, for `Me.rights`. */
export function rightsOf(post: Post): readonly Right[] {
  return (Object.keys(administration) as Right[]).filter((right) => hasRight(post, right));
}

/** Posts whose holders confirm what another of them asked for. */
export const officerPosts: readonly Post[] = ['system-admin', 'security-admin'];

/** Posts that may approve accesses; who newly gets one waits before approving. */
export const approverPosts: readonly Post[] = ['supervisor', 'security-officer', 'compliance-officer'];

/** Posts that hold nothing which the others lack: changing to one of these, in this order, lowers. */
const ladder: readonly Post[] = ['agent', 'senior-agent'];

/** Whether a change of post gives rights that the old post lacks, and so needs a second officer. */
export function isRaise(from: Post, to: Post): boolean {
  if (from === to) return false;
  const step = ladder.indexOf(to);
  if (step < 0) return true;
  const now = ladder.indexOf(from);
  return now >= 0 && step > now;
}
