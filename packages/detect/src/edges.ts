import { codeAt, isAlnum, isDigit, isLetter } from './chars.ts';

const flag = (chars: string): Uint8Array => {
  const t = new Uint8Array(0x10000);
  for (const c of chars) t[c.charCodeAt(0)] = 1;
  return t;
};
const star = flag('*●■◆█×✱＊');
const currency = flag('¥￥$€£₩元');
const unit = flag('元块万亿%％℃米克吨个件次天页条台份粒瓶盒箱股倍届岁秒');
const wordUnitFirst = flag(' 公千厘毫平小分人积美港万kKMGTmrucpHg');
const wordUnit =
  /^ ?(?:公里|千米|厘米|毫米|平方|平米|公斤|千克|毫升|小时|分钟|人次|积分|美元|港币|人民币|万元|[kKMGT]B\b|kg|km|rmb|usd|cny|mah|px|ms\b|GHz|Hz)/i;

/** A key of an address on the web that names no person’s number. */
const inQuery = /[?&](?:[a-z]+_?)?(?:id|no|sn|t|ts|key|code|item|sku|order|sign|v)=$/i;

const nameInCapitals = /^[A-Z]{2,9}[ ,]{1,2}[A-Z][a-z]/;

const priced = (code: number): boolean => code === 0x5143 || code === 0x5757 || code === 0x4e07;

const counts = flag('元块万亿年月日点时分秒天个米克斤吨件次页条台份粒瓶盒箱股倍届岁楼层室栋幢人位期名减折');
/** True for a unit that makes the digits before it a quantity or a date. */
export const counted = (code: number): boolean => counts[code] === 1;

/** What stands right beside a number, in log odds; −Infinity where it is part of something masked. */
export function edges(text: string, start: number, end: number, labelTouches: boolean): number {
  const p = codeAt(text, start - 1);
  const q = codeAt(text, end);
  if (maskedBeside(text, start, end)) return Number.NEGATIVE_INFINITY;
  let logit = 0;
  if (isLetter(p) && !labelTouches) logit -= isLetter(codeAt(text, start)) ? 0 : letterBefore(p);
  else if (isDigit(p) && isDigit(codeAt(text, start))) logit -= 6;
  if (isLetter(q)) logit -= letterAfter(text, start, end, q);
  else if (isDigit(q) && isDigit(codeAt(text, end - 1))) logit -= 6;
  if (currency[p] === 1) logit -= 4.5;
  else if (p === 35) logit -= 1.2;
  else if (p === 61 && inQuery.test(text.slice(start > 24 ? start - 24 : 0, start))) logit -= 2.5;
  else if ((p === 45 || p === 95 || p === 47 || p === 46) && isAlnum(codeAt(text, start - 2))) {
    logit -= joinedBefore(text, start - 2, end - start);
  }
  if (unit[q] === 1) logit -= priced(q) ? 4.5 : 2.5;
  else if (wordUnitFirst[q] === 1 && wordUnit.test(text.slice(end, end + 4))) logit -= 4;
  else if (q === 46 && isDigit(codeAt(text, end + 1))) logit -= 2.5;
  else if ((q === 45 || q === 95) && isAlnum(codeAt(text, end + 1))) logit -= 1.8;
  else if (q === 64 && isAlnum(codeAt(text, end + 1))) logit -= 2;
  else if (q === 58 && isDigit(codeAt(text, end + 1)) && isDigit(codeAt(text, end + 2))) logit -= 2;
  return logit;
}

/** Capitals make a code of what follows (SF138…); a word in small letters was only written without a blank. */
const letterBefore = (p: number): number => (p >= 97 && p !== 120 ? 1.5 : 4.5);

function letterAfter(text: string, start: number, end: number, q: number): number {
  if (/^(?:ext|x\d)/i.test(text.slice(end, end + 3))) return 0;
  const next = codeAt(text, end + 1);
  if (q < 97 && next >= 97 && isLetter(next)) return 1;
  // A name follows, its surname in capitals: 13800138000LIN Yichen.
  return q < 97 && end - start > 6 && nameInCapitals.test(text.slice(end, end + 12)) ? 1 : 3.5;
}

/** A piece joined by - _ / . that holds a digit makes a longer code; a bare word does not. */
function joinedBefore(text: string, last: number, own: number): number {
  let digits = 0;
  let i = last;
  for (; i >= 0 && last - i < 24 && isAlnum(codeAt(text, i)); i -= 1)
    if (isDigit(codeAt(text, i))) digits += 1;
  // Two numbers of one length, of seven digits or more, are alternatives: 13800138000/13900139000.
  if (digits === own && own > 6) return 0.2;
  return digits > 0 ? 2.8 : 0.4;
}

/** True where a star stands beside `[start, end)`, at most one blank or dash away. */
export function maskedBeside(text: string, start: number, end: number): boolean {
  const p = codeAt(text, start - 1);
  const q = codeAt(text, end);
  if (star[p] === 1 || star[q] === 1) return !emphasised(text, start, end);
  return (
    ((p === 32 || p === 45) && star[codeAt(text, start - 2)] === 1) ||
    ((q === 32 || q === 45) && star[codeAt(text, end + 1)] === 1)
  );
}

const asterisk = 42;

/** True where `[start, end)` stands between as many asterisks on both sides, three at most: **13800138000**. */
export function emphasised(text: string, start: number, end: number): boolean {
  let count = 0;
  while (count < 4 && codeAt(text, start - 1 - count) === asterisk) count += 1;
  if (count === 0 || count > 3) return false;
  for (let i = 0; i < count; i += 1) if (codeAt(text, end + i) !== asterisk) return false;
  const p = codeAt(text, start - 1 - count);
  const q = codeAt(text, end + count);
  return star[q] === 0 && !isAlnum(p) && !isAlnum(q);
}
