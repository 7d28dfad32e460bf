import { expect, test } from 'vitest';
import { forgotten } from './changes.ts';

const at = (k: number) => new Date(1_800_000_000_000 + k * 1000);
const stored = (k: number, state: 'on' | 'deleted', genuine = true) => {
  const id = `rec_${k}`;
  const found = {
    id,
    version: 2,
    kind: 'recognizer',
    state,
    act: 'added',
    rule: null,
    at: at(k),
    by: '',
    seal: '',
    genuine,
  } as const;
  return { id, kind: 'recognizer' as const, found };
};
const made = {
  id: 'rec_new',
  version: 1,
  kind: 'recognizer',
  state: 'on',
  act: 'added',
  rule: null,
} as const;

test('the rule that was deleted first is forgotten where one more would be too many, and no other', () => {
  const all = Array.from({ length: 500 }, (_, k) => stored(k, k >= 30 && k % 2 === 0 ? 'deleted' : 'on'));
  expect(forgotten(made, all)).toBe('rec_30');
  expect(forgotten(made, all.toReversed())).toBe('rec_30');
  expect(forgotten(made, all.slice(1))).toBeNull();
  expect(forgotten({ ...made, id: 'rec_7' }, all)).toBeNull();
  // an altered row may say that it was deleted
  const altered = all.map((each, k) => (k === 30 ? stored(30, 'deleted', false) : each));
  expect(forgotten(made, altered)).toBe('rec_32');
});
