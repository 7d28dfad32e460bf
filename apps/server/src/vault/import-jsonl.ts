import { longestRecord, mostCells, type Row, type RowReader } from './import-csv.ts';

/**
 * Reads one JSON object per line into cells under the columns seen so far; `columns` grows. Texts, numbers that are
 * exact, and lists of texts (several values of one field) are cells; everything else is `bad-json`.
 */
export function jsonlReader(columns: string[]): RowReader {
  let held = '';
  let row = 0;
  let skipping = false;

  const read = (line: string): Row[] => {
    row++;
    if (skipping || line.length > longestRecord) {
      skipping = false;
      return [{ row, code: 'row-too-large' }];
    }
    if (line.trim() === '') return [];
    const cells = cellsOf(line, columns);
    return [cells === null ? { row, code: 'bad-json' } : { row, cells }];
  };
  return {
    push: (text) => {
      const lines = (held + text).split('\n');
      held = lines.pop() ?? '';
      if (held.length > longestRecord) {
        held = '';
        skipping = true;
      }
      return lines.flatMap(read);
    },
    end: () => (held.trim() === '' && !skipping ? [] : read(held)),
  };
}

/** Several values of one cell, as the runner splits them again. */
export const listSeparator = '\u001f';

function cellsOf(line: string, columns: string[]): string[] | null {
  const object = parse(line);
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return null;
  const cells: string[] = [];
  for (const [name, value] of Object.entries(object)) {
    const text = textOf(value);
    if (text === null) return null;
    let at = columns.indexOf(name);
    if (at < 0) {
      if (columns.length >= mostCells) return null;
      at = columns.push(name) - 1;
    }
    cells[at] = text;
  }
  return Array.from(cells, (cell) => cell ?? '');
}

function textOf(value: unknown): string | null {
  if (value === null) return '';
  if (typeof value === 'string') return value.replaceAll(listSeparator, ' ');
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null;
  if (!Array.isArray(value)) return null;
  const texts = value.map(textOf);
  return texts.every((text) => text !== null) ? texts.join(listSeparator) : null;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
