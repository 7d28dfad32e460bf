import { toBase64 } from '@huke/ledger';
import type { Appended } from './append.ts';

/** A line of the journal: an entry whose answer may have left, or a counter that must not go back. */
export type JournalLine =
  | { readonly kind: 'leaf'; readonly entry: Appended }
  | { readonly kind: 'counter'; readonly name: string; readonly value: number };

const leafShape = /^([0-9]{1,15}) ([A-Za-z0-9+/]{43}=)$/;
const counterShape = /^([a-z][A-Za-z0-9._:-]{0,79}) ([0-9]{1,16})$/;

/** `INDEX LEAF` or `NAME VALUE`, with its line's end. */
export function formatLine(line: JournalLine): string {
  return line.kind === 'leaf'
    ? `${line.entry.index} ${toBase64(line.entry.leaf)}\n`
    : `${line.name} ${line.value}\n`;
}

/** Whether a counter's name and value can be kept. */
export function isCounter(name: string, value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && counterShape.test(`${name} ${value}`);
}

/** The lines of a text that ends at a line's end; `null` = one of them is none. */
export function parseLines(text: string): readonly JournalLine[] | null {
  const lines: JournalLine[] = [];
  for (const each of text.split('\n').slice(0, -1)) {
    const line = parseLine(each);
    if (line === null) return null;
    lines.push(line);
  }
  return lines;
}

function parseLine(text: string): JournalLine | null {
  const [, index, leaf] = leafShape.exec(text) ?? [];
  if (index !== undefined && leaf !== undefined) {
    return { kind: 'leaf', entry: { index: Number(index), leaf: Buffer.from(leaf, 'base64') } };
  }
  const [, name, value] = counterShape.exec(text) ?? [];
  if (name === undefined || value === undefined || !Number.isSafeInteger(Number(value))) return null;
  return { kind: 'counter', name, value: Number(value) };
}
