import { describe, expect, test } from 'vitest';
import { factsOf } from './policy-facts.ts';

describe('what a policy names', () => {
  test('posts and actions, each once, in the order of the vocabulary', () => {
    const text = `
      @id("P1")
      forbid (principal, action in [Action::"copy", Action::"reveal"], resource)
      when { [Post::"auditor", Post::"agent", Post::"agent"].contains(principal.post) };`;
    expect(factsOf(text)).toEqual({ posts: ['agent', 'auditor'], actions: ['reveal', 'copy'] });
  });

  test('a comment names nobody', () => {
    expect(factsOf('// Post::"auditor"\nforbid (principal, action, resource);')).toEqual({
      posts: [],
      actions: [],
    });
  });

  test('a post that is excepted is not touched: everybody is', () => {
    const head = 'forbid (principal, action, resource)';
    for (const condition of [
      'unless { principal.post == Post::"supervisor" }',
      'when { context has case && principal.post != Post::"quality-checker" }',
      'when { ![Post::"agent", Post::"auditor"].contains(principal.post) }',
    ])
      expect(factsOf(`${head}\n${condition};`).posts).toEqual([]);
  });

  test('an exception beside a demand leaves the demanded posts', () => {
    const text = `permit (principal, action, resource)
      when { [Post::"agent", Post::"supervisor"].contains(principal.post) && resource.level == 1 }
      unless { principal.post == Post::"auditor" };`;
    expect(factsOf(text).posts).toEqual(['agent', 'supervisor']);
  });

  test('a post inside a choice is not read at all', () => {
    const head = 'permit (principal, action, resource)';
    for (const condition of [
      'when { principal.post == Post::"agent" || context has case }',
      'when { context has case && (principal.post == Post::"agent" || resource.level == 1) }',
    ])
      expect(factsOf(`${head}\n${condition};`).posts).toBeNull();
  });
});
