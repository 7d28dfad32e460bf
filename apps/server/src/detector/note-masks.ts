import type { Scenario } from '@huke/sdk';

/** Masked notes that one server keeps, in code units. */
const mostKept = 4_000_000;

/** A stored note: its id, and its text for as long as it is being masked. */
export type Note = { readonly id: string; readonly text: string };

/**
 * Masks each note once for a scenario and the rules in use, so that looking at a case again costs nothing. INVARIANT:
 * what is kept is the masked text alone, bounded, and given out only to who brings the opened note: one that can no
 * longer be opened is not shown from here. `edition` names the rules; what was masked with others is forgotten.
 */
export function noteMasks(
  edition: () => unknown,
  mask: (text: string, scenario: Scenario) => Promise<string>,
  most: number = mostKept,
): (note: Note, scenario: Scenario) => Promise<string> {
  const kept = new Map<string, string>();
  const pending = new Map<string, Promise<string>>();
  let of = edition();
  let size = 0;

  const keep = (key: string, masked: string): void => {
    kept.set(key, masked);
    size += masked.length;
    for (const [oldest, text] of kept) {
      if (size <= most) break;
      kept.delete(oldest);
      size -= text.length;
    }
  };
  const once = async (key: string, note: Note, scenario: Scenario): Promise<string> => {
    const now = of;
    const masked = await mask(note.text, scenario);
    if (of === now && edition() === now) keep(key, masked);
    return masked;
  };

  return (note, scenario) => {
    if (edition() !== of) {
      of = edition();
      kept.clear();
      pending.clear();
      size = 0;
    }
    const key = `${note.id} ${scenario}`;
    const known = kept.get(key);
    if (known !== undefined) {
      // the oldest in use stays longest
      kept.delete(key);
      kept.set(key, known);
      return Promise.resolve(known);
    }
    const running = pending.get(key);
    if (running) return running;
    const made = once(key, note, scenario).finally(() => {
      if (pending.get(key) === made) pending.delete(key);
    });
    pending.set(key, made);
    return made;
  };
}
