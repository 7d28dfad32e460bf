import type { CaseVerification } from '@huke/sdk';
import { expect, test } from 'vitest';
import { firstClaims, nextClaim } from './verify-claims.ts';

const field = (
  name: string,
  factor: 'self' | 'held' | 'contact',
  strong: boolean,
  worthless: CaseVerification['fields'][number]['worthless'] = null,
) => ({ field: name, factor, strong, worthless });
const needs: CaseVerification = {
  classes: 2,
  passed: null,
  changeable: [],
  changes: [],
  fields: [
    field('birthDate', 'self', false),
    field('mobile', 'contact', true, 'channel'),
    field('residentId', 'self', true),
    field('bankCard', 'held', true),
    field('memberNumber', 'held', false),
  ],
};
const all = needs.fields.map((each) => each.field);
const fields = (claims: readonly { field: string }[]): readonly string[] => claims.map((each) => each.field);

test('a verification starts with two classes, one of them strong, the pressed field first where it counts', () => {
  expect(fields(firstClaims('birthDate', all, needs))).toEqual(['birthDate', 'bankCard']);
  expect(fields(firstClaims('bankCard', all, needs))).toEqual(['bankCard', 'residentId']);
  expect(fields(firstClaims('mobile', all, needs))).toEqual(['residentId', 'bankCard']);
  expect(fields(firstClaims('memberNumber', ['memberNumber', 'birthDate', 'residentId'], needs))).toEqual([
    'memberNumber',
    'residentId',
  ]);
});

test('without knowing what counts it asks for what was pressed', () => {
  expect(fields(firstClaims('mobile', all, null))).toEqual(['mobile']);
  expect(nextClaim([{ field: 'mobile', value: '' }], all, null)).toBe('birthDate');
});

test('one more is of another class, and never what counts for nothing', () => {
  expect(nextClaim([{ field: 'residentId', value: '' }], all, needs)).toBe('bankCard');
  expect(nextClaim([{ field: 'mobile', value: '' }], ['mobile'], needs)).toBeNull();
});
