import fc from 'fast-check';
import { expect, test } from 'vitest';
import { segments } from './segments.ts';

test('the segments of a text are the text again, whatever the findings say', () => {
  const place = fc.record({ start: fc.integer({ min: -2, max: 40 }), end: fc.integer({ min: -2, max: 40 }) });
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), fc.array(place, { maxLength: 6 }), (text, places) => {
      const sorted = places.toSorted((a, b) => a.start - b.start);
      expect(
        segments(text, sorted)
          .map((segment) => segment.text)
          .join(''),
      ).toBe(text);
    }),
  );
});

test('each finding stands where it is', () => {
  const finding = { start: 2, end: 4 };
  expect(segments('abcdef', [finding])).toEqual([
    { text: 'ab', finding: null },
    { text: 'cd', finding },
    { text: 'ef', finding: null },
  ]);
});
