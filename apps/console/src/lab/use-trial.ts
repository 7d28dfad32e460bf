import type { Trial, TrialRequest } from '@huke/sdk';
import { useState } from 'react';
import { api, problemOf } from '../api.ts';
import type { Tried } from './analyse.tsx';
import { type Wrong, wrongOf } from './rule-draft.ts';

/** Tries a draft on a text and saves it, and keeps what came of either. */
export function useTrial(options: {
  readonly text: string;
  readonly onTried: (tried: Tried | null) => void;
  readonly onSaved: () => void;
  readonly onBack: () => void;
}) {
  const [trial, setTrial] = useState<Trial | null>(null);
  const [busy, setBusy] = useState<'try' | 'save' | null>(null);
  const [error, setError] = useState<unknown>(null);
  const during = async (what: 'try' | 'save', run: () => Promise<void>): Promise<void> => {
    if (busy !== null) return;
    setBusy(what);
    setError(null);
    try {
      await run();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(null);
    }
  };
  const wrong: Wrong | null = error === null ? null : wrongOf(problemOf(error));
  return {
    trial,
    busy,
    /** What the server says is wrong with the rule. */
    wrong,
    /** Any other failure. */
    failure: error !== null && wrong === null ? problemOf(error) : null,
    tryOut: (draft: Omit<TrialRequest, 'text'>) =>
      during('try', async () => {
        const tried = await api.tryText({ ...draft, text: options.text });
        setTrial(tried);
        options.onTried({ text: options.text, trial: tried });
      }),
    save: (run: () => Promise<unknown>) =>
      during('save', async () => {
        await run();
        options.onSaved();
        options.onBack();
      }),
    /** The draft changed: what was said of it holds no more. */
    reset: () => {
      setError(null);
      setTrial(null);
    },
  };
}
