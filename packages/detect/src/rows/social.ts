import type { NumberRun, Row, Shape } from '../row.ts';

const link =
  '(?:[ \\t]*(?:[:：=]+|是|为|叫|搜索?|就是|号是|名是|账号是|的?账号|的?昵称|id|号|(?:也?是|is|was|as)(?= )|[（(])){0,3}[ \\t]*(?:我的|你加)?["\'“‘「『【]{0,2}';

const common =
  /^(?:pay|payment|wechat|weixin|group|account|number|id|qq|app|login|official|mini|program|store|video|user|username|name|handle|password|email|phone|mobile|service|please|thanks|hello|contact|support|online|alipay|taobao|weibo|douyin|telegram|twitter|facebook|instagram|whatsapp|linkedin|skype|android|iphone|windows|wifi|http|https|www|message|messages|friend|friends|chat|with|from|that|this|your|have|about|not|and|the|for|but|verification|post|page|live|shop|share|wallet|transfer|balance|null|none|undefined|unknown|true|false|wechat_id|qq_number|social_account|profile|posts?|feed|ads?|is|was|on|at|me|my|to|or|in|of|by|it|are|if|can|will|via|using|use|only|also|too|there|here)$/i;

const digitsOnly = /^[\d\-_.]+$/;

function wechatFits(value: string, text: string, start: number): number | null {
  if (common.test(value) || /^[A-Z]+_[A-Z_]+$/.test(value)) return null;
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

function handleFits(found: string, text: string, start: number): number | null {
  const value = found.replace('@', '');
  if (common.test(value) || /^[A-Z]+_[A-Z_]+$/.test(value)) return null;
  if (text.charAt(start + found.length) === '@') return null;
  const lead = text.slice(Math.max(0, start - 6), start) + (found.length > value.length ? '@' : '');
  const named = /(?:[号號:：=@是叫]|账号|昵称|id)[ "'“「]*@?$/i.test(lead);
  if (/^1[3-9]\d{9}$/.test(value)) return null;
  if (/[\u4e00-\u9fff]/.test(value)) {
    if (
      /^(?:客服|账号|官方|支付|付款|收款|余额|转账|登录|绑定|密码|平台|商城|旗舰店|店铺|订单|直播间?|视频|里面|上面|号码|没有|不是|多少|什么|哪个|已经|可以|无法)/.test(
        value,
      )
    )
      return null;
    return named && /[@＠:："“「]$/.test(lead) ? -1.4 : -4;
  }
  if (digitsOnly.test(value)) return value.length >= 5 && named ? -1 : null;
  const marked = /[\d_.-]/.test(value);
  // A platform's name alone may stand before a parcel's or an order's number.
  if (!named && /\d{5}/.test(value)) return -4;
  return marked ? (named ? 0.2 : -1) : named ? -0.7 : -3.4;
}

const wechatNames =
  '微信 微信号 微信号码 微信id 微信账号 微信名 薇信 威信 维信 微新 微訊 微信號 加微信 加我微信 加个微信 个人微信 客户微信 vx v信 wx 加v 加我v weixin wechat wechat_id wechatid weixin_id wechat_account we_chat wx号 vx号 v信号';

const platforms =
  '微博 新浪微博 微博账号 微博昵称 微博id 微博名 抖音 抖音号 抖音账号 抖音id 快手 快手号 快手id 小红书 小红书号 小红书账号 小红书id b站 b站id b站账号 哔哩哔哩 知乎 知乎账号 豆瓣 豆瓣id 贴吧 支付宝 支付宝账号 支付宝账户 支付宝号 淘宝 淘宝账号 淘宝号 淘宝id 淘宝会员名 淘宝昵称 淘宝用户名 旺旺 旺旺号 旺旺id 阿里旺旺 京东 京东账号 京东id 京东用户名 京东昵称 拼多多账号 闲鱼 闲鱼号 闲鱼账号 闲鱼昵称 陌陌号 探探 钉钉 钉钉号 飞书账号 飞书 视频号 微视 今日头条号 头条号 美团账号 饿了么账号 游戏账号 steam账号 网易账号 line line_id lineid telegram tg tg号 电报 电报号 twitter twitter_handle x_handle 推特 instagram ig ins ins账号 facebook fb 脸书 tiktok skype skype_id snapchat linkedin weibo weibo_id douyin xiaohongshu bilibili alipay alipay_account taobao taobao_id jd jd_account jd_id discord discord_id kakaotalk kakao viber reddit github github_id username_on social_handle paypal venmo zalo whatsapp_id signal_id threads';

function qq(n: NumberRun): Shape | null {
  if (n.digits.charCodeAt(0) === 48 || n.gap === 'slash' || n.gap === 'dot' || n.gap === 'comma') return null;
  return { code: 'digits', logit: -1.6 - (n.gap === 'none' || n.spoken ? 0 : 0.6), named: true };
}

export const socialRows: readonly Row[] = [
  {
    type: 'WECHAT_ID',
    level: 'C2',
    sensitive: false,
    protect: true,
    source: 'WeChat: a letter and 5-19 letters, digits, _ or -; wxid_',
    names: wechatNames,
    not: '微信支付 微信群 微信公众号 公众号 微信小程序 微信订单 微信转账 微信红包 微信支付宝 微信交易单号 wechat_pay',
    follows: {
      pattern: new RegExp(`${link}@?([A-Za-z][-_A-Za-z0-9]{5,19})(?![-_A-Za-z0-9])`, 'iy'),
      test: wechatFits,
    },
    tokens: (t) =>
      t.upper.startsWith('WXID') || /wxid_$/i.test(t.text.slice(Math.max(0, t.start - 5), t.start))
        ? wxid(t.text, t.start)
        : null,
  },
  {
    type: 'QQ_NUMBER',
    level: 'C2',
    sensitive: false,
    protect: true,
    source: 'QQ: 5-11 digits',
    names:
      'qq qq号 qq号码 qq账号 q号 扣扣 扣扣号 扣号 企鹅号 qq是 加qq 加q 我的q qq號 qq_number qq_no qq_id oicq q_q tencent_qq',
    hints: '加我 加好友 add',
    not: 'qq群 qq群号 q群 群号 qq邮箱 qq群聊',
    numbers: { counts: [5, 6, 7, 8, 9, 10, 11], named: true, test: qq },
  },
  {
    type: 'SOCIAL_ACCOUNT',
    level: 'C2',
    sensitive: false,
    protect: true,
    source: 'handles of platforms; Alipay user ids 2088 and 12 digits',
    names: platforms,
    not: '转发微博 支付宝订单 支付宝交易号 淘宝订单 京东订单 拼多多订单 订单 淘宝客服 直播间 公众号',
    numbers: {
      counts: [16],
      test: (n) =>
        n.digits.startsWith('2088') && n.gap === 'none' ? { code: 'alipay-id', logit: -0.8 } : null,
    },
    follows: {
      pattern: new RegExp(
        `${link}(@?[A-Za-z0-9_][A-Za-z0-9_.-]{2,29}(?<![.-])|@?[\\u4e00-\\u9fffA-Za-z0-9_]{2,16})(?![A-Za-z0-9_])`,
        'iy',
      ),
      test: handleFits,
    },
  },
];

function wxid(text: string, at: number): Shape | null {
  let start = at;
  while (start > 0 && at - start < 8 && /[A-Za-z_]/.test(text.charAt(start - 1))) start -= 1;
  const found = /^wxid_[A-Za-z0-9]{6,24}/i.exec(text.slice(start, start + 32));
  return found ? { code: 'wxid', logit: 4, start, end: start + found[0].length } : null;
}
