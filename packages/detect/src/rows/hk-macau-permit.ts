import { permitLadder } from '../mask/ladders.ts';
import type { NumberRun, Row, Shape, Token } from '../row.ts';
import { lettersBefore } from '../shapes/text.ts';

function hongKongMacauPermit(t: Token): Shape | null {
  if (/^[HM]\d{8}(?:\d{2})?$/.test(t.upper)) return { code: 'home-return', logit: -1.2 };
  if (/^(?:C\d{8}|C[A-HJ-NP-Z]\d{7}|W\d{8})$/.test(t.upper)) return { code: 'exit-endorsement', logit: -1.4 };
  return null;
}

/** The letter written apart: H 12345678. */
function apart(n: NumberRun): Shape | null {
  const letters = n.digits.length === 7 ? /^C[A-HJ-NP-Z]$/ : n.digits.length === 8 ? /^[HMCW]$/ : /^[HM]$/;
  const size = lettersBefore(n, letters);
  return size > 0 ? { code: 'letter-apart', logit: -1.6, named: true, start: n.start - size } : null;
}

const permitNames =
  '回乡证 回乡证号 港澳通行证 往来港澳通行证 港澳居民来往内地通行证 来往内地通行证 港澳通行证号 通行证 通行证号 通行证号码 港澳证 港澳居民通行证 回鄉證 home_return_permit home_return mainland_travel_permit travel_permit hk_macau_permit exit-entry_permit';

/** Home return permits (H, M) and permits for Hong Kong and Macau (C). */
export const hkMacauPermit: Row<'HK_MACAU_PERMIT'> = {
  type: 'HK_MACAU_PERMIT',
  rank: 70,
  label: { zh: '港澳通行证', en: 'Hong Kong/Macau permit' },
  level: 'C2',
  sensitive: false,
  protect: true,
  source: 'travel permits between the mainland and Hong Kong, Macau',
  unverified: 'the permits that begin with C; the two digits of renewal of old home return permits',
  names: `${permitNames} 证件号 证件号码`,
  hints: '港澳 香港 澳门 通关 签注',
  numbers: { counts: [7, 8, 10], named: true, test: apart },
  tokens: { sizes: [9, 11], test: hongKongMacauPermit },
  mask: { ladder: permitLadder, example: 'H12345678' },
};
