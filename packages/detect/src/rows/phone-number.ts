import { codeAt } from '../chars.ts';
import { ends, none } from '../mask/shape.ts';
import type { NumberRun, Row, Shape } from '../row.ts';
import { dials, mobileNames, anyPhone } from '../shapes/telephone.ts';
import { after, before } from '../shapes/text.ts';

const callingCodes =
  /^(?:1[2-9]\d{9}|7\d{10}|2(?:0|7|1[1-8]|[2-689]\d)\d{7,10}|3(?:[0-469]|[578]\d)\d{7,11}|4(?:[013-9]|2\d)\d{7,11}|5(?:[1-8]|[09]\d)\d{7,10}|6(?:[0-6]|[7-9]\d)\d{6,10}|8(?:[124]|5[02356]|80|86)\d{7,10}|9(?:[0-58]|[679]\d)\d{7,11})$/;

/** Where one calls from here; a waybill may begin with 00 too. */
const frequent = /^(?:1|7|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|85[23]|886|9[0-58]|97[1-4])/;

/** Units of the plus sign before the digits, and of the bracket before it where it is closed among them. */
function plusBefore(n: NumberRun): number {
  const found = /[(（]?\+ ?$/.exec(before(n.text, n.start, 3))?.[0] ?? '';
  const open = /^[(（]/.test(found) && !/[)）]/.test(n.text.slice(n.start, n.end));
  return found.length - (open ? 1 : 0);
}

function foreign(n: NumberRun): Shape | null {
  const { digits, text } = n;
  const p = codeAt(text, n.start - 1);
  const plus = p === 43 || p === 32 ? plusBefore(n) : 0;
  const long = digits.startsWith('00') ? digits.slice(2) : digits;
  const bracket = plus > 0 || long !== digits;
  if (bracket && long.length >= 8 && long.length <= 15 && !long.startsWith('86') && callingCodes.test(long)) {
    return {
      code: 'international',
      logit: (plus > 0 ? 4.5 : frequent.test(long) ? 1.2 : -0.6) + dials(n, digits.length) * 0.3,
      start: n.start - plus,
      end: withPlainExtension(text, n.end),
    };
  }
  if (plus > 0) return null;
  const lead = digits.charCodeAt(0);
  if (lead === 56) {
    const logit = n.gap === 'none' ? -0.5 : 2;
    const start = n.start - openBefore(n, 3);
    if (/^85[23][2-9]\d{7}$/.test(digits)) return { code: 'hong-kong', logit, start };
    if (/^886\d{8,10}$/.test(digits)) return { code: 'taiwan', logit, start };
  }
  if (lead === 48) return leadingZero(n);
  if (digits.length === 10) return northAmerica(n);
  if (digits.length === 11 && lead === 49 && n.groups.length === 4 && n.groups.join() === '1,3,3,4') {
    return /^1[2-9]\d\d[2-9]/.test(digits) ? { code: 'north-america', logit: 2 } : null;
  }
  if (digits.length === 8 && lead !== 49 && lead !== 52 && n.groups.length <= 2) {
    return { code: 'eight-digits', logit: -3.4, named: true };
  }
  return null;
}

/** 1 where the first `count` digits stand in brackets. */
const openBefore = (n: NumberRun, count: number): number =>
  /[(（]$/.test(before(n.text, n.start, 1)) && /^[)）]/.test(after(n.text, n.start + count, 1)) ? 1 : 0;

const taiwanGroups = new Set(['2,4,4', '2,3,4']);

function leadingZero(n: NumberRun): Shape | null {
  const { digits } = n;
  // No area code of the mainland has two digits.
  if (/^0[2-8]/.test(digits) && n.gap !== 'none' && taiwanGroups.has(n.groups.join()))
    return { code: 'taiwan-fixed', logit: 1.2, named: true, start: n.start - openBefore(n, 2) };
  if (digits.length === 10 && digits.startsWith('09')) {
    return { code: 'taiwan', logit: n.groups.join() === '4,3,3' ? 2.2 : -0.8 };
  }
  if (digits.length === 11 && /^0[127]/.test(digits) && n.gap === 'space')
    return { code: 'britain', logit: 0 };
  return null;
}

function northAmerica(n: NumberRun): Shape | null {
  const { digits, text } = n;
  if (!/^[2-9]\d\d[2-9]/.test(digits) || /^[48]00/.test(digits)) return null;
  const open = n.gap !== 'none' && /[(（]$/.test(before(text, n.start, 1)) ? 1 : 0;
  return {
    code: 'north-america',
    logit: n.groups.join() === '3,3,4' ? 0.8 + open : -2.4,
    start: n.start - open,
    end: withPlainExtension(text, n.end),
  };
}

function withPlainExtension(text: string, end: number): number {
  const found = /^ ?(?:ext\.?|x|转) ?\d{1,6}(?!\d)/i.exec(after(text, end, 16));
  return found ? end + found[0].length : end;
}

/** Numbers of Hong Kong, Macau, Taiwan and abroad. */
export const phoneNumber: Row<'PHONE_NUMBER'> = {
  type: 'PHONE_NUMBER',
  rank: 130,
  label: { zh: '境外电话', en: 'Foreign phone' },
  level: 'C2',
  sensitive: false,
  protect: true,
  source: 'ITU-T E.164',
  names: `香港电话 香港手机 香港号码 澳门电话 澳门手机 澳门号码 台湾电话 台湾手机 台湾座机 台湾固话 香港座机 香港固话 国外电话 海外电话 国际电话 境外手机 境外号码 海外手机 海外号码 us_number uk_number hk_number hk_mobile hong_kong_number ${mobileNames} ${anyPhone}`,
  hints: '号码 香港 澳门 台湾 美国 英国 日本 新加坡 海外 境外 whatsapp line call text contact reach number',
  numbers: { counts: [8, 9, 10, 11, 12, 13, 14, 15], test: foreign },
  mask: {
    ladder: [ends(2, 2, 4), ends(2, 0, 4), none],
    at: { dispatch: 0 },
    example: '+852 6000 1234',
  },
};
