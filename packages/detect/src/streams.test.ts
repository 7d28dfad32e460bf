import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { find } from './find.ts';
import { mask } from './mask-text.ts';
import { names } from './name/index.ts';
import { settler } from './settle.ts';
import { maskStream } from './streams.ts';

const pieces = [
  '手机13800138000',
  '身份证11010519491231002X，',
  '卡号6222 0212 3456 7890 128 ',
  '幺三八，嗯，零零幺三八零零零',
  '邮箱zhang.san@qq.com',
  '验证码835012，',
  '密码：abc@123\n',
  '出生日期1990年3月5日。',
  '订单号20241121000123456',
  '%E6%89%8B%E6%9C%BA%3D13800138000',
  '京A12345',
  'IP 116.62.34.5 ',
  '1\u200b3800138000',
  '好的谢谢您',
  '1 2 3 4 5 6 7 8 9 0 ',
  '一二三四五',
  '-',
  'x',
  '你好，请问有什么可以帮您？'.repeat(12),
  '0571-88881234转801',
];

const text = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 6 })), {
  maxLength: 24,
});
const named = [
  '我叫马钻，',
  '收件人：王小明 ',
  '李先生您好，',
  '杭州市西湖区文三路90号1幢2单元301室，',
  '寄到广东省深圳市南山区粤海街道科苑路15号。',
  'My name is Alex Reed, ',
  '12 Maple Street, Springfield. ',
  'Contact: Li Wei ',
  '阿木古郎·阿孜古丽',
  '联系人赵丽颖电话',
  '王李张刘陈杨',
  '省市区县路号',
];
const namedText = fc.array(fc.oneof(fc.constantFrom(...pieces, ...named), fc.constantFrom(...named)), {
  maxLength: 20,
});
const cuts = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 12 });

function chunks(whole: string, sizes: readonly number[]): string[] {
  const parts: string[] = [];
  for (let i = 0, k = 0; i < whole.length; k += 1) {
    const size = sizes[k % sizes.length] as number;
    parts.push(whole.slice(i, i + size));
    i += size;
  }
  return parts;
}

describe('streams', () => {
  it('find what the whole text holds, however it is cut', () => {
    fc.assert(
      fc.property(text, cuts, (parts, sizes) => {
        const whole = parts.join('');
        const settle = settler({ names: null });
        let at = 0;
        const found: unknown[] = [];
        for (const chunk of [...chunks(whole, sizes), null]) {
          const part = chunk === null ? settle.end() : settle.push(chunk);
          for (const f of part.findings) found.push({ ...f, start: f.start + at, end: f.end + at });
          at += part.text.length;
        }
        expect(at).toBe(whole.length);
        expect(found).toEqual(find(whole, { names: null }));
      }),
      { numRuns: process.env['SLOW'] ? 20_000 : 300 },
    );
  });

  it('find the people and addresses that the whole text holds, however it is cut', () => {
    const finder = names();
    fc.assert(
      fc.property(namedText, cuts, (parts, sizes) => {
        const whole = parts.join('');
        const settle = settler({ names: finder });
        let at = 0;
        const found: unknown[] = [];
        for (const chunk of [...chunks(whole, sizes), null]) {
          const part = chunk === null ? settle.end() : settle.push(chunk);
          for (const f of part.findings) found.push({ ...f, start: f.start + at, end: f.end + at });
          at += part.text.length;
        }
        expect(at).toBe(whole.length);
        expect(found).toEqual(find(whole, { names: finder }));
      }),
      { numRuns: process.env['SLOW'] ? 20_000 : 120 },
    );
  });

  it('hold back at most 320 units of plain text', () => {
    const settle = settler({ names: null });
    const plain = '好的谢谢'.repeat(500);
    expect(settle.push(plain).text.length).toBe(plain.length - 320);
  });

  it('mask like the whole', async () => {
    const whole = pieces.join('').repeat(5);
    let out = '';
    const stream = maskStream({ names: null });
    const writer = stream.writable.getWriter();
    const written = (async () => {
      for (const chunk of chunks(whole, [7, 1, 64])) await writer.write(chunk);
      await writer.close();
    })();
    const reader = stream.readable.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      out += value;
    }
    await written;
    expect(out).toBe(mask(whole, find(whole, { names: null })));
  });
});
