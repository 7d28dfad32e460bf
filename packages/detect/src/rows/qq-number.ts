import { handleLadder } from '../mask/ladders.ts';
import type { NumberRun, Row, Shape } from '../row.ts';

function qq(n: NumberRun): Shape | null {
  if (n.digits.charCodeAt(0) === 48 || n.gap === 'slash' || n.gap === 'dot' || n.gap === 'comma') return null;
  return { code: 'digits', logit: -1.6 - (n.gap === 'none' || n.spoken ? 0 : 0.6), named: true };
}

/** QQ numbers that the text names. */
export const qqNumber: Row<'QQ_NUMBER'> = {
  type: 'QQ_NUMBER',
  rank: 270,
  label: { zh: 'QQ 号', en: 'QQ' },
  level: 'C2',
  sensitive: false,
  protect: true,
  source: 'QQ: 5-11 digits',
  names:
    'qq qq号 qq号码 qq账号 q号 扣扣 扣扣号 叩叩 球球 扣号 企鹅号 企鹅 qq是 加qq 加q 我的q qq號 qq_number qq_no qq_id oicq q_q tencent_qq',
  hints: '加我 加好友 add',
  not: 'qq群 qq群号 q群 群号 qq邮箱 qq群聊',
  numbers: { counts: [5, 6, 7, 8, 9, 10, 11], named: true, test: qq },
  mask: { ladder: handleLadder, example: '100012345' },
};
