import { maskRows } from '@huke/detect';
import { expect, it } from 'vitest';
import { demoCustomers } from '#demo';
import { candidates, hardToGuess } from './candidates.ts';
import { candidatesNeeded, kinds } from './kinds.ts';

/** What the mask leaves to be guessed of what verifies a caller. */

const exampleOf = (type: string): string => maskRows.find((row) => row.type === type)?.example ?? '';

it.each(kinds.map((kind) => [kind.field, kind] as const))(
  '%s proves something only where its mask leaves ten thousand candidates',
  (_, kind) => {
    const left = candidates(kind, exampleOf(kind.type));
    expect(left).toBeGreaterThan(0);
    expect(kind.factor !== null).toBe(kind.verifiable && left >= candidatesNeeded);
    if (kind.verifyAlone) expect(kind.factor).not.toBeNull();
  },
);

it('counts what the value itself hides: short ones do not count, however they are spaced', () => {
  const hard = (field: string, value: string): boolean => {
    const kind = kinds.find((each) => each.field === field);
    return kind !== undefined && hardToGuess(kind, value);
  };
  expect(hard('order', '202603120000456789')).toBe(true);
  expect(hard('order', 'DD26031245678')).toBe(false);
  expect(hard('email', 'wei.zhang@example.test')).toBe(true);
  expect(hard('email', 'wei@example.test')).toBe(false);
  expect(hard('wechat', 'ab12345')).toBe(false);
  expect(hard('address', '北京市朝阳区建国路8号')).toBe(false);
  expect(hard('address', '北京市 朝阳区 建国路8号')).toBe(false);
  expect(hard('address', '北京市朝阳区建国路8号阳光家园3幢302室')).toBe(true);
});

it('calls nothing easy that is no value at all: whoever mistypes hears that it does not match', () => {
  for (const kind of kinds.filter((each) => each.normaliser !== 'text'))
    expect(candidates(kind, '!?')).toBe(Number.POSITIVE_INFINITY);
});

it('leaves two classes of proof to every customer of the demo, whatever channel they come by', () => {
  const channels = [['mobile', 'landline'], ['email'], ['wechat'], []];
  for (const { fields } of demoCustomers(300))
    for (const told of channels) {
      const classes = kinds
        .filter((kind) => kind.factor !== null && !told.includes(kind.field))
        .filter((kind) => [fields[kind.field] ?? []].flat().some((value) => hardToGuess(kind, value)))
        .map((kind) => kind.factor);
      expect(new Set(classes).size).toBeGreaterThanOrEqual(2);
    }
});
