import { fromBase64, toBase64 } from './encoding.ts';
import { LedgerError } from './errors.ts';

/** An entry of the log by its index, and its leaf hash. */
export type JournalledLeaf = { readonly index: number; readonly leaf: Uint8Array };

/** A line of the journal: an entry whose answer may have left, or a counter that must not go back. */
export type JournalLine =
  | { readonly kind: 'leaf'; readonly entry: JournalledLeaf }
  | { readonly kind: 'counter'; readonly name: string; readonly value: number };

const leafShape = /^([0-9]{1,15}) ([A-Za-z0-9+/]{43}=)$/;
const counterShape = /^([a-z][A-Za-z0-9._:-]{0,79}) ([0-9]{1,16})$/;

/** `INDEX LEAF` or `NAME VALUE`, with its line's end. */
export function formatJournalLine(line: JournalLine): string {
  return line.kind === 'leaf'
    ? `${line.entry.index} ${toBase64(line.entry.leaf)}\n`
    : `${line.name} ${line.value}\n`;
}

/** Whether a counter's name and value can be kept. */
export function isJournalCounter(name: string, value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && counterShape.test(`${name} ${value}`);
}

/** The whole lines of a text; a last one that was cut short is left out. Throws `malformed-journal`. */
export function parseJournalLines(text: string): readonly JournalLine[] {
  return text.split('\n').slice(0, -1).map(parseLine);
}

function parseLine(text: string): JournalLine {
  const [, index, leaf] = leafShape.exec(text) ?? [];
  if (index !== undefined && leaf !== undefined) {
    return { kind: 'leaf', entry: { index: Number(index), leaf: fromBase64(leaf, 'malformed-journal') } };
  }
  const [, name, value] = counterShape.exec(text) ?? [];
  if (name === undefined || value === undefined || !Number.isSafeInteger(Number(value)))
    throw new LedgerError('malformed-journal', 'a line of the journal is neither a leaf nor a counter');
  return { kind: 'counter', name, value: Number(value) };
}
