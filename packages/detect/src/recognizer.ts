import type { Possible } from './resolve.ts';

/** A compiled recogniser of an organisation. */
export type Recognizer = {
  readonly name: string;
  /** Adds what it finds in the folded text. */
  readonly into: (
    all: Possible[],
    text: string,
    wanted: Uint8Array,
    minScore: number,
    explain: boolean,
  ) => void;
};
