import { codeAt, isAlnum } from './chars.ts';
import { iban, luhn, residentCheck } from './check-digit.ts';
import { DetectError } from './detect-error.ts';
import { keyForm } from './fold.ts';
import { typeIndex } from './labels.ts';
import { compilePattern } from './pattern.ts';
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
  /** RE2 syntax without look-around, back references, anchors of the text, and repetitions without an end. */
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
  /** Most steps that one character of the worst text costs; those of all recognisers in use add up. */
  readonly work: number;
  /** Adds what it finds in a folded text. */
  readonly into: (
    all: Possible[],
    text: string,
    wanted: Uint8Array,
    minScore: number,
    explain: boolean,
  ) => void;
};

const longestMatch = 256;
const mostWords = 100;
const longestWord = 44;

/**
 * Compiles an own recogniser. Work and memory are linear in the text whatever the pattern. Refused with
 * `pattern-refused`, and with its place in the pattern where it has one: what is too large, has no end, matches
 * single characters or ordinary text, or has words and scores out of bounds. `pattern-invalid`: no pattern. The
 * parser (re2js) is loaded at the first call.
 */
export async function compileRecognizer(data: RecognizerData): Promise<Recognizer> {
  const type = typeIndex.get(data.type);
  if (type === undefined)
    throw new DetectError('pattern-refused', 'name one of the entity types', { reason: 'type' });
  const words = keys(data.context);
  const not = keys(data.not);
  const check = data.checksum === undefined ? undefined : checksums[data.checksum];
  const base = data.score ?? 0.6;
  if (!(base >= 0.05 && base <= 1))
    throw new DetectError('pattern-refused', 'give a score from 0.05 to 1', { reason: 'score' });
  if (base < least && words.length === 0)
    throw new DetectError('pattern-refused', 'give context words, or a score of at least 0.5', {
      reason: 'no-context',
    });
  const pattern = await compilePattern(data.pattern, data.ignoreCase === true);

  const into: Recognizer['into'] = (all, text, wanted, minScore, explain) => {
    if (wanted[type] === 0) return;
    pattern.each(text, (start, end) => {
      if (end - start > longestMatch || glued(text, start, end)) return;
      if (check && !check(lettersOf(text.slice(start, end)))) return;
      const near =
        words.length + not.length === 0
          ? ''
          : keyForm(text.slice(Math.max(0, start - 44), start)) + '\n' + keyForm(text.slice(end, end + 20));
      const speaks = words.some((word) => near.includes(word));
      const against = not.some((word) => near.includes(word));
      const score = against ? Math.min(base, 0.1) : speaks ? Math.max(base, 0.95) : base;
      if (score < minScore) return;
      const possible = { type, start, end, score, recognizer: data.name };
      const code = against ? 'counter-context' : speaks ? 'context' : 'pattern';
      all.push(explain ? { ...possible, why: [{ code, weight: score }] } : possible);
    });
  };
  const recognizer = { name: data.name, work: pattern.work, into };
  refuseBroad(recognizer);
  return recognizer;
}

/** Scores from here on are findings where nothing else is asked for. */
const least = 0.5;

function keys(words: readonly string[] = []): string[] {
  if (words.length > mostWords)
    throw new DetectError('pattern-refused', `give at most ${mostWords} words of a kind`, {
      reason: 'words',
    });
  const forms = words.map(keyForm);
  if (forms.some((word) => word.trim() === '' || word.length > longestWord))
    throw new DetectError('pattern-refused', `give words of 1 to ${longestWord} characters`, {
      reason: 'words',
    });
  return forms;
}

const lettersOf = (value: string): string => value.replace(/[^A-Za-z0-9]/g, '').toUpperCase();

/** Ordinary text, in which nobody's information stands: who finds a quarter of it finds everything. */
const ordinary =
  '您好，请问有什么可以帮您？我上周买的耳机还没有收到，订单显示已经发货三天了。好的，请稍等，我帮您查询一下物流。' +
  '仓库今天下午会重新安排配送，预计明天送达，如果还有问题请随时联系我们。谢谢您的耐心等待，祝您生活愉快！' +
  'Thank you for waiting. The parcel left the warehouse on Monday and will be with you in two days. ' +
  'Please restart the router, wait 30 seconds, then try version 2.4.1 again. 共 3 件，合计 299.00 元，2026-11-21 10:30 更新。';

function refuseBroad({ into }: Pick<Recognizer, 'into'>): void {
  const found: Possible[] = [];
  into(found, ordinary, new Uint8Array(typeIndex.size).fill(1), least, false);
  const covered = found.reduce((sum, { start, end }) => sum + end - start, 0);
  if (covered * 4 > ordinary.length)
    throw new DetectError('pattern-refused', 'the pattern finds ordinary text: make it narrower', {
      reason: 'too-broad',
    });
}

/** True where a match is only part of a longer run of letters and digits. */
function glued(text: string, start: number, end: number): boolean {
  const left = isAlnum(codeAt(text, start)) && isAlnum(codeAt(text, start - 1));
  return left || (isAlnum(codeAt(text, end - 1)) && isAlnum(codeAt(text, end)));
}
