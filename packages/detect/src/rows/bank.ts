import { iban, luhn } from '../check-digit.ts';
import type { NumberRun, Row, Shape, Token } from '../row.ts';
import { after } from './shapes.ts';

const cardNames =
  '银行卡 银行卡号 银行卡号码 卡号 卡号码 储蓄卡 储蓄卡号 借记卡 借记卡号 信用卡 信用卡号 信用卡卡号 银行卡卡号 贷记卡 工资卡 工资卡号 银联卡 ' +
  '收款卡号 收款卡 还款卡 还款卡号 绑定银行卡 绑卡 结算卡 副卡 主卡 卡片号码 退款卡号 打款卡号 一类卡 二类卡 visa卡 万事达卡 銀行卡 提款卡 ' +
  'card_number card_no cardno card_num cardnumber bank_card bankcard bank_card_no credit_card debit_card creditcard cc_number card_ending visa mastercard unionpay amex pan acct_card';
const cardHints =
  '工商银行 工行 农业银行 农行 中国银行 中行 建设银行 建行 交通银行 交行 招商银行 招行 邮储 邮政储蓄 浦发 民生银行 兴业银行 中信 光大 平安银行 华夏银行 广发 银行 转账 转到 打到 打款 汇款 汇到 退款 还款 开户行 开户 支行 卡 账户 账号 收款 card bank transfer refund account';

const brands = /^(?:62|60|4|5[0-58]|2(?:2[2-9]|[3-6]|7[0-2])|3[4-7]|30|9558|955|69|68|81|88)/;

function card(n: NumberRun): Shape | null {
  const { digits } = n;
  const { length } = digits;
  if (digits.charCodeAt(0) === 48) return null;
  if (n.gap === 'slash' || n.gap === 'dot') return null;
  const grouped = quarters(n);
  const ok = luhn(digits);
  if (digits.startsWith('62')) {
    if (length < 16) return null;
    return { code: ok ? 'unionpay-luhn' : 'unionpay', logit: (ok ? 3.4 : -1.2) + grouped };
  }
  const brand = brands.test(digits) && brandFits(digits);
  if (ok && brand) return { code: 'brand-luhn', logit: (length >= 15 ? 2.2 : 0) + grouped };
  if (!ok && length < 15) return { code: 'digits', logit: -4.2 + grouped, named: true };
  if (ok) return { code: 'luhn', logit: -1.8 + grouped };
  return { code: brand ? 'brand' : 'digits', logit: (brand ? -2 : -3.2) + grouped, named: true };
}

function brandFits(digits: string): boolean {
  const { length } = digits;
  if (/^4/.test(digits)) return length === 16 || length === 13 || length === 19;
  if (/^(?:5[1-5]|2)/.test(digits)) return length === 16;
  if (/^3[47]/.test(digits)) return length === 15;
  if (/^3[06]/.test(digits)) return length === 14;
  if (/^35/.test(digits)) return length === 16;
  return length === 16 || length === 17 || length === 19;
}

/** Cards are written in fours; other groupings are rarer. */
function quarters(n: NumberRun): number {
  if (n.gap === 'none') return 0;
  if (n.gap === 'comma') return -2;
  const { groups } = n;
  if (groups.every((g, i) => g === 4 || (i === groups.length - 1 && g <= 4)) && groups.length > 2) return 1.3;
  const named = groups.join();
  if (named === '6,13' || named === '6,10' || named === '4,6,5' || named === '8,8' || named === '6,12,1')
    return 0.3;
  if (n.spoken) return 0;
  return groups.every((g) => g === 1) ? -0.2 : -1;
}

function account(n: NumberRun): Shape | null {
  if (n.gap === 'slash' || n.gap === 'comma' || n.gap === 'dot') return null;
  if (n.digits.length === 11 && /^1[3-9]/.test(n.digits))
    return { code: 'like-mobile', logit: -6, named: true };
  return { code: 'digits', logit: -2.4 + (n.gap === 'none' ? 0 : -0.2), named: true };
}

function accountToken(t: Token): Shape | null {
  return /^[A-Z]{1,4}\d{8,24}$/.test(t.upper) ? { code: 'letters-digits', logit: -3.6, named: true } : null;
}

const ibanCountries =
  /^(?:A[DELTZ]|B[AEGHRY]|C[HRYZ]|D[EKO]|E[EGS]|F[IOR]|G[BEILRT]|H[RU]|I[ELQST]|JO|K[WZ]|L[BCITUVY]|M[CDEKRTU]|N[LO]|P[KLST]|QA|R[OS]|S[ACEIKMTV]|T[LNR]|UA|V[AG]|XK)\d\d/;

function ibanToken(t: Token): Shape | null {
  if (!ibanCountries.test(t.upper)) return null;
  const longest = /^[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{2,4}){2,8}[ -]?[A-Z0-9]{0,4}/i.exec(
    after(t.text, t.start, 48),
  );
  if (!longest) return null;
  // The longest run may have swallowed the next word: shorten group by group until the check holds.
  for (let text = longest[0]; text.length >= 15; text = text.replace(/[ -]?[A-Z0-9]+[ -]*$/i, '')) {
    const plain = text.replace(/[ -]/g, '').toUpperCase();
    if (plain.length < 15) break;
    if (plain.length <= 34 && iban(plain))
      return { code: 'mod-97', logit: 5, end: t.start + text.trimEnd().length };
    if (!/[ -]/.test(text)) break;
  }
  const plain = longest[0].replace(/[ -]+$/, '');
  return { code: 'no-check', logit: -2.8, named: true, end: t.start + plain.length };
}

const month = '(?:0?[1-9]|1[0-2])';

export const bankRows: readonly Row[] = [
  {
    type: 'BANK_CARD',
    level: 'C2',
    sensitive: true,
    protect: true,
    source: 'ISO/IEC 7812-1 (Luhn), UnionPay 62',
    names: cardNames,
    hints: cardHints,
    not: '会员卡号 社保卡号 医保卡号 账户号',
    numbers: { counts: [13, 14, 15, 16, 17, 18, 19], test: card },
  },
  {
    type: 'BANK_ACCOUNT',
    level: 'C2',
    sensitive: true,
    protect: true,
    source: 'account numbers of banks: no common form',
    names:
      '账号 账户 银行账号 银行账户 对公账号 对公账户 公司账号 公司账户 开户账号 收款账号 收款账户 付款账号 付款账户 存折 存折号 存折账号 存折号码 存单号 存单账号 定期账号 活期账号 结算账号 结算账户 基本户 一般户 公户 帐号 帐户 銀行帳號 帳號 户头 账户号 账户号码 卡折号 还款账号 还款账户 公积金账号 贷款账号 证券账号 资金账号 资金账户 account_number account_no account_num acct_no acct_number acct bank_account bank_account_number accountnumber bank_acct a/c_no a/c checking_account savings_account deposit_account iban_or_account beneficiary_account account',
    hints: '开户行 开户银行 支行 银行 打款 转账 汇款 对公 银行卡号 卡号 routing swift bank',
    not: '手机号 电话 登录账号 游戏账号 会员账号 微信账号 支付宝账号 qq账号 邮箱账号 淘宝账号 京东账号 微博账号 抖音账号 用电账号 水费账号 宽带账号',
    numbers: {
      counts: [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25],
      named: true,
      test: account,
    },
    tokens: accountToken,
  },
  {
    type: 'IBAN',
    level: 'C2',
    sensitive: true,
    protect: true,
    source: 'ISO 13616 (MOD 97-10)',
    names: 'iban iban_number 国际银行账号 国际账号',
    hints: 'swift bic account bank 账号 账户 汇款',
    tokens: ibanToken,
  },
  {
    type: 'CVV',
    level: 'C3',
    sensitive: true,
    protect: true,
    source: 'JR/T 0171-2020: card verification code',
    names:
      'cvv cvv2 cvc cvc2 cvn cvn2 cvv码 cvc码 cid cvv/cvc security_code card_security_code card_verification_code verification_value 安全码 卡安全码 信用卡安全码 卡背面三位 背面三位 背面三位数 背面后三位 卡背面后三位 背面末三位 背面的三位数 背后三位 后三位安全码 背面的后三位 签名栏后三位 签名栏末三位 签名条后三位 卡片背面三位 卡背后三位 三位安全码 三位数安全码 卡验证码 安全碼 后三码 末三码 背面三碼',
    not: '防伪码 尾号',
    numbers: {
      counts: [3, 4],
      named: true,
      test: (n) =>
        n.gap === 'none' || n.gap === 'space' || n.spoken || n.gap === 'dash'
          ? { code: 'digits', logit: n.digits.length === 3 ? -1.8 : -2.6, named: true }
          : null,
    },
  },
  {
    type: 'CARD_EXPIRY',
    level: 'C3',
    sensitive: true,
    protect: true,
    source: 'JR/T 0171-2020: expiry of a card',
    names:
      '有效期 有效期至 有效期到 有效期限 卡有效期 卡片有效期 信用卡有效期 有效日期 到期日 到期 到期时间 过期时间 截止日期 失效日期 卡片到期日 有效期是 效期 expiry expiry_date exp exp_date expires expiration expiration_date expdate expires_on valid_thru valid_through valid_until good_thru card_expiry valid_to',
    not: '保质期 优惠券有效期 券有效期 套餐有效期 会员有效期 会员到期 套餐到期 合同到期 合同有效期 活动有效期 积分有效期 积分到期 驾照有效期 驾驶证有效期 护照有效期 签证有效期 身份证有效期 证件有效期 保单有效期 保险到期 保险有效期 年卡有效期 月卡有效期 营业执照有效期 许可证有效期 贷款到期 租约到期 passport_expiry visa_expiry id_expiry membership_expires subscription_expires coupon_expires offer_expires policy_expires license_expires warranty_expires',
    follows: {
      pattern: new RegExp(
        `(?:[\\s:：=是为到至在"'“”（()）的,，*]|date|is|thru|on|月\\/?年|mm\\/?yy(?:yy)?|:){0,10}(${month} ?[/.-] ?(?:20)?(?:2\\d|3\\d)(?![\\d/.-])|(?:20)?[23]\\d ?[/.-] ?${month}(?![\\d/.-])|(?:0[1-9]|1[0-2])[23]\\d(?!\\d)|(?:20)?[23]\\d年${month}月(?![\\d一二三])|${month}月 ?[/,，]? ?(?:20)?[23]\\d年?|[零〇一二三四五六七八九十]{1,3}月(?:二[零〇])?[二三][零〇一二三四五六七八九十]{1,2}年|二[零〇][二三][零〇一二三四五六七八九]年[零〇一二三四五六七八九十]{1,3}月(?![一二三0-9])|[零〇一幺][零〇一二三四五六七八九幺][二三][零〇一二三四五六七八九幺](?![零〇一二三四五六七八九幺]))`,
        'iy',
      ),
      test: expiryFits,
    },
  },
];

function expiryFits(value: string): number | null {
  if (/^\d{1,2} ?\/ ?\d{2}$/.test(value)) return 1.5;
  if (/^\d{4}$/.test(value)) return -1.2;
  return -0.6;
}
