import { useMemo, useSyncExternalStore } from 'react';
import { en } from './en.ts';
import { type Format, formatFor } from './format.ts';
import { type Language, languageStore } from './language.ts';
import { type Words, zh } from './zh.ts';

export type { Language, Words };
export { languageStore };

/** The catalogue of a language. */
export function wordsIn(language: Language): Words {
  return language === 'zh' ? zh : en;
}

/** The reader's language; a component that uses it follows the switch. */
export function useLanguage(): Language {
  return useSyncExternalStore(languageStore.subscribe, languageStore.get);
}

/** The words of the reader's language. */
export function useWords(): Words {
  return wordsIn(useLanguage());
}

/** Dates, times and numbers as the reader writes them. */
export function useFormat(): Format {
  const language = useLanguage();
  return useMemo(() => formatFor(language), [language]);
}

/** One of two names that came in both languages. */
export function pick(label: { readonly zh: string; readonly en: string }, language: Language): string {
  return language === 'zh' ? label.zh : label.en;
}

/** The word for a code; a code that the catalogue does not know stands for itself. */
export function named(table: Readonly<Record<string, string>>, code: string): string {
  return table[code] ?? code;
}

/** A sentence that stands alone begins with a capital, however its catalogue writes it. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
