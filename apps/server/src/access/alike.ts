import { createHash } from 'node:crypto';
import { maskValue } from '@huke/detect';
import type { Vault } from '#vault';
import { dayOf } from '#platform';

/** A value that an import brings, by the field that it is for. */
export type Brought = { readonly field: string; readonly value: string };

/** Rows of imports that look the same under the mask, counted for the whole organisation and its day. */
export type Alike = {
  /** Counts them, or none where one mask would have had too many; `giveBack`: they were not looked for after all. */
  readonly take: (brought: readonly Brought[], now: Date) => { readonly giveBack: () => void } | null;
};

/**
 * As many values of one day as one mask fits. Whoever guesses at the hidden part of a masked value tries thousands (an
 * ID number: some 15,000); of 500,000 customers who all live in one district a mask fits 400.
 */
const most = 1_000;
/** A mask that shows less leaves more candidates than a day has rows, and fits many of any file. */
const leastShown = 4;

const cells = 2 ** 20;

/**
 * Counts in the program's memory, out of reach of whoever owns the database: two cells a mask, of which the lower counts
 * (a count-min sketch), 8 MB for as many rows as there may be. A restart forgets; replicas count each for itself.
 */
export function createAlike({ kinds }: Pick<Vault, 'kinds'>): Alike {
  let day = '';
  let counts: readonly Uint32Array[] = [];

  const placesOf = ({ field, value }: Brought): readonly [number, number] | null => {
    const kind = kinds.get(field);
    const mask = kind ? maskValue(kind.type, value, 'call') : '';
    if (mask.replaceAll('*', '').length < leastShown) return null;
    const digest = createHash('sha256').update(`${field}\0${mask}`).digest();
    return [digest.readUInt32BE(0) % cells, digest.readUInt32BE(4) % cells];
  };
  const add = (places: readonly [number, number], n: number): number => {
    const [first, second] = counts;
    if (!first || !second) return 0;
    const [a, b] = places;
    first[a] = (first[a] ?? 0) + n;
    second[b] = (second[b] ?? 0) + n;
    return Math.min(first[a] ?? 0, second[b] ?? 0);
  };

  return {
    take: (brought, now) => {
      if (dayOf(now) !== day || counts.length === 0) {
        day = dayOf(now);
        counts = [new Uint32Array(cells), new Uint32Array(cells)];
      }
      const own = counts;
      const places = brought.flatMap((each) => {
        const found = placesOf(each);
        return found === null ? [] : [found];
      });
      const giveBack = (): void => {
        // another day has cells of its own
        if (own === counts) for (const each of places) add(each, -1);
      };
      let highest = 0;
      for (const each of places) highest = Math.max(highest, add(each, 1));
      if (highest <= most) return { giveBack };
      giveBack();
      return null;
    },
  };
}
