import { vinCheck } from '../check-digit.ts';
import { ends, none } from '../mask/shape.ts';
import type { Row, Shape, Token } from '../row.ts';
import { codeLink, inParts, joinParts } from '../shapes/parted.ts';

function vinShape(t: Token): Shape | null {
  const { upper } = t;
  if (
    upper.length !== 17 ||
    /[IOQ]/.test(upper) ||
    !/\d/.test(upper) ||
    /[a-z]/.test(t.text.slice(t.start, t.end))
  ) {
    return upper.length === 17 && /^[A-HJ-NPR-Z0-9]{17}$/.test(upper)
      ? { code: 'vin-lower', logit: -2.2, named: true }
      : null;
  }
  const checked = vinCheck(upper) === upper.charAt(8);
  const tail = /\d{4}$/.test(upper) ? 0.3 : 0;
  return { code: checked ? 'check' : 'no-check', logit: (checked ? 2.6 : -1.3) + tail };
}

/** One written in parts counts only where the text names it. */
function vinInParts(value: string): number | null {
  const joined = joinParts(value);
  if (joined === null || !/\d.*\d.*\d/.test(joined)) return null;
  return vinCheck(joined) === joined.charAt(8) ? 3 : -0.5;
}

/** Vehicle identification numbers. */
export const vin: Row<'VIN'> = {
  type: 'VIN',
  rank: 300,
  label: { zh: '车架号', en: 'VIN' },
  level: 'C2',
  sensitive: false,
  protect: true,
  source: 'GB 16735-2019 (position 9, MOD 11)',
  names:
    'vin vin码 vin号 车架号 车架号码 车架 底盘号 底盘号码 车辆识别代号 车辆识别码 车辆识别代码 識別碼 大架号 車架號 识别代码 vin_code vin_number vehicle_identification_number chassis chassis_no chassis_number frame_number',
  hints: '车 车辆 行驶证 vehicle',
  follows: {
    pattern: new RegExp(`${codeLink}{0,8}(${inParts('A-HJ-NPR-Z0-9', 17)})`, 'iy'),
    test: vinInParts,
  },
  tokens: { sizes: [17, 17], test: vinShape },
  mask: { ladder: [ends(3, 4, 8), ends(3, 0, 8), none], example: 'LSVAA4180E2184847' },
};
