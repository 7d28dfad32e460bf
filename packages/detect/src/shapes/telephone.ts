import { codeAt } from '../chars.ts';
import type { NumberRun } from '../row.ts';
import { before } from './text.ts';

/** Where a number that begins with its country code begins, a plus sign and an open bracket counted. */
export function hasPrefix(text: string, start: number, end: number, plus: boolean): number {
  if (!plus) return start;
  const c = codeAt(text, start - 1);
  if (c === 0x52a0) return start - 1;
  if (c !== 43) return start;
  const open = codeAt(text, start - 2);
  const bracket =
    (open === 40 || open === 0xff08) && /[)）]/.test(text.slice(start, Math.min(end, start + 6)));
  return start - (bracket ? 2 : 1);
}

const dialled = new Set([
  '3,4,4',
  '3,8',
  '7,4',
  '3,3,5',
  '4,4,3',
  '3,4,2,2',
  '3,2,2,2,2',
  '4,3,4',
  '5,6',
  '3,2,3,3',
]);

/** Evidence of the way in which a telephone number is grouped. */
export function dials(n: NumberRun, length: number): number {
  if (n.gap === 'none') return 0;
  const groups = n.digits.length > length ? lastGroups(n.groups, length) : n.groups;
  if (groups === null) return n.spoken ? 0 : -1;
  if (n.spoken || n.gap === 'filler') return 0;
  const punished = n.gap === 'dot' ? 0.4 : n.gap === 'slash' || n.gap === 'comma' ? 2 : 0;
  if (groups.length === 1) return 0.4 - punished;
  if (dialled.has(groups.join())) return 0.8 - punished;
  return (groups.every((g) => g === 1) ? 0 : -1) - punished;
}

function lastGroups(groups: readonly number[], length: number): readonly number[] | null {
  let sum = 0;
  for (let k = groups.length - 1; k >= 0; k -= 1) {
    sum += groups[k] as number;
    if (sum === length) return groups.slice(k);
  }
  return null;
}

/** Words that name a mobile number. */
export const mobileNames =
  '手机 手机号 手机号码 移动电话 手提电话 注册手机 绑定手机 预留手机 预留手机号 预留号码 联系手机 收货手机 ' +
  '本机号码 来电号码 主叫号码 被叫号码 呼入号码 mobile mobile_number mobile_no mobile_phone mobilephone mobileno phone_mobile ' +
  'cell cell_phone cellphone hp_no msisdn caller_id callerid caller 手機 手機號碼 行動電話';

/** Words that name a number of any telephone. */
export const anyPhone =
  '电话 电话号码 电话号 联系电话 联系方式 联系号码 联系人电话 收件电话 收货电话 客户电话 来电 去电 致电 回电 ' +
  '备用电话 紧急联系电话 预留电话 联络电话 聯絡電話 電話 tel telephone phone phone_number phone_no phonenumber contact_number ' +
  'contact_no contact_phone call_me_at call_me_on reach_me_at reach_me_on callback_number ring_me_on text_me_at sms_to whatsapp';

/** Where a country prefix of China before `start` begins, `start` if there is none. */
export function prefixed(text: string, start: number): number {
  const p = codeAt(text, start - 1);
  // 6, 六, blank, dash, closing bracket.
  if (p !== 54 && p !== 0x516d && p !== 32 && p !== 45 && p !== 41 && p !== 0xff09) return start;
  const found = /(?:[(（]?\+ {0,1}86[)）]?|(?<![\d.*+-])(?:0086|86)|加八六|加86)[ \-—]{0,3}$/.exec(
    before(text, start, 9),
  );
  return found ? start - found[0].length : start;
}
