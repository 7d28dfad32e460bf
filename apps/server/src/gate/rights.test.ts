import { join } from 'node:path';
import { type Action, type Post, posts, postsWith, type Right } from '@huke/sdk';
import { describe, expect, test } from 'vitest';
import { loadPolicies } from './policy-set.ts';

const { policies } = loadPolicies(join(import.meta.dirname, '../../../../policies'));

const named = (text: string, type: string): ReadonlySet<string> =>
  new Set([...text.matchAll(new RegExp(`\\b${type}::"([^"]+)"`, 'g'))].map((match) => match[1] ?? ''));

/** Posts that some policy permits an action to; what forbids it in one situation or another is left aside. */
const permitted = (action: Action): readonly Post[] => {
  const permits = policies.filter(
    ({ effect, text }) => effect === 'permit' && named(text, 'Action').has(action),
  );
  return posts.filter((post) => permits.some(({ text }) => named(text, 'Post').has(post)));
};

describe('the table of rights says what the policies say', () => {
  test.each<[Right, Action]>([
    ['customers:search', 'search'],
    ['customers:verify', 'verify'],
    ['customers:trail', 'trail'],
    ['customers:keep', 'rollback'],
    ['customers:import', 'import'],
    ['cases:read', 'view'],
    ['bin:read', 'restore'],
    ['contact-changes:read', 'undo'],
    ['contact-changes:confirm', 'confirm'],
  ])('%s as %s', (right, action) => {
    expect([...postsWith(right)].sort()).toEqual([...permitted(action)].sort());
  });

  test('whoever the policies send a request to may decide about approvals', () => {
    const asked = policies.flatMap(({ needs }) => (needs ?? []).flatMap((need) => need.by ?? []));
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((post) => !postsWith('approvals:decide').includes(post))).toEqual([]);
  });

  test('the named desk is the posts that its policy excepts', () => {
    const text = policies.find(({ id }) => id === 'named-desk-masked')?.text ?? '';
    expect([...named(text, 'Post')].sort()).toEqual([...postsWith('customers:named')].sort());
  });
});
