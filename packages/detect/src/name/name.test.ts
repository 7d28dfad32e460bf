import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Candidate } from '../name-port.ts';
import { names } from './index.ts';
import { packed } from './model-data.ts';

const best = (text: string): string[] => {
  const rank = (c: Candidate): number => c.score + (c.type === 'ADDRESS' ? 1 : 0);
  const kept: Candidate[] = [];
  const all = [...names().candidates(text, 0, text.length)].sort((a, b) => rank(b) - rank(a));
  for (const c of all) {
    if (c.score >= 0.5 && kept.every((k) => c.end <= k.start || c.start >= k.end)) kept.push(c);
  }
  return kept.sort((a, b) => a.start - b.start).map((c) => `${c.type} ${text.slice(c.start, c.end)}`);
};

describe('people', () => {
  test.each([
    ['我叫李晓雯,电话13800138000', 'PERSON 李晓雯'],
    ['收件人:欧阳靖雯', 'PERSON 欧阳靖雯'],
    ['姓名:张伟', 'PERSON 张伟'],
    ['收件人:張偉', 'PERSON 張偉'],
    ['收货人:阿依古丽·买买提', 'PERSON 阿依古丽·买买提'],
    ['Dear John Smith,\nThank you.', 'PERSON John Smith'],
    ['My name is WANG Xiaoming.', 'PERSON WANG Xiaoming'],
    ['市长王建国出席会议', 'PERSON 王建国'],
    ['受益人：丰收　关系：父子', 'PERSON 丰收'],
    ['姓名（必填）：路遥知', 'PERSON 路遥知'],
    ['"userName":"向往"', 'PERSON 向往'],
    ["VALUES ('和气','13577012984')", 'PERSON 和气'],
    ['我是扎西平措，从日喀则打来', 'PERSON 扎西平措'],
    ['帮朋友热依汗·吐尔地问问', 'PERSON 热依汗·吐尔地'],
    ['借款人：万俟卓', 'PERSON 万俟卓'],
    ['姓 名：申 晓 东', 'PERSON 申 晓 东'],
    ['请练若水今天处理', 'PERSON 练若水'],
    ['美国总统克林顿访华', 'PERSON 克林顿'],
  ])('%s', (text, wanted) => expect(best(text)).toEqual([wanted]));

  test.each([
    ['李女士您好'],
    ['王师傅明天上门'],
    ['很高兴为您服务'],
    ['马上为您处理'],
    ['何时发货'],
    ['我要黄色的'],
    ['安全起见请修改'],
    ['于是重新下单'],
    ['时间来不及了'],
    ['老张和小王都在'],
    ['华为手机多少钱'],
    ['Best Regards, Support Team'],
    ['The New York office is closed'],
    ['收件人：同上'],
    ['姓名：未填写'],
    ['受益人：法定'],
    ['房东：小李，人挺好的'],
    ['productName=向往'],
    ['手机,13577012984'],
  ])('no name in %s', (text) => expect(best(text)).toEqual([]));
});

describe('addresses', () => {
  test.each([
    ['送到北京市朝阳区望京街道阜通东大街6号院3号楼1201,谢谢', '北京市朝阳区望京街道阜通东大街6号院3号楼1201'],
    ['我住在幸福小区3号楼2单元501', '幸福小区3号楼2单元501'],
    ['家庭住址 延边州和龙市光明街道文化路201号', '延边州和龙市光明街道文化路201号'],
    [
      '地址:江西省 赣州市 章贡区 红旗大道 58号 金鹏怡和园 3栋 701',
      '江西省 赣州市 章贡区 红旗大道 58号 金鹏怡和园 3栋 701',
    ],
    ['地址:浙江省杭州市西湖区文三路100号', '浙江省杭州市西湖区文三路100号'],
    ['Ship to 12 Oak Street, Springfield, IL', '12 Oak Street, Springfield, IL'],
  ])('%s', (text, wanted) => expect(best(text)).toEqual([`ADDRESS ${wanted}`]));

  test.each([
    ['我在北京'],
    ['浙江省杭州市'],
    ['到人民医院怎么走'],
    ['5月12号到货'],
    ['地铁2号线'],
    ['我知道了'],
  ])('no address in %s', (text) => expect(best(text)).toEqual([]));
});

describe('the finder', () => {
  test('keeps its model small', () => expect(packed.length).toBeLessThan(4 * 1024 * 1024));

  test('is made once', () => expect(names()).toBe(names()));

  const alphabet = [
    ...'王李张欧阳明伟的了我在是和克林顿奥巴马·北京市朝阳区路号楼123 -,:\nJohnSmithRoad,(号单元室',
  ];
  const texts = fc.array(fc.constantFrom(...alphabet), { maxLength: 120 }).map((chars) => chars.join(''));

  test('stays inside any text and scores are shares', () => {
    fc.assert(
      fc.property(fc.oneof(texts, fc.string({ unit: 'binary', maxLength: 200 })), (text) => {
        for (const c of names().candidates(text, 0, text.length)) {
          expect(c.start).toBeGreaterThanOrEqual(0);
          expect(c.end).toBeGreaterThan(c.start);
          expect(c.end).toBeLessThanOrEqual(text.length);
          expect(c.end - c.start).toBeLessThanOrEqual(256);
          expect(c.score).toBeGreaterThanOrEqual(0.2);
          expect(c.score).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('gives the same for the same text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const once = names().candidates(text, 0, text.length);
        expect(names().candidates(text, 0, text.length)).toEqual(once);
      }),
    );
  });

  test('remembers nothing of an earlier text', () => {
    fc.assert(
      fc.property(texts, texts, (text, other) => {
        const once = names().candidates(text, 0, text.length);
        names().candidates(other, 0, other.length);
        expect(names().candidates(text, 0, text.length)).toEqual(once);
      }),
    );
  });

  test('looks no further than it may', () => {
    const far = '。'.repeat(80);
    fc.assert(
      fc.property(texts, texts, (text, other) => {
        const moved = names()
          .candidates(far + text + far + other, far.length, far.length + text.length)
          .map((c) => ({ ...c, start: c.start - far.length, end: c.end - far.length }));
        const alone = names().candidates(`${far}${text}${far}`, far.length, far.length + text.length);
        expect(moved).toEqual(
          alone.map((c) => ({ ...c, start: c.start - far.length, end: c.end - far.length })),
        );
      }),
    );
  });

  test('parts of a text give what the whole gives', () => {
    fc.assert(
      fc.property(texts, fc.nat(120), (text, cut) => {
        const at = Math.min(cut, text.length);
        const key = (c: Candidate): string => `${c.type} ${c.start} ${c.end} ${c.score}`;
        const whole = names().candidates(text, 0, text.length).map(key).sort();
        const parts = [...names().candidates(text, 0, at), ...names().candidates(text, at, text.length)];
        expect(parts.map(key).sort()).toEqual(whole);
      }),
    );
  });
});

describe('a street word that is none', () => {
  const addresses = (text: string): string[] =>
    names()
      .candidates(text, 0, text.length)
      .filter((each) => each.type === 'ADDRESS')
      .map((each) => text.slice(each.start, each.end));

  test.each([
    'Order number 13812345678 is on its way.',
    'Your parcel 88 is on its way',
    'Ref 2024112100012 Main Street',
    'The meeting of 5 takes place',
    'counter 12 will close',
  ])('makes no address: %s', (text) => {
    expect(addresses(text)).toEqual([]);
  });

  test.each([
    ['i live at 12 maple street', '12 maple street'],
    ['Flat 5, 12 Abbey Close, London', 'Flat 5, 12 Abbey Close, London'],
    ['No. 18 Zhongshan Lu, Huangpu District', 'No. 18 Zhongshan Lu, Huangpu District'],
  ])('and a real one does: %s', (text, address) => {
    expect(addresses(text)).toEqual([address]);
  });
});

test.each(['客户来电挂失，已受理', '再次来电催单', '业主来访登记', '来函收悉', '用户来店办理'])(
  'nobody is in what comes in: %s',
  (text) => {
    expect(
      names()
        .candidates(text, 0, text.length)
        .filter((each) => each.score > 0.5),
    ).toEqual([]);
  },
);
