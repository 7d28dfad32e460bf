import { permitLadder } from '../mask/ladders.ts';
import type { NumberRun, Row, Shape, Token } from '../row.ts';
import { after, lettersBefore } from '../shapes/text.ts';

function passport(t: Token): Shape | null {
  const { upper } = t;
  if (/^(?:[EG]\d{8}|E[A-HJ-NP-Z]\d{7})$/.test(upper)) return { code: 'passport', logit: -0.4 };
  if (/^(?:D[E]?\d{7,8}|S[E]?\d{7,8}|P[E]?\d{7,8}|MA\d{7}|K[JN]?\d{7,8}|H[J]?\d{8})$/.test(upper)) {
    return { code: 'official-passport', logit: -2.2, named: true };
  }
  // Foreign passports and mistyped numbers count only where the text names them.
  if (/^[A-Z]{1,2}\d{6}$/.test(upper) && /^ ?[(（][0-9Aa][)）]/.test(after(t.text, t.end, 5))) return null;
  if (/^[A-Z]{1,2}\d{6,9}$/.test(upper)) return { code: 'letters-digits', logit: -3, named: true };
  return null;
}

/** Letters that begin a passport, written apart from seven digits, from eight. */
const before7 = /^(?:E[A-HJ-NP-Z]|[DSP]E?|MA|K[JN])$/;
const before8 = /^(?:[EGKH]|[DSP]E?)$/;

/** Old ones of digits only, and those whose letters are written apart: E 12345678. */
function passportNumber(n: NumberRun): Shape | null {
  if (n.digits.length === 9)
    return { code: 'old-passport', logit: /^1[45]/.test(n.digits) ? -2.3 : -3.4, named: true };
  const size = lettersBefore(n, n.digits.length === 7 ? before7 : before8);
  if (size === 0) return null;
  const ordinary = /[EGeg]/.test(n.text.charAt(n.start - size));
  return { code: 'letter-apart', logit: ordinary ? -1 : -2.2, named: true, start: n.start - size };
}

/** Passports of China, Hong Kong and Macau; others where the text names them. */
export const cnPassport: Row<'CN_PASSPORT'> = {
  type: 'CN_PASSPORT',
  rank: 60,
  label: { zh: '护照号', en: 'Passport' },
  level: 'C2',
  sensitive: false,
  protect: true,
  source: 'public series of ordinary, official and diplomatic passports',
  names:
    '护照 护照号 护照号码 护照编号 護照 護照號碼 因私护照 因公护照 旅行证件 passport passport_no passport_number passportno passport_num passport_# 证件号 证件号码',
  hints: '出境 签证 visa 登机 酒店入住 证件',
  numbers: { counts: [7, 8, 9], named: true, test: passportNumber },
  tokens: { sizes: [7, 11], test: passport },
  mask: { ladder: permitLadder, example: 'E12345678' },
};
