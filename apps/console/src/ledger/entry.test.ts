import { expect, test } from 'vitest';
import { zh } from '../words/zh.ts';
import { didOf, entryOf } from './entry.ts';

const entry = (draft: Record<string, unknown>) => {
  const found = entryOf(1, btoa(JSON.stringify(draft)));
  if (found === null) throw new Error('the draft is no entry');
  return found;
};

test('the reading of notes is told apart from the writing of one', () => {
  expect(didOf(entry({ action: 'note', code: 'read' }), zh)).toBe(zh.ledger.readNotes);
  expect(didOf(entry({ action: 'note' }), zh)).toBe(zh.codes.actions.note);
  expect(didOf(entry({ action: 'reveal', code: 'read' }), zh)).toBe(zh.codes.actions.reveal);
});
