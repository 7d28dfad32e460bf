import { ladder, type Post } from '@huke/sdk';

/** Whether a change of post gives rights that the old post lacks, and so needs a second officer. */
export function isRaise(from: Post, to: Post): boolean {
  if (from === to) return false;
  const step = ladder.indexOf(to);
  if (step < 0) return true;
  const now = ladder.indexOf(from);
  return now >= 0 && step > now;
}
