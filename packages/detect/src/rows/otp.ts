import { secretLadder } from '../mask/ladders.ts';
import type { NumberRun, Row, Shape, Token } from '../row.ts';
import { after, before } from '../shapes/text.ts';

function codeShape(n: NumberRun): Shape | null {
  if (n.gap !== 'none' && n.gap !== 'space' && n.gap !== 'dash' && n.gap !== 'filler' && !n.spoken)
    return null;
  const { length } = n.digits;
  const base = length === 6 ? -1 : length === 4 ? -1.4 : -2;
  const year = length === 4 && /^(?:19|20)\d\d/.test(n.digits) && /^ ?[年\-/.]/.test(after(n.text, n.end, 2));
  if (year) return null;
  // One provider writes its codes as G-123456.
  const lead = length === 6 && /(?<![A-Za-z0-9-])[A-Z]-$/.test(before(n.text, n.start, 3)) ? 2 : 0;
  return { code: 'digits', logit: base - (n.gap === 'none' ? 0 : 0.5), named: true, start: n.start - lead };
}

function otpToken(t: Token): Shape | null {
  if (/^[A-Z0-9]{4,8}$/.test(t.upper) && t.text.slice(t.start, t.end) === t.upper) {
    return { code: 'letters-digits', logit: -2.6, named: true };
  }
  return null;
}

/** Codes for one use, the value only. */
export const otp: Row<'OTP'> = {
  type: 'OTP',
  rank: 200,
  label: { zh: '验证码', en: 'One-time code' },
  level: 'C3',
  sensitive: true,
  protect: true,
  source: 'JR/T 0171-2020: codes for one use, C3 together with the account',
  names:
    '验证码 验_证_码 校验码 动态码 动态密码 动态口令 短信码 短信验证码 授权码 手机验证码 登录验证码 支付验证码 确认码 安全验证码 一次性密码 一次性验证码 短信密码 注册验证码 邮箱验证码 交易验证码 随机码 短信校验码 语音验证码 驗證碼 認證碼 认证码 激活验证码 身份验证码 退款验证码 转账验证码 付款验证码 收到的码 ' +
    'otp otp_code verification_code verify_code verification one_time_code one-time_code one_time_password one-time_password one-time_passcode one_time_pin one-time_pin security_token authorization_code authentication_code auth_code sms_code login_code confirmation_pin 2fa_code 2fa two-factor_code mfa_code mfa passcode access_code dynamic_code captcha verificationcode smscode verify_otp your_code_is my_code_is code_is the_code_is this_code_is 6-digit_code six-digit_code 4-digit_code',
  hints: '短信 code 输入 收到',
  not: '取件码 取货码 提货码 邀请码 优惠码 兑换码 推荐码 核销码 券码 防伪码 商品码 付款码 收款码 错误码 错误代码 邮编 邮政编码 区号 error_code zip_code postal_code promo_code discount_code country_code area_code status_code qr_code source_code invite_code 端口 port',
  leads: {
    words: '验证码 短信验证码 登录验证码 支付验证码 注册验证码 校验码 动态码 动态密码',
    pattern: /(?<![\d.*-])(\d{4,8})[（(【[]$/,
  },
  numbers: { counts: [4, 5, 6, 7, 8], named: true, test: codeShape },
  tokens: { sizes: [4, 8], test: otpToken },
  mask: { ladder: secretLadder, example: '402913' },
};
