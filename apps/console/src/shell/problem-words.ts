import type { Problem } from '@huke/sdk';
import { capital, type Words } from '../words/index.ts';

/** A problem as people read it: one sentence, what to do, and a code for support. */
export type Said = { readonly sentence: string; readonly code: string; readonly support: string | null };

/** The sentence for a problem: by its code, else what the server says to do, else its title. */
export function say(problem: Problem, words: Words): Said {
  const sentence = words.problems[problem.code] ?? capital(problem.title);
  return { sentence, code: problem.code, support: problem.request ?? null };
}

/** Whether the problem is the policies' refusal rather than a failure: it names policies or needs. */
export function isRefusal(problem: Problem): boolean {
  return (problem.policies?.length ?? 0) > 0 || (problem.needs?.length ?? 0) > 0;
}

/** Posts that may help with a refusal, in the reader's words; null when the problem names none. */
export function whomToAsk(problem: Problem, words: Words): string | null {
  const posts = (problem.needs ?? []).flatMap((need) => need.by ?? []);
  if (posts.length === 0) return null;
  return [...new Set(posts)].map((post) => words.codes.posts[post] ?? post).join(words.listJoin);
}

/** What is still missing, in the reader's words. */
export function missing(problem: Problem, words: Words): readonly string[] {
  return [...new Set((problem.needs ?? []).map((need) => words.codes.needs[need.kind] ?? need.kind))];
}
