import { type Action, actions, type Post, posts } from '@huke/sdk';

/** What a card's plain sentence is made of: whom a policy names and what it is about. */
export type PolicyFacts = { readonly posts: readonly Post[]; readonly actions: readonly Action[] };

/**
 * Posts and actions that a policy's text names as entities. None named means all: a policy that tests neither speaks
 * of everybody and everything.
 */
export function factsOf(text: string): PolicyFacts {
  const bare = text.replaceAll(/\/\/[^\n]*/g, '');
  const named = (type: string): ReadonlySet<string> =>
    new Set([...bare.matchAll(new RegExp(`\\b${type}::"([^"]+)"`, 'g'))].map((match) => match[1] ?? ''));
  const postNames = named('Post');
  const actionNames = named('Action');
  return {
    posts: posts.filter((post) => postNames.has(post)),
    actions: actions.filter((action) => actionNames.has(action)),
  };
}
