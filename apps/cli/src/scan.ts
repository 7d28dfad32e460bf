import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import {
  type Finding,
  find,
  type FindOptions,
  maskValue,
  type Recognizer,
  type Settled,
  settler,
  type StreamHit,
  type WordScanner,
  wordStream,
} from '@huke/detect';
import { endWithReader, plain, print } from './output.ts';
import { recognizersOf, wordsOf } from './rules-file.ts';
import { bytesOf, progress, textOf } from './text-input.ts';

export const summary =
  'find personal information: [--json] [--show] [--explain] [--recognizers FILE] [--words FILE] [--records] [FILE…|-]';

type Options = {
  readonly json: boolean;
  readonly show: boolean;
  readonly explain: boolean;
  readonly own: Own;
};

/** The organisation's own rules, from files. */
type Own = { readonly recognizers: readonly Recognizer[]; readonly words: WordScanner | null };

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
      recognizers: { type: 'string', multiple: true, default: [] },
      words: { type: 'string', multiple: true, default: [] },
    },
  });
  endWithReader();
  const names = positionals.length === 0 ? ['-'] : positionals;
  const own = await ownRules(values);
  if (own === null) return 2;
  if (values.records) return records(names, own);
  return scanAll(names, { ...values, own });
}

/** The rules of the files; null, with the reason printed, where one cannot be used. */
async function ownRules(files: {
  readonly recognizers: readonly string[];
  readonly words: readonly string[];
}): Promise<Own | null> {
  try {
    return { recognizers: await recognizersOf(files.recognizers), words: await wordsOf(files.words) };
  } catch (error) {
    const { path } = error as NodeJS.ErrnoException;
    process.stderr.write(`huke scan: ${path === undefined ? '' : `${path}: `}${reason(error)}\n`);
    return null;
  }
}

async function scanAll(names: readonly string[], options: Options): Promise<number> {
  let count = 0;
  let failed = false;
  const write = async (json: () => object, text: () => string): Promise<void> => {
    const lead = count === 0 ? '' : ',\n';
    count += 1;
    await print(options.json ? lead + JSON.stringify(json()) : text());
  };
  if (options.json) await print('[');
  for (const name of names) {
    try {
      await scanOne(name, options, {
        finding: (finding, value) =>
          write(
            () => asJson(name, finding, value, options),
            () => line(name, finding, value, options),
          ),
        word: (hit) =>
          write(
            () => ({ file: name, start: hit.start, end: hit.end, list: hit.list, reason: hit.reason }),
            () =>
              `${name}:${hit.start}-${hit.end}\tWORD\t${[hit.list, hit.text, hit.reason].map(plain).join('\t')}\n`,
          ),
      });
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

type Takers = {
  readonly finding: (finding: Finding, value: string) => Promise<void>;
  readonly word: (hit: StreamHit) => Promise<void>;
};

async function scanOne(name: string, { explain, own }: Options, take: Takers): Promise<void> {
  const shown = progress(name);
  const settle = settler(findOptions(explain, own));
  const words = own.words === null ? null : wordStream(own.words);
  let at = 0;
  const give = async ({ text, findings }: Settled): Promise<void> => {
    for (const f of findings) {
      await take.finding({ ...f, start: f.start + at, end: f.end + at }, text.slice(f.start, f.end));
    }
    at += text.length;
  };
  const giveWords = async (hits: readonly StreamHit[] = []): Promise<void> => {
    for (const hit of hits) await take.word(hit);
  };
  try {
    for await (const text of textOf(bytesOf(name), shown.add)) {
      await give(settle.push(text));
      await giveWords(words?.push(text));
    }
    await give(settle.end());
    await giveWords(words?.end());
  } finally {
    shown.end();
  }
}

const findOptions = (explain: boolean, { recognizers }: Own): FindOptions =>
  recognizers.length === 0 ? { explain } : { explain, recognizers };

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
  const shown = plain(options.show ? value : preview(finding, value));
  const head = `${file}:${start}-${end}\t${type}\t${level}\t${score.toFixed(3)}\t${shown}\n`;
  if (!options.explain) return head;
  return head + why.map((e) => `\t${e.code}\t${e.weight > 0 ? '+' : ''}${e.weight.toFixed(2)}\n`).join('');
}

/** Reads `{"id","text"}` lines, writes `{"id","entities"}` lines in the same order. */
async function records(names: readonly string[], own: Own): Promise<number> {
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
      const entities = find(record.text, findOptions(false, own)).map(
        ({ type, start, end, level, score }) => ({
          type,
          start,
          end,
          level,
          score,
        }),
      );
      const words = own.words === null ? {} : { words: own.words.find(record.text) };
      await print(`${JSON.stringify({ id: record.id, entities, ...words })}\n`);
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
