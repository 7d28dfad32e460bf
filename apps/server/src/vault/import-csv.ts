/** One record of a file: its cells, or what is wrong with it. Records are counted from 1, the header's included. */
export type Row =
  | { readonly row: number; readonly cells: readonly string[] }
  | { readonly row: number; readonly code: RowCode };

export type RowCode = 'row-too-large' | 'too-many-columns' | 'bad-quotes' | 'unbalanced-quote' | 'bad-json';

/** Reads a file piece by piece; a record is never longer than a bound, so memory is bounded too. */
export type RowReader = {
  readonly push: (text: string) => readonly Row[];
  readonly end: () => readonly Row[];
};

export const longestRecord = 262_144;
export const mostCells = 1_000;

const quote = 0x22;
const lf = 0x0a;
const cr = 0x0d;

/**
 * RFC 4180 with the usual liberties (any line end, quotes inside plain cells, spaces kept). A quote that is never
 * closed makes the rest of the file unreadable: its record is the last one, with code `unbalanced-quote`.
 */
export function csvReader(delimiter: string): RowReader {
  const separator = delimiter.charCodeAt(0);
  let rows: Row[] = [];
  let row = 1;
  let cells: string[] = [];
  let cell = '';
  let size = 0;
  let state: 'start' | 'plain' | 'quoted' | 'closing' = 'start';
  let problem: RowCode | null = null;
  let skipLf = false;
  let dead = false;

  const endCell = (): void => {
    if (cells.length >= mostCells) problem ??= 'too-many-columns';
    else cells.push(cell);
    cell = '';
    state = 'start';
  };
  const endRecord = (): void => {
    const blank = cells.length === 0 && cell === '' && state === 'start';
    if (!blank) {
      endCell();
      rows.push(problem === null ? { row, cells } : { row, code: problem });
    }
    row++;
    cells = [];
    cell = '';
    size = 0;
    state = 'start';
    problem = null;
  };
  const take = (text: string): void => {
    size += text.length;
    if (size <= longestRecord) cell += text;
    else if (state === 'quoted') {
      rows.push({ row, code: 'unbalanced-quote' });
      dead = true;
    } else {
      problem = 'row-too-large';
      cell = '';
      cells = [];
    }
  };
  const step = (code: number, character: string): void => {
    if (state === 'closing') {
      if (code === quote) {
        take('"');
        state = 'quoted';
        return;
      }
      state = 'plain';
      if (code !== separator && code !== lf && code !== cr) problem ??= 'bad-quotes';
    }
    if (code === quote && state === 'start') state = 'quoted';
    else if (code === separator) endCell();
    else if (code === lf || code === cr) {
      endRecord();
      skipLf = code === cr;
    } else {
      state = 'plain';
      take(character);
    }
  };

  const read = (text: string): void => {
    let at = 0;
    while (at < text.length && !dead) {
      const code = text.charCodeAt(at);
      if (skipLf) {
        skipLf = false;
        if (code === lf) {
          at++;
          continue;
        }
      }
      if (state === 'quoted') {
        const close = text.indexOf('"', at);
        const to = close < 0 ? text.length : close;
        take(text.slice(at, to));
        if (close >= 0) state = 'closing';
        at = close < 0 ? to : to + 1;
        continue;
      }
      let to = at;
      if (state !== 'closing') {
        while (to < text.length) {
          const next = text.charCodeAt(to);
          if (
            next === separator ||
            next === lf ||
            next === cr ||
            (next === quote && state === 'start' && to === at)
          )
            break;
          to++;
        }
      }
      if (to > at) {
        state = 'plain';
        take(text.slice(at, to));
        at = to;
      } else {
        step(code, text.charAt(at));
        at++;
      }
    }
  };
  const drain = (): readonly Row[] => {
    const done = rows;
    rows = [];
    return done;
  };

  return {
    push: (text) => {
      read(text);
      return drain();
    },
    end: () => {
      if (!dead && state === 'quoted') rows.push({ row, code: 'unbalanced-quote' });
      else if (!dead) {
        if (state === 'closing') state = 'plain';
        if (cells.length > 0 || cell !== '' || state !== 'start' || problem !== null) endRecord();
      }
      dead = true;
      return drain();
    },
  };
}

/** The delimiter of a table: the one of `, ; tab |` that its first line has most of. */
export function delimiterOf(text: string): string {
  const line = text.split(/[\r\n]/, 1)[0] ?? '';
  const count = (delimiter: string): number => line.split(delimiter).length;
  return [',', ';', '\t', '|'].reduce((best, each) => (count(each) > count(best) ? each : best));
}
