import { useSyncExternalStore } from 'react';
import { problemOf } from '../api.ts';
import { say } from '../shell/problem-words.ts';
import { languageStore, wordsIn } from '../words/index.ts';
import './toast.css';

type Toast = { readonly id: number; readonly text: string; readonly bad: boolean };

let toasts: readonly Toast[] = [];
let last = 0;
const watchers = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const watcher of watchers) watcher();
}

/** Says one sentence for a few seconds, also to screen readers. */
export function tell(text: string, bad = false): void {
  last += 1;
  const toast = { id: last, text, bad };
  set([...toasts.slice(-2), toast]);
  setTimeout(() => set(toasts.filter((each) => each !== toast)), bad ? 9000 : 4500);
}

/** Says why something failed, with the code for support. */
export function tellFailure(error: unknown): void {
  const said = say(problemOf(error), wordsIn(languageStore.get()));
  tell(`${said.sentence} (${said.support ?? said.code})`, true);
}

/** Where the sentences appear. */
export function Toasts() {
  const shown = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => toasts,
  );
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((toast) => (
        <button
          key={toast.id}
          type="button"
          className={toast.bad ? 'toast bad' : 'toast'}
          onClick={() => set(toasts.filter((each) => each !== toast))}
        >
          {toast.text}
        </button>
      ))}
    </div>
  );
}
