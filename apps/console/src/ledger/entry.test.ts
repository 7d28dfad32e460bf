import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { zh } from '../words/zh.ts';
import { didOf, entryActions, entryOf } from './entry.ts';

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

test('every action that a room of the server writes has words', () => {
  const server = new URL('../../../server/src/', import.meta.url);
  const written = (readdirSync(server, { recursive: true }) as string[])
    .filter((name) => name.endsWith('.ts') && !/\.(test|cases)\./.test(name))
    .map((name) => readFileSync(new URL(name, server), 'utf8'))
    .flatMap((source) => [
      ...source.matchAll(/\baction: '([a-z.-]+)'/g),
      ...source.matchAll(/\b(?:draft|act)\((?:\w+, )+'([a-z.-]+)'/g),
    ])
    .map((match) => match[1] ?? '');
  expect(written.length).toBeGreaterThan(60);
  expect([...new Set(written)].filter((action) => !Object.hasOwn(entryActions(zh), action))).toEqual([]);
});
