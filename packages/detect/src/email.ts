import { codeAt } from './chars.ts';
import type { Shape } from './row.ts';

const digits = '零〇一幺二三四五六七八九';
const between = '(?: ?(?:dot|点|點|下划线|下劃線|underscore|减号|中划线|横杠|杠|dash) ?)';
const spelled = `(?<![A-Za-z0-9])[A-Za-z0-9${digits}](?: [A-Za-z0-9${digits}])+`;
const leftSpoken = new RegExp(
  `((?:${spelled}|(?<![A-Za-z0-9])[A-Za-z0-9][A-Za-z0-9._+${digits}-]*|[${digits}][A-Za-z0-9._+${digits}-]*)(?:${between}[A-Za-z0-9${digits}]+)*)[\\s(（\\[【,，]{0,3}$`,
  'i',
);
const top =
  '(?:com|cn|net|org|edu|gov|io|co|me|cc|vip|top|hk|tw|uk|us|jp|de|fr|info|biz|xyz|app|dev|ai|email|mobi|tech|online|club|site)';
const rightSpoken = new RegExp(
  `^[\\s)）\\]】,，]{0,3}((?:[A-Za-z0-9-]+|[${digits}]{2,6}|[A-Za-z0-9](?: [A-Za-z0-9])+)(?:[\\s(（\\[【]{0,2}(?:dot|点|點|\\.|。)[\\s)）\\]】]{0,2}(?:[A-Za-z0-9-]{2,}[\\s(（\\[【]{0,2}(?:dot|点|點|\\.|。)[\\s)）\\]】]{0,2})?${top})+)(?![A-Za-z0-9])`,
  'i',
);
const right = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+/;
const files = /\.(?:png|jpe?g|gif|svg|webp|css|m?[jt]sx?|html?|json|md|pdf|zip|txt|py|java|sh)$/i;
const documentation =
  /(?:^|\.)(?:example\.(?:com|org|net|cn|edu|com\.cn|co\.uk)|example|test|invalid|localhost|domain\.com|yourdomain\.com|your-domain\.com)$/i;
const providers =
  /^(?:qq|163|126|gmail|outlook|hotmail|foxmail|sina|sohu|139|189|yeah|yahoo|icloud|aliyun)(?![A-Za-z0-9-])/i;
const knownTop = new RegExp(`^${top}`, 'i');

/** Addresses in Chinese characters: 李雷@公司.中国. */
const hanDomain =
  /^[A-Za-z0-9\u4e00-\u9fff-]{1,30}(?:\.[A-Za-z0-9\u4e00-\u9fff-]{1,30})?\.(?:中国|中國|公司|网络|網絡|网址|政务|公益|商标|商城|在线|企业|手机|集团|信息|佛山|广东)(?![A-Za-z0-9])/;
const hanLocal =
  /(?:.*(?:邮箱|郵箱|邮件|信箱|地址|就是|改成|[是为到给发叫用与和及找的：:]))?([\u4e00-\u9fffA-Za-z0-9._-]{1,12})$/;

function hanMail(text: string, at: number): Shape | null {
  const domain = hanDomain.exec(text.slice(at + 1, at + 70))?.[0];
  if (domain === undefined) return null;
  const local = hanLocal.exec(text.slice(Math.max(0, at - 24), at))?.[1];
  if (local === undefined || text.charAt(at - local.length - 1) === '*') return null;
  return { code: 'han-address', logit: 6, start: at - local.length, end: at + 1 + domain.length };
}

const isLocal = (c: number): boolean =>
  (c >= 48 && c <= 57) ||
  (c >= 65 && c <= 90) ||
  (c >= 97 && c <= 122) ||
  c === 46 ||
  c === 95 ||
  c === 45 ||
  c === 43 ||
  c === 37;

/** The mail address around the @ at `at`, if there is one. */
export function mailAt(text: string, at: number): Shape | null {
  let start = at;
  while (start > 0 && at - start < 64 && isLocal(codeAt(text, start - 1))) start -= 1;
  while (start < at && /[._%+-]/.test(text.charAt(start))) start += 1;
  const tail = text.slice(at + 1, at + 130);
  const domain = start < at ? trimTop(right.exec(tail)?.[0]) : null;
  if (domain) {
    if (files.test(domain) || documentation.test(domain)) return null;
    // Who asks and with which key, before the name of a host: https://key@host.
    if (/:\/\/[^\s/@]{0,40}$/.test(text.slice(Math.max(0, start - 43), start))) return null;
    const masked =
      /[*●•xX]{2}$/.test(text.slice(Math.max(0, start - 2), start)) || text.charAt(start - 1) === '*';
    if (masked || text.charAt(at - 1) === '*' || text.charAt(at - 1) === '.') return null;
    return { code: 'address', logit: 4.5, start, end: at + 1 + domain.length };
  }
  return hanMail(text, at) ?? spokenMail(text, at, at + 1, 1.5);
}

/** The mail address around a spoken at-sign at `[at, end)`. */
export function spokenMail(text: string, at: number, end: number, logit: number): Shape | null {
  const domain = rightSpoken.exec(text.slice(end, end + 80));
  if (!domain) return null;
  const name = domain[1] as string;
  if (documentation.test(name.replace(/\s*(?:dot|点|點|。)\s*/gi, '.')) || files.test(name)) return null;
  const local = leftSpoken.exec(text.slice(Math.max(0, at - 64), at));
  if (!local) return null;
  if (text.charAt(Math.max(0, at - local[0].length) - 1) === '*') return null;
  if (
    /^(?:me|us|him|her|it|is|look|arrive[ds]?|available|found|located|one|work|stay|call|meet|here|now|them|support|visit|online|in|up|out|off|on|page|account|site|shop|login|register|registered|order|bought|hosted|mail|email)$/i.test(
      local[1] as string,
    ) &&
    logit < 1
  ) {
    return null;
  }
  return {
    code: 'spoken-address',
    logit: logit + (logit > 1 && providers.test(name) ? 5 : 1),
    start: at - local[0].length,
    end: end + domain[0].length,
  };
}

/** Cuts what was glued to a known top-level domain: com13800138000 is com. */
function trimTop(domain: string | undefined): string | null {
  if (!domain) return null;
  const lastDot = domain.lastIndexOf('.');
  const last = domain.slice(lastDot + 1);
  if (/^[A-Za-z]{2,18}$/.test(last)) return domain;
  const known = knownTop.exec(last);
  if (known && !/^[A-Za-z]/.test(last.slice(known[0].length))) return domain.slice(0, lastDot + 1) + known[0];
  const rest = domain.slice(0, lastDot);
  return rest.includes('.') ? trimTop(rest) : null;
}
