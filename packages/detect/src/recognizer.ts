import { codeAt, isAlnum } from './chars.ts';
import { iban, luhn, residentCheck } from './check-digit.ts';
import { DetectError } from './detect-error.ts';
import { keyForm } from './fold.ts';
import { typeIndex } from './labels.ts';
import type { Possible } from './resolve.ts';
import type { EntityType } from './types.ts';

/** Check digits that an own recogniser may ask for, over the letters and digits of what it found. */
export const checksums = {
  luhn: (value: string): boolean => /^\d{2,}$/.test(value) && luhn(value),
  'mod-11-2': (value: string): boolean =>
    /^\d{17}[\dX]$/.test(value) && residentCheck(value) === value.charAt(17),
  'mod-97': (value: string): boolean => /^[A-Z0-9]{5,34}$/.test(value) && iban(value),
} as const;

/** An organisation's own recogniser: data, never code. */
export type RecognizerData = {
  readonly name: string;
  /** The type its findings have; decides level, flags and mask. */
  readonly type: EntityType;
  /** RE2 syntax: no look-around, no back references. */
  readonly pattern: string;
  readonly ignoreCase?: boolean;
  /** Words within 44 units before or 20 after that make it likely. */
  readonly context?: readonly string[];
  /** Words there that make it unlikely. */
  readonly not?: readonly string[];
  readonly checksum?: keyof typeof checksums;
  /** Score without context, 0.6 unless given; context adds up to 0.95, `not` takes to 0.1. */
  readonly score?: number;
};

/** A compiled recogniser of an organisation. */
export type Recognizer = {
  readonly name: string;
  /** Adds what it finds in a folded text. */
  readonly into: (
    all: Possible[],
    text: string,
    wanted: Uint8Array,
    minScore: number,
    explain: boolean,
  ) => void;
};

const longestPattern = 512;
const mostRepeats = 100;
const longestMatch = 256;
const mostMatches = 10_000;

/**
 * Compiles an own recogniser. The pattern runs on an engine that is linear in the text whatever the pattern; a
 * pattern that is too long, repeats too often or matches nothing at all is refused with `pattern-refused`, one
 * that is no pattern with `pattern-invalid`. The engine is loaded at the first call.
 */
export async function compileRecognizer(data: RecognizerData): Promise<Recognizer> {
  const { pattern } = data;
  if (pattern.length === 0 || pattern.length > longestPattern) {
    throw new DetectError('pattern-refused', `use a pattern of 1 to ${longestPattern} characters`);
  }
  if (repeats(pattern) > mostRepeats) {
    throw new DetectError('pattern-refused', `let counted repetitions multiply to at most ${mostRepeats}`);
  }
  const { RE2JS } = await import('re2js');
  let compiled: ReturnType<typeof RE2JS.compile>;
  try {
    compiled = RE2JS.compile(pattern, data.ignoreCase === true ? RE2JS.CASE_INSENSITIVE : 0);
  } catch (cause) {
    throw new DetectError('pattern-invalid', 'write the pattern in RE2 syntax', { cause });
  }
  if (compiled.matcher('').matches()) {
    throw new DetectError('pattern-refused', 'write a pattern that cannot match an empty text');
  }
  const type = typeIndex.get(data.type);
  if (type === undefined) throw new DetectError('pattern-refused', 'name one of the entity types');
  const words = (data.context ?? []).map(keyForm);
  const not = (data.not ?? []).map(keyForm);
  const check = data.checksum === undefined ? undefined : checksums[data.checksum];
  const base = data.score ?? 0.6;

  const into: Recognizer['into'] = (all, text, wanted, minScore, explain) => {
    if (wanted[type] === 0) return;
    const matcher = compiled.matcher(text);
    for (let found = 0; found < mostMatches && matcher.find(); found += 1) {
      const start = matcher.start();
      const end = matcher.end();
      if (end <= start || end - start > longestMatch || glued(text, start, end)) continue;
      if (
        check &&
        !check(
          text
            .slice(start, end)
            .replace(/[^A-Za-z0-9]/g, '')
            .toUpperCase(),
        )
      )
        continue;
      const near =
        keyForm(text.slice(Math.max(0, start - 44), start)) + '\n' + keyForm(text.slice(end, end + 20));
      const speaks = words.some((word) => near.includes(word));
      const against = not.some((word) => near.includes(word));
      const score = against ? Math.min(base, 0.1) : speaks ? Math.max(base, 0.95) : base;
      if (score < minScore) continue;
      const possible = { type, start, end, score, recognizer: data.name };
      const code = against ? 'counter-context' : speaks ? 'context' : 'pattern';
      all.push(explain ? { ...possible, why: [{ code, weight: score }] } : possible);
    }
  };
  return { name: data.name, into };
}

/** True where a match is only part of a longer run of letters and digits. */
function glued(text: string, start: number, end: number): boolean {
  const left = isAlnum(codeAt(text, start)) && isAlnum(codeAt(text, start - 1));
  return left || (isAlnum(codeAt(text, end - 1)) && isAlnum(codeAt(text, end)));
}

/** Largest product of nested counted repetitions, taken over the whole pattern: an upper bound of its expansion. */
function repeats(pattern: string): number {
  let product = 1;
  for (const [, low = '1', high] of pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)) {
    const most = Math.max(Number(low), Number(high || low));
    // A repetition multiplies only what is inside it; repetitions of single characters stand side by side.
    product = most > 32 ? product * most : Math.max(product, most);
  }
  const nested = /\)\{\d/.test(pattern) || /\)[*+]/.test(pattern) ? 4 : 1;
  return product * nested > 400 ? Number.POSITIVE_INFINITY : Math.min(product, mostRepeats);
}
