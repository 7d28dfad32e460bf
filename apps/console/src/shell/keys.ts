import type { Words } from '../words/index.ts';

export type Command =
  | 'down'
  | 'up'
  | 'open'
  | 'reveal'
  | 'verify'
  | 'copy'
  | 'search'
  | 'hide'
  | 'help'
  | 'lock'
  | 'approve'
  | 'narrow'
  | 'refuse';

type Key = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
};

const table: Readonly<Record<string, Command>> = {
  j: 'down',
  k: 'up',
  ArrowDown: 'down',
  ArrowUp: 'up',
  Enter: 'open',
  r: 'reveal',
  v: 'verify',
  c: 'copy',
  '/': 'search',
  Escape: 'hide',
  '?': 'help',
  a: 'approve',
  n: 'narrow',
  x: 'refuse',
};

/**
 * What a key means; null when it means nothing here. Keys with Ctrl, Alt or Meta belong to the browser, except
 * Alt+L, which locks. While somebody types only Escape and Alt+L count.
 */
export function commandOf(key: Key, typing: boolean): Command | null {
  if (key.altKey && !key.ctrlKey && !key.metaKey && key.key.toLowerCase() === 'l') return 'lock';
  if (key.ctrlKey || key.altKey || key.metaKey) return null;
  if (typing) return key.key === 'Escape' ? 'hide' : null;
  return table[key.key.length === 1 ? key.key.toLowerCase() : key.key] ?? null;
}

/** The keys as the help shows them. */
export const keyNames: readonly { readonly keys: readonly string[]; readonly word: keyof Words['keys'] }[] = [
  { keys: ['J', 'K'], word: 'move' },
  { keys: ['Enter'], word: 'open' },
  { keys: ['R'], word: 'reveal' },
  { keys: ['V'], word: 'verify' },
  { keys: ['C'], word: 'copy' },
  { keys: ['/'], word: 'search' },
  { keys: ['Esc'], word: 'hide' },
  { keys: ['A'], word: 'approve' },
  { keys: ['N'], word: 'narrow' },
  { keys: ['X'], word: 'refuse' },
  { keys: ['Alt', 'L'], word: 'lock' },
  { keys: ['?'], word: 'help' },
];
