import { expect, test } from 'vitest';
import { isNamed } from './passkeys.ts';

test('passkeys belong to a name, never to a bare address', () => {
  expect(['localhost', 'desk.example', 'a.b-c.example'].map(isNamed)).toEqual([true, true, true]);
  expect(['127.0.0.1', '10.2.3.4', '[::1]', '::1'].map(isNamed)).toEqual([false, false, false, false]);
});
