import { describe, expect, test } from 'vitest';
import { commandOf } from './keys.ts';

const key = (name: string, held: Partial<{ ctrlKey: boolean; altKey: boolean; metaKey: boolean }> = {}) => ({
  key: name,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  ...held,
});

describe('keys', () => {
  test.each([
    ['j', 'down'],
    ['K', 'up'],
    ['Enter', 'open'],
    ['R', 'reveal'],
    ['v', 'verify'],
    ['c', 'copy'],
    ['/', 'search'],
    ['Escape', 'hide'],
    ['?', 'help'],
    ['a', 'approve'],
    ['n', 'narrow'],
    ['x', 'refuse'],
    ['q', null],
  ] as const)('%s means %s', (name, command) => {
    expect(commandOf(key(name), false)).toBe(command);
  });

  test('the browser keeps its own: Ctrl+C copies nothing of ours', () => {
    expect(commandOf(key('c', { ctrlKey: true }), false)).toBeNull();
    expect(commandOf(key('r', { metaKey: true }), false)).toBeNull();
  });

  test('while somebody types only hiding and locking work', () => {
    expect(commandOf(key('r'), true)).toBeNull();
    expect(commandOf(key('Escape'), true)).toBe('hide');
    expect(commandOf(key('l', { altKey: true }), true)).toBe('lock');
  });
});
