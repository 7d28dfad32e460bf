import { handleLadder } from '../mask/ladders.ts';
import type { Row } from '../row.ts';
import { commonWord, handleLink } from '../shapes/handle.ts';

const digitsOnly = /^[\d\-_.]+$/;

const keyBefore = /[a-z]"? ?[:：] ?"$|>$/i;

function handleFits(found: string, text: string, start: number): number | null {
  const value = found.replace('@', '');
  if (commonWord.test(value) || /^[A-Z]+_[A-Z_]+$/.test(value)) return null;
  if (text.charAt(start + found.length) === '@') return null;
  // github_pat goes on where the name of the platform ended.
  if (value.startsWith('_') && /[A-Za-z]/.test(text.charAt(start - 1))) return null;
  const lead = text.slice(Math.max(0, start - 6), start) + (found.length > value.length ? '@' : '');
  const named = /(?:[号號:：=@是叫]|账号|昵称|id)[ "'“「]*@?$/i.test(lead);
  if (/^1[3-9]\d{9}$/.test(value)) return null;
  // As keys of data the names of platforms are common words (line, ins): only what looks like a handle is one.
  if (!/^(?=.*[\d_.-])[\x21-\x7e]+$/.test(value) && keyBefore.test(text.slice(Math.max(0, start - 6), start)))
    return null;
  if (/[\u4e00-\u9fff]/.test(value)) {
    if (
      /^(?:客服|账号|官方|支付|付款|收款|余额|转账|登录|绑定|密码|平台|商城|旗舰店|店铺|订单|直播间?|视频|里面|上面|号码|没有|不是|多少|什么|哪个|已经|可以|无法)/.test(
        value,
      )
    )
      return null;
    return named && /[@＠:："“「]$/.test(lead) ? -1.4 : -4;
  }
  if (/^0\d{2,3}-\d{7,8}$/.test(value)) return null;
  if (digitsOnly.test(value)) return value.length >= 5 && named ? -1 : null;
  const marked = /[\d_.-]/.test(value);
  // A platform's name alone may stand before a parcel's or an order's number.
  if (!named && /\d{5}/.test(value)) return -4;
  return marked ? (named ? 0.2 : -1) : named ? -0.7 : -3.4;
}

const platforms =
  '微博 新浪微博 微博账号 微博昵称 微博id 微博名 抖音 抖音号 抖音账号 抖音id 快手 快手号 快手id 小红书 小红书号 小红书账号 小红书id b站 b站id b站账号 哔哩哔哩 知乎 知乎账号 豆瓣 豆瓣id 贴吧 支付宝 支付宝账号 支付宝账户 支付宝号 支付宝用户id 支付宝id 支付宝uid 淘宝 淘宝账号 淘宝号 淘宝id 淘宝会员名 淘宝昵称 淘宝用户名 旺旺 旺旺号 旺旺id 阿里旺旺 京东 京东账号 京东id 京东用户名 京东昵称 拼多多账号 闲鱼 闲鱼号 闲鱼账号 闲鱼昵称 陌陌号 探探 钉钉 钉钉号 飞书账号 飞书 视频号 微视 今日头条号 头条号 美团账号 饿了么账号 游戏账号 steam账号 网易账号 line line_id lineid telegram tg tg号 电报 电报号 twitter twitter_handle x_handle 推特 instagram ig ins ins账号 facebook fb 脸书 tiktok skype skype_id snapchat linkedin weibo weibo_id douyin xiaohongshu bilibili alipay alipay_account taobao taobao_id jd jd_account jd_id discord discord_id kakaotalk kakao viber reddit github github_id username_on social_handle paypal venmo zalo whatsapp_id signal_id threads';

/** Handles on platforms. */
export const socialAccount: Row<'SOCIAL_ACCOUNT'> = {
  type: 'SOCIAL_ACCOUNT',
  rank: 280,
  label: { zh: '社交账号', en: 'Social account' },
  level: 'C2',
  sensitive: false,
  protect: true,
  source: 'handles of platforms; Alipay user ids 2088 and 12 digits',
  names: platforms,
  not: '关注微博 关注抖音 关注快手 关注小红书 关注b站 关注官方微博 转发微博 支付宝订单 支付宝交易号 淘宝订单 京东订单 拼多多订单 订单 淘宝客服 直播间 公众号',
  numbers: {
    counts: [16],
    test: (n) =>
      n.digits.startsWith('2088') && n.gap === 'none' ? { code: 'alipay-id', logit: -0.8 } : null,
  },
  follows: {
    pattern: new RegExp(
      `${handleLink}(@?[A-Za-z0-9_][A-Za-z0-9_.-]{2,29}(?<![.-])|@?[\\u4e00-\\u9fffA-Za-z0-9_]{2,16})(?![A-Za-z0-9_])`,
      'iy',
    ),
    test: handleFits,
  },
  mask: { ladder: handleLadder, example: 'west_lake_rain' },
};
