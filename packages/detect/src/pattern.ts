import { isAlnum } from './chars.ts';
import { DetectError } from './detect-error.ts';

/** A pattern that has been judged and compiled. */
export type Pattern = {
  /** Calls `take` with each match, leftmost and longest, disjoint and in order. Linear in the text. */
  readonly each: (text: string, take: (start: number, end: number) => void) => void;
  /** Most steps that one character of the worst text costs; patterns that run together add up. */
  readonly work: number;
};

/** The instructions that the parser makes; only these are understood, anything else is refused. */
const op = {
  alt: 1,
  altMatch: 2,
  capture: 3,
  empty: 4,
  fail: 5,
  match: 6,
  nop: 7,
  any: 10,
  anyNotNl: 11,
} as const;
const firstRune = 8;
/** Conditions of `empty`: begin and end of a line, of the text, and the edges of words. */
const edge = { line: 3, text: 12, word: 16, noWord: 32 } as const;

type Inst = {
  readonly op: number;
  readonly out: number;
  readonly arg: number;
  readonly runes: Int32Array;
  readonly matchRune: (rune: number) => boolean;
};
type Program = { readonly inst: readonly Inst[]; readonly start: number };

const longestPattern = 512;
const longestMatch = 256;
const shortestMatch = 2;
const mostInstructions = 400;
const mostWork = 1000;
/** What one part of a pattern may expand to before it is compiled at all. */
const mostExpanded = 2000;

const refused = (reason: string, message: string, at: number): DetectError =>
  new DetectError('pattern-refused', message, at < 0 ? { reason } : { reason, at });

/**
 * Compiles a pattern (RE2 syntax) to a program of bounded work. Refused with `pattern-refused`, and with the place
 * where one can be named: what is too long or too large, has no end (`*`, `+`, `{2,}`), matches a single
 * character or more than 256, or hangs on the text's beginning or end. `pattern-invalid`: it is no pattern.
 */
export async function compilePattern(pattern: string, ignoreCase: boolean): Promise<Pattern> {
  if (pattern.length === 0 || pattern.length > longestPattern)
    throw refused('length', `use a pattern of 1 to ${longestPattern} characters`, -1);
  const parts = partsOf(pattern);
  refuseLarge(parts);
  const { RE2JS, RE2JSSyntaxException } = await import('re2js');
  let program: Program;
  try {
    const compiled = RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    program = (compiled as unknown as { re2Input: { prog: Program } }).re2Input.prog;
  } catch (cause) {
    if (!(cause instanceof RE2JSSyntaxException))
      throw new DetectError('pattern-invalid', 'write the pattern in RE2 syntax', { cause });
    // the parser's description is one of a few fixed texts; its cause would hold the pattern
    const what = cause.getDescription();
    const reason = what
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '');
    const at = placeOf(pattern, cause.getPattern());
    const place = at < 0 ? { reason } : { reason, at };
    throw new DetectError('pattern-invalid', `write the pattern in RE2 syntax: ${what}`, place);
  }
  if (program.inst.length > mostInstructions)
    throw refused(
      'too-large',
      'the pattern is too large: repeat less often, or split it in two',
      largestOf(parts),
    );
  const { least, most } = spanOf(program, parts);
  if (least < shortestMatch)
    throw refused('too-short', `write a pattern that needs at least ${shortestMatch} characters`, -1);
  if (most > longestMatch)
    throw refused(
      'too-long',
      `a match is at most ${longestMatch} characters: repeat less often`,
      largestOf(parts),
    );
  const work = Math.ceil(program.inst.length * (1 + most / least));
  if (work > mostWork)
    throw refused(
      'too-much-work',
      'the pattern is too much work: let it begin with something fixed, or repeat less often',
      largestOf(parts),
    );
  return { each: runner(program), work };
}

/** A part of a pattern that judges look at: repetitions and anchors outside classes and quotations. */
type PatternPart = {
  readonly kind: 'endless' | 'counted' | 'anchor';
  readonly at: number;
  readonly most: number;
};

function partsOf(pattern: string): readonly PatternPart[] {
  const parts: PatternPart[] = [];
  let inClass = false;
  for (let i = 0; i < pattern.length; i += 1) {
    const c = pattern[i] as string;
    if (c === '\\') {
      if (pattern[i + 1] === 'Q') {
        const end = pattern.indexOf('\\E', i + 2);
        i = end < 0 ? pattern.length : end + 1;
        continue;
      }
      if (!inClass && /[AzZ]/.test(pattern[i + 1] ?? '')) parts.push({ kind: 'anchor', at: i, most: 0 });
      i += 1;
    } else if (inClass) {
      // a bracket that stands first belongs to the class
      if (c === '[' && pattern[i + 1] === ':') i = Math.max(i, pattern.indexOf(':]', i + 2) + 1);
      else if (c === ']') inClass = false;
    } else if (c === '[') {
      inClass = true;
      if (pattern[i + 1] === '^') i += 1;
      if (pattern[i + 1] === ']') i += 1;
    } else if (c === '*' || c === '+') parts.push({ kind: 'endless', at: i, most: 0 });
    else if (c === '^' || c === '$') parts.push({ kind: 'anchor', at: i, most: 0 });
    else if (c === '{') {
      const [, low, comma, high] = /^\{(\d+)(,?)(\d*)\}/.exec(pattern.slice(i, i + 16)) ?? [];
      if (low === undefined) continue;
      if (comma !== '' && high === '') parts.push({ kind: 'endless', at: i, most: 0 });
      else parts.push({ kind: 'counted', at: i, most: Number(high || low) });
    }
  }
  return parts;
}

/** Refuses what could expand to a huge program before anything is built: the sum of all counts bounds each part. */
function refuseLarge(parts: readonly PatternPart[]): void {
  let sum = 0;
  for (const part of parts) {
    if (part.kind !== 'counted') continue;
    sum += part.most;
    if (sum > mostExpanded)
      throw refused('too-large', 'the pattern repeats too much: use smaller counts', part.at);
  }
}

const largestOf = (parts: readonly PatternPart[]): number =>
  parts
    .filter((part) => part.kind === 'counted')
    .reduce<PatternPart | null>((a, b) => (a && a.most >= b.most ? a : b), null)?.at ?? -1;

/** Where the parser's complaint stands in the pattern, -1 where it does not say. */
function placeOf(pattern: string, said: string | null): number {
  if (said === null || said === '') return -1;
  if (said !== pattern) return pattern.indexOf(said);
  // the whole pattern: a bracket has no partner
  const open: number[] = [];
  for (let i = 0; i < pattern.length; i += 1) {
    if (pattern[i] === '\\') i += 1;
    else if (pattern[i] === '(') open.push(i);
    else if (pattern[i] === ')' && open.pop() === undefined) return i;
  }
  return open.at(-1) ?? -1;
}

/** Shortest and longest match in characters; refuses programs that loop or look at the text's ends. */
function spanOf(program: Program, parts: readonly PatternPart[]): { least: number; most: number } {
  const known = new Map<number, { least: number; most: number } | 'open'>();
  const from = (pc: number): { least: number; most: number } => {
    const before = known.get(pc);
    if (before === 'open')
      throw refused(
        'endless',
        'say how often at most: {1,20} instead of + and {0,20} instead of *',
        parts.find((part) => part.kind === 'endless')?.at ?? -1,
      );
    if (before !== undefined) return before;
    known.set(pc, 'open');
    const inst = program.inst[pc] as Inst;
    const span = spanFrom(inst);
    known.set(pc, span);
    return span;
  };
  const spanFrom = (inst: Inst): { least: number; most: number } => {
    if (inst.op === op.match) return { least: 0, most: 0 };
    if (inst.op === op.fail) return { least: Number.POSITIVE_INFINITY, most: Number.NEGATIVE_INFINITY };
    if (inst.op === op.alt || inst.op === op.altMatch) {
      const [a, b] = [from(inst.out), from(inst.arg)];
      return { least: Math.min(a.least, b.least), most: Math.max(a.most, b.most) };
    }
    if (inst.op > op.anyNotNl) throw refused('look-behind', 'leave looking back out of the pattern', -1);
    if (inst.op === op.empty && (inst.arg & edge.text) !== 0)
      throw refused(
        'anchor',
        'leave ^ and $ out: a value may stand anywhere in a text',
        parts.find((part) => part.kind === 'anchor')?.at ?? -1,
      );
    const rest = from(inst.out);
    const one = inst.op >= firstRune ? 1 : 0;
    return { least: rest.least + one, most: rest.most + one };
  };
  const span = from(program.start);
  if (span.most < 0) throw refused('nothing', 'write a pattern that can match something', -1);
  return span;
}

/** Whether an instruction takes a character. */
const takes = (inst: Inst, rune: number): boolean => {
  if (inst.op === op.any) return true;
  if (inst.op === op.anyNotNl) return rune !== 10;
  return inst.matchRune(rune);
};

/** Bit for each code unit that a match can begin with. */
function beginnings(program: Program): Uint8Array {
  const bits = new Uint8Array(0x2000);
  const seen = new Set<number>();
  const add = (from: number, to: number): void => {
    for (let c = from; c <= Math.min(to, 0xffff); c += 1)
      bits[c >> 3] = (bits[c >> 3] as number) | (1 << (c & 7));
    if (to > 0xffff) add(0xd800, 0xdbff);
  };
  const from = (pc: number): void => {
    if (seen.has(pc)) return;
    seen.add(pc);
    const inst = program.inst[pc] as Inst;
    if (inst.op === op.alt || inst.op === op.altMatch) {
      from(inst.out);
      from(inst.arg);
    } else if (inst.op < firstRune) {
      if (inst.op !== op.match && inst.op !== op.fail) from(inst.out);
    } else if (inst.op >= op.any) add(0, 0x10ffff);
    else if (inst.runes.length === 1) {
      // letters of either case: the few that fold to this one
      for (let c = 0; c < 0x10000; c += 1) if (inst.matchRune(c)) add(c, c);
      if ((inst.runes[0] as number) > 0xffff) add(0xd800, 0xdbff);
    } else
      for (let r = 0; r + 1 < inst.runes.length; r += 2)
        add(inst.runes[r] as number, inst.runes[r + 1] as number);
  };
  from(program.start);
  return bits;
}

/** A list of the states that are alive, in the order of their beginnings, the earliest first. */
type Alive = {
  size: number;
  readonly states: Int32Array;
  readonly begins: Int32Array;
  readonly place: Int32Array;
};

const alive = (n: number): Alive => ({
  size: 0,
  states: new Int32Array(n),
  begins: new Int32Array(n),
  place: new Int32Array(n),
});

const isWord = (rune: number): boolean => rune === 95 || (rune >= 0 && rune < 128 && isAlnum(rune));

/**
 * Runs a program over a text in lock step (Thompson): each state is alive at most once, with its earliest
 * beginning, so a character costs at most one step for each instruction.
 */
function runner(program: Program): Pattern['each'] {
  const { inst, start } = program;
  const begin = beginnings(program);
  const stack = new Int32Array(2 * inst.length + 2);
  let now = alive(inst.length);
  let next = alive(inst.length);

  /** Adds a state and all that it leads to without a character; true when the program has matched. */
  const add = (list: Alive, pc: number, from: number, before: number, after: number): boolean => {
    let matched = false;
    let depth = 0;
    stack[depth++] = pc;
    while (depth > 0) {
      const at = stack[--depth] as number;
      const slot = list.place[at] as number;
      if (slot < list.size && list.states[slot] === at) continue;
      list.place[at] = list.size;
      list.states[list.size] = at;
      list.begins[list.size] = from;
      list.size += 1;
      const each = inst[at] as Inst;
      if (each.op >= firstRune) continue;
      if (each.op === op.match) matched = true;
      else if (each.op === op.alt || each.op === op.altMatch) {
        stack[depth++] = each.arg;
        stack[depth++] = each.out;
      } else if (each.op === op.nop || each.op === op.capture) stack[depth++] = each.out;
      else if (each.op === op.empty && holds(each.arg, before, after)) stack[depth++] = each.out;
    }
    return matched;
  };

  const runeAt = (text: string, i: number): number =>
    i < text.length ? (text.codePointAt(i) as number) : -1;

  /** The leftmost, longest match from `from` on: its beginning, and its end in `ended`. -1: none. */
  let ended = -1;
  const first = (text: string, from: number): number => {
    const n = text.length;
    let began = -1;
    now.size = 0;
    ended = -1;
    let before = from > 0 ? text.charCodeAt(from - 1) : -1;
    for (let i = from; i <= n; ) {
      if (now.size === 0) {
        if (began >= 0) break;
        while (i < n && !starts(begin, text.charCodeAt(i))) i += 1;
        if (i >= n) break;
        before = i > 0 ? text.charCodeAt(i - 1) : -1;
      }
      const rune = runeAt(text, i);
      if (began < 0 && i < n && starts(begin, text.charCodeAt(i))) add(now, start, i, before, rune);
      if (rune < 0) break;
      const width = rune > 0xffff ? 2 : 1;
      const after = runeAt(text, i + width);
      next.size = 0;
      for (let k = 0; k < now.size; k += 1) {
        const each = inst[now.states[k] as number] as Inst;
        const since = now.begins[k] as number;
        // what began later than a match cannot win any more
        if (began >= 0 && since > began) break;
        if (each.op < firstRune || !takes(each, rune)) continue;
        if (add(next, each.out, since, rune, after)) {
          began = since;
          ended = i + width;
        }
      }
      const swap = now;
      now = next;
      next = swap;
      before = rune;
      i += width;
    }
    return began;
  };

  return (text, take) => {
    for (let at = 0; at < text.length; ) {
      const began = first(text, at);
      if (began < 0) return;
      const end = ended;
      take(began, end);
      at = Math.max(end, began + 1);
    }
  };
}

const starts = (bits: Uint8Array, unit: number): boolean =>
  ((bits[unit >> 3] as number) & (1 << (unit & 7))) !== 0;

function holds(wanted: number, before: number, after: number): boolean {
  if ((wanted & 1) !== 0 && before >= 0 && before !== 10) return false;
  if ((wanted & 2) !== 0 && after >= 0 && after !== 10) return false;
  const boundary = isWord(before) !== isWord(after);
  return !((wanted & edge.word) !== 0 && !boundary) && !((wanted & edge.noWord) !== 0 && boundary);
}
