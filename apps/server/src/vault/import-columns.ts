import { find, mask } from '@huke/detect';
import type { Kind } from './kinds.ts';
import { normalise, type Normaliser, plain } from './normalise.ts';

/** Which field a column holds, and how sure that is (0–1). `column` is masked: a file without a header has values there. */
export type Column = { readonly column: string; readonly field: string | null; readonly confidence: number };

/** Normalisers that refuse most of what is not their kind, so that content alone can recognise a column. */
const telling: ReadonlySet<Normaliser> = new Set([
  'mobile',
  'landline',
  'residentId',
  'bankCard',
  'email',
  'birthDate',
  'gender',
]);

/** Entity types whose fields the detector recognises where no normaliser does. */
const found: Readonly<Record<string, string>> = {
  PERSON: 'PERSON',
  ADDRESS: 'ADDRESS',
  CN_PASSPORT: 'CN_PASSPORT',
};

const sampleSize = 50;
const sure = 0.6;

const word = (text: string): string =>
  plain(text)
    .toLowerCase()
    .replace(/[\s_\-.:：（）()*#/\\]/gu, '');

function headerScore(kind: Kind, header: string): number {
  const names = [kind.field, kind.label.zh, kind.label.en, ...kind.headers].map(word);
  const asked = word(header);
  if (asked === '') return 0;
  if (names.includes(asked)) return 1;
  // 收件人手机号1, customer_mobile
  return names.some((name) => name.length > 1 && asked.replace(/\d+$/u, '').includes(name)) ? 0.7 : 0;
}

function contentScore(kind: Kind, values: readonly string[]): number | null {
  if (values.length === 0) return null;
  const share = (fits: (value: string) => boolean): number => values.filter(fits).length / values.length;
  if (telling.has(kind.normaliser)) return share((value) => normalise(kind.normaliser, value).kind === 'ok');
  const type = found[kind.type];
  if (type === undefined) return null;
  return share((value) =>
    find(value).some((each) => each.type === type && each.end - each.start >= value.length * 0.6),
  );
}

/** How well a kind fits a column: header and content together; each alone is less. */
function score(kind: Kind, header: string | null, values: readonly string[]): number {
  const byHeader = header === null ? 0 : headerScore(kind, header);
  const byContent = contentScore(kind, values);
  if (byContent === null) return byHeader * 0.95;
  if (byHeader === 0) return kind.own ? 0 : byContent * 0.85;
  return byHeader * (0.7 + byContent * 0.3);
}

/** Whether the first row holds values and not the names of columns. */
export function headerless(first: readonly string[], kinds: readonly Kind[]): boolean {
  const strict = kinds.filter((kind) => telling.has(kind.normaliser) && kind.normaliser !== 'gender');
  return first.some((cell) => strict.some((kind) => normalise(kind.normaliser, cell).kind === 'ok'));
}

/** The name of a column as it may be shown and stored. */
export function columnName(header: string | null, at: number): string {
  const text = header === null ? '' : plain(header).slice(0, 60);
  return text === '' ? `#${at + 1}` : mask(text, find(text), { scenario: 'log' });
}

/**
 * Recognises the columns of a table by their headers and a sample of rows. `mapping` (by column name) overrules;
 * a field that takes one value gets its best column only.
 */
export function recogniseColumns(
  kinds: readonly Kind[],
  headers: readonly (string | null)[],
  rows: readonly (readonly string[])[],
  mapping: Readonly<Record<string, string | null>>,
): readonly Column[] {
  const width = Math.max(headers.length, ...rows.map((row) => row.length), 0);
  const columns = Array.from({ length: width }, (_, at) => {
    const header = headers[at] ?? null;
    const values = rows.flatMap((row) => (row[at]?.trim() ? [row[at]] : [])).slice(0, sampleSize);
    const scores = kinds.map((kind) => ({ kind, score: score(kind, header, values) }));
    scores.sort((a, b) => b.score - a.score);
    return { column: columnName(header, at), best: scores[0] };
  });
  const taken = new Map<string, number>();
  const order = columns.map((_, at) => at).sort((a, b) => scoreAt(columns, b) - scoreAt(columns, a));
  const chosen = new Map<number, Column>();
  for (const at of order) {
    const { column = '', best } = columns[at] ?? {};
    const asked = Object.hasOwn(mapping, column) ? mapping[column] : undefined;
    const forced = asked === undefined ? undefined : kinds.find((kind) => kind.field === asked);
    const kind = asked === undefined ? best?.kind : forced;
    const confidence = asked === undefined ? (best?.score ?? 0) : 1;
    const free = kind !== undefined && (kind.many || !taken.has(kind.field));
    const field = kind !== undefined && free && confidence >= sure ? kind.field : null;
    if (field !== null) taken.set(field, at);
    chosen.set(at, { column, field, confidence: Math.round(confidence * 100) / 100 });
  }
  return columns.map(({ column }, at) => chosen.get(at) ?? { column, field: null, confidence: 0 });
}

function scoreAt(
  columns: readonly { readonly best: { readonly score: number } | undefined }[],
  at: number,
): number {
  return columns[at]?.best?.score ?? 0;
}
