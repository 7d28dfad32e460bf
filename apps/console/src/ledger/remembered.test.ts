import { describe, expect, test } from 'vitest';
import { compare } from './remembered.ts';

describe('what this computer remembers of the log', () => {
  const seen = { verifier: 'log+1+a', size: 10 };
  test.each([
    [null, seen, 'first'],
    [seen, { ...seen, size: 10 }, 'same'],
    [seen, { ...seen, size: 11 }, 'same'],
    [seen, { ...seen, size: 9 }, 'rolled-back'],
    [seen, { verifier: 'log+2+b', size: 99 }, 'changed-key'],
  ] as const)('case %# is told apart', (before, now, kind) => {
    expect(compare(before, now).kind).toBe(kind);
  });
});
