import type { Level } from './level.ts';
import type { Shape as Shown } from './mask/shape.ts';
import type { Scenario } from './scenario.ts';

/** Digits read at one place, whatever stood between them; offsets are of the folded text. */
export type NumberRun = {
  /** ASCII digits. */
  readonly digits: string;
  readonly start: number;
  readonly end: number;
  /** Digits in each group. */
  readonly groups: readonly number[];
  /** What stands between the groups. */
  readonly gap: Gap;
  /** True where Chinese digits are among them. */
  readonly spoken: boolean;
  /** Letters that were read as digits. */
  readonly looks: number;
  /** The folded text, for what stands beside the digits. */
  readonly text: string;
};

export type Gap =
  | 'none'
  | 'space'
  | 'dash'
  | 'dot'
  | 'newline'
  | 'slash'
  | 'comma'
  | 'paren'
  | 'filler'
  | 'mixed';

/** Letters and digits without anything between; `upper` is the upper-case form of `[start, end)`. */
export type Token = {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly upper: string;
};

/**
 * What a rule says of a value: how likely by itself, as log odds. `start` and `end` where the finding is not
 * exactly what was read; `named` where it is none without a word that names it.
 */
export type Shape = {
  readonly code: string;
  readonly logit: number;
  readonly start?: number;
  readonly end?: number;
  readonly named?: true;
};

/** How much of a value shows. */
export type Mask = {
  /** `ladder[0]` is the maximum of all scenarios, each later rung shows less. */
  readonly ladder: readonly Shown[];
  /** Rungs that differ from the common ones (`rungs` in mask/table.ts). */
  readonly at?: Partial<Readonly<Record<Scenario, number>>>;
  /** An invented value. */
  readonly example: string;
  /** Ladders at other levels than the type's own. */
  readonly levels?: Partial<Readonly<Record<Level, readonly Shown[]>>>;
};

/**
 * All that is known of one entity type, in the file of `rows/` that is called after it. Word lists are separated by
 * spaces; `_` stands for a space in a word.
 * Words are compared without case, width and Traditional forms.
 */
export type Row<Type extends string = string> = {
  readonly type: Type;
  /** Of two readings alike in score, length and place that of the lower rank is taken; no two rows share one. */
  readonly rank: number;
  /** What people are shown. */
  readonly label: { readonly zh: string; readonly en: string };
  /** Class of JR/T 0171-2020. */
  readonly level: Level;
  /** Sensitive personal information by PIPL Art 28 (GB/T 45574-2025). */
  readonly sensitive: boolean;
  /** To be protected like sensitive information whatever the reading of the law. */
  readonly protect: boolean;
  /** Standard, clause or practice that the shape comes from. */
  readonly source: string;
  /** What of it rests on sources that were not seen, absent where nothing does. */
  readonly unverified?: string;
  /** Words that name the type, before the value or, next to it, after. */
  readonly names: string;
  /** Words that make the type likelier without naming it. */
  readonly hints?: string;
  /** Words that speak against this type only. */
  readonly not?: string;
  /** Reads runs of digits of these counts. */
  readonly numbers?: {
    readonly counts: readonly number[];
    readonly test: (n: NumberRun) => Shape | null;
    /** True where no number of this type is one without a word that names it. */
    readonly named?: true;
  };
  /** Reads tokens that hold a digit and a letter; only those of `sizes` (least and most units) where given. */
  readonly tokens?: {
    readonly sizes?: readonly [number, number];
    readonly test: (t: Token) => Shape | null;
  };
  /** Reads the value that follows a word of `names`, from `at` (the word's end); sticky pattern, group 1 = value. */
  readonly follows?: {
    readonly pattern: RegExp;
    readonly test?: (value: string, text: string, start: number) => number | null;
  };
  /** Reads a value that stands before a word of these (with its own pattern, ending at the word). */
  readonly leads?: { readonly words: string; readonly pattern: RegExp };
  readonly mask: Mask;
};
