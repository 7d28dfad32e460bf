import { lastFourLadder } from '../mask/ladders.ts';
import type { NumberRun, Row, Shape, Token } from '../row.ts';

function account(n: NumberRun): Shape | null {
  if (n.gap === 'slash' || n.gap === 'comma' || n.gap === 'dot') return null;
  if (n.digits.length === 11 && /^1[3-9]/.test(n.digits))
    return { code: 'like-mobile', logit: -6, named: true };
  return { code: 'digits', logit: -2.4 + (n.gap === 'none' ? 0 : -0.2), named: true };
}

function accountToken(t: Token): Shape | null {
  return /^[A-Z]{1,4}\d{8,24}$/.test(t.upper) ? { code: 'letters-digits', logit: -3.6, named: true } : null;
}

/** Numbers that the text calls accounts and that are no card. */
export const bankAccount: Row<'BANK_ACCOUNT'> = {
  type: 'BANK_ACCOUNT',
  rank: 150,
  label: { zh: '银行账号', en: 'Bank account' },
  level: 'C2',
  sensitive: true,
  protect: true,
  source: 'account numbers of banks: no common form',
  names:
    '账号 账_号 账户 银行账号 银行账户 对公账号 对公账户 公司账号 公司账户 开户账号 收款账号 收款账户 打款账号 打款账户 付款账号 付款账户 存折 存折号 存折账号 存折号码 存单号 存单账号 定期账号 活期账号 结算账号 结算账户 基本户 一般户 公户 帐号 帐户 銀行帳號 帳號 户头 账户号 账户号码 卡折号 还款账号 还款账户 公积金账号 贷款账号 证券账号 资金账号 资金账户 account_number account_no account_num acct_no acct_number acct bank_account bank_account_number accountnumber bank_acct a/c_no a/c checking_account savings_account deposit_account iban_or_account beneficiary_account account',
  hints: '开户行 开户银行 支行 银行 打款 转账 汇款 对公 银行卡号 卡号 swift bank',
  not: '手机号 电话 登录账号 游戏账号 会员账号 微信账号 支付宝账号 qq账号 邮箱账号 淘宝账号 京东账号 微博账号 抖音账号 用电账号 水费账号 宽带账号',
  numbers: {
    counts: [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25],
    named: true,
    test: account,
  },
  tokens: { sizes: [9, 28], test: accountToken },
  mask: { ladder: lastFourLadder, example: '1202000109900012345' },
};
