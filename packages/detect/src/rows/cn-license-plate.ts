import { codeAt, asciiOf } from '../chars.ts';
import { ends, none } from '../mask/shape.ts';
import type { NumberRun, Row, Shape, Token } from '../row.ts';
import { after, before } from '../shapes/text.ts';

const provinces = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼遼雲魯蘇贛晉陝閩貴粵寧瓊滬';

const isProvince = new Uint8Array(0x10000);
for (const c of provinces) isProvince[c.charCodeAt(0)] = 1;

const plate = new RegExp(
  `^([${provinces}])([A-HJ-Z])[ ·.\\-]?((?:[A-HJ-NP-Z0-9]{4}[挂學学警港澳试超领使])|[A-HJ-K][A-HJ-NP-Z0-9]?\\d{4}|\\d{5}[A-HJ-K]|[A-HJ-NP-Z0-9]{5})(?![A-Za-z0-9*])`,
  'i',
);

const spokenLead = new RegExp(`[${provinces}] ?[A-HJ-Za-hj-z][ ·.\\-]?$`);

const apartLead = new RegExp(`[${provinces}] ?[A-HJ-Za-hj-z][ ·.\\-]$`);

function plateToken(t: Token): Shape | null {
  const { text } = t;
  // The province stands one or two units before the token: 京A·12345, 京 A12345, 京A12345.
  for (let start = t.start - 1; start >= t.start - 5 && start >= 0; start -= 1) {
    if (isProvince[text.charCodeAt(start)] === 0) continue;
    const tail = after(text, start, 12).replace(/^(.) (?=[A-Za-z])/, '$1');
    const removed = text.charAt(start + 1) === ' ' ? 1 : 0;
    const found = plate.exec(tail);
    if (!found || !/\d/.test(found[3] as string)) return null;
    const body = found[3] as string;
    const digits = body.replace(/\D/g, '').length;
    const logit =
      (digits >= 3 || body.length === 6 ? 3.2 : 1.4) - removed * 0.8 - (/[a-z]/.test(found[0]) ? 0.4 : 0);
    const word =
      /[南东西北进入下上]$/.test(before(text, start, 1)) && /[津京沪川]/.test(text.charAt(start)) ? 0.3 : 0;
    return { code: 'plate', logit: logit - word, start, end: start + found[0].length + removed };
  }
  return null;
}

const spokenDigits = '零〇一幺二两三四五六七八九';

const spokenPlate = new RegExp(
  `(?:[ \\t:：=是为呢,，"'“（(]|号码?|嗯|那个){0,8}([${provinces}] ?[A-HJ-Z] ?[·.\\-,，]?(?: ?[A-HJ-NP-Z0-9${spokenDigits}]){5,6})(?![A-Za-z0-9*${spokenDigits}])`,
  'iy',
);

/** What is read from its digits: letter and digits apart (京A 12345), and plates of embassies (使123456). */
function plateNumber(n: NumberRun): Shape | null {
  if (n.digits.length === 6) {
    const embassy = n.gap === 'none' && /(?<!大)使$/.test(before(n.text, n.start, 2));
    return embassy ? { code: 'embassy', logit: 1, start: n.start - 1 } : null;
  }
  if (n.spoken && n.digits.length === 5 && n.gap === 'none') {
    const lead = spokenLead.exec(before(n.text, n.start, 4));
    return lead && { code: 'spoken', logit: 1.4, start: n.start - lead[0].length };
  }
  if (asciiOf[codeAt(n.text, n.start - 1)] !== 0 || asciiOf[codeAt(n.text, n.start - 2)] === 0) return null;
  const lead = apartLead.exec(before(n.text, n.start, 4));
  if (!lead) return null;
  const start = n.start - lead[0].length;
  const tail = after(n.text, n.end, 2);
  const extra =
    n.digits.length === 5 && /^[A-HJ-K](?![A-Za-z0-9])/i.test(tail)
      ? 1
      : n.digits.length === 4 && /^[挂学警港澳]/.test(tail)
        ? 1
        : 0;
  if (n.digits.length !== 5 && extra === 0) return null;
  return { code: 'plate', logit: 2.6, start, end: n.end + extra };
}

/** Licence plates of the mainland. */
export const cnLicensePlate: Row<'CN_LICENSE_PLATE'> = {
  type: 'CN_LICENSE_PLATE',
  rank: 290,
  label: { zh: '车牌号', en: 'Licence plate' },
  level: 'C2',
  sensitive: false,
  protect: true,
  source: 'GA 36-2018',
  names:
    '车牌 车牌号 车牌号码 牌照 牌照号 号牌 号牌号码 车号 車牌 車牌號碼 车牌是 plate license_plate plate_number plate_no licence_plate number_plate car_plate vehicle_plate',
  hints: '车 停车 开车 车辆 过户 违章 保险 特斯拉 奔驰 宝马 大众 车主 vehicle car',
  follows: { pattern: spokenPlate, test: (value) => (/[零〇一-龥]/.test(value.slice(1)) ? 2 : null) },
  numbers: { counts: [4, 5, 6], test: plateNumber },
  tokens: { sizes: [4, 8], test: plateToken },
  mask: {
    ladder: [ends(3, 1, 3, { total: [7, 8] }), ends(2, 0, 5, { total: [7, 8] }), none],
    at: { dispatch: 0 },
    example: '浙A12345',
  },
};
