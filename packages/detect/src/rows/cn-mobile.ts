import type { NumberRun, Row, Shape } from '../row.ts';
import { hasPrefix, dials, mobileNames, anyPhone, prefixed } from '../shapes/telephone.ts';

const segments = /^1(?:3\d|4[1456789]|5[0-35-9]|6[25-7]|7[0-8]|8\d|9[0-35-9])/;

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
    if (digits.length === 12) logit -= 3.2;
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

/** Mobile numbers of the mainland. */
export const cnMobile: Row<'CN_MOBILE'> = {
  type: 'CN_MOBILE',
  rank: 110,
  label: { zh: '手机号', en: 'Mobile' },
  level: 'C2',
  sensitive: false,
  protect: true,
  source: 'public numbering plan, segments to 2022 for confidence only',
  unverified: 'which segments are not allocated (table of 2022)',
  names: `${mobileNames} ${anyPhone}`,
  hints:
    '拨打 打给 打我 打这个 联系 联系我 联系人 收件人 收货人 寄件人 下单人 付款人 购买人 短信 发短信 号码 这个号 微信同号 同号 call text contact reach 打到 回拨 拨 收方 接听 机主 ' +
    '户主 紧急联系人 本人 打电话 加我 登录 注册 绑定 登录账号 账号 账户 帐号 登录名 用户名 微信号 微信 支付宝 支付宝账号 whatsapp account 客户 number',
  numbers: { counts: [11, 12, 13, 15], test: mobile },
  mask: {
    ladder: [
      { kind: 'mobile', front: 3, back: 4 },
      { kind: 'mobile', front: 3, back: 2 },
      { kind: 'mobile', front: 3, back: 0 },
    ],
    at: { dispatch: 0 },
    example: '13800005678',
  },
};
