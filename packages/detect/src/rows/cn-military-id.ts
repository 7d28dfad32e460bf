import { ends, none } from '../mask/shape.ts';
import type { NumberRun, Row, Shape } from '../row.ts';
import { after, before } from '../shapes/text.ts';

/** Series of certificates of ownership and of courts' files: 房权证海字第…, （2024）海字第…. */
const otherSeries = /(?:[权權产產房地林]证|\d{4}[)）〕\]]).{1,4}$/;

function military(n: NumberRun): Shape | null {
  const { text } = n;
  const lead = /(?:[军軍南北沈兰成济广空海参政后装士文武警消边森水电交黄][字官兵]?)字?第[ ]?$/.exec(
    before(text, n.start, 6),
  );
  if (lead) {
    if (otherSeries.test(before(text, n.start, 12))) return null;
    const tail = /^ ?[号號]/.exec(after(text, n.end, 2));
    return {
      code: 'series',
      logit: 3.5,
      start: n.start - lead[0].length,
      end: n.end + (tail?.[0].length ?? 0),
    };
  }
  return { code: 'digits', logit: n.gap === 'none' || n.spoken ? -2.6 : -4, named: true };
}

/** Certificates of officers and soldiers. */
export const cnMilitaryId: Row<'CN_MILITARY_ID'> = {
  type: 'CN_MILITARY_ID',
  rank: 100,
  label: { zh: '军官证号', en: 'Military ID' },
  level: 'C2',
  sensitive: false,
  protect: true,
  source: 'officers’ and soldiers’ certificates: series 字第 and 6-8 digits',
  unverified: 'names of series and count of digits',
  names:
    '军官证 军官证号 军官证号码 士兵证 士兵证号 军人证 军人证号 军人身份证 文职干部证 军证 军士证 士官证 警官证 警官证号 武警证 武警警官证 军人保障卡 軍官證 退役军人证 military_id military_officer_id officer_id officer_certificate soldier_id military_card',
  numbers: { counts: [6, 7, 8, 9], test: military },
  mask: {
    ladder: [ends(0, 2, 4, { run: true }), none, none],
    example: '军字第1234567号',
  },
};
