import { hongKongCheck } from '../check-digit.ts';
import { ends, none } from '../mask/shape.ts';
import type { NumberRun, Row, Shape, Token } from '../row.ts';
import { after } from '../shapes/text.ts';

function hongKongId(t: Token): Shape | null {
  const open = /^([A-Z]{1,2}\d{6})$/.exec(t.upper);
  if (open) {
    const tail = /^ ?[(（]([0-9Aa])[)）]/.exec(after(t.text, t.end, 5));
    if (!tail) return { code: 'no-check', logit: -3.2, named: true };
    const checked = hongKongCheck(t.upper) === (tail[1] as string).toUpperCase();
    return { code: checked ? 'check' : 'bracket', logit: checked ? 3.5 : 0.3, end: t.end + tail[0].length };
  }
  const bare = /^([A-Z]{1,2}\d{6})([0-9A])$/.exec(t.upper);
  if (!bare) return null;
  const checked = hongKongCheck(bare[1] as string) === bare[2];
  return { code: checked ? 'check' : 'no-check', logit: checked ? -1.6 : -3, named: true };
}

const macauId = (n: NumberRun): Shape | null => {
  if (n.digits.length !== 7 || !/^[157]/.test(n.digits)) return null;
  const tail = /^[(（]\d[)）]/.exec(after(n.text, n.end, 4));
  return tail ? { code: 'macau', logit: 0, named: true, end: n.end + tail[0].length } : null;
};

/** Identity cards of Hong Kong, and of Macau where the text names them. */
export const hkId: Row<'HK_ID'> = {
  type: 'HK_ID',
  rank: 90,
  label: { zh: '香港身份证', en: 'Hong Kong ID' },
  level: 'C2',
  sensitive: false,
  protect: true,
  source: 'Hong Kong identity card (MOD 11), Macau identity card',
  names:
    '香港身份证 香港身分证 香港身分证号 香港身份证号 香港身份证号码 香港身份證 香港永久性居民身份证 香港居民身份证 港身份证 澳门身份证 澳门居民身份证 澳門身份證 hkid hkid_no hkid_number hong_kong_id hong_kong_identity_card hk_id',
  hints: '证件 证件号 证件号码 身份证 身份证号 身份證 身分证 身分证号 香港 id identity_card',
  numbers: { counts: [7], named: true, test: macauId },
  tokens: { sizes: [7, 9], test: hongKongId },
  mask: { ladder: [ends(2, 0, 5), ends(1, 0, 5), none], example: 'G123456(A)' },
};
