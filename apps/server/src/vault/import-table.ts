import { maskValue } from '@huke/detect';
import { type Column, headerless, recogniseColumns } from './import-columns.ts';
import { csvReader, delimiterOf, type Row, type RowReader } from './import-csv.ts';
import { decoderOf, encodingOf } from './import-decode.ts';
import { jsonlReader, listSeparator } from './import-jsonl.ts';
import type { Kind } from './kinds.ts';
import { normalise } from './normalise.ts';

/** What is found out about a file before its first row is imported. */
export type Recognised = {
  readonly encoding: string;
  readonly format: 'csv' | 'jsonl';
  readonly columns: readonly Column[];
  /** Masked. */
  readonly preview: readonly Readonly<Record<string, string>>[];
};

const sampleRows = 60;
const previewRows = 8;

/** A row as the runner works on it: its fields by kind, or what is wrong with the whole row. */
export type NumberedRow = {
  readonly row: number;
  readonly fields: Readonly<Record<string, readonly string[]>>;
  readonly columnOf: ReadonlyMap<string, string>;
  readonly code: string | null;
};

/** The pieces of a file as rows of fields, once its columns are recognised and `onRecognised` knows of them. */
export async function* readTable(
  pieces: AsyncIterable<Uint8Array>,
  all: readonly Kind[],
  mapping: Readonly<Record<string, string | null>>,
  onRecognised: (found: Recognised) => Promise<void>,
): AsyncGenerator<{ readonly rows: readonly NumberedRow[]; readonly bytes: number }> {
  // Secrets of authentication are never imported (JR/T 0171 6.1.2).
  const kinds = all.filter((kind) => kind.level !== 'C3');
  const names: string[] = [];
  let decode: ((bytes: Uint8Array | null) => string) | null = null;
  let reader: RowReader | null = null;
  let encoding = '';
  let format: 'csv' | 'jsonl' = 'csv';
  let columns: readonly Column[] | null = null;
  let waiting: Row[] = [];
  let bytes = 0;

  const recognise = async (): Promise<readonly Row[]> => {
    const rows = waiting;
    waiting = [];
    const first = rows[0];
    const headed =
      format === 'csv' && first !== undefined && 'cells' in first && !headerless(first.cells, kinds);
    const headers = format === 'jsonl' ? names : headed ? first.cells : [];
    const body = headed ? rows.slice(1) : rows;
    const sample = body.flatMap((row) => ('cells' in row ? [row.cells] : [])).slice(0, sampleRows);
    columns = recogniseColumns(kinds, headers, sample, mapping);
    const preview = sample.slice(0, previewRows).map((cells) => previewOf(kinds, columns ?? [], cells));
    await onRecognised({ encoding, format, columns, preview });
    return body;
  };
  const take = async (rows: readonly Row[], last: boolean): Promise<readonly NumberedRow[]> => {
    let ready = rows;
    if (columns === null) {
      waiting.push(...rows);
      if (waiting.length < sampleRows && !last) return [];
      ready = await recognise();
    }
    const known = columns ?? [];
    return ready.map((row) => numbered(row, known));
  };

  for await (const piece of pieces) {
    if (decode === null) {
      const named = encodingOf(piece);
      encoding = named;
      decode = decoderOf(named);
    }
    const text = decode(piece);
    bytes += piece.length;
    if (reader === null) {
      format = /^\s*\{/.test(text) ? 'jsonl' : 'csv';
      reader = format === 'jsonl' ? jsonlReader(names) : csvReader(delimiterOf(text));
    }
    yield { rows: await take(reader.push(text), false), bytes };
  }
  const rest = decode === null ? '' : decode(null);
  const rows = reader === null ? [] : [...reader.push(rest), ...reader.end()];
  yield { rows: await take(rows, true), bytes };
}

function numbered(row: Row, columns: readonly Column[]): NumberedRow {
  if ('code' in row) return { row: row.row, fields: {}, columnOf: new Map(), code: row.code };
  const fields: Record<string, string[]> = {};
  const columnOf = new Map<string, string>();
  for (const [at, { field, column }] of columns.entries()) {
    const cell = row.cells[at];
    if (field === null || cell === undefined || cell.trim() === '') continue;
    const list = (fields[field] ??= []);
    for (const value of cell.split(listSeparator)) {
      columnOf.set(`${field}.${list.length}`, column);
      list.push(value);
    }
    columnOf.set(field, columnOf.get(field) ?? column);
  }
  return { row: row.row, fields, columnOf, code: null };
}

/** Stands for a cell that has not its field's form: nothing of it is shown. */
const unshown = '•••';

/** Cells of columns that go to no field are left out: nobody knows what is in them. */
function previewOf(
  kinds: readonly Kind[],
  columns: readonly Column[],
  cells: readonly string[],
): Readonly<Record<string, string>> {
  const shown = columns.flatMap(({ column, field }, at): [string, string][] => {
    const cell = cells[at] ?? '';
    const kind = kinds.find((each) => each.field === field);
    if (cell === '' || kind === undefined) return [];
    const values = cell.split(listSeparator).map((value) => {
      const read = normalise(kind.normaliser, value);
      return read.kind === 'ok' ? maskValue(kind.type, read.text, 'mail', kind.level) : unshown;
    });
    return [[column, values.join(' ').slice(0, 200)]];
  });
  return Object.fromEntries(shown.slice(0, 40));
}
