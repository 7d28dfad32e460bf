import type { PersonRef } from './access.ts';
import type { Level } from './vocabulary.ts';

/** Check digits that an own recogniser may ask for. */
export const recognizerChecksums = ['luhn', 'mod-11-2', 'mod-97'] as const;
export type RecognizerChecksum = (typeof recognizerChecksums)[number];

/** An organisation's own recogniser: data, never code. */
export type RecognizerRule = {
  readonly name: string;
  /** Entity type of what it finds; decides level, flags and mask. */
  readonly type: string;
  /** RE2 syntax: no look-around, no back references, no `^` and `$`, every repetition with an end. */
  readonly pattern: string;
  readonly ignoreCase: boolean;
  /** Words near a match that make it likely, and unlikely. */
  readonly context: readonly string[];
  readonly not: readonly string[];
  readonly checksum: RecognizerChecksum | null;
  /** Score without context, 0.05 to 1; from 0.5 on a match is a finding. */
  readonly score: number;
};

/** Words that the organisation does not want to be written, with the reason that people are told. */
export type WordRule = {
  readonly name: string;
  readonly reason: string;
  readonly words: readonly string[];
};

/** What is known of a stored recogniser or word list beside what it says. */
export type RuleHead = {
  readonly id: string;
  readonly version: number;
  /** `broken`: it is on and does not work as stored; `trouble` says why. `deleted` ones can be restored. */
  readonly state: 'on' | 'off' | 'broken' | 'deleted';
  /** `altered`: the row is not what was saved here; `invalid`: it does not compile; `too-much`: no room for its work. */
  readonly trouble: 'altered' | 'invalid' | 'too-much' | null;
  readonly changedAt: string;
  readonly changedBy: PersonRef | null;
};

export type RecognizerRow = RuleHead & { readonly rule: RecognizerRule | null };
/** A word list without its words, which may be many. */
export type WordListSummary = Omit<WordRule, 'words'> & { readonly count: number };
export type WordListRow = RuleHead & { readonly rule: WordListSummary | null };
export type WordListDetail = RuleHead & { readonly rule: WordRule };

/** A change: what it says, or its switch, or both; `version` is the one that the caller saw. */
export type RuleChange<Rule> = { readonly version: number; readonly rule?: Rule; readonly on?: boolean };

/** What happened to a rule, newest first. */
export type RuleVersion<Rule> = {
  readonly version: number;
  readonly act: 'added' | 'changed' | 'switched-on' | 'switched-off' | 'deleted' | 'restored';
  readonly at: string;
  readonly by: PersonRef | null;
  readonly genuine: boolean;
  readonly rule: Rule | null;
};

export type Recognizers = {
  readonly recognizers: readonly RecognizerRow[];
  readonly mayChange: boolean;
  /** True where what is stored was altered past the program: the last genuine rules stay in use while the server runs. */
  readonly altered: boolean;
  /** True while the server could not read a change that it heard of; it tries again by itself. */
  readonly behind?: boolean;
};
export type WordLists = {
  readonly wordLists: readonly WordListRow[];
  readonly mayChange: boolean;
  readonly altered: boolean;
  readonly behind?: boolean;
};

/** A finding in a text; offsets are UTF-16 code units. */
export type TextFinding = {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly level: Level;
  readonly score: number;
  readonly sensitive: boolean;
  readonly why?: readonly { readonly code: string; readonly weight: number }[];
  /** Name of the own recogniser that found it. */
  readonly recognizer?: string;
};

/** A listed word in a text. */
export type TextWord = {
  readonly start: number;
  readonly end: number;
  readonly list: string;
  readonly reason: string;
};

/** Answer of `POST /text/findings`; at most 10,000 words, `wordsLeft` counts the others. */
export type TextFindings = {
  readonly findings: readonly TextFinding[];
  readonly words: readonly TextWord[];
  readonly wordsLeft: number;
};

/** A draft against a text that the caller brings; `replaces` is the stored rule that the draft changes. */
export type TrialRequest = {
  readonly text: string;
  readonly recognizer?: RecognizerRule;
  readonly wordList?: WordRule;
  readonly replaces?: string;
};

/** What a draft would do: all findings with it, what of them is new, what it takes the place of, and false hits. */
export type Trial = TextFindings & {
  readonly added: readonly TextFinding[];
  readonly replaced: readonly TextFinding[];
  /** Ordinary service messages that hold nobody's information: how many the draft hits, and the first of them. */
  readonly sample: {
    readonly messages: number;
    readonly hits: number;
    readonly examples: readonly { readonly text: string; readonly start: number; readonly end: number }[];
  };
};

/** The switch of a rule in a file. */
type Switched = { readonly on: boolean };

/** The organisation's rules as a file: what `GET /text/rules` gives, `huke scan` and the import take. */
export type RuleFile = {
  readonly format: 'huke-rules/1';
  readonly recognizers: readonly (RecognizerRule & Switched)[];
  readonly wordLists: readonly (WordRule & Switched)[];
  /** Rules that do not work as stored; of an `altered` one nothing else is in the file. */
  readonly broken: readonly {
    readonly id: string;
    readonly name: string | null;
    readonly trouble: NonNullable<RuleHead['trouble']>;
  }[];
};
