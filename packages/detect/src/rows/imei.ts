import { luhn } from '../check-digit.ts';
import { ends, none } from '../mask/shape.ts';
import type { NumberRun, Row, Shape } from '../row.ts';

function imeiShape(n: NumberRun): Shape | null {
  if (n.gap === 'slash' || n.gap === 'comma') return null;
  const ok = luhn(n.digits);
  const body = /^(?:35|86|01|99|45|44|49|52|53|91|98)/.test(n.digits);
  const named = ok && body ? {} : ({ named: true } as const);
  return {
    code: ok ? 'luhn' : 'digits',
    logit: (ok ? (body ? -0.3 : -1) : -2) - (n.gap === 'none' ? 0 : 0.2),
    ...named,
  };
}

/** Serial numbers of telephones. */
export const imei: Row<'IMEI'> = {
  type: 'IMEI',
  rank: 310,
  label: { zh: '手机串号', en: 'IMEI' },
  level: 'C2',
  sensitive: false,
  protect: true,
  source: '3GPP TS 23.003 (Luhn); person-linked device identifier',
  names:
    '*#06# #06# imei imei1 imei2 imei号 imei码 串号 手机串号 手机串码 串码 设备识别码 国际移动设备识别码 meid imei_number',
  hints: '手机 设备 device phone',
  numbers: { counts: [15], test: imeiShape },
  mask: { ladder: [ends(2, 2, 8), ends(2, 0, 8), none], example: '490154203237518' },
};
