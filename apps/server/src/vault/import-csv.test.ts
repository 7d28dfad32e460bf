import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvReader, delimiterOf, type Row } from './import-csv.ts';

/** The obvious reader: the whole text, one character at a time. */
function slowRows(text: string): string[][] {
  const rows: string[][] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let fresh = true;
  const endRecord = (): void => {
    if (cells.length > 0 || cell !== '' || !fresh) rows.push([...cells, cell]);
    [cells, cell, fresh] = [[], '', true];
  };
  for (let at = 0; at < text.length; at++) {
    const c = text[at] ?? '';
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[at + 1] === '"') {
        cell += '"';
        at++;
      } else quoted = false;
    } else if (c === '"' && fresh) [quoted, fresh] = [true, false];
    else if (c === ',') [cells, cell, fresh] = [[...cells, cell], '', true];
    else if (c === '\n' || c === '\r') {
      if (c === '\r' && text[at + 1] === '\n') at++;
      endRecord();
    } else [cell, fresh] = [cell + c, false];
  }
  endRecord();
  return rows;
}

const cellsOf = (rows: readonly Row[]): (readonly string[])[] =>
  rows.flatMap((row) => ('cells' in row ? [row.cells] : []));

test('reads what the obvious reader reads, however the file is cut', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '陈', ' ', '"', ',', '\n', '\r'), maxLength: 6 });
  const written = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', '陈', ' ', 'b'), maxLength: 4 }),
    cell.map((text) => `"${text.replaceAll('"', '""')}"`),
  );
  const file = fc.tuple(
    fc.array(fc.array(written, { minLength: 1, maxLength: 4 }), { maxLength: 6 }),
    fc.constantFrom('\n', '\r\n', '\r'),
    fc.boolean(),
  );
  fc.assert(
    fc.property(
      file,
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 20 }),
      ([rows, end, last], cuts) => {
        const text = rows.map((cells) => cells.join(',')).join(end) + (last ? end : '');
        const reader = csvReader(',');
        const out: Row[] = [];
        for (let at = 0, n = 0; at < text.length; n++) {
          const size = cuts[n % cuts.length] ?? 1;
          out.push(...reader.push(text.slice(at, at + size)));
          at += size;
        }
        out.push(...reader.end());
        expect(out.every((row) => 'cells' in row)).toBe(true);
        expect(cellsOf(out)).toEqual(slowRows(text));
      },
    ),
    { numRuns: process.env['SLOW'] === '1' ? 50_000 : 500 },
  );
});

test('records keep their number over blank lines', () => {
  const reader = csvReader(',');
  const rows = [...reader.push('a,b\n\n\n1,2\n'), ...reader.end()];
  expect(rows.map((row) => row.row)).toEqual([1, 4]);
});

test.each([
  ['a,b,c\n1;2', ','],
  ['a;b;c', ';'],
  ['a\tb', '\t'],
  ['one column', ','],
])('delimiter %#', (text, delimiter) => {
  expect(delimiterOf(text)).toBe(delimiter);
});
