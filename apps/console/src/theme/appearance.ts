import { useSyncExternalStore } from 'react';

export type Appearance = 'auto' | 'light' | 'dark';

const key = 'huke.appearance';
const dark = globalThis.matchMedia?.('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
let chosen: Appearance = read();

function read(): Appearance {
  try {
    const kept = localStorage.getItem(key);
    return kept === 'light' || kept === 'dark' ? kept : 'auto';
  } catch {
    return 'auto';
  }
}

function shown(): 'light' | 'dark' {
  if (chosen !== 'auto') return chosen;
  return dark?.matches ? 'dark' : 'light';
}

function tell(): void {
  document.documentElement.dataset['theme'] = shown();
  for (const listener of listeners) listener();
}

dark?.addEventListener('change', tell);
if (typeof document !== 'undefined') tell();

export const appearance = {
  get: (): Appearance => chosen,
  set: (next: Appearance): void => {
    chosen = next;
    try {
      localStorage.setItem(key, next);
    } catch {
      // A browser without storage forgets the choice at the next load.
    }
    tell();
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

export function useAppearance(): { chosen: Appearance; shown: 'light' | 'dark' } {
  useSyncExternalStore(appearance.subscribe, () => `${chosen}/${shown()}`);
  return { chosen, shown: shown() };
}
