import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idPattern, isId, newId } from './ids.ts';

test('an id is its prefix and 26 digits, and never comes twice', () => {
  const made = Array.from({ length: 20_000 }, () => newId('cus'));
  for (const id of made) expect(id).toMatch(/^cus_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
  expect(new Set(made).size).toBe(made.length);
});

test('an id is a version 7 UUID of now, by the slow way back', () => {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
  const before = Date.now();
  const bits = [...newId('per').slice(4)]
    .map((digit) => alphabet.indexOf(digit).toString(2).padStart(5, '0'))
    .join('')
    .slice(2);
  expect(bits).toHaveLength(128);
  expect(bits.slice(48, 52)).toBe('0111');
  expect(bits.slice(64, 66)).toBe('10');
  const made = Number.parseInt(bits.slice(0, 48), 2);
  expect(made).toBeGreaterThanOrEqual(before);
  expect(made).toBeLessThanOrEqual(Date.now());
});

test('only ids are ids', () => {
  expect(isId(newId('cas'))).toBe(true);
  expect(isId(newId('cas'), 'cas')).toBe(true);
  expect(isId(newId('cas'), 'cus')).toBe(false);
  expect(isId(`${newId('cas')}\n`)).toBe(false);
  fc.assert(fc.property(fc.string(), (text) => !isId(text)));
});

test('the pattern that schemas use takes what is an id, and nothing else', () => {
  const pattern = new RegExp(`^${idPattern('cas', 'cus')}$`);
  const digit = fc.constantFrom(...'0123456789abcdefghijklmnopqrstuvwxyzA~ ');
  const almost = fc
    .tuple(fc.constantFrom('cas', 'cus', 'per'), fc.string({ unit: digit, minLength: 24, maxLength: 28 }))
    .map(([prefix, rest]) => `${prefix}_${rest}`);
  fc.assert(
    fc.property(
      fc.oneof(
        almost,
        fc.constant(null).map(() => newId('cas')),
        fc.string(),
      ),
      (text) => {
        expect(pattern.test(text)).toBe(isId(text, 'cas') || isId(text, 'cus'));
      },
    ),
  );
});
