import { secretLadder } from '../mask/ladders.ts';
import type { Row } from '../row.ts';

/** Verification codes of cards. */
export const cvv: Row<'CVV'> = {
  type: 'CVV',
  rank: 170,
  label: { zh: '卡安全码', en: 'Card security code' },
  level: 'C3',
  sensitive: true,
  protect: true,
  source: 'JR/T 0171-2020: card verification code',
  names:
    'cvv c_v_v cvv2 cvc cvc2 cvn cvn2 cvv码 cvc码 cid cvv/cvc security_code card_security_code card_verification_code verification_value 安全码 卡安全码 信用卡安全码 卡背面三位 背面三位 背面三位数 背面后三位 卡背面后三位 背面末三位 背面的三位数 背后三位 后三位安全码 背面的后三位 签名栏后三位 签名栏末三位 签名条后三位 卡片背面三位 卡背后三位 三位安全码 三位数安全码 卡验证码 安全碼 后三码 末三码 背面三碼',
  not: '防伪码 尾号',
  numbers: {
    counts: [3, 4],
    named: true,
    test: (n) =>
      n.gap === 'none' || n.gap === 'space' || n.spoken || n.gap === 'dash'
        ? { code: 'digits', logit: n.digits.length === 3 ? -1.8 : -2.6, named: true }
        : null,
  },
  mask: { ladder: secretLadder, example: '123' },
};
