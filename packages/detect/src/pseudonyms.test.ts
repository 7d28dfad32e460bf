import { describe, expect, it } from 'vitest';
import { creditCheck, luhn, residentCheck } from './check-digit.ts';
import { find } from './find.ts';
import { pseudonymize, restore } from './pseudonyms.ts';

const key = new Uint8Array(32).fill(7);
const away = async (text: string, over?: Parameters<typeof pseudonymize>[2]['map']) =>
  pseudonymize(text, find(text, { names: null }), over ? { key, map: over } : { key });

describe('pseudonymize', () => {
  it('keeps form and check digits', async () => {
    const { text } = await away(
      '身份证11010519491231002X，卡号6222 0212 3456 7890 128，税号91330106MA2B0XWX1Q',
    );
    const [, id = '', card = '', credit = ''] = /证(\w+)，卡号([\d ]+)，税号(\w+)/.exec(text) ?? [];
    expect(id).toMatch(/^\d{17}[\dX]$/);
    expect(residentCheck(id)).toBe(id.charAt(17));
    expect(card).toMatch(/^62\d\d \d{4} \d{4} \d{4} \d{3}$/);
    expect(luhn(card.replaceAll(' ', ''))).toBe(true);
    expect(creditCheck(credit)).toBe(credit.charAt(17));
  });

  it('is consistent over writings and texts, and finds its own work again', async () => {
    const first = await away('手机13800138000');
    const second = await away('手机138-0013-8000，再说一遍１３８００１３８０００', first.map);
    const digits = first.text.slice(2);
    expect(second.text.replace(/[-]/g, '')).toContain(digits);
    expect(second.text).toMatch(/[０-９]{11}$/);
    expect(find(first.text, { names: null })).toHaveLength(1);
    expect(first.text).not.toContain('13800138000');
  });

  it('differs by key', async () => {
    const text = '手机13800138000';
    const other = await pseudonymize(text, find(text, { names: null }), { key: new Uint8Array(32).fill(8) });
    expect(other.text).not.toBe((await away(text)).text);
  });

  it('comes back by the map only, and never inside a longer number', async () => {
    const text = '手机13800138000，邮箱zhang.san@qq.com，密码：abc@123，生日1990年3月5日';
    const { text: hidden, map } = await away(text);
    expect(restore(hidden, map)).toBe(text);
    expect(restore(hidden, new Map())).toBe(hidden);
    const mobile = [...map.keys()].find((k) => /^1\d{10}$/.test(k)) ?? '';
    expect(restore(`9${mobile}9`, map)).toBe(`9${mobile}9`);
  });

  it('refuses a short key', async () => {
    await expect(pseudonymize('', [], { key: new Uint8Array(4) })).rejects.toMatchObject({
      code: 'key-invalid',
    });
  });
});
