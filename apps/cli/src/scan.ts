import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { type Finding, find, type FindOptions, maskValue, type Settled, settler } from '@huke/detect';
import { endWithReader, print } from './output.ts';
import { bytesOf, progress, textOf } from './text-input.ts';

export const summary = 'find personal information: [--json] [--show] [--explain] [--records] [FILE…|-]';

type Options = { readonly json: boolean; readonly show: boolean; readonly explain: boolean };

/** Prints the findings of files or standard input. 0 nothing found, 1 found, 2 failed. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      show: { type: 'boolean', default: false },
      explain: { type: 'boolean', default: false },
      records: { type: 'boolean', default: false },
    },
  });
  endWithReader();
  const names = positionals.length === 0 ? ['-'] : positionals;
  if (values.records) return records(names);
  return scanAll(names, values);
}

async function scanAll(names: readonly string[], options: Options): Promise<number> {
  let count = 0;
  let failed = false;
  const write = async (name: string, finding: Finding, value: string): Promise<void> => {
    const lead = count === 0 ? '' : ',\n';
    count += 1;
    await print(
      options.json
        ? lead + JSON.stringify(asJson(name, finding, value, options))
        : line(name, finding, value, options),
    );
  };
  if (options.json) await print('[');
  for (const name of names) {
    try {
      await scanOne(name, { explain: options.explain }, (finding, value) => write(name, finding, value));
    } catch (error) {
      failed = true;
      process.stderr.write(`huke scan: ${name}: ${reason(error)}\n`);
    }
  }
  if (options.json) await print(']\n');
  return failed ? 2 : count > 0 ? 1 : 0;
}

const reason = (error: unknown): string => {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EISDIR') return 'is a folder; name files';
  return code ?? (error instanceof Error ? error.message : String(error));
};

async function scanOne(
  name: string,
  options: FindOptions,
  take: (finding: Finding, value: string) => Promise<void>,
): Promise<void> {
  const shown = progress(name);
  const settle = settler(options);
  let at = 0;
  const give = async ({ text, findings }: Settled): Promise<void> => {
    for (const f of findings) {
      await take({ ...f, start: f.start + at, end: f.end + at }, text.slice(f.start, f.end));
    }
    at += text.length;
  };
  try {
    for await (const text of textOf(bytesOf(name), shown.add)) await give(settle.push(text));
    await give(settle.end());
  } finally {
    shown.end();
  }
}

const preview = (finding: Finding, value: string): string =>
  maskValue(finding.type, value, 'chat', finding.level);

function asJson(file: string, finding: Finding, value: string, options: Options): object {
  const { type, start, end, level, score, sensitive, why, recognizer } = finding;
  return {
    file,
    type,
    start,
    end,
    level,
    score,
    sensitive,
    masked: preview(finding, value),
    ...(options.show ? { value } : {}),
    ...(options.explain ? { why } : {}),
    ...(recognizer === undefined ? {} : { recognizer }),
  };
}

function line(file: string, finding: Finding, value: string, options: Options): string {
  const { type, start, end, level, score, why = [] } = finding;
  const shown = JSON.stringify(options.show ? value : preview(finding, value)).slice(1, -1);
  const head = `${file}:${start}-${end}\t${type}\t${level}\t${score.toFixed(3)}\t${shown}\n`;
  if (!options.explain) return head;
  return head + why.map((e) => `\t${e.code}\t${e.weight > 0 ? '+' : ''}${e.weight.toFixed(2)}\n`).join('');
}

/** Reads `{"id","text"}` lines, writes `{"id","entities"}` lines in the same order. */
async function records(names: readonly string[]): Promise<number> {
  for (const name of names) {
    const shown = progress(name);
    const lines = createInterface({
      input: bytesOf(name) as NodeJS.ReadableStream,
      crlfDelay: Number.POSITIVE_INFINITY,
    });
    let number = 0;
    for await (const text of lines) {
      number += 1;
      shown.add(text.length + 1);
      if (text.trim() === '') continue;
      const record = parse(text.replace(/^\ufeff/, ''));
      if (!record) {
        process.stderr.write(`huke scan: ${name}: line ${number} is no {"id","text"} record\n`);
        return 2;
      }
      const entities = find(record.text).map(({ type, start, end, level, score }) => ({
        type,
        start,
        end,
        level,
        score,
      }));
      await print(`${JSON.stringify({ id: record.id, entities })}\n`);
    }
    shown.end();
  }
  return 0;
}

function parse(line: string): { id: unknown; text: string } | null {
  try {
    const record = JSON.parse(line) as { id?: unknown; text?: unknown };
    return typeof record.text === 'string' ? { id: record.id ?? null, text: record.text } : null;
  } catch {
    return null;
  }
}
