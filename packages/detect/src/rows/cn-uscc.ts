import { placeOf } from '../areas.ts';
import { creditCheck } from '../check-digit.ts';
import { ends } from '../mask/shape.ts';
import type { NumberRun, Row, Shape, Token } from '../row.ts';
import { codeLink, inParts, joinParts } from '../shapes/parted.ts';

function credit(upper: string): Shape | null {
  if (!/^(?:[159Y][1239]|[2346789AN][1239]|A1|N[1239]|Y1|G1)\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(upper)) {
    return /^[0-9A-HJ-NPQRTUWXY]{18}$/.test(upper) && /\d{8}/.test(upper)
      ? { code: 'eighteen', logit: -3.4, named: true }
      : null;
  }
  const checked = creditCheck(upper) === upper.charAt(17);
  const letters = /[A-Z]/.test(upper);
  if (!checked) return { code: 'no-check', logit: letters ? -0.6 : -2.4 };
  const area = upper.slice(2, 8);
  // Registered with the state itself: 100000. One order number in thirty passes the check.
  const place = area === '100000' ? 'county' : placeOf(Number(area));
  const odd = place === 'none' ? 3 : place === 'province' ? 1.5 : 0;
  return { code: 'check', logit: (letters ? 4.5 : 2.4) - odd };
}

const creditToken = (t: Token): Shape | null => (t.upper.length === 18 ? credit(t.upper) : null);

const creditNumber = (n: NumberRun): Shape | null =>
  n.gap === 'none' || n.gap === 'space' ? credit(n.digits) : null;

/** One written in parts counts only where the text names it. */
function creditInParts(value: string): number | null {
  const joined = joinParts(value);
  if (joined === null || !/\d{6}/.test(joined)) return null;
  const shape = credit(joined);
  return shape && (shape.code === 'check' ? 3 : shape.code === 'no-check' ? -0.5 : null);
}

/** Codes of companies and of sole traders. */
export const cnUscc: Row<'CN_USCC'> = {
  type: 'CN_USCC',
  rank: 320,
  label: { zh: '统一社会信用代码', en: 'Company code' },
  level: 'C1',
  sensitive: false,
  protect: false,
  source: 'GB 32100-2015 (MOD 31-3); 92… are sole traders',
  names:
    '统一社会信用代码 社会信用代码 信用代码 统一代码 公司代码 企业代码 税号 纳税人识别号 纳税识别号 企业税号 开票税号 纳税号 营业执照 营业执照号 营业执照号码 执照号 注册号 纳税人号 統一社會信用代碼 税务登记号 组织机构代码 组织代码 机构代码 uscc credit_code tax_id taxpayer_id tax_number business_license unified_social_credit_code tax_no',
  hints: '公司 企业 开票 发票 抬头 company invoice',
  numbers: { counts: [18], test: creditNumber },
  follows: {
    pattern: new RegExp(`${codeLink}{0,8}(${inParts('0-9A-HJ-NPQRTUWXY', 18)})`, 'iy'),
    test: creditInParts,
  },
  tokens: { sizes: [18, 18], test: creditToken },
  mask: {
    ladder: [ends(2, 4, 8), ends(2, 4, 8), ends(2, 0, 8)],
    example: '91330106MA2KCD1234',
  },
};
