import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Scenario, scenarios } from '../scenario.ts';
import { hiddenValue, maskTable, maskValue } from './mask.ts';
import { type MaskType, maskRows } from './table.ts';

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checked = (body: string): string => {
  const sum = weights.reduce((total, weight, at) => total + weight * Number(body[at]), 0);
  return body + '10X98765432'[sum % 11];
};

describe('shapes', () => {
  test.each<[MaskType, string, Scenario, string]>([
    ['PERSON', '陈伟', 'chat', '*伟'],
    ['PERSON', '欧阳娜', 'chat', '**娜'],
    ['PERSON', '欧阳娜娜', 'chat', '**娜娜'],
    ['PERSON', '陈思远', 'call', '*思远'],
    ['PERSON', '佐藤健一', 'call', '**健一'],
    ['PERSON', '陈', 'call', '*'],
    ['PERSON', '约翰·史密斯', 'chat', '约翰·***'],
    ['PERSON', 'John Smith', 'chat', 'John ***'],
    ['PERSON', 'Chen Siyuan', 'chat', '*** Siyuan'],
    ['PERSON', 'Smith, John', 'chat', '***, John'],
    ['PERSON', 'Wei Zhang', 'chat', hiddenValue],
    ['PERSON', '陈伟', 'export', hiddenValue],
    ['CN_MOBILE', '13800005678', 'chat', '138****5678'],
    ['CN_MOBILE', '+86 138 0000 5678', 'chat', '+86 138 **** 5678'],
    ['CN_MOBILE', '１３８００００５６７８', 'chat', '138****5678'],
    ['CN_MOBILE', '138\u200b00005678', 'quality-check', '138******78'],
    ['CN_MOBILE', '幺三八零零零零五六七八', 'chat', hiddenValue],
    ['CN_LANDLINE', '0571-80001234', 'chat', '0571-******34'],
    ['CN_LANDLINE', '0571-80001234转8012', 'chat', '0571-******34'],
    ['CN_RESIDENT_ID', '330106198603120012', 'chat', '330106198603******'],
    ['CN_RESIDENT_ID', '330106198603120012', 'mail', '330106************'],
    ['CN_RESIDENT_ID', '330106860312001', 'chat', '330106860******'],
    ['CN_RESIDENT_ID', '33010619860312001', 'chat', hiddenValue],
    ['BANK_CARD', '6217000012345678901', 'chat', '621700*********8901'],
    ['BANK_CARD', '6217 0000 1234 5678', 'chat', '6217 00** **** 5678'],
    ['BANK_CARD', '6217000012345678901', 'mail', '***************8901'],
    ['BANK_ACCOUNT', '330106198603120012', 'chat', hiddenValue],
    ['WECHAT_ID', 'id330106198603120012', 'chat', hiddenValue],
    ['EMAIL_ADDRESS', 'siyuan.chen@mail.example', 'chat', 's***@mail.example'],
    ['EMAIL_ADDRESS', 'a@mail.example', 'chat', '***@mail.example'],
    ['ADDRESS', '浙江省杭州市西湖区文三路90号1幢302室', 'chat', '浙江省杭州市西湖区******'],
    ['ADDRESS', '浙江杭州西湖区文三路90号', 'chat', '浙江杭州西湖区******'],
    ['ADDRESS', '北京市朝阳区建国路8号', 'mail', '北京市******'],
    ['ADDRESS', '杭州市翠苑一区3幢', 'chat', '杭州市******'],
    ['ADDRESS', '杭州市世纪花园小区3幢', 'chat', '杭州市******'],
    ['ADDRESS', '文三路90号', 'chat', hiddenValue],
    ['DATE_OF_BIRTH', '1986-03-12', 'chat', '1986-03-**'],
    ['DATE_OF_BIRTH', '1986年3月12日', 'chat', '1986-03-**'],
    ['DATE_OF_BIRTH', '19860312', 'mail', '1986-**-**'],
    ['CN_PASSPORT', 'E12345678', 'chat', 'E1*****78'],
    ['HK_ID', 'G123456(A)', 'chat', 'G1*****(*)'],
    ['CN_LICENSE_PLATE', '浙A12345', 'chat', '浙A1***5'],
    ['CN_LICENSE_PLATE', '浙A·12345', 'chat', '浙A·1***5'],
    ['IP_ADDRESS', '192.0.2.17', 'chat', '192.0.*.*'],
    ['MAC_ADDRESS', '00:00:5e:00:53:01', 'chat', '00:00:5e:*:*:*'],
    ['CVV', '123', 'chat', hiddenValue],
    ['PASSWORD', 'a', 'chat', hiddenValue],
    ['GENDER', '男', 'chat', '男'],
  ])('%s %#', (type, value, scenario, masked) => {
    expect(maskValue(type, value, scenario)).toBe(masked);
  });

  test('a level of C3 shows nothing of any type', () => {
    for (const { type, example } of maskRows) {
      expect(maskValue(type, example, 'chat', 'C3')).toBe(hiddenValue);
    }
  });

  test('an unknown type shows nothing', () => {
    expect(maskValue('NICKNAME' as MaskType, 'abc', 'chat')).toBe(hiddenValue);
  });

  test('the console matrix has a mask of every example in every scenario', () => {
    const table = maskTable();
    expect(table.map((row) => row.type)).toEqual(maskRows.map((row) => row.type));
    for (const { example, masks, type } of table) {
      expect(Object.keys(masks).toSorted()).toEqual([...scenarios].toSorted());
      for (const mask of Object.values(masks)) if (type !== 'GENDER') expect(mask).not.toBe(example);
    }
  });
});

const digits = (length: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
const someValue = fc.oneof(
  fc.constantFrom(...maskRows.map((row) => row.example)),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(...Array.from('欧阳陈伟省市区县路号浙江杭州西湖A1*.-·@ 年月')),
    maxLength: 24,
  }),
  digits(11),
  digits(18),
  digits(15),
  fc
    .tuple(digits(6), fc.integer({ min: 1900, max: 2020 }), fc.integer({ min: 1, max: 12 }), digits(6))
    .map(([area, year, month, rest]) => `${area}${year}${String(month).padStart(2, '0')}${rest}`),
);
const someType = fc.constantFrom(...maskRows.map((row) => row.type));
const someLevel = fc.constantFrom(undefined, 'C1' as const, 'C2' as const, 'C3' as const);
const someScenario = fc.constantFrom(...scenarios);
const runs = { numRuns: process.env['SLOW'] === '1' ? 100_000 : 2_000 };

/** The obvious reading of "shows no more": with hidden parts as wildcards the greater mask fits the lesser one. */
function fits(lesser: string, greater: string): boolean {
  const pieces = lesser.split(/\*+/).map((piece) => piece.replace(/[.\\+?^$()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${pieces.join('.*')}$`, 'su').test(greater);
}

describe('properties', () => {
  test('a mask of a mask is itself', () => {
    fc.assert(
      fc.property(someType, someValue, someScenario, someLevel, (type, value, scenario, level) => {
        const masked = maskValue(type, value, scenario, level);
        expect(maskValue(type, masked, scenario, level)).toBe(masked);
      }),
      runs,
    );
  });

  test('every scenario shows a part of the one maximum', () => {
    fc.assert(
      fc.property(someType, someValue, someScenario, someLevel, (type, value, scenario, level) => {
        fc.pre(!value.includes('*'));
        const most = maskValue(type, value, 'chat', level);
        expect(fits(maskValue(type, value, scenario, level), most)).toBe(true);
      }),
      runs,
    );
  });

  test('what shows in a scenario follows from the maximum: no two values with one maximum differ elsewhere', () => {
    const groups = new Map<string, string>();
    fc.assert(
      fc.property(someType, someValue, someScenario, (type, value, scenario) => {
        fc.pre(!value.includes('*'));
        const most = maskValue(type, value, 'chat');
        const key = `${type} ${scenario} ${most}`;
        const mask = maskValue(type, value, scenario);
        expect(groups.get(key) ?? mask).toBe(mask);
        groups.set(key, mask);
      }),
      runs,
    );
  });

  test('the width of a secret tells nothing', () => {
    for (const type of ['CVV', 'OTP', 'PASSWORD', 'CARD_EXPIRY', 'API_KEY', 'TEXT'] as const) {
      fc.assert(
        fc.property(fc.string({ minLength: 1 }), someScenario, (value, scenario) => {
          expect(maskValue(type, value, scenario)).toBe(hiddenValue);
        }),
        { numRuns: 100 },
      );
    }
  });
});

/** Every mask of the ID number under every type, of the birth date and of the gender, in every scenario. */
function everythingShown(id: string): readonly string[] {
  const birth = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
  const gender = Number(id[16]) % 2 === 1 ? '男' : '女';
  const shown: string[] = [];
  for (const scenario of scenarios) {
    for (const { type } of maskRows) if (type !== 'GENDER') shown.push(maskValue(type, id, scenario));
    shown.push(maskValue('DATE_OF_BIRTH', birth, scenario), maskValue('GENDER', gender, scenario));
  }
  return shown;
}

describe('candidates for a resident ID number', () => {
  test.each(['330106198602120012', '330106198603120027', '110105200112310314'])('number %#', (sample) => {
    const id = checked(sample.slice(0, 17));
    const shown = everythingShown(id);
    const readable = shown
      .filter((mask) => mask.startsWith(id.slice(0, 12)))
      .toSorted((a, b) => (a < b ? -1 : 1));
    expect(readable.length).toBeGreaterThan(0);

    const year = Number(id.slice(6, 10));
    const month = Number(id.slice(10, 12));
    const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
    // Which masks tell anything about the hidden six is found on a sample of them; the rest is counted on those.
    const telling = (other: string): boolean => {
      const masks = everythingShown(other);
      return shown.every((mask, at) => mask === masks[at]);
    };
    let same = 0;
    let all = 0;
    let asked = 0;
    let agreed = 0;
    for (let day = 1; day <= days; day++) {
      for (let sequence = 0; sequence < 1000; sequence++) {
        const body = `${id.slice(0, 12)}${String(day).padStart(2, '0')}${String(sequence).padStart(3, '0')}`;
        const other = checked(body);
        const parity = sequence % 2 === Number(id[16]) % 2;
        all++;
        if (parity) same++;
        if (sequence % 97 === 0) {
          asked++;
          if (telling(other)) agreed++;
          expect(telling(other)).toBe(parity);
        }
      }
    }
    expect(asked).toBeGreaterThan(250);
    expect(agreed).toBeGreaterThan(120);
    expect(same).toBe(all / 2);
    expect(same).toBeGreaterThanOrEqual(10_000);
  });

  test('the counting notices a mask that shows one digit too many', () => {
    const id = checked('33010619860312001');
    const leaky = new Set(
      Array.from({ length: 1000 }, (_, n) => checked(`33010619860312${String(n).padStart(3, '0')}`))
        .filter((other) => other[17] === id[17])
        .map((other) => other.slice(14)),
    );
    expect(leaky.size * 31).toBeLessThan(10_000);
  });
});
