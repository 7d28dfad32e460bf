import type { Candidate, NameFinder } from '../src/name-port.ts';
import type { Sample } from './sample.ts';
import { crosswoz, folded } from './samples.ts';

/** Disjoint candidates, best score first; an address wins over a person inside it. */
export function resolve(candidates: readonly Candidate[], least: number): Candidate[] {
  const rank = (c: Candidate): number => c.score + (c.type === 'ADDRESS' && c.score >= least ? 1 : 0);
  const kept: Candidate[] = [];
  for (const c of [...candidates].sort((a, b) => rank(b) - rank(a) || a.start - b.start)) {
    if (c.score < least) continue;
    if (kept.every((k) => c.end <= k.start || c.start >= k.end)) kept.push(c);
  }
  return kept.sort((a, b) => a.start - b.start);
}

export type Tally = { right: number; found: number; wanted: number };
export const f1 = ({ right, found, wanted }: Tally): number =>
  found + wanted === 0 ? 1 : (2 * right) / (found + wanted);

/** Strict figures of one type over labelled texts; `wrong` hears of each error. */
export function measure(
  finder: NameFinder,
  samples: readonly Sample[],
  type: 'PERSON' | 'ADDRESS',
  least = 0.5,
  wrong: (kind: string, value: string, text: string) => void = () => {},
): Tally {
  const tally = { right: 0, found: 0, wanted: 0 };
  for (const { text, entities } of samples.map(folded)) {
    const gold = entities.filter((e) => e.type === type);
    const found = resolve(finder.candidates(text, 0, text.length), least).filter((c) => c.type === type);
    tally.wanted += gold.length;
    tally.found += found.length;
    for (const g of gold) {
      if (found.some((c) => c.start === g.start && c.end === g.end)) tally.right += 1;
      else wrong('missed', text.slice(g.start, g.end), text);
    }
    for (const c of found) {
      if (!gold.some((g) => c.start === g.start && c.end === g.end))
        wrong(`false ${c.score.toFixed(2)}`, text.slice(c.start, c.end), text);
    }
  }
  return tally;
}

/** Names found per 1,000 characters of real service chat that holds none. */
export function falseNames(
  finder: NameFinder,
  part: 'train' | 'rest',
  least = 0.5,
  wrong: (value: string, text: string) => void = () => {},
): number {
  let found = 0;
  let characters = 0;
  for (const { text } of crosswoz(part).map(folded)) {
    characters += text.length;
    for (const c of resolve(finder.candidates(text, 0, text.length), least)) {
      if (c.type !== 'PERSON') continue;
      found += 1;
      wrong(text.slice(c.start, c.end), text);
    }
  }
  return (found / characters) * 1000;
}
