import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
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
