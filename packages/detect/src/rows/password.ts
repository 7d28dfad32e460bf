import { secretLadder } from '../mask/ladders.ts';
import type { NumberRun, Row, Shape } from '../row.ts';
import { after, before } from '../shapes/text.ts';

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
  '(?:[ \\t]*(?:["\'”’》\\]]?[ \\t]*(?:[:：=]+>?|->|→)|(?<!/[a-z_]{2,24})>|(?:忘[了记]?了?[，,]?)?(?:一直|现在|还|就|应该|都|我|之前|以前|原来|原先)?(?:改成了?|改为了?|设成了?|设为了?|设置为|设置成|设的是|用的是|设的|换成了?|重置为|更新为|是|为|係|叫|填|输)|(?:has been )?(?:changed|set|reset|updated) to|(?:is|was|are|as)(?= )|[（(])[ \\t]*(?:我的)?[ \\t]*["\'“‘「『【\\[<]{0,2}|[ \\t]+["\'“‘「]?|["\'“‘「『【]|)';

/** Full-width marks only inside: at the end they are the sentence’s. */
const secretChars = '(?:[A-Za-z0-9!@#$%^&*_+=?~.\\-/\\\\|]|[！＃＄％＆？～](?=[A-Za-z0-9]))';

function spokenPassword(n: NumberRun): Shape | null {
  if (n.gap === 'slash' || n.gap === 'dot' || n.gap === 'comma') return null;
  if (/^ ?[年月日]/.test(after(n.text, n.end, 2))) return null;
  // Digits that are part of a longer secret are read with it.
  if (/[A-Za-z@#$%^&*_+!?~]$/.test(before(n.text, n.start, 1))) return null;
  return { code: 'digits', logit: n.spoken || n.gap === 'none' ? -1.9 : -2.6, named: true };
}

/** Passwords, the value only. */
export const password: Row<'PASSWORD'> = {
  type: 'PASSWORD',
  rank: 190,
  label: { zh: '密码', en: 'Password' },
  level: 'C3',
  sensitive: true,
  protect: true,
  source: 'JR/T 0171-2020 C3: passwords of accounts and cards',
  names:
    '密码 密_码 密碼 登录密码 支付密码 交易密码 查询密码 取款密码 锁屏密码 开机密码 初始密码 原密码 旧密码 新密码 默认密码 临时密码 银行卡密码 卡密码 手机密码 wifi密码 wifi密碼 无线密码 门锁密码 门禁密码 ' +
    '电脑密码 账号密码 邮箱密码 微信密码 qq密码 服务密码 提现密码 解锁密码 保险柜密码 网银密码 后台密码 管理员密码 数据库密码 口令 登录口令 密马 开锁密码 大门密码 家里密码 单元门密码 密钥口令 ' +
    'password passwd pwd passphrase passwrd psw pin pin_code pin_number pincode login_password wifi_password pass userpassword user_password db_password account_password new_password old_password temp_password wpa_key passcode_lock lock_code',
  not: '验证码 动态密码',
  numbers: {
    counts: [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18],
    named: true,
    test: spokenPassword,
  },
  follows: { pattern: new RegExp(`${link}(${secretChars}{3,40})`, 'iy'), test: passwordFits },
  mask: { ladder: secretLadder, example: 'Blue-Kite-7' },
};
