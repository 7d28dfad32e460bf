export const languages = ['zh', 'en'] as const;
export type Language = (typeof languages)[number];

const key = 'huke.language';
let current: Language = read();
const listeners = new Set<() => void>();

function read(): Language {
  try {
    const kept = localStorage.getItem(key);
    if (kept === 'zh' || kept === 'en') return kept;
  } catch {
    return 'zh';
  }
  return typeof navigator !== 'undefined' && !navigator.language.startsWith('zh') ? 'en' : 'zh';
}

export const languageStore = {
  get: (): Language => current,
  set: (language: Language): void => {
    current = language;
    try {
      localStorage.setItem(key, language);
    } catch {
      // A browser without storage forgets the choice at the next load.
    }
    for (const listener of listeners) listener();
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
