import type { EntityType } from '../src/types.ts';
import * as people from './people.ts';
import * as places from './places.ts';
import type { Random } from './random.ts';

type Make = (random: Random, form: string) => string;
const upper = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const lower = 'abcdefghijklmnopqrstuvwxyz';
const hex = '0123456789abcdef';
const pad = (n: number, size = 2): string => String(n).padStart(size, '0');

export function luhn(digits: string): string {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]);
    const twice = digit * 2;
    sum += i % 2 === 0 ? (twice > 9 ? twice - 9 : twice) : digit;
  }
  return digits + String((10 - (sum % 10)) % 10);
}

const areas =
  '110101 110105 110108 310104 310115 320102 320505 330106 330203 340104 350203 360102 370102 370203 410105 420106 430104 440106 440305 441900 450103 460105 500103 510104 510107 520102 530102 610113 620102 630104 640104 650102 210102 220104 230103 120101 130102 140105 150102'.split(
    ' ',
  );
const birth = (random: Random): { y: number; m: number; d: number } => ({
  y: 1948 + random.below(60),
  m: 1 + random.below(12),
  d: 1 + random.below(28),
});

export function residentId(random: Random, area = random.pick(areas)): string {
  const { y, m, d } = birth(random);
  const body = `${area}${y}${pad(m)}${pad(d)}${pad(random.below(1000), 3)}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, w, i) => total + w * Number(body[i]), 0);
  return body + '10X98765432'[sum % 11];
}

const prefixes =
  '130 131 132 133 134 135 136 137 138 139 150 151 152 153 155 156 157 158 159 166 170 171 173 175 176 177 178 180 181 182 183 184 185 186 187 188 189 191 193 195 198 199'.split(
    ' ',
  );
export const mobile = (random: Random): string => random.pick(prefixes) + random.digits(8);

const spokenDigits = ['零', '幺', '二', '三', '四', '五', '六', '七', '八', '九'];
/** Digits as a person says them, with pauses and fillers. */
export function spoken(random: Random, digits: string): string {
  const zero = random.pick(['零', '〇', '零', '洞']);
  const one = random.pick(['幺', '一', '幺']);
  const two = random.pick(['二', '二', '两']);
  let out = '';
  const style = random.below(4);
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[i]);
    const word =
      digit === 0
        ? zero === '洞'
          ? '零'
          : zero
        : digit === 1
          ? one
          : digit === 2
            ? two
            : (spokenDigits[digit] as string);
    const grouped = digits.length === 11 ? i === 2 || i === 6 : i % 4 === 3;
    out += word;
    if (i === digits.length - 1) break;
    if (style === 1 && grouped) out += random.pick(['，', '，', ' ', '、']);
    if (style === 2 && grouped) out += random.pick(['，嗯，', '，呃，', '，那个，', '，啊', '，然后']);
    if (style === 3 && random.chance(0.1)) out += random.pick(['嗯', '呃', ' ', '，']);
  }
  return out;
}

const full = (text: string): string =>
  text.replace(/[0-9A-Za-z]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));

/** Odd spellings of a number that a person still reads. */
export function odd(random: Random, digits: string, sizes: readonly number[]): string {
  const groups: string[] = [];
  let at = 0;
  for (const size of sizes) {
    groups.push(digits.slice(at, at + size));
    at += size;
  }
  if (at < digits.length) groups.push(digits.slice(at));
  switch (random.below(9)) {
    case 0:
      return full(digits);
    case 1:
      return groups.join(' ');
    case 2:
      return groups.join('-');
    case 3:
      return groups.join('.');
    case 4:
      return [...digits].join('\u200b');
    case 5:
      return [...digits].join(' ');
    case 6:
      return groups.join(' - ');
    case 7:
      return [...digits]
        .map((digit) =>
          /\d/.test(digit) ? (spokenDigits[Number(digit)] as string).replace('幺', '一') : digit,
        )
        .join('');
    default:
      return groups.join('\u00a0');
  }
}

const landAreas =
  '010 021 022 023 024 025 027 028 029 0311 0351 0411 0431 0451 0512 0531 0532 0551 0571 0574 0591 0592 0731 0755 0757 0769 0771 0791 0871 0931 0991'.split(
    ' ',
  );
const bins =
  '622202 622848 621700 622588 621226 622262 621661 622700 625959 621483 622150 436742 622908 620522 621098 622609 524094 400360 512411'.split(
    ' ',
  );
const domains =
  'qq.com 163.com 126.com gmail.com outlook.com sina.com foxmail.com aliyun.com hotmail.com 139.com tongyuan-tech.cn huaxin-group.com.cn pku.edu.cn'.split(
    ' ',
  );
const usernames =
  'xiaoyu sunny lily chen leo wang.lei li_na zhangsan888 happycat momo star2019 dawn feng liu.yang ivy.zhou jack.ma88 coolboy tina linda_xu amy0512 kevin.hu yoyo qiaoqiao'.split(
    ' ',
  );
const handle = (random: Random): string =>
  random.pick(usernames) + (random.chance(0.6) ? random.digits(1 + random.below(4)) : '');
const provincesShort = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';

function uscc(random: Random): string {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const body = `91${random.pick(areas)}${random.letters(9, alphabet)}`;
  let sum = 0;
  for (let i = 0; i < 17; i += 1) sum += alphabet.indexOf(body[i] as string) * (3 ** i % 31);
  return body + alphabet[(31 - (sum % 31)) % 31];
}

function vin(random: Random): string {
  const alphabet = 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789';
  const values: Record<string, number> = {
    A: 1,
    B: 2,
    C: 3,
    D: 4,
    E: 5,
    F: 6,
    G: 7,
    H: 8,
    J: 1,
    K: 2,
    L: 3,
    M: 4,
    N: 5,
    P: 7,
    R: 9,
    S: 2,
    T: 3,
    U: 4,
    V: 5,
    W: 6,
    X: 7,
    Y: 8,
    Z: 9,
  };
  const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
  const chars = [
    ...(random.pick(['LSV', 'LFV', 'LVS', 'WBA', 'LBV', 'LHG', '5YJ']) +
      random.letters(8, alphabet) +
      random.digits(6)),
  ];
  const sum = chars.reduce(
    (total, char, i) => total + (weights[i] as number) * (values[char] ?? Number(char)),
    0,
  );
  chars[8] = sum % 11 === 10 ? 'X' : String(sum % 11);
  return chars.join('');
}

function iban(random: Random): string {
  const [country, size] = random.pick([
    ['DE', 18],
    ['GB', 18],
    ['FR', 23],
  ] as const);
  const body =
    country === 'GB' ? random.letters(4, 'ABCDEFGHKLMNPRSTW') + random.digits(14) : random.digits(size);
  const digits = [...`${body}${country}00`]
    .map((char) => (/\d/.test(char) ? char : String(char.charCodeAt(0) - 55)))
    .join('');
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  const whole = `${country}${pad(98 - rest)}${body}`;
  return random.chance(0.5) ? whole : (whole.match(/.{1,4}/g) as string[]).join(' ');
}

function hkId(random: Random): string {
  const letter = random.letters(1, 'ABCDEGHKMPRVYZ');
  const digits = random.digits(6);
  let sum = 36 * 9 + (letter.charCodeAt(0) - 55) * 8;
  for (let i = 0; i < 6; i += 1) sum += Number(digits[i]) * (7 - i);
  const check = (11 - (sum % 11)) % 11;
  return `${letter}${digits}(${check === 10 ? 'A' : check})`;
}

function foreignPr(random: Random): string {
  const { y, m, d } = birth(random);
  return `${random.pick(['USA', 'GBR', 'FRA', 'DEU', 'JPN', 'KOR', 'CAN'])}${random.digits(4)}${pad(y % 100)}${pad(m)}${pad(d)}${random.digits(2)}`;
}

const date = (random: Random): string => {
  const { y, m, d } = birth(random);
  return random.pick([
    `${y}年${m}月${d}日`,
    `${y}-${pad(m)}-${pad(d)}`,
    `${y}.${m}.${d}`,
    `${y}/${pad(m)}/${pad(d)}`,
    `${y}${pad(m)}${pad(d)}`,
    `${y}年${m}月${d}号`,
  ]);
};

const email: Make = (random, form) => {
  const whole = `${handle(random)}@${random.pick(domains)}`;
  if (form === 'odd') {
    return random.pick([
      whole.replace('@', '＠'),
      whole.replace('@', ' at ').replaceAll('.', ' dot '),
      whole.replace('@', '(at)'),
      whole.replace('@', '[at]').replaceAll('.', '[dot]'),
      full(whole),
      whole.replace('@', ' @ '),
    ]);
  }
  return whole;
};

const secretWords =
  'Abc123456 qwe!2024 Hello@World1 xm891023 iloveyou520 Passw0rd! zxcvbn99 Summer#2023 a1b2c3d4 my_pwd_77 Tiger!888 woaini1314 8899aa..'.split(
    ' ',
  );

function person(random: Random, form: string): string {
  switch (form) {
    case 'cn':
      return people.chineseName(random);
    case 'short':
      return people.shortName(random);
    case 'dotted':
      return people.dottedName(random);
    case 'minority':
      return people.minorityName(random);
    case 'foreign':
      return people.foreignName(random);
    case 'pinyin':
      return people.pinyinName(random);
    case 'lower':
      return (random.chance(0.6) ? people.pinyinName(random) : people.englishName(random)).toLowerCase();
    case 'en':
      return random.chance(0.35) ? people.pinyinName(random) : people.englishName(random);
    case 'word':
      return people.wordName(random);
    case 'known':
      return people.knownName(random);
    case 'news': {
      const roll = random.next();
      if (roll < 0.5) return people.chineseName(random);
      if (roll < 0.58) return people.shortName(random);
      if (roll < 0.74) return people.foreignName(random);
      if (roll < 0.82) return people.dottedName(random);
      if (roll < 0.94) return people.knownName(random);
      return people.japaneseName(random);
    }
    default: {
      const roll = random.next();
      if (roll < 0.87) return people.chineseName(random);
      if (roll < 0.92) return people.minorityName(random);
      if (roll < 0.95) return people.dottedName(random);
      if (roll < 0.98) return people.pinyinName(random);
      return people.englishName(random);
    }
  }
}

/** A value of each type that templates name, in the form they ask for (`odd`, `spoken`, …; empty = canonical). */
export const entityValues: Partial<Readonly<Record<EntityType, Make>>> = {
  PERSON: person,
  ADDRESS: (random, form) =>
    form === 'en'
      ? places.englishAddress(random)
      : form === 'short'
        ? places.shortAddress(random)
        : places.address(random),
  CN_MOBILE: (random, form) => {
    const number = mobile(random);
    if (form === 'spoken') return spoken(random, number);
    if (form === 'odd') return odd(random, number, [3, 4, 4]);
    const roll = random.next();
    if (roll < 0.06) return `+86 ${number}`;
    if (roll < 0.09) return `+86${number}`;
    if (roll < 0.11) return `86-${number}`;
    if (roll < 0.13) return `0086${number}`;
    return number;
  },
  CN_LANDLINE: (random, form) => {
    const area = random.pick(landAreas);
    const local =
      random.pick('2345678'.split('')) + random.digits(area.length === 3 ? 7 : 6 + random.below(2));
    if (form === 'spoken') return spoken(random, area + local);
    const extension = random.chance(0.2)
      ? random.pick([`转${random.digits(3)}`, `-${random.digits(4)}`, ` ext. ${random.digits(3)}`])
      : '';
    return (
      random.pick([
        `${area}-${local}`,
        `${area}${local}`,
        `(${area})${local}`,
        `（${area}）${local}`,
        `${area} ${local}`,
      ]) + extension
    );
  },
  PHONE_NUMBER: (random) =>
    random.pick([
      `+852 ${random.pick(['5', '6', '9'])}${random.digits(3)} ${random.digits(4)}`,
      `+853 6${random.digits(3)} ${random.digits(4)}`,
      `+886 9${random.digits(2)} ${random.digits(3)} ${random.digits(3)}`,
      `+1 (415) 5${random.digits(2)}-${random.digits(4)}`,
      `+44 7${random.digits(3)} ${random.digits(6)}`,
      `+81 90-${random.digits(4)}-${random.digits(4)}`,
      `+65 9${random.digits(3)} ${random.digits(4)}`,
      `+1-212-5${random.digits(2)}-${random.digits(4)}`,
    ]),
  CN_RESIDENT_ID: (random, form) => {
    const id = residentId(
      random,
      random.chance(0.04) ? random.pick(['810000', '820000', '830000']) : undefined,
    );
    if (form === 'spoken')
      return spoken(random, id.slice(0, 17)) + (id[17] === 'X' ? 'X' : spoken(random, id[17] as string));
    if (form === 'odd') return odd(random, id, [6, 8, 4]);
    if (form === 'old') return `${id.slice(0, 6)}${id.slice(8, 17)}`;
    return random.chance(0.3) ? id.toLowerCase() : id;
  },
  BANK_CARD: (random, form) => {
    const card = luhn(random.pick(bins) + random.digits(random.chance(0.75) ? 12 : 9));
    if (form === 'spoken') return spoken(random, card);
    if (form === 'odd') return odd(random, card, [4, 4, 4, 4]);
    return random.chance(0.35) ? (card.match(/.{1,4}/g) as string[]).join(' ') : card;
  },
  BANK_ACCOUNT: (random) => {
    let account = random.pick(['1', '3', '8', '0']) + random.digits(11 + random.below(8));
    if (luhn(account.slice(0, -1)) === account)
      account = account.slice(0, -1) + String((Number(account.at(-1)) + 1) % 10);
    return account;
  },
  IBAN: iban,
  CVV: (random) => random.digits(3),
  CARD_EXPIRY: (random) =>
    `${pad(1 + random.below(12))}/${random.chance(0.7) ? 25 + random.below(9) : 2025 + random.below(9)}`,
  PASSWORD: (random, form) =>
    form === 'digits'
      ? random.digits(6)
      : random.chance(0.6)
        ? random.pick(secretWords)
        : random.letters(2, upper) +
          random.letters(4, lower) +
          random.pick(['@', '#', '!', '_', '']) +
          random.digits(3),
  OTP: (random) => random.digits(random.chance(0.75) ? 6 : 4),
  EMAIL_ADDRESS: email,
  DATE_OF_BIRTH: date,
  CN_PASSPORT: (random) => {
    const head = random.pick(['E', 'E', 'G', 'EA', 'EB', 'EJ', 'P', 'S', 'D']);
    return head + random.digits(9 - head.length);
  },
  HK_MACAU_PERMIT: (random) => random.pick(['H', 'M', 'C']) + random.digits(8),
  TAIWAN_PERMIT: (random) =>
    random.chance(0.5) ? random.digits(8) : random.pick(['T', 'L']) + random.digits(8),
  HK_ID: hkId,
  FOREIGN_PR_CARD: foreignPr,
  CN_MILITARY_ID: (random) =>
    `${random.pick(['军', '士', '文', '南', '北', '沈', '海', '空'])}字第${random.digits(random.pick([7, 8]))}号`,
  CN_LICENSE_PLATE: (random, form) => {
    const head = random.pick([...provincesShort]) + random.letters(1, 'ABCDEFGH');
    if (form === 'odd')
      return random.pick([`${head}·`, `${head} `, `${head}-`]) + random.letters(5, '0123456789ABCDEFGHJK');
    return random.chance(0.3)
      ? `${head}${random.pick(['D', 'F'])}${random.digits(5)}`
      : head + random.letters(1, upper) + random.digits(4);
  },
  CN_USCC: uscc,
  CN_SOCIAL_SECURITY: (random) => random.digits(10),
  VIN: vin,
  IMEI: (random) => luhn(`86${random.digits(12)}`),
  IP_ADDRESS: (random) =>
    random.chance(0.85)
      ? `${random.pick(['112', '183', '58', '223', '101', '36'])}.${random.below(255)}.${random.below(255)}.${1 + random.below(254)}`
      : `2408:84${random.letters(2, hex)}:${random.letters(4, hex)}:${random.letters(4, hex)}::${1 + random.below(9)}`,
  MAC_ADDRESS: (random) =>
    Array.from({ length: 6 }, () => random.letters(2, random.chance(0.5) ? hex : hex)).join(
      random.pick([':', ':', '-']),
    ),
  WECHAT_ID: (random) =>
    random.chance(0.4)
      ? `wxid_${random.letters(12, `${lower}0123456789`)}`
      : `${random.letters(2 + random.below(5), lower)}${random.pick(['_', '-', ''])}${random.letters(2, lower)}${random.digits(2 + random.below(4))}`,
  QQ_NUMBER: (random) => random.pick('123456789'.split('')) + random.digits(6 + random.below(4)),
  SOCIAL_ACCOUNT: (random, form) => (form === 'at' ? `@${handle(random)}` : handle(random)),
  US_SSN: (random) =>
    `${100 + random.below(560)}-${pad(1 + random.below(98))}-${pad(1 + random.below(9998), 4)}`,
  CRYPTO_ADDRESS: (random) => `0x${random.letters(40, hex)}`,
  API_KEY: (random) =>
    random.pick([
      `sk-${random.letters(40, `${upper}${lower}0123456789`)}`,
      `AKIA${random.letters(16, `${upper.replace(/[OI]/g, '')}234567`)}`,
      `ghp_${random.letters(36, `${upper}${lower}0123456789`)}`,
      `LTAI5t${random.letters(18, `${upper}${lower}0123456789`)}`,
    ]),
};

const han = (random: Random, from: string): string => random.pick(from.split(' '));
const surnameChars =
  '王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 林 高 罗 郑 梁 谢 宋 唐 许 韩 邓 冯 曹 欧阳 司马 上官 程 白 金 方 万 安 于';

/** Fillers that look like personal information or are ordinary text; never findings. */
export const fillerValues: Readonly<Record<string, Make>> = {
  order: (random) =>
    random.pick([
      `${random.pick(['DD', 'SO', 'E', 'JD', 'TB', ''])}2026${pad(1 + random.below(12))}${pad(1 + random.below(28))}${random.digits(6 + random.below(6))}`,
      random.digits(18),
      random.digits(16),
      `1${random.pick(['3', '5', '8'])}${random.digits(9)}`,
    ]),
  tracking: (random) =>
    random.pick([
      `SF${random.digits(13)}`,
      `YT${random.digits(13)}`,
      `7${random.digits(14)}`,
      `JDVA${random.digits(11)}`,
      `ZT0${random.digits(12)}`,
    ]),
  amount: (random) =>
    random.pick([
      `${random.below(9999)}.${random.digits(2)}元`,
      `¥${random.below(9999)}.00`,
      `${1 + random.below(99)}万元`,
      `${random.below(3000)}块钱`,
    ]),
  time: (random) =>
    random.pick([
      `${random.below(24)}:${pad(random.below(60))}`,
      `下午${1 + random.below(6)}点`,
      `2026-${pad(1 + random.below(12))}-${pad(1 + random.below(28))} ${pad(random.below(24))}:${pad(random.below(60))}:${pad(random.below(60))}`,
      `上午${8 + random.below(4)}点半`,
    ]),
  date: (random) =>
    random.pick([
      `${1 + random.below(12)}月${1 + random.below(28)}日`,
      `2026年${1 + random.below(12)}月${1 + random.below(28)}号`,
      `2026-${pad(1 + random.below(12))}-${pad(1 + random.below(28))}`,
      '昨天',
      '上周五',
      '明天',
      '前天',
      '今天',
    ]),
  product: (random) =>
    han(
      random,
      '蓝牙耳机 羽绒服 电饭煲 扫地机器人 空气净化器 手机壳 充电宝 洗衣机 冰箱 空调 面膜 运动鞋 双肩包 保温杯 净水器 燃气灶 热水器 投影仪 平板电脑 笔记本电脑 护肤套装 婴儿车 猫粮 显示器 机械键盘 电动牙刷 床垫 沙发 行李箱 奶粉',
    ),
  brand: (random) =>
    han(
      random,
      '华为 小米 海尔 格力 美的 李宁 安踏 周大福 周黑鸭 老凤祥 王老吉 张小泉 马应龙 陈李济 谢馥春 同仁堂 全聚德 海底捞 李锦记 王致和 老干妈 方太 老板电器 苏泊尔 康师傅 徐福记 白象 杨国福麻辣烫 张亮麻辣烫 曹操出行 高德地图 京东 拼多多 唯品会 顺丰 韵达 德邦 满婷 云南白药 章光101 雷士照明 何氏眼科 任天堂 沃尔玛 罗技 飞利浦 西门子 雀巢 金龙鱼 鲁花 万达 万科 江小白 林清轩 花西子 白猫 李子园 金利来 马可波罗瓷砖 乔丹体育 易方达',
    ),
  company: (random) =>
    han(
      random,
      '华夏银行 中国平安 招商银行 张江高科技有限公司 王府井百货 周生生珠宝 金山软件 方正科技 江苏银行 高盛集团 安邦保险 康佳集团 古井贡酒 马上消费金融 常熟农商行 任子行网络 宁波银行 白山水泥厂 向阳物业 金茂物业 时代物业 孟州农商行 江南布衣 安利公司 万和电气',
    ),
  title: (random) =>
    han(random, surnameChars) +
    han(
      random,
      '先生 女士 小姐 经理 师傅 老师 医生 总 主任 阿姨 叔叔 哥 姐 主管 工 律师 教授 局长 大夫 同学 太太',
    ),
  nick: (random) =>
    random.pick([
      `小${han(random, surnameChars)}`,
      `老${han(random, surnameChars)}`,
      `阿${han(random, '明 强 华 珍 梅 杰 伟 芳')}`,
      '张三丰粉丝团',
      '小李子',
      '老王家',
      '小美',
      '豆豆妈',
      '大刘',
      '李姐',
      '糖糖',
      '胖虎',
      '小明',
      '静静',
    ]),
  city: (random) =>
    random.chance(0.5)
      ? places.cityName(random)
      : han(
          random,
          '北京 上海 广州 深圳 杭州 成都 武汉 西安 南京 苏州 长沙 郑州 济南 青岛 厦门 海南 云南 黄山 桂林 三亚',
        ),
  county: (random) => places.countyName(random),
  province: (random) => places.provinceName(random),
  hotline: (random) =>
    random.pick([
      '95588',
      '400-820-8820',
      '10086',
      '12345',
      '12315',
      '400 610 1360',
      '800-810-8888',
      '96110',
      '95533',
      '110',
      '10010',
      '4008823823',
      '12306',
    ]),
  masked: (random) =>
    random.pick([
      `1${random.pick(['38', '50', '86'])}****${random.digits(4)}`,
      `尾号${random.digits(4)}`,
      `${random.digits(6)}********${random.digits(4)}`,
      `张**`,
      `李*明`,
      `**** **** **** ${random.digits(4)}`,
      `王某`,
      `欧阳**`,
    ]),
  serial: (random) =>
    random.pick([
      `SN${random.letters(10, `${upper}0123456789`)}`,
      `${random.letters(3, upper)}-${random.digits(8)}`,
      random.letters(12, `${upper}0123456789`),
    ]),
  version: (random) =>
    random.pick([
      `${1 + random.below(12)}.${random.below(10)}.${random.below(30)}`,
      `v${1 + random.below(9)}.${random.below(20)}.${random.below(9)}.${random.below(200)}`,
    ]),
  ticket: (random) =>
    random.pick([
      `GD${random.digits(12)}`,
      `TS2026${random.digits(8)}`,
      `CASE-${random.digits(7)}`,
      random.digits(10),
    ]),
  hospital: (random) =>
    han(
      random,
      '协和医院 北京西站 人民医院 虹桥火车站 中山医院 儿童医院 白云机场 国贸地铁站 服务大厅前台 三号窗口 朝阳医院 第一附属医院 客运中心 公司前台',
    ),
  shop: (random) =>
    han(
      random,
      '万达店 中关村店 人民路店 南京路步行街 王府井大街 春熙路 解放碑 外滩 五道口 三里屯 西单 国贸店 望京店',
    ),
  num4: (random) => random.digits(4),
  n: (random) => String(1 + random.below(60)),
  percent: (random) => `${random.below(100)}%`,
  points: (random) => `${random.below(20000)}积分`,
  member: (random) =>
    random.pick([
      `VIP${random.digits(8)}`,
      random.digits(11),
      `88${random.digits(9)}`,
      `M${random.digits(9)}`,
    ]),
  policy: (random) =>
    random.pick([`P${random.digits(15)}`, `1${random.digits(17)}`, `PDAA2026${random.digits(12)}`]),
  student: (random) => `2023${random.digits(8)}`,
};
