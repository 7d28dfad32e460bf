import { type Action, actions, type Post, posts } from '@huke/sdk';

/** What a card's plain sentence is made of: whom a policy touches (null: not readable from it) and what it is about. */
export type PolicyFacts = { readonly posts: readonly Post[] | null; readonly actions: readonly Action[] };

/**
 * Whom and what a policy's text is about; an empty list means everybody or everything. Posts are those that a `when`
 * demands as a whole; a post that is only excepted (`unless`, `!=`) is not one that the policy touches.
 */
export function factsOf(text: string): PolicyFacts {
  const bare = text.replaceAll(/\/\/[^\n]*/g, '');
  const actionNames = named(bare, 'Action');
  return { posts: postsOf(bare), actions: actions.filter((action) => actionNames.has(action)) };
}

function named(text: string, type: string): ReadonlySet<string> {
  return new Set([...text.matchAll(new RegExp(`\\b${type}::"([^"]+)"`, 'g'))].map((match) => match[1] ?? ''));
}

function postsOf(text: string): readonly Post[] | null {
  let touched: readonly Post[] | null = null;
  for (const demand of whens(text).flatMap(conjuncts)) {
    const names = named(demand, 'Post');
    if (names.size === 0 || excepts.test(demand)) continue;
    if (!demands.test(demand)) return null;
    touched = (touched ?? posts).filter((post) => names.has(post));
  }
  return touched ?? [];
}

const post = String.raw`Post::"[^"]+"`;
const demands = new RegExp(
  String.raw`^(principal\.post == ${post}|\[(${post},?\s*)+\]\.contains\(principal\.post\))$`,
);
const excepts = new RegExp(
  String.raw`^(principal\.post != ${post}|!\(?\[(${post},?\s*)+\]\.contains\(principal\.post\)\)?)$`,
);

/** The bodies of a policy's `when` conditions. */
function whens(text: string): readonly string[] {
  return [...text.matchAll(/\bwhen\s*\{/g)].map((match) => {
    const from = match.index + match[0].length;
    let depth = 1;
    let at = from;
    for (; at < text.length && depth > 0; at += 1) depth += step(text[at], '{', '}');
    return text.slice(from, at - 1);
  });
}

/** What a condition demands all of; one piece when it is a choice. */
function conjuncts(condition: string): readonly string[] {
  const pieces: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < condition.length; at += 1) {
    depth += step(condition[at], '([{', ')]}');
    const two = condition.slice(at, at + 2);
    if (depth === 0 && two === '||') return [condition.trim()];
    if (depth !== 0 || two !== '&&') continue;
    pieces.push(condition.slice(from, at).trim());
    from = at + 2;
  }
  return [...pieces, condition.slice(from).trim()];
}

function step(sign: string | undefined, open: string, close: string): number {
  if (sign === undefined) return 0;
  return open.includes(sign) ? 1 : close.includes(sign) ? -1 : 0;
}
