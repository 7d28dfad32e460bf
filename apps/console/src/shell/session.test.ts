import { type Post, posts, rightsOf } from '@huke/sdk';
import { describe, expect, test } from 'vitest';
import { homeFor, pagesFor, safeBack } from './session.ts';

const of = (post: Post) => ({ rights: rightsOf(post) });

describe('navigation by post', () => {
  test('each post has a page to start at, and it is one of its own', () => {
    for (const post of posts)
      expect(pagesFor(of(post)).map((page) => page.path)).toContain(homeFor(of(post)));
  });

  test('agents start at the desk, auditors at the ledger, system administrators at people', () => {
    expect(homeFor(of('agent'))).toBe('/desk');
    expect(homeFor(of('auditor'))).toBe('/ledger');
    expect(homeFor(of('system-admin'))).toBe('/people');
  });

  test('administrators and auditors are led to no page with customers’ cards', () => {
    for (const post of ['system-admin', 'security-admin', 'audit-admin', 'auditor'] as const)
      expect(pagesFor(of(post)).map((page) => page.path)).not.toContain('/desk');
  });
});

describe('the way back after signing in', () => {
  test('is a path of the console', () => {
    expect(safeBack('/desk/cas_1?scope=team')).toBe('/desk/cas_1?scope=team');
  });

  test.each([
    '//elsewhere.example/desk',
    'https://elsewhere.example/',
    '/\\elsewhere.example',
    'javascript:alert(1)',
    '/sign-in?back=/desk',
    '/desk\n',
    `/${'a'.repeat(500)}`,
    42,
    null,
  ])('never leads elsewhere (%#)', (back) => {
    expect(safeBack(back)).toBeNull();
  });
});
