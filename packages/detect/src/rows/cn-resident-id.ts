import { placeOf } from '../areas.ts';
import { isDay, residentCheck } from '../check-digit.ts';
import type { NumberRun, Row, Shape } from '../row.ts';
import { after } from '../shapes/text.ts';

const idGroups = new Set([
  '6,8,4',
  '6,4,4,4',
  '3,3,4,4,4',
  '6,4,2,2,4',
  '6,8,3',
  '4,4,4,4,2',
  '6,12',
  '14,4',
  '6,6,6',
]);

function groupsFitId(n: NumberRun): number {
  if (n.gap === 'none') return 0;
  if (n.gap === 'slash' || n.gap === 'comma') return -3;
  if (n.spoken || idGroups.has(n.groups.join())) return 0.3;
  return n.groups.every((g) => g === 1) ? 0 : n.gap === 'newline' ? -0.3 : -0.8;
}

/** An ID number with its check character: eighteen characters, the last a digit or X. */
function residentShape(body: string, n: NumberRun): Shape | null {
  const day = isDay(Number(body.slice(6, 10)), Number(body.slice(10, 12)), Number(body.slice(12, 14)));
  const checked = residentCheck(body) === body.charAt(17);
  const place = placeOf(Number(body.slice(0, 6)));
  const grouped = groupsFitId(n);
  if (day && checked) {
    const logit = place === 'county' ? 7 : place === 'city' ? 5.5 : place === 'province' ? 4 : 1.5;
    return { code: 'check-date-area', logit: logit + grouped };
  }
  if (day && place !== 'none')
    return { code: 'date-area', logit: (place === 'county' ? -0.7 : -1.4) + grouped };
  if (place === 'none' || (!checked && !/^[1-6]/.test(body)))
    return { code: 'eighteen', logit: -4 + grouped, named: true };
  return { code: checked ? 'check-area' : 'area', logit: (checked ? -1.5 : -2.5) + grouped, named: true };
}

/** The last character, right behind seventeen digits; who speaks may pause before it. */
const writtenX = /^[ -]?(?:[xX×✕](?![A-Za-z0-9])|叉|艾克斯|埃克斯|爱克斯|ex(?![a-z]))/;
const spokenX = /^[ ,，、-]?(?:[xX×✕](?![A-Za-z0-9])|叉|艾克斯|埃克斯|爱克斯|ex(?![a-z]))/;

/** One digit of the last four was left out. */
const oneShort = (digits: string): boolean =>
  placeOf(Number(digits.slice(0, 6))) === 'county' &&
  isDay(Number(digits.slice(6, 10)), Number(digits.slice(10, 12)), Number(digits.slice(12, 14)));

function resident(n: NumberRun): Shape | null {
  const { digits } = n;
  if (digits.length === 17) {
    const x = (n.spoken ? spokenX : writtenX).exec(after(n.text, n.end, 6));
    if (!x) return oneShort(digits) ? { code: 'seventeen', logit: -2, named: true } : null;
    const shape = residentShape(`${digits}X`, n);
    return shape && { ...shape, end: n.end + x[0].length };
  }
  if (digits.length === 18) return /^[1-8]/.test(digits) ? residentShape(digits, n) : null;
  const day = isDay(
    1900 + Number(digits.slice(6, 8)),
    Number(digits.slice(8, 10)),
    Number(digits.slice(10, 12)),
  );
  const place = placeOf(Number(digits.slice(0, 6)));
  if (!day || place === 'none') return { code: 'fifteen', logit: -3.6, named: true };
  return {
    code: 'date-area',
    logit: (place === 'county' ? 2.2 : place === 'city' ? 1 : -1) + groupsFitId(n),
  };
}

/** Resident IDs of 18 characters, the old ones of 15 digits, residence permits of people from Hong Kong, Macau, Taiwan. */
export const cnResidentId: Row<'CN_RESIDENT_ID'> = {
  type: 'CN_RESIDENT_ID',
  rank: 40,
  label: { zh: '居民身份证号', en: 'Resident ID' },
  level: 'C2',
  sensitive: false,
  protect: true,
  source: 'GB 11643-1999 (MOD 11-2), GB/T 2260 now and historical; 15 digits before 1999',
  unverified: '83 as the area of residents of Taiwan',
  names:
    '身份证 身_份_证 身_份_证_号 身份证号 身份证号码 身份证明 身份证件 身份号码 身份号 公民身份号码 公民身份证 证件号 证件号码 证件编号 证件 居住证 居住证号 驾驶证 ' +
    '驾驶证号 驾驶证号码 驾照 驾照号 驾照号码 社会保障号 社会保障号码 公民号码 二代证 实名 实名认证 实名信息 身分證 身份證字號 身分证 身分证号 ' +
    'id_card id_number id_no idcard id_num idno id_card_number id_card_no identity_card identity_number identity_no resident_id ' +
    'national_id cert_no certno cert_id certificate_no sfz sfzh citizen_id driver_license driving_licence license_number drivers_license',
  hints: '身份 实名制 核实身份 核验 证号 id 社保号 社保 投保人 被保险人 身份信息 identity ssn number ic',
  not: '居住证明编号',
  numbers: { counts: [15, 17, 18], test: resident },
  mask: {
    ladder: [
      {
        kind: 'ends',
        keep: [
          [12, 0],
          [9, 0],
        ],
        hidden: 6,
        total: [18, 15],
      },
      { kind: 'ends', keep: [[6, 0]], hidden: 6, total: [18, 15] },
      { kind: 'ends', keep: [[2, 0]], hidden: 6, total: [18, 15] },
    ],
    example: '330106198603120017',
  },
};
