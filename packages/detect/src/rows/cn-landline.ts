import { codeAt } from '../chars.ts';
import type { NumberRun, Row, Shape } from '../row.ts';
import { hasPrefix, anyPhone, prefixed } from '../shapes/telephone.ts';
import { after, before } from '../shapes/text.ts';

const areaCode =
  /^0(?:10|2[0-57-9]|3(?:1\d|35|49|5\d|7\d|9[1-68])|4(?:1\d|2[179]|3[1-9]|5[1-9]|6[4789]|7\d|8[23])|5(?:1\d|2[37]|3\d|4[36]|5\d|6[1-6]|7\d|80|9[1-9])|6(?:3[1-5]|6[0238]|9[12])|7(?:01|1\d|2[248]|3\d|4[3-6]|5\d|6[023689]|7\d|9\d)|8(?:1[2368]|2[5-7]|3\d|5[1-9]|7\d|8[3678]|9[1-8])|9(?:0[1-3689]|1\d|3\d|41|43|5[1-5]|7\d|9\d))/;

const extension =
  /^(?:[ ,，]{0,2}(?:转分机|转|轉|分机号?|分機|ext(?:ension)?\.?|EXT\.?|Ext\.?|[x#])[ :：]{0,2}\d{1,6}|[ ]?[-—]{1,2}[ ]?\d{1,6})(?![\d-])/;

const spokenExtension = /^(?:转|分机)[零〇一二三四五六七八九幺两]{1,6}/;

function landline(n: NumberRun): Shape | null {
  const lead = n.digits.charCodeAt(0);
  if (lead !== 48 && lead !== 56) return local(n);
  let { digits } = n;
  let start = n.start;
  let logit = 0;
  const { text, groups } = n;
  const abroad = digits.length > 12 && digits.startsWith('0086');
  if (abroad) {
    digits = `0${digits.replace(/^00860?/, '')}`;
    logit += 1;
  } else if (digits.startsWith('86') && digits.length >= 11 && digits.length <= 13 && n.gap !== 'none') {
    digits = `0${digits.replace(/^860?/, '')}`;
    start = hasPrefix(text, start, n.end, true);
    logit += 1;
  }
  const area = areaCode.exec(digits)?.[0].length ?? 0;
  if (area === 0 || digits.charCodeAt(0) !== 48) return local(n);
  const rest = digits.length - area;
  const first = digits.charCodeAt(area);
  if (first < 50 || rest < 7 || rest > 8) return null;
  // No area code has two digits; those of Taiwan have.
  if (groups[0] === 2 && !n.spoken && digits === n.digits) return null;
  if (rest === 8 && area === 4 && first === 57) return null;
  // Cities with three digits have numbers of eight.
  if (area === 3 && rest === 7) logit -= 1.8;
  const split = n.gap !== 'none' && groups[0] === area;
  if (n.gap !== 'none' && !split && !abroad && start === n.start && !n.spoken) logit -= 1.5;
  logit += split ? 3 : n.spoken ? 1.5 : 1.4;
  if (n.gap === 'paren' || (split && /[(（]$/.test(before(text, n.start, 1)))) {
    if (/[(（]$/.test(before(text, start, 1)) && /[)）]/.test(text.slice(start, n.end))) start -= 1;
  }
  if (n.gap === 'dot' || n.gap === 'slash') logit -= 1.5;
  if (start === n.start || codeAt(text, start) === 40) start = prefixed(text, start);
  return { code: 'landline', logit, start, end: withExtension(text, n.end) };
}

function withExtension(text: string, end: number): number {
  const tail = after(text, end, 16);
  const found = extension.exec(tail) ?? spokenExtension.exec(tail);
  return found ? end + found[0].length : end;
}

/** A number without its area code, perhaps with an extension behind a dash. */
function local(n: NumberRun): Shape | null {
  const [first = 0, second = 0, third] = n.groups;
  const extended = n.gap === 'dash' && third === undefined && second >= 3 && second <= 4;
  if (extended && (first === 7 || first === 8) && /^[2-8]/.test(n.digits))
    return { code: 'local-extension', logit: -2, named: true };
  const { digits } = n;
  if (digits.length < 7 || digits.length > 8 || digits.charCodeAt(0) < 50) return null;
  if (digits.length === 8 && /^(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d$/.test(digits)) return null;
  if (/^9[56]/.test(digits) && digits.length < 8) return null;
  const grouped = n.groups.length === 2 && n.groups[1] === 4 && (n.gap === 'dash' || n.gap === 'space');
  if (n.groups.length > 1 && !grouped && !n.spoken) return null;
  return {
    code: 'local-number',
    logit: grouped ? -1.8 : -2.6,
    named: true,
    end: withExtension(n.text, n.end),
  };
}

/** Fixed lines of the mainland with their area code and extension. */
export const cnLandline: Row<'CN_LANDLINE'> = {
  type: 'CN_LANDLINE',
  rank: 120,
  label: { zh: '固定电话', en: 'Landline' },
  level: 'C2',
  sensitive: false,
  protect: true,
  source: 'public numbering plan: trunk 0, area 2-3 digits, 7-8 digits',
  names: `座机 固话 固定电话 座机号 座机号码 固话号码 办公电话 办公室电话 单位电话 公司电话 家里电话 家庭电话 住宅电话 宅电 家电话 传真 传真号 传真号码 市话 landline office_line direct_line home_line fax home_phone office_phone home_number office_number work_phone ${anyPhone}`,
  hints: '号码 拨打 打给 打我 打到 回拨 联系 联系人 分机 总机 办公室 家里 call contact 前台',
  numbers: { counts: [7, 8, 10, 11, 12, 13, 14, 15, 16], test: landline },
  mask: {
    ladder: [
      { kind: 'landline', back: 2 },
      { kind: 'landline', back: 0 },
    ],
    at: { dispatch: 0, audit: 1, export: 1 },
    example: '0571-80001234',
  },
};
