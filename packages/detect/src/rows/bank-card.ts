import { luhn } from '../check-digit.ts';
import { ends, none } from '../mask/shape.ts';
import type { NumberRun, Row, Shape } from '../row.ts';
import { after } from '../shapes/text.ts';

const brands = /^(?:62|60|4|5[0-58]|2(?:2[2-9]|[3-6]|7[0-2])|3[4-7]|30|9558|955|69|68|81|88)/;

const longDebit = /^(?:436742|456351|421349|43406[12]|524094|526410)/;

function card(n: NumberRun): Shape | null {
  const { digits } = n;
  const { length } = digits;
  if (digits.charCodeAt(0) === 48) return null;
  // SO2026…: two letters that only look like digits make a code of what they begin.
  if (n.looks > 1 && /^[A-Za-z]{2}/.test(after(n.text, n.start, 2))) return null;
  const grouped = quarters(n);
  // Dots part amounts and versions too: only a card with its check, written in fours, is read over them.
  if (n.gap === 'slash' || (n.gap === 'dot' && grouped < 1)) return null;
  const ok = luhn(digits);
  if (!ok && n.gap === 'dot') return null;
  if (digits.startsWith('62')) {
    if (length < 16) return null;
    return { code: ok ? 'unionpay-luhn' : 'unionpay', logit: (ok ? 3.4 : -1.2) + grouped };
  }
  const brand = brands.test(digits) && brandFits(digits);
  if (ok && brand) return { code: 'brand-luhn', logit: (length >= 15 ? 2.2 : 0) + grouped };
  if (!ok && length < 15) return { code: 'digits', logit: -4.2 + grouped, named: true };
  if (ok) return { code: 'luhn', logit: (length === 19 && brands.test(digits) ? -0.8 : -1.8) + grouped };
  return { code: brand ? 'brand' : 'digits', logit: (brand ? -2 : -3.2) + grouped, named: true };
}

function brandFits(digits: string): boolean {
  const { length } = digits;
  // Of 19 digits only old debit cards begin with 4 or 52; unnamed ones are orders.
  if (/^(?:4|52)/.test(digits) && length === 19) return longDebit.test(digits);
  if (/^4/.test(digits)) return length === 16;
  if (/^(?:5[1-5]|2)/.test(digits)) return length === 16;
  if (/^3[47]/.test(digits)) return length === 15;
  if (/^3[06]/.test(digits)) return length === 14;
  if (/^35/.test(digits)) return length === 16;
  return length === 16 || length === 19 || (length === 17 && /^(?:60|95)/.test(digits));
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

/** Bank cards. */
export const bankCard: Row<'BANK_CARD'> = {
  type: 'BANK_CARD',
  rank: 140,
  label: { zh: '银行卡号', en: 'Bank card' },
  level: 'C2',
  sensitive: true,
  protect: true,
  source: 'ISO/IEC 7812-1 (Luhn), UnionPay 62',
  names:
    '银行卡 银行卡号 银行卡号码 卡号 卡_号 卡号码 储蓄卡 储蓄卡号 借记卡 借记卡号 信用卡 信用卡号 信用卡卡号 银行卡卡号 贷记卡 工资卡 工资卡号 银联卡 ' +
    '收款卡号 收款卡 还款卡 还款卡号 绑定银行卡 绑卡 结算卡 副卡 主卡 卡片号码 退款卡号 打款卡号 一类卡 二类卡 visa卡 万事达卡 銀行卡 提款卡 ' +
    'card_number card_no cardno card_num cardnumber bank_card bankcard bank_card_no credit_card debit_card creditcard cc_number card_ending visa mastercard unionpay amex pan acct_card',
  hints:
    '收款账号 收款账户 打款账号 付款账号 还款账号 银行账号 银行账户 帐号 工商银行 工行 农业银行 农行 中国银行 中行 建设银行 建行 交通银行 交行 招商银行 招行 邮储 邮政储蓄 浦发 民生银行 兴业银行 中信 光大 平安银行 华夏银行 广发 银行 转账 转到 打到 打款 汇款 汇到 退款 还款 开户行 开户 支行 卡 账户 账号 收款 card bank transfer refund account',
  not: '会员卡号 社保卡号 社保卡号码 医保卡号 医保卡号码 账户号',
  numbers: { counts: [13, 14, 15, 16, 17, 18, 19], test: card },
  mask: {
    ladder: [
      {
        kind: 'ends',
        keep: [
          [6, 4],
          [0, 4],
        ],
        hidden: 5,
        total: [12, 13, 14, 15, 16, 17, 18, 19],
      },
      ends(0, 4, 5, { total: [12, 13, 14, 15, 16, 17, 18, 19] }),
      none,
    ],
    example: '6217000012345678901',
  },
};
