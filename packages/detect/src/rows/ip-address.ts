import type { NumberRun, Row, Shape } from '../row.ts';
import { hexStart } from '../shapes/hexadecimal.ts';
import { after, before } from '../shapes/text.ts';

const versionBefore =
  /(?:版本号?|版|内核|固件|驱动|ver(?:sion)?\.?|v|V|rev|release|build|chrome|firmware|os|sdk|oid|章|节|第|section|chapter|clause|软件|系统)[ :：/=是为]{0,3}$/i;

function ip(n: NumberRun): Shape | null {
  if (n.gap !== 'dot' || n.groups.length !== 4 || n.spoken) return null;
  const parts: number[] = [];
  let at = 0;
  for (const g of n.groups) {
    const part = n.digits.slice(at, at + g);
    at += g;
    if (g > 3 || Number(part) > 255 || (g > 1 && part.charCodeAt(0) === 48)) return null;
    parts.push(Number(part));
  }
  if (n.end - n.start !== n.digits.length + 3) return null;
  const [a = 0, b = 0, c = 0, d = 0] = parts;
  if (a === 0 || a === 127 || a >= 224 || (a === 255 && b === 255)) return null;
  const version = versionBefore.test(before(n.text, n.start, 10)) || /^ ?版/.test(after(n.text, n.end, 2));
  const small = a < 16 && b < 16 && c < 32 ? 2 : 0;
  const beside =
    /^[.\-_]?[A-Za-z0-9]/.test(after(n.text, n.end, 2)) ||
    /[A-Za-z0-9][.\-_]?$/.test(before(n.text, n.start, 2))
      ? 1.5
      : 0;
  return {
    code: version ? 'version' : 'quad',
    logit: (version ? -4 : 2.8) - small - beside - (d === 0 ? 2.4 : 0),
  };
}

const ipv6 =
  /(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}|(?:[0-9a-f]{1,4}:){1,7}:(?![0-9a-z])/iy;

/** The IPv6 address around the hexadecimal token at `at`, null where there is none. */
export function ipv6At(text: string, at: number): Shape | null {
  const start = hexStart(text, at);
  if (start > 0 && /[0-9A-Za-z.]/.test(text.charAt(start - 1))) return null;
  ipv6.lastIndex = start;
  const found = ipv6.exec(text);
  if (!found || found[0].split(':').length < 4) return null;
  if (/[0-9A-Za-z:]/.test(text.charAt(start + found[0].length))) return null;
  return { code: 'ipv6', logit: 3.5, start, end: start + found[0].length };
}

/** IPv4 and IPv6 addresses; `scan.ts` asks `ipv6At` at hexadecimal tokens. */
export const ipAddress: Row<'IP_ADDRESS'> = {
  type: 'IP_ADDRESS',
  rank: 240,
  label: { zh: 'IP 地址', en: 'IP address' },
  level: 'C2',
  sensitive: false,
  protect: true,
  source: 'RFC 791, RFC 4291; person-linked device identifier',
  names:
    'ip ip地址 登录ip 公网ip 内网ip 客户端ip 来源ip 出口ip ip_address ipaddr client_ip remote_addr clientip x-forwarded-for x-real-ip source_ip 异地登录',
  hints: '登录 地址 访问 来自 网关 dns 服务器 server host login from',
  not: '版本 内核 内核版本 kernel 版本号 固件 固件版本 软件版本 系统版本 驱动 驱动版本 app版本 升级到 更新到 version ver firmware release build sdk changelog 补丁 upgrade upgraded 章节 编号',
  numbers: { counts: [4, 5, 6, 7, 8, 9, 10, 11, 12], test: ip },
  mask: {
    ladder: [
      { kind: 'groups', show: 2, of: [4, 8] },
      { kind: 'groups', show: 1, of: [4, 8] },
    ],
    example: '192.0.2.17',
  },
};
