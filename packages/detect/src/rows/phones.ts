import { codeAt } from '../chars.ts';
import type { NumberRun, Row, Shape } from '../row.ts';
import { after, before, dials, hasPrefix } from './shapes.ts';

const mobileNames =
  '手机 手机号 手机号码 手机号是 手机号为 移动电话 手提电话 注册手机 绑定手机 预留手机 预留手机号 预留号码 联系手机 收货手机 ' +
  '本机号码 来电号码 主叫号码 被叫号码 呼入号码 mobile mobile_number mobile_no mobile_phone mobilephone mobileno phone_mobile ' +
  'cell cell_phone cellphone hp_no msisdn caller_id callerid caller 手機 手機號碼 行動電話';
const anyPhone =
  '电话 电话号码 电话号 联系电话 联系方式 联系号码 联系人电话 收件电话 收货电话 客户电话 来电 去电 致电 回电 号码是 ' +
  '备用电话 紧急联系电话 预留电话 联络电话 聯絡電話 電話 电话是 tel telephone phone phone_number phone_no phonenumber contact_number ' +
  'contact_no contact_phone call_me_at call_me_on reach_me_at reach_me_on callback_number ring_me_on text_me_at sms_to whatsapp';
const phoneHints =
  '拨打 打给 打我 打这个 联系 联系我 联系人 收件人 收货人 寄件人 短信 发短信 号码 这个号 微信同号 同号 call text contact reach 打到 回拨 拨 收方 接听 机主 ' +
  '户主 紧急联系人 本人 打电话 加我 登录 注册 绑定 登录账号 账号 账户 帐号 登录名 用户名 微信号 微信 支付宝 支付宝账号 whatsapp account 客户 number';

const segments = /^1(?:3\d|4[1456789]|5[0-35-9]|6[25-7]|7[0-8]|8\d|9[0-35-9])/;

/** Where a country prefix of China before `start` begins, `start` if there is none. */
function prefixed(text: string, start: number): number {
  const p = codeAt(text, start - 1);
  // 6, 六, blank, dash, closing bracket.
  if (p !== 54 && p !== 0x516d && p !== 32 && p !== 45 && p !== 41 && p !== 0xff09) return start;
  const found = /(?:[(（]?\+ {0,1}86[)）]?|(?<![\d.*+-])(?:0086|86)|加八六|加86)[ \-—]{0,3}$/.exec(
    before(text, start, 9),
  );
  return found ? start - found[0].length : start;
}

function mobile(n: NumberRun): Shape | null {
  const { digits } = n;
  let core = digits;
  let start = n.start;
  if (digits.length === 13 && digits.startsWith('86')) core = digits.slice(2);
  else if (digits.length === 15 && digits.startsWith('0086')) core = digits.slice(4);
  else if (digits.length === 12 && digits.startsWith('01') && !/^010/.test(digits)) core = digits.slice(1);
  else if (digits.length !== 11) return null;
  if (core.charCodeAt(0) !== 49 || core.charCodeAt(1) < 51) return null;
  let logit = segments.test(core) ? 3 : 1.2;
  if (core.length < digits.length) {
    if (digits.length === 12) logit -= 0.8;
    else {
      logit += 0.6;
      start = hasPrefix(n.text, start, n.end, digits.length === 13);
    }
  } else {
    start = prefixed(n.text, start);
    if (start < n.start) logit += 0.8;
  }
  logit += dials(n, core.length);
  return { code: 'mobile', logit, start };
}

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
  if (digits.startsWith('86') && digits.length >= 11 && digits.length <= 13 && n.gap !== 'none') {
    digits = `0${digits.replace(/^860?/, '')}`;
    start = hasPrefix(text, start, n.end, true);
    logit += 1;
  }
  const area = areaCode.exec(digits)?.[0].length ?? 0;
  if (area === 0 || digits.charCodeAt(0) !== 48) return local(n);
  const rest = digits.length - area;
  const first = digits.charCodeAt(area);
  if (first < 50 || rest < 7 || rest > 8) return null;
  if (rest === 8 && area === 4 && first === 57) return null;
  const split = n.gap !== 'none' && groups[0] === area;
  if (n.gap !== 'none' && !split && start === n.start && !n.spoken) logit -= 1.5;
  logit += split ? 3 : n.spoken ? 1.5 : 1.4;
  if (n.gap === 'paren' || (split && /[(（]$/.test(before(text, n.start, 1)))) {
    if (/[(（]$/.test(before(text, start, 1))) start -= 1;
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

function local(n: NumberRun): Shape | null {
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

const callingCodes =
  /^(?:1[2-9]\d{9}|7\d{10}|2(?:0|7|1[1-8]|[2-689]\d)\d{7,10}|3(?:[0-469]|[578]\d)\d{7,11}|4(?:[013-9]|2\d)\d{7,11}|5(?:[1-8]|[09]\d)\d{7,10}|6(?:[0-6]|[7-9]\d)\d{6,10}|8(?:[124]|5[02356]|80|86)\d{7,10}|9(?:[0-58]|[679]\d)\d{7,11})$/;

function foreign(n: NumberRun): Shape | null {
  const { digits, text } = n;
  const p = codeAt(text, n.start - 1);
  const plus =
    p === 43 || p === 32 ? (/(?:\+|[(（]\+) ?$/.exec(before(text, n.start, 3))?.[0].length ?? 0) : 0;
  const long = digits.startsWith('00') ? digits.slice(2) : digits;
  const bracket = plus > 0 || long !== digits;
  if (bracket && long.length >= 8 && long.length <= 15 && !long.startsWith('86') && callingCodes.test(long)) {
    return {
      code: 'international',
      logit: (plus > 0 ? 4.5 : 1.2) + dials(n, digits.length) * 0.3,
      start: n.start - plus,
      end: withPlainExtension(text, n.end),
    };
  }
  if (plus > 0) return null;
  const lead = digits.charCodeAt(0);
  if (lead === 56) {
    if (/^85[23][2-9]\d{7}$/.test(digits)) return { code: 'hong-kong', logit: n.gap === 'none' ? -0.5 : 2 };
    if (/^886\d{9,10}$/.test(digits)) return { code: 'taiwan', logit: n.gap === 'none' ? -0.5 : 2 };
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

function leadingZero(n: NumberRun): Shape | null {
  const { digits } = n;
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

export const phoneRows: readonly Row[] = [
  {
    type: 'CN_MOBILE',
    level: 'C2',
    sensitive: false,
    protect: true,
    source: 'public numbering plan, segments to 2022 for confidence only',
    names: `${mobileNames} ${anyPhone}`,
    hints: phoneHints,
    numbers: { counts: [11, 12, 13, 15], test: mobile },
  },
  {
    type: 'CN_LANDLINE',
    level: 'C2',
    sensitive: false,
    protect: true,
    source: 'public numbering plan: trunk 0, area 2-3 digits, 7-8 digits',
    names: `座机 固话 固定电话 座机号 座机号码 固话号码 办公电话 办公室电话 单位电话 公司电话 家里电话 家庭电话 住宅电话 宅电 家电话 传真 传真号 传真号码 市话 landline fax home_phone office_phone home_number office_number work_phone ${anyPhone}`,
    hints: '拨打 打给 打我 打到 回拨 联系 联系人 分机 总机 办公室 家里 call contact 前台',
    numbers: { counts: [7, 8, 10, 11, 12, 13], test: landline },
  },
  {
    type: 'PHONE_NUMBER',
    level: 'C2',
    sensitive: false,
    protect: true,
    source: 'ITU-T E.164',
    names: `香港电话 香港手机 香港号码 澳门电话 澳门手机 澳门号码 台湾电话 台湾手机 国外电话 海外电话 国际电话 境外手机 境外号码 海外手机 海外号码 us_number uk_number hk_number hk_mobile hong_kong_number ${mobileNames} ${anyPhone}`,
    hints: '香港 澳门 台湾 美国 英国 日本 新加坡 海外 境外 whatsapp line call text contact reach number',
    numbers: { counts: [8, 9, 10, 11, 12, 13, 14, 15], test: foreign },
  },
];
