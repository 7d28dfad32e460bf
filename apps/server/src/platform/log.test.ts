import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from './ids.ts';
import { type LogFields, openLog } from './log.ts';
import { PlatformError } from './error.ts';

function written(fields: LogFields, code = 'thing-happened'): Record<string, unknown> {
  const lines: string[] = [];
  openLog({ level: 'info', write: (line) => lines.push(line) }).info(code, fields);
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '') as Record<string, unknown>;
}

test('codes, ids, counts and truth values are kept', () => {
  const customer = newId('cus');
  const line = written({
    customer,
    count: 12,
    done: true,
    state: 'masked',
    route: '/api/v1/customers/{id}',
    ms: 1.5,
  });
  expect(line).toMatchObject({
    level: 30,
    code: 'thing-happened',
    customer,
    count: 12,
    done: true,
    state: 'masked',
    route: '/api/v1/customers/{id}',
    ms: 1.5,
  });
});

test('a child keeps its fields, under the same rules', () => {
  const lines: string[] = [];
  const log = openLog({ level: 'info', write: (line) => lines.push(line) });
  log.child({ room: 'vault', name: '王建国' }).warn('slow', { n: 1 });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 40, room: 'vault', code: 'slow', n: 1 });
  expect(lines[0]).not.toContain('王建国');
});

test('a level below the set one is not written', () => {
  const lines: string[] = [];
  const log = openLog({ level: 'error', write: (line) => lines.push(line) });
  log.info('a');
  log.warn('b');
  log.error('c');
  expect(lines).toHaveLength(1);
});

/** Planted values; each must be gone wherever it is put. */
const canaries = [
  '13812345678',
  '138 1234 5678',
  '11010519491231002X',
  '6222021234567890123',
  '王建国',
  'wang.jianguo@mail.example',
  'wxid_jianguo88',
  '浙江省杭州市西湖区文三路 90 号',
  'wangjianguo',
  'Wang Jianguo',
  '沪A12345',
];

test.each(canaries.map((canary, index) => [index, canary] as const))(
  'planted value %i gets in nowhere',
  (_, canary) => {
    const error = new Error(`no such customer: ${canary}\n    at ${canary} (/srv/apps/${canary}.ts:1:1)`);
    error.name = canary;
    const cause = new PlatformError('postgres', canary, { cause: error });
    const digits = Number(canary.replace(/\D/g, ''));
    const fields: LogFields = {
      name: canary,
      customer: canary,
      text: `x ${canary}`,
      nested: { state: canary },
      list: [canary],
      error,
      failure: cause,
      number: digits > 1e7 ? digits : 0,
      big: BigInt(digits > 1e7 ? digits : 0),
    };
    const line = JSON.stringify(written(fields));
    expect(line).not.toContain(canary);
    if (digits > 1e7) expect(line).not.toContain(String(digits));
  },
);

test('the search for planted values finds one where there is one', () => {
  expect(JSON.stringify(written({ state: 'wangjianguo' }))).toContain('wangjianguo');
});

test('a key that is no name of a field is replaced', () => {
  expect(written({ 13812345678: 1, 'a b': 2 })).toMatchObject({ field: 2 });
});

test('digits never pass as a code', () => {
  const line = JSON.stringify(written({ state: 'a13812345678', code: 'x-13812345678' }, '13812345678'));
  expect(line).not.toContain('13812345678');
});

test('a line keeps its own level, time and code', () => {
  const line = written({ level: 10, time: 1, code: 'other' });
  expect(line).toMatchObject({ level: 30, code: 'thing-happened', level_: 10, code_: 'other' });
});

test('an error shows class, code and places, its causes too', () => {
  const cause = Object.assign(new TypeError('secret'), { code: '23505' });
  const line = written({ error: new PlatformError('postgres', 'secret', { cause }) });
  expect(line['error']).toMatchObject({
    name: 'PlatformError',
    code: 'postgres',
    frames: expect.arrayContaining([
      expect.stringMatching(/^apps\/server\/src\/platform\/log\.test\.ts:\d+:\d+$/),
    ]),
    cause: { name: 'TypeError', code: '23505' },
  });
});

test('whatever is passed, a line is one line of JSON', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.anything()), (fields) => {
      expect(written(fields)['code']).toBe('thing-happened');
    }),
  );
});
