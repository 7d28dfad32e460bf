import { setImmediate as pass } from 'node:timers/promises';
import {
  type Finding,
  find,
  maskValue,
  type Recognizer,
  replaceFindings,
  settler,
  wordStream,
} from '@huke/detect';
import type { Scenario, TextFinding, TextFindings, TextWord } from '@huke/sdk';
import type { Rules } from './compiled.ts';

/**
 * Texts are searched in parts of so many code units; other work of the server gets its turn between them. A text made
 * for it, or an own pattern, may cost a thousand times what ordinary text does.
 */
const partLength = 4096;
const mostWords = 10_000;

let line: Promise<void> = Promise.resolve();
/**
 * Waits until this part is next. INVARIANT: between two parts, whoever's they are, the server does its other work
 * once; otherwise many texts at the same time would hold it up as long as all of them together.
 */
const turn = (): Promise<void> => (line = line.then(() => pass()));

/** A finding, and the findings of the library alone that it stands in the place of. */
export type Joined = Finding & { readonly over: readonly Finding[] };

type Options = { readonly explain: boolean };

/**
 * Findings with the organisation's recognisers. INVARIANT: they only add. What the library finds alone stays found,
 * or stands in `over` of the finding that took its place, whose level is then the higher of both.
 */
export async function findingsOf(
  recognizers: readonly Recognizer[],
  text: string,
  options: Options,
): Promise<readonly Joined[]> {
  const alone = await inParts(text, options);
  if (recognizers.length === 0) return alone.map((each) => ({ ...each, over: [] }));
  return joined(alone, await inParts(text, { ...options, recognizers }));
}

/**
 * Findings of a text that its readers see masked only, such as a note. INVARIANT: own recognisers see nothing of what
 * the library covers, neither in a match nor as a word near one, nor how long it is. Otherwise a rule that asks for
 * certain digits would tell by its effect on the mask whether they are there.
 */
export async function blindFindingsOf(
  recognizers: readonly Recognizer[],
  text: string,
): Promise<readonly Joined[]> {
  const options = { explain: false };
  // a case may hold many notes
  await turn();
  const alone = await inParts(text, options);
  if (recognizers.length === 0) return alone.map((each) => ({ ...each, over: [] }));
  await turn();
  const own = await inParts(
    replaceFindings(text, alone, () => blanked),
    { ...options, recognizers },
  );
  return [...alone, ...outside(own, alone)]
    .sort((a, b) => a.start - b.start)
    .map((each) => ({ ...each, over: [] }));
}

/** Stands for a value that own recognisers must not see; Unicode's object replacement. */
const blanked = '\ufffc';

/** Findings of a text in which each of `hidden` was one unit: those that touch none, where they are in the original. */
function outside(own: readonly Finding[], hidden: readonly Finding[]): readonly Finding[] {
  const free: Finding[] = [];
  let longer = 0;
  let k = 0;
  for (const each of own) {
    for (; k < hidden.length; k += 1) {
      const { start, end } = hidden[k] as Finding;
      if (start - longer >= each.start) break;
      longer += end - start - blanked.length;
    }
    const next = hidden[k];
    if (next && next.start - longer < each.end) continue;
    free.push({ ...each, start: each.start + longer, end: each.end + longer });
  }
  return free;
}

/** What `find` finds in the whole, in parts. */
async function inParts(
  text: string,
  options: Options & { readonly recognizers?: readonly Recognizer[] },
): Promise<readonly Finding[]> {
  if (text.length <= partLength) return find(text, options);
  const settle = settler(options);
  const found: Finding[] = [];
  let at = 0;
  const take = (settled: ReturnType<typeof settle.end>): void => {
    for (const each of settled.findings) found.push({ ...each, start: each.start + at, end: each.end + at });
    at += settled.text.length;
  };
  for (let from = 0; from < text.length; from += partLength) {
    await turn();
    take(settle.push(text.slice(from, from + partLength)));
  }
  await turn();
  take(settle.end());
  return found;
}

/** Joins two lists, each sorted and disjoint. */
function joined(alone: readonly Finding[], both: readonly Finding[]): readonly Joined[] {
  const out: Joined[] = [];
  let at = 0;
  for (const each of both) {
    while (at < alone.length && (alone[at] as Finding).end <= each.start)
      out.push({ ...(alone[at++] as Finding), over: [] });
    const over: Finding[] = [];
    // one that reaches beyond this finding may stand in the way of the next one too
    for (let k = at; k < alone.length && (alone[k] as Finding).start < each.end; k += 1) {
      const one = alone[k] as Finding;
      if (!same(one, each)) over.push(one);
      if (one.end <= each.end) at = k + 1;
    }
    out.push(raised(each, over));
  }
  for (; at < alone.length; at += 1) out.push({ ...(alone[at] as Finding), over: [] });
  return out.filter((each, k) => k === 0 || each.start >= (out[k - 1] as Joined).end);
}

const same = (a: Finding, b: Finding): boolean =>
  a.start === b.start && a.end === b.end && a.type === b.type && b.recognizer === undefined;

const raised = (finding: Finding, over: readonly Finding[]): Joined => ({
  ...finding,
  ...worst(finding, ...over),
  over,
});

/** The highest level and the flag of findings that become one. */
const worst = (
  ...all: readonly Pick<Finding, 'level' | 'sensitive'>[]
): Pick<Finding, 'level' | 'sensitive'> => ({
  level: all.map((each) => each.level).reduce((a, b) => (b > a ? b : a)),
  sensitive: all.some((each) => each.sensitive),
});

/**
 * The text with every finding masked for a scenario. Where an own recogniser's finding stands in the place of
 * another, all of both is covered, so that no rule can make a mask show more than without it.
 */
export function masked(text: string, findings: readonly Joined[], scenario: Scenario): string {
  let out = '';
  let at = 0;
  for (let k = 0; k < findings.length; ) {
    const first = findings[k] as Joined;
    const start = Math.max(at, startOf(first));
    let end = endOf(first);
    let covered = first.over.length > 0;
    for (k += 1; k < findings.length && startOf(findings[k] as Joined) < end; k += 1) {
      covered = true;
      end = Math.max(end, endOf(findings[k] as Joined));
    }
    const cover = covered
      ? '*'.repeat(end - start)
      : maskValue(first.type, text.slice(first.start, first.end), scenario, first.level);
    out += text.slice(at, start) + cover;
    at = end;
  }
  return out + text.slice(at);
}

const startOf = (each: Joined): number => Math.min(each.start, ...each.over.map((one) => one.start));
const endOf = (each: Joined): number => Math.max(each.end, ...each.over.map((one) => one.end));

/**
 * Findings as callers see them, sorted and disjoint. INVARIANT: each is as wide as all that it stands in the place of,
 * so that who hides them hides no less than without own recognisers.
 */
export function shown(findings: readonly Joined[]): readonly TextFinding[] {
  const out: TextFinding[] = [];
  for (const each of findings) {
    const { over: _, ...finding } = each;
    const last = out.at(-1);
    const start = Math.max(startOf(each), last?.end ?? 0);
    const end = endOf(each);
    if (start < end) out.push({ ...finding, start, end });
    else if (last) out[out.length - 1] = { ...last, ...worst(last, finding) };
  }
  return out;
}

/** The listed words in a text, and how many more there are than are told. */
export async function wordsOf(
  rules: Pick<Rules, 'words'>,
  text: string,
): Promise<Pick<TextFindings, 'words' | 'wordsLeft'>> {
  if (rules.words === null) return { words: [], wordsLeft: 0 };
  const stream = wordStream(rules.words);
  const words: TextWord[] = [];
  let count = 0;
  const take = (hits: ReturnType<typeof stream.end>): void => {
    count += hits.length;
    for (const { start, end, list, reason } of hits.slice(0, mostWords - words.length))
      words.push({ start, end, list, reason });
  };
  for (let from = 0; from < text.length; from += partLength) {
    if (from > 0) await turn();
    take(stream.push(text.slice(from, from + partLength)));
  }
  take(stream.end());
  return { words, wordsLeft: count - words.length };
}
