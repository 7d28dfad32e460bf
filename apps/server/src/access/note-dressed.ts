import type { TextSymbol } from '@huke/detect';
import { soundsLikeFigure } from './note-figures.ts';
import type { Scanned } from './note-scan.ts';

/** Figures, and what may stand for them, of a note that speaks of what a mask hides. */
export function dressed(note: Scanned): readonly number[] {
  const { symbols } = note;
  const found = new Set<number>();
  const add = ({ from, to }: { readonly from: number; readonly to: number }): void => {
    for (let i = from; i < to; i += 1) found.add(i);
  };
  symbols.forEach((each, i) => {
    if (foreign.test(each.key)) found.add(i);
    if (each.digit && !isPosition(symbols, i)) found.add(i);
  });
  for (let i = 0; i < symbols.length; ) {
    let to = i;
    while (
      to < symbols.length &&
      soundsLikeFigure(symbols[to] as TextSymbol) &&
      (to === i || symbols[to]?.gap === '')
    )
      to += 1;
    if (to - i >= 3) add({ from: i, to });
    i = Math.max(to, i + 1);
  }
  const chinese = symbols.filter((each) => /\p{Script=Han}/u.test(each.key)).length;
  for (const span of note.spansOf(/[a-z](?:[a-z0-9]|[^\p{L}\p{N}]{1,2}[a-z0-9](?![a-z]))*/gu)) {
    const written = note.text.slice(symbols[span.from]?.start, symbols[span.to - 1]?.end);
    const letters = written.replace(/[^a-z]/giu, '');
    if (known.test(letters)) continue;
    if (
      /\d/.test(written) ||
      /[^a-z]/i.test(written) ||
      (letters.length > 2 && (chinese > 5 || letters === letters.toUpperCase()))
    )
      add(span);
  }
  return [...found];
}
/** Letters of scripts that desks do not write notes in. */
const foreign = /[^\p{Script=Han}\p{Script=Latin}\p{N}*]/u;
const known = /^(?:id|sfz|app|vip|sim|atm|pos|sms|cc|pls|ok|the|and|of)$/i;

/** Whether a figure is part of a word for a place in a number (第四位, 后六位). */
function isPosition(symbols: readonly TextSymbol[], i: number): boolean {
  const [before, after] = [symbols[i - 1]?.key ?? '', symbols[i + 1]?.key ?? ''];
  return /^[第后前末尾间的那]$/u.test(before) && /^[位段截码个]$/u.test(after);
}
