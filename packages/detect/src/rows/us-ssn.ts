import { ends, none } from '../mask/shape.ts';
import type { NumberRun, Row, Shape } from '../row.ts';

function ssn(n: NumberRun): Shape | null {
  const { digits } = n;
  if (/^(?:000|666|9)/.test(digits) || /^\d{3}00/.test(digits) || /0000$/.test(digits)) return null;
  const grouped = n.groups.join() === '3,2,4';
  if (grouped && (n.gap === 'dash' || n.gap === 'space'))
    return { code: 'grouped', logit: n.gap === 'dash' ? 1.4 : -1.2 };
  return n.gap === 'none' || n.spoken ? { code: 'nine', logit: -2.4, named: true } : null;
}

/** Social security numbers of the United States. */
export const usSsn: Row<'US_SSN'> = {
  type: 'US_SSN',
  rank: 340,
  label: { zh: '美国社保号', en: 'US SSN' },
  level: 'C2',
  sensitive: true,
  protect: true,
  source: 'US Social Security Administration: 3-2-4 digits',
  names:
    'ssn ssn_number social_security social_security_number social_security_no social_sec us_ssn 美国社保号 美国社安号 社安号 社会安全号 社会安全号码 itin',
  hints: 'social tax identity 社会',
  numbers: { counts: [9], test: ssn },
  mask: {
    ladder: [ends(0, 4, 5, { total: [9] }), none, none],
    example: '078-05-1120',
  },
};
