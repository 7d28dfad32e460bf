import { describe, expect, test } from 'vitest';
import { factsOf } from './policy-facts.ts';

describe('what a policy names', () => {
  test('posts and actions, each once, in the order of the vocabulary', () => {
    const text = `
      @id("P1")
      forbid (principal, action in [Action::"copy", Action::"reveal"], resource)
      when { principal.post == Post::"agent" || principal.post == Post::"agent" };`;
    expect(factsOf(text)).toEqual({ posts: ['agent'], actions: ['reveal', 'copy'] });
  });

  test('a comment names nobody', () => {
    expect(factsOf('// Post::"auditor"\nforbid (principal, action, resource);')).toEqual({
      posts: [],
      actions: [],
    });
  });
});
