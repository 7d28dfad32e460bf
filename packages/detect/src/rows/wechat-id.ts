import { codeAt } from '../chars.ts';
import { handleLadder } from '../mask/ladders.ts';
import type { Row, Shape } from '../row.ts';
import { commonWord, handleLink } from '../shapes/handle.ts';
import { before } from '../shapes/text.ts';

function wechatFits(value: string, text: string, start: number): number | null {
  if (commonWord.test(value) || /^[A-Z]+_[A-Z_]+$/.test(value)) return null;
  if (
    text.charAt(start + value.length) === '@' ||
    /^@[a-z0-9-]+\.[a-z]{2}/i.test(text.slice(start + value.length, start + value.length + 24))
  )
    return null;
  if (/^wxid_/i.test(value)) return 2;
  const marked = /[\d_-]/.test(value);
  const strong = /(?:[号號id:：=是]|[:：=]|号码|号为|叫)[ "'“「@]*$/i.test(
    text.slice(Math.max(0, start - 4), start),
  );
  return marked ? (strong ? 0.3 : -0.6) : strong ? -0.6 : -3.2;
}

function wxid(text: string, at: number): Shape | null {
  let start = at;
  while (start > 0 && at - start < 8 && /[A-Za-z_]/.test(text.charAt(start - 1))) start -= 1;
  const found = /^wxid_[A-Za-z0-9]{6,24}/i.exec(text.slice(start, start + 32));
  return found ? { code: 'wxid', logit: 4, start, end: start + found[0].length } : null;
}

/** WeChat IDs. */
export const wechatId: Row<'WECHAT_ID'> = {
  type: 'WECHAT_ID',
  rank: 260,
  label: { zh: '微信号', en: 'WeChat' },
  level: 'C2',
  sensitive: false,
  protect: true,
  source: 'WeChat: a letter and 5-19 letters, digits, _ or -; wxid_',
  names:
    '微信 微信号 微信号码 微信id 微信账号 微信名 薇信 徽信 威信 维信 微新 微訊 微信號 加微信 加微 加薇 加威 +薇 +微 +微信 ➕薇 ➕微 绿泡泡 绿泡泡号 卫星号 +v +vx ➕v v: v： 薇❤ 威❤ 微❤ 薇♥ v❤ 微_信 微_信_号 v_x 加我微信 加个微信 个人微信 客户微信 vx v信 wx 加v 加我v weixin wechat wechat_id wechatid weixin_id wechat_account we_chat wx号 vx号 v信号',
  not: '微信支付 微信群 微信公众号 公众号 微信小程序 微信订单 微信转账 微信红包 微信支付宝 微信交易单号 wechat_pay',
  follows: {
    pattern: new RegExp(`${handleLink}@?([A-Za-z][-_A-Za-z0-9]{5,19})(?![-_A-Za-z0-9])`, 'iy'),
    test: wechatFits,
  },
  tokens: {
    test: (t) =>
      t.upper.startsWith('WXID') ||
      (codeAt(t.text, t.start - 1) === 95 && /wxid_$/i.test(before(t.text, t.start, 5)))
        ? wxid(t.text, t.start)
        : null,
  },
  mask: { ladder: handleLadder, example: 'siyuan_chen' },
};
