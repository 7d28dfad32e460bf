import type { Row, Shape, Token } from '../row.ts';
import { hexStart } from '../shapes/hexadecimal.ts';
import { after } from '../shapes/text.ts';

const plainMac = (t: Token): Shape | null =>
  /^[0-9A-F]{12}$/.test(t.upper) && /[A-F]/.test(t.upper)
    ? { code: 'mac-plain', logit: -2.4, named: true }
    : null;

const macForm =
  /[0-9a-f]{2}(?:([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}|[0-9a-f]{2}(?:\.[0-9a-f]{4}){2})(?![0-9a-z]|[:-][0-9a-f]{2}(?![0-9a-z]))/iy;

/** The MAC address around the hexadecimal token at `at`, null where there is none. */
export function macAt(text: string, at: number): Shape | null {
  let start = hexStart(text, at);
  // Right behind its name, two letters of which could be digits: MACd0:22:….
  const glued = /^ac(?=[0-9a-f]{2}[:-])/i.exec(after(text, start, 6))?.[0];
  if (glued !== undefined && /m/i.test(text.charAt(start - 1))) start += 2;
  else if (start > 0 && /[0-9A-Za-z]/.test(text.charAt(start - 1))) return null;
  macForm.lastIndex = start;
  const found = macForm.exec(text);
  return found ? { code: 'mac', logit: 4, start, end: start + found[0].length } : null;
}

/** Hardware addresses; `scan.ts` asks `macAt` at hexadecimal tokens. */
export const macAddress: Row<'MAC_ADDRESS'> = {
  type: 'MAC_ADDRESS',
  rank: 250,
  label: { zh: 'MAC 地址', en: 'MAC address' },
  level: 'C2',
  sensitive: false,
  protect: true,
  source: 'IEEE 802 (EUI-48); person-linked device identifier',
  names:
    'mac mac地址 mac_address 网卡地址 物理地址 硬件地址 网卡 macaddr wifi_mac bluetooth_address 蓝牙地址',
  tokens: { sizes: [12, 12], test: plainMac },
  mask: {
    ladder: [{ kind: 'groups', show: 3, of: [6] }],
    example: '00:00:5e:00:53:01',
  },
};
