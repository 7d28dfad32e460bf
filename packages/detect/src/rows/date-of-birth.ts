import type { Row } from '../row.ts';

const year = '(?:(?:18|19|20)\\d{2}|[一二][九零〇八][零〇一二三四五六七八九]{2})';

const shortYear = '(?:\\d{2}|[零〇一二三四五六七八九]{2})';

const month = '(?:1[0-2]|0?[1-9]|十[一二]?|[正元腊冬]|[零〇]?[一二三四五六七八九])';

const day =
  '(?:3[01]|[12]\\d|0?[1-9]|初[一二三四五六七八九十]|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[二三][零〇一二三四五六七八九]|[一二三四五六七八九])';

const english =
  '(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)';

/** A date as people write it, year first, day first or month first. */
const date = [
  `${year}[ ]?年[ ]?${month}[ ]?月(?:份?[ ]?${day}[ ]?[日号號]?)?`,
  `${shortYear}[ ]?年[ ]?${month}[ ]?月(?:[ ]?${day}[ ]?[日号號]?)?`,
  `${year} ?[-/.] ?(?:1[0-2]|0?[1-9]) ?[-/.] ?(?:3[01]|[12]\\d|0?[1-9])(?!\\d)`,
  `(?:3[01]|[12]\\d|0?[1-9])[-/.](?:3[01]|[12]\\d|0?[1-9])[-/.](?:19|20)\\d{2}(?!\\d)`,
  `(?:19|20)\\d{2}(?:1[0-2]|0[1-9])(?:3[01]|[12]\\d|0[1-9])(?!\\d)`,
  `(?:19|20)\\d{2} (?:1[0-2]|0[1-9]) (?:3[01]|[12]\\d|0[1-9])(?!\\d)`,
  `(?:19|20)\\d{2}[-/.](?:1[0-2]|0[1-9])(?![\\d\\-/.])`,
  `\\d{2}[-/.](?:1[0-2]|0[1-9])[-/.](?:3[01]|[12]\\d|0[1-9])(?!\\d)`,
  `(?:0[1-9]|1[0-2])[-/.](?:3[01]|[12]\\d|0[1-9])(?![\\d\\-/.])`,
  `${english}\\.? (?:3[01]|[12]\\d|0?[1-9])(?:st|nd|rd|th)?,? (?:19|20)\\d{2}(?!\\d)`,
  `(?:3[01]|[12]\\d|0?[1-9])(?:st|nd|rd|th)?(?: of)?[ -]${english},?[ -](?:19|20)\\d{2}(?!\\d)`,
  `(?:农历|阴历|阳历|公历)?[ ]?${month}[ ]?月[ ]?${day}[ ]?[日号號]?(?!\\d)`,
].join('|');

const bridge =
  '(?:[ \\t\\n]*(?:[:：=]|(?<!/[a-z_]{2,24})>|是|为|係|在|于|就是|应该|填的|写的|出生|日期|公历|阳历|农历|阴历|身份证上|证件上|我|的|is|was|on|in|[（("\'“]|[,，]){0,4}[ \\t]*)';

function birthFits(value: string): number | null {
  return /(?:18|19|20)\d\d|年/.test(value) ? 1 : -0.6;
}

/** A date that the text calls somebody's birth. */
export const dateOfBirth: Row<'DATE_OF_BIRTH'> = {
  type: 'DATE_OF_BIRTH',
  rank: 30,
  label: { zh: '出生日期', en: 'Date of birth' },
  level: 'C2',
  sensitive: false,
  protect: true,
  source: 'GB/T 35273-2020 Annex A',
  names:
    '出生日期 出生年月 出生年月日 出生时间 生日 生_日 出生 出生于 生于 生辰 出生日 阳历生日 阴历生日 农历生日 出生日期是 生日是 公历生日 dob d.o.b date_of_birth dateofbirth birth_date birthdate birthday born born_on birth_day bday birth',
  not: '生日快乐 生日券 生日礼物 生日礼 生日月 生日优惠 生日特权 生日蛋糕 生日派对 过生日',
  follows: { pattern: new RegExp(`${bridge}(${date})`, 'iy'), test: birthFits },
  leads: {
    words:
      '出生 出生的 日生 号生 日生的 号生的 的生日 是我生日 是我的生日 是他生日 是她生日 生人 年生人 is_my_birthday is_my_date_of_birth is_my_dob 是生日 为出生日期 是出生日期 是孩子生日',
    pattern: new RegExp(`(?:^|[^\\d])(${date})[ ,，]?(?:这天|那天|是)?$`, 'i'),
  },
  mask: {
    ladder: [
      { kind: 'date', to: 'month' },
      { kind: 'date', to: 'year' },
    ],
    at: { audit: 1, export: 1 },
    example: '1986-03-12',
  },
};
