import { demoPeople, demoTeams } from './people.ts';
import { demoId, type Random, randomOf } from './random.ts';

/** An invented customer; every check digit is right, no number belongs to anybody knowingly. */
export type DemoCustomer = {
  readonly id: string;
  readonly team: string;
  readonly minor: boolean;
  readonly flags: {
    readonly vip: boolean;
    readonly colleague?: string;
    readonly colleagueTeam?: string;
    readonly deceased?: boolean;
  };
  readonly fields: Readonly<Record<string, string | readonly string[]>>;
};

const surnames =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢'.split(
    '',
  );
const compound = ['欧阳', '司马', '诸葛', '上官', '司徒'];
const given =
  '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红鹏飞玲建国志文斌宇浩凯秀珍健俊帆雪荣爱宁福生龙元全胜学祥才发武新利清彬富顺信子轩梓涵诗琪雨桐思远嘉怡晓东海燕春梅秋月冬'.split(
    '',
  );
/** Area code, city, district. */
const places = [
  ['330106', '浙江省杭州市', '西湖区'],
  ['330108', '浙江省杭州市', '滨江区'],
  ['310115', '上海市', '浦东新区'],
  ['310104', '上海市', '徐汇区'],
  ['110105', '北京市', '朝阳区'],
  ['110108', '北京市', '海淀区'],
  ['440305', '广东省深圳市', '南山区'],
  ['440106', '广东省广州市', '天河区'],
  ['510104', '四川省成都市', '锦江区'],
  ['420106', '湖北省武汉市', '武昌区'],
  ['320102', '江苏省南京市', '玄武区'],
  ['610113', '陕西省西安市', '雁塔区'],
  ['500103', '重庆市', '渝中区'],
  ['430104', '湖南省长沙市', '岳麓区'],
  ['370202', '山东省青岛市', '市南区'],
] as const;
const streets = [
  '文三路',
  '世纪大道',
  '建设街',
  '人民中路',
  '科技园路',
  '滨河大道',
  '梧桐巷',
  '青年路',
  '学府路',
  '湖滨路',
];
const estates = ['翠苑小区', '锦绣花园', '阳光家园', '东方名城', '江南里', '绿洲公寓'];
const phoneHeads = ['138', '139', '150', '158', '186', '187', '176', '133', '189', '199', '135', '131'];
const bins = ['621226', '622848', '621700', '621661', '622588', '623058'];
const mails = ['qq.com', '163.com', '126.com', 'sina.com', 'outlook.com'];
const vowels = 'abcdefghijklmnopqrstuvwxyz';

/** The customers of the demo, the same for the same seed. */
export function demoCustomers(count: number, seed = 20261121): readonly DemoCustomer[] {
  const random = randomOf(seed);
  return Array.from({ length: count }, (_, i) => customer(random, i));
}

function customer(random: Random, i: number): DemoCustomer {
  const [area, city, district] = random.pick(places);
  const minor = i % 25 === 7;
  const year = minor ? 2013 + random.below(10) : 1950 + random.below(55);
  const birth = `${year}${two(1 + random.below(12))}${two(1 + random.below(28))}`;
  const sequence = 1 + random.below(998);
  const bankTeams = [demoTeams[0].id, demoTeams[1].id];
  const inShop = i % 3 === 2;
  const mobile = random.pick(phoneHeads) + random.digits(8);
  const cards = Array.from({ length: 1 + random.below(2) }, () =>
    withLuhn(random.pick(bins) + random.digits(12)),
  );
  const address = (): string =>
    `${city}${district}${random.pick(streets)}${1 + random.below(300)}号${random.pick(estates)}${1 + random.below(20)}幢${1 + random.below(4)}单元${101 + random.below(2200)}室`;
  const name =
    (random.chance(0.03) ? random.pick(compound) : random.pick(surnames)) +
    random.pick(given) +
    (random.chance(0.75) ? random.pick(given) : '');
  return {
    id: demoId('cus', i + 1),
    minor,
    team: inShop ? demoTeams[2].id : (bankTeams[i % 2] ?? demoTeams[0].id),
    flags: flagsOf(i),
    fields: {
      name,
      gender: sequence % 2 === 1 ? '男' : '女',
      birthDate: `${birth.slice(0, 4)}-${birth.slice(4, 6)}-${birth.slice(6)}`,
      mobile,
      ...(random.chance(0.2) ? { landline: `0571-${8 - random.below(3)}${random.digits(7)}` } : {}),
      residentId: withIdCheck(`${area}${birth}${String(sequence).padStart(3, '0')}`),
      ...(inShop ? {} : { bankCard: cards }),
      email: `${word(random)}${random.below(9999)}@${random.pick(mails)}`,
      address: random.chance(0.25) ? [address(), address()] : [address()],
      ...(random.chance(0.4) ? { wechat: `${word(random)}_${random.digits(4)}` } : {}),
      memberNumber: `M${String(10_000_000 + i * 37 + random.below(37))}`,
      ...(inShop ? { order: `DD2026${two(1 + random.below(11))}${random.digits(8)}` } : {}),
    },
  };
}

/** A few customers are prominent, one has died, one works here. */
function flagsOf(i: number): DemoCustomer['flags'] {
  if (i === 40) return { vip: false, deceased: true };
  const colleague = demoPeople[7];
  if (i === 41 && colleague) return { vip: false, colleague: colleague.id, colleagueTeam: colleague.team };
  return { vip: i % 97 === 11 };
}

const two = (n: number): string => String(n).padStart(2, '0');

function word(random: Random): string {
  return Array.from({ length: 5 + random.below(4) }, () => vowels.charAt(random.below(26))).join('');
}

/** Adds the Luhn check digit (ISO/IEC 7812-1). */
export function withLuhn(digits: string): string {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits.charAt(digits.length - 1 - i));
    const doubled = i % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

/** Adds the check digit of a resident ID number (GB 11643, MOD 11-2). */
export function withIdCheck(digits: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(digits.charAt(i)), 0);
  return digits + '10X98765432'.charAt(sum % 11);
}
