import { describe, expect, test } from 'vitest';
import { tokenOf } from './link-token.ts';

describe('the token of a link', () => {
  test('stands behind #, with or without its name', () => {
    expect(tokenOf('#token=abcdefghijklmnop-_1')).toBe('abcdefghijklmnop-_1');
    expect(tokenOf('#abcdefghijklmnop-_1')).toBe('abcdefghijklmnop-_1');
  });

  test.each(['', '#', '#short', '#token=with space in it and long', '#token=<script>alert(1)</script>'])(
    'anything else is none (%#)',
    (hash) => expect(tokenOf(hash)).toBeNull(),
  );
});
