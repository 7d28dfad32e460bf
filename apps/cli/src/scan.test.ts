import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { encodingOf, textOf } from './text-input.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const huke = (args: readonly string[], input: string | Uint8Array) =>
  spawnSync(process.execPath, ['--import', 'tsx', '--conditions=@huke/source', main, ...args], {
    input,
    encoding: 'utf8',
  });

const gb18030 = Buffer.from([0xca, 0xd6, 0xbb, 0xfa, ...Buffer.from('13800138000')]);
const utf16 = Buffer.from('\ufeff手机13800138000', 'utf16le');

async function decoded(bytes: Uint8Array, size: number): Promise<string> {
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
  };
  let text = '';
  for await (const part of textOf(chunks())) text += part;
  return text;
}

describe('text input', () => {
  it('recognises encodings', () => {
    expect(encodingOf(Buffer.from('手机138'))).toBe('utf-8');
    expect(encodingOf(gb18030)).toBe('gb18030');
    expect(encodingOf(utf16)).toBe('utf-16le');
    expect(encodingOf(Buffer.from('plain 138', 'utf16le'))).toBe('utf-16le');
  });

  it('decodes however the bytes are cut', async () => {
    for (const size of [1, 2, 3, 100]) {
      expect(await decoded(utf16, size)).toBe('手机13800138000');
      expect(await decoded(Buffer.from('手机13800138000'), size)).toBe('手机13800138000');
    }
    expect(await decoded(gb18030, 100)).toBe('手机13800138000');
  });
});

describe('huke scan and huke mask', () => {
  it('prints masked findings and exits 1 where it found some', () => {
    const run = huke(['scan'], '手机13800138000');
    expect(run.status).toBe(1);
    expect(run.stdout).toBe('-:2-13\tCN_MOBILE\tC2\t1.000\t138****8000\n');
    expect(JSON.parse(huke(['scan', '--json', '--show'], '手机13800138000').stdout)).toMatchObject([
      { file: '-', type: 'CN_MOBILE', start: 2, end: 13, value: '13800138000' },
    ]);
  });

  it('exits 0 where there is nothing and 2 where a file is missing', () => {
    expect(huke(['scan'], '您好').status).toBe(0);
    expect(huke(['scan', '/nowhere/at-all'], '').status).toBe(2);
    const rules = huke(['scan', '--recognizers', '/nowhere/rules.json'], '');
    expect([rules.status, rules.stderr]).toEqual([2, 'huke scan: /nowhere/rules.json: no such file\n']);
  });

  it('answers records in order', () => {
    const run = huke(['scan', '--records'], '{"id":"b","text":"手机13800138000"}\n{"id":"a","text":"好"}\n');
    expect(run.status).toBe(0);
    expect(
      run.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toMatchObject([
      { id: 'b', entities: [{ type: 'CN_MOBILE', start: 2, end: 13, level: 'C2' }] },
      { id: 'a', entities: [] },
    ]);
  });

  it('masks a stream', () => {
    const run = huke(['mask'], gb18030);
    expect(run.stdout).toBe('手机138****8000');
    expect(run.status).toBe(0);
  });
});

describe('huke scan with own rules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'huke-scan-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, content: unknown): string => {
    const path = join(folder, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const recognizers = [{ name: 'member', type: 'SOCIAL_ACCOUNT', pattern: 'VIP[0-9]{6}', score: 0.9 }];
  const wordLists = [{ name: 'risk', reason: '不得承诺收益', words: ['稳赚不赔'] }];
  const rules = file('rules.json', { format: 'huke-rules/1', recognizers, wordLists });

  it('finds by an exported file, and says by which rule', () => {
    const scan = ['scan', '--json', '--recognizers', rules, '--words', rules];
    const run = huke(scan, '卡VIP123456稳赚不赔');
    expect(run.status).toBe(1);
    expect(JSON.parse(run.stdout)).toMatchObject([
      { type: 'SOCIAL_ACCOUNT', start: 1, end: 10, recognizer: 'member' },
      { file: '-', start: 10, end: 14, list: 'risk', reason: '不得承诺收益' },
    ]);
    expect(huke(['mask', '--recognizers', rules], '卡VIP123456').stdout).toBe('卡VI****56');
  });

  it('masks no less with own rules than without', () => {
    const text = '我叫林晓雯，住上海市浦东新区张江路88号3楼。手机13800138000';
    const greedy = file('greedy.json', [
      { name: 'a', type: 'CN_USCC', pattern: '，住上海', score: 1 },
      { name: 'b', type: 'CN_USCC', pattern: '机1380013[0-9]{4}', score: 1 },
    ]);
    const [plain, own] = [huke(['mask'], text).stdout, huke(['mask', '--recognizers', greedy], text).stdout];
    expect(own).not.toBe(plain);
    for (const hidden of ['张江路', '13800138']) {
      expect(plain).not.toContain(hidden);
      expect(own).not.toContain(hidden);
    }
  });

  it('takes a plain list of words in any encoding, also with records', () => {
    const words = file('words.txt', '保本\n\n内部消息\n保本\n');
    expect(huke(['scan', '--words', words], '有内部消息').stdout).toBe(
      '-:1-5\tWORD\twords.txt\t内部消息\t\n',
    );
    const old = join(folder, 'old.txt');
    writeFileSync(old, Buffer.from([0xb1, 0xa3, 0xb1, 0xbe]));
    expect(huke(['scan', '--words', old], '不保本').stdout).toContain(':1-3\tWORD\told.txt\t保本');
    const run = huke(['scan', '--records', '--words', words], '{"id":1,"text":"保本"}\n');
    expect(JSON.parse(run.stdout)).toMatchObject({ id: 1, words: [{ start: 0, end: 2, list: 'words.txt' }] });
  });

  it('keeps every field of a line in its place', () => {
    const tricky = file('tricky.json', {
      wordLists: [{ name: 'a\tb', reason: 'c\u202ed', words: ['保本'] }],
    });
    const run = huke(['scan', '--words', tricky], '保\t\u202e本');
    expect(run.stdout).toBe('-:0-4\tWORD\ta\\tb\t保\\t\\u202e本\tc\\u202ed\n');
  });

  it('leaves rules alone that are off', () => {
    const off = file('off.json', {
      recognizers: [{ ...recognizers[0], on: false }],
      wordLists: [
        { ...wordLists[0], on: false },
        { name: 'on', reason: '', words: ['保本'], on: true },
      ],
    });
    const run = huke(['scan', '--json', '--recognizers', off, '--words', off], '卡VIP123456稳赚不赔保本');
    expect(JSON.parse(run.stdout)).toMatchObject([{ list: 'on' }]);
    expect(huke(['mask', '--recognizers', off], '卡VIP123456').stdout).toBe('卡VIP123456');
    const wrong = file('wrong.json', { wordLists: [{ ...wordLists[0], on: 'no' }] });
    expect(huke(['scan', '--words', wrong], '').stderr).toContain('on is true or false');
  });

  it('takes words that look like the beginning of a rule file', () => {
    for (const first of ['[内部]', '{内部}']) {
      const words = file('brackets.txt', `${first}\n保本\n`);
      expect(huke(['scan', '--words', words], '不保本').stdout).toContain('\t保本\t');
    }
    const broken = file('broken.json', '{"wordLists": [');
    expect(huke(['scan', '--words', broken], '').stderr).toContain('is no JSON');
  });

  it('says which rule is wrong and where', () => {
    const bad = file('bad.json', [{ ...recognizers[0], pattern: 'VIP[0-9]+' }]);
    const run = huke(['scan', '--recognizers', bad], '');
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('recogniser member: say how often at most');
    expect(run.stderr).toContain('(character 9)');
  });
});
