import type { FieldKind } from '@huke/sdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldFor, guesses } from './search-kind.ts';

describe('what was typed', () => {
  test.each([
    ['13800138000', 'CN_MOBILE'],
    ['138 0013 8000', 'CN_MOBILE'],
    ['+86 138-0013-8000', 'CN_MOBILE'],
    ['１３８００１３８０００', 'CN_MOBILE'],
    ['11010519491231002X', 'CN_RESIDENT_ID'],
    ['11010519491231002x', 'CN_RESIDENT_ID'],
    ['0571-88886666', 'CN_LANDLINE'],
    ['lin@mail.test', 'EMAIL_ADDRESS'],
    ['林晓雯', 'PERSON'],
    ['阿依古丽·买买提', 'PERSON'],
    ['Mary Johnson', 'PERSON'],
    ['4111 1111 1111 1111', 'BANK_CARD'],
    ['E12345678', 'CN_PASSPORT'],
    ['M00012345', 'memberNumber'],
    ['202611210042', 'memberNumber'],
    ['2026112100421', 'orderNumber'],
  ])('case %# is told by its form', (typed, guess) => {
    expect(guesses(typed)[0]).toBe(guess);
  });

  test.each(['', '1', '138', '林', 'lin@', 'ab', '!!!!'])('too little says nothing (%#)', (typed) => {
    expect(guesses(typed)).toEqual([]);
  });

  test('any text gets an answer, and each guess at most once', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60, unit: 'grapheme' }), (typed) => {
        const found = guesses(typed);
        expect(new Set(found).size).toBe(found.length);
      }),
    );
  });
});

describe('the field to search by', () => {
  const kind = (field: string, type: string, searchable = true): FieldKind => ({
    field,
    label: { zh: field, en: field },
    group: 'contact',
    type,
    level: 'C2',
    sensitive: false,
    protectAsSensitive: false,
    many: false,
    searchable,
    verifiable: true,
    retention: 'service',
    own: false,
  });

  test('is the searchable field of that type', () => {
    const kinds = [kind('backupMobile', 'CN_MOBILE', false), kind('mobile', 'CN_MOBILE')];
    expect(fieldFor('13800138000', kinds)?.field).toBe('mobile');
    expect(fieldFor('lin@mail.test', kinds)).toBeNull();
  });

  test('a member number goes by its field’s code', () => {
    expect(fieldFor('M00012345', [kind('memberNumber', 'CUSTOM')])?.field).toBe('memberNumber');
  });
});
