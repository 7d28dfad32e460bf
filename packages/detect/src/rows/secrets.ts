import { codeAt } from '../chars.ts';
import type { NumberRun, Row, Shape, Token } from '../row.ts';
import { after, before } from './shapes.ts';

const passwordNames =
  '密码 密碼 登录密码 支付密码 交易密码 查询密码 取款密码 锁屏密码 开机密码 初始密码 原密码 旧密码 新密码 默认密码 临时密码 银行卡密码 卡密码 手机密码 wifi密码 wifi密碼 无线密码 门锁密码 门禁密码 ' +
  '电脑密码 账号密码 邮箱密码 微信密码 qq密码 服务密码 提现密码 解锁密码 保险柜密码 网银密码 后台密码 管理员密码 数据库密码 口令 登录口令 开锁密码 大门密码 家里密码 单元门密码 密钥口令 ' +
  'password passwd pwd passphrase passwrd psw pin pin_code pin_number pincode login_password wifi_password pass userpassword user_password db_password account_password new_password old_password temp_password wpa_key passcode_lock lock_code';

const otpNames =
  '验证码 校验码 动态码 动态密码 动态口令 短信码 短信验证码 授权码 手机验证码 登录验证码 支付验证码 确认码 安全验证码 一次性密码 一次性验证码 短信密码 注册验证码 邮箱验证码 交易验证码 随机码 短信校验码 语音验证码 驗證碼 認證碼 认证码 激活验证码 身份验证码 退款验证码 转账验证码 付款验证码 收到的码 ' +
  'otp otp_code verification_code verify_code verification one_time_code one-time_code one_time_password one-time_password one-time_passcode one_time_pin one-time_pin security_token authorization_code authentication_code auth_code sms_code login_code confirmation_pin 2fa_code 2fa two-factor_code mfa_code mfa passcode access_code dynamic_code captcha verificationcode smscode verify_otp code_is 6-digit_code six-digit_code 4-digit_code';

const notValues =
  /^(?:is|was|are|the|an?|to|too|not|no|and|or|my|your|for|of|in|on|it|has|been|have|i|you|we|reset|resets|wrong|incorrect|invalid|expired?|required?|forgot(?:ten)?|changed?|change|protected|manager|policy|field|hint|must|should|will|can(?:not)?|cannot|again|please|with|that|this|does|doesn|don|didn|link|page|at|least|characters?|long|if|by|from|when|login|account|username|user|error|failed|failure|never|any|anyone|as|be|but|recovery|mail|email|strength|length|null|none|undefined|true|false|empty|string|optional|hash|generator|screen|box|prompt|update|updated|sent|only|same|again|here|there|number|code|card|otp|sms|app|wifi|pin|password|n\/a|tbd|unknown|redacted|hidden|masked|clear|used|wechat_id|encrypted|char|digit|digits|text)$/i;

/** Log odds that what follows 密码 is one; null where it plainly is not. */
function passwordFits(value: string, text: string, start: number): number | null {
  if (notValues.test(value)) return null;
  if (/^[*●•·xX.…_-]+$/.test(value) || /\*{2,}/.test(value)) return null;
  if (/^<?\[?[A-Z]+(?:_[A-Z]+)+(?:_\d+)?\]?>?$/.test(value)) return null;
  const next = text.charAt(start + value.length);
  if (/^\d{1,2}$/.test(value) || (/^\d{1,3}$/.test(value) && /[位次天个分秒年月]/.test(next))) return null;
  if (
    /^\d+$/.test(value) &&
    /^ ?[位次天个分秒年月日元块]/.test(text.slice(start + value.length, start + value.length + 2))
  )
    return null;
  if (/^\d+-\d+$/.test(value) && /^ ?[位个]/.test(text.slice(start + value.length, start + value.length + 2)))
    return null;
  const digits = /\d/.test(value);
  const letters = /[A-Za-z]/.test(value);
  const marks = /[^A-Za-z0-9]/.test(value);
  if (value.length < 4) return digits ? -2.6 : null;
  if (digits && (letters || marks)) return 0.4;
  if (digits) return -0.8;
  const strong = /[:：=]\s*["'“「]?$|(?:密码|口令)[是为]\s*$/.test(text.slice(Math.max(0, start - 8), start));
  if (marks && strong) return -0.3;
  if (letters && /[a-z][A-Z]/.test(value)) return -0.8;
  return strong ? -1.2 : -3.4;
}

const link =
  '(?:[ \\t]*(?:["\'”’》\\]]?[ \\t]*(?:[:：=]+>?|->|→)|(?:忘[了记]?了?[，,]?)?(?:一直|现在|还|就|应该|都|我|之前|以前|原来|原先)?(?:改成了?|改为了?|设成了?|设为了?|设置为|设置成|设的是|用的是|设的|换成了?|重置为|更新为|是|为|叫|填|输)|(?:has been )?(?:changed|set|reset|updated) to|(?:is|was|are|as)(?= )|[（(])[ \\t]*(?:我的)?[ \\t]*["\'“‘「『【\\[<]{0,2}|[ \\t]+["\'“‘「]?|["\'“‘「『【]|)';

const secretChars = '[A-Za-z0-9!@#$%^&*_+=?~.\\-/\\\\|]';

function otp(n: NumberRun): Shape | null {
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

function spokenPassword(n: NumberRun): Shape | null {
  if (n.gap === 'slash' || n.gap === 'dot' || n.gap === 'comma') return null;
  if (/^ ?[年月日]/.test(after(n.text, n.end, 2))) return null;
  // Digits that are part of a longer secret are read with it.
  if (/[A-Za-z@#$%^&*_+!?~]$/.test(before(n.text, n.start, 1))) return null;
  return { code: 'digits', logit: n.spoken || n.gap === 'none' ? -1.9 : -2.6, named: true };
}

const keyPrefix =
  /^(?:SK-|AKIA[A-Z0-9]{16}|ASIA[A-Z0-9]{16}|LTAI[A-Z0-9]{12,}|AKID[A-Z0-9]{13,}|GH[POUSR]_|GITHUB_PAT_|GLPAT-|XOX[BPARS]-|AIZA[A-Z0-9_-]{30,}|SK_(?:LIVE|TEST)_|PK_(?:LIVE|TEST)_|RK_LIVE_|NPM_|HF_|EYJ[A-Z0-9_-]{10,}\.|SG\.|SQ0|YA29\.|DOP_V1_|SHPAT_|PYPI-|DCKR_PAT_|AC[0-9A-F]{32}$|SK[0-9A-F]{32}$|AQ\.)/;

/** 1 for the units of a key, 2 for those that may only go on. */
const inKey = new Uint8Array(0x10000);
for (let c = 33; c < 128; c += 1)
  inKey[c] = /[A-Za-z0-9_\-.]/.test(String.fromCharCode(c)) ? 1 : c === 43 || c === 47 || c === 61 ? 2 : 0;

const keyRun = /[A-Za-z0-9_\-.+/=]{8,256}/y;

function apiKey(t: Token): Shape | null {
  // The token may go on over `-`, `_` and `.`, which are no letters.
  let start = t.start;
  while (start > 0 && t.start - start < 48 && inKey[t.text.charCodeAt(start - 1)] === 1) start -= 1;
  let size = t.end - start;
  while (size < 16 && inKey[codeAt(t.text, start + size)] !== 0) size += 1;
  if (size < 16) return null;
  keyRun.lastIndex = start;
  const run = keyRun.exec(t.text)?.[0].replace(/[.=]+$/, '') ?? '';
  if (run.length < 16) return null;
  const end = start + run.length;
  if (keyPrefix.test(run.toUpperCase()) && run.length >= 18) {
    const cased = /[a-z]/.test(run) || /^(?:AKIA|ASIA)/.test(run);
    return { code: 'prefix', logit: cased ? 4 : 1, start, end };
  }
  if (run.length < 20 || /[./]/.test(run.slice(0, 4))) return null;
  const mixed = /[a-z]/.test(run) && /\d/.test(run);
  return mixed || run.length >= 32 ? { code: 'random', logit: -2.6, named: true, start, end } : null;
}

const base58 = /^[1-9A-HJ-NP-Za-km-z]+$/;

function crypto(t: Token): Shape | null {
  const length = t.end - t.start;
  if (length < 14) return null;
  const value = t.text.slice(t.start, t.end);
  if (length === 42 && /^0x[0-9a-fA-F]{40}$/.test(value)) return { code: 'ethereum', logit: 5 };
  if (length >= 14 && /^(?:bc1|tb1|ltc1)[02-9ac-hj-np-z]{11,87}$/.test(value))
    return { code: 'bech32', logit: 5 };
  if (length === 34 && value.startsWith('T') && base58.test(value)) return { code: 'tron', logit: 4 };
  if (
    length >= 26 &&
    length <= 35 &&
    /^[13LMDr]/.test(value) &&
    base58.test(value) &&
    /[a-z]/.test(value) &&
    /[A-Z]/.test(value)
  ) {
    return { code: 'base58', logit: /^[13]/.test(value) ? 2.5 : 0.6 };
  }
  if (length >= 43 && length <= 44 && base58.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value)) {
    return { code: 'solana', logit: -1.2 };
  }
  return null;
}

const secret = { level: 'C3', sensitive: true, protect: true } as const;

export const secretRows: readonly Row[] = [
  {
    type: 'PASSWORD',
    ...secret,
    source: 'JR/T 0171-2020 C3: passwords of accounts and cards',
    names: passwordNames,
    not: '验证码 动态密码',
    numbers: {
      counts: [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18],
      named: true,
      test: spokenPassword,
    },
    follows: { pattern: new RegExp(`${link}(${secretChars}{3,40})`, 'iy'), test: passwordFits },
  },
  {
    type: 'OTP',
    ...secret,
    source: 'JR/T 0171-2020: codes for one use, C3 together with the account',
    names: otpNames,
    hints: '短信 code 输入 收到',
    not: '取件码 取货码 提货码 邀请码 优惠码 兑换码 推荐码 核销码 券码 防伪码 商品码 付款码 收款码 错误码 错误代码 邮编 邮政编码 区号 error_code zip_code postal_code promo_code discount_code country_code area_code status_code qr_code source_code invite_code 端口 port',
    numbers: { counts: [4, 5, 6, 7, 8], named: true, test: otp },
    tokens: otpToken,
  },
  {
    type: 'API_KEY',
    ...secret,
    source: 'published prefixes of service keys',
    names:
      'api_key apikey api_secret app_secret appsecret app_key appkey access_key access_key_id accesskey accesskeyid accesskeysecret access_key_secret secret_key secretkey secret access_token accesstoken token bearer authorization client_secret private_key refresh_token x-api-key service_key 密钥 秘钥 接口密钥 访问密钥 令牌 访问令牌 api密钥 ak sk 私钥',
    tokens: apiKey,
  },
  {
    type: 'CRYPTO_ADDRESS',
    level: 'C2',
    sensitive: true,
    protect: true,
    source: 'Bitcoin base58 and bech32, EIP-55, TRON',
    names:
      '钱包地址 钱包 收币地址 充币地址 提币地址 比特币地址 以太坊地址 usdt地址 btc地址 eth地址 收款地址 链上地址 wallet wallet_address btc eth usdt trc20 erc20 bitcoin_address ethereum_address crypto_address btc_address eth_address',
    tokens: crypto,
  },
];
