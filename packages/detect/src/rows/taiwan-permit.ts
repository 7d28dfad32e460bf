import { permitLadder } from '../mask/ladders.ts';
import type { NumberRun, Row, Shape, Token } from '../row.ts';
import { after, lettersBefore } from '../shapes/text.ts';

function travelPermit(t: Token): Shape | null {
  if (/^[TL]\d{8}$/.test(t.upper)) return { code: 'taiwan-travel', logit: -1.8, named: true };
  if (/^\d{10}[A-Z]$/.test(t.upper)) return { code: 'old-compatriot', logit: -2.4, named: true };
  return null;
}

function compatriot(n: NumberRun): Shape | null {
  const size = n.digits.length === 8 ? lettersBefore(n, /^[TL]$/) : 0;
  if (size > 0) return { code: 'letter-apart', logit: -1.8, named: true, start: n.start - size };
  return { code: 'compatriot', logit: -2.6, named: true, end: withLetter(n) };
}

const withLetter = (n: NumberRun): number => {
  const tail = n.digits.length === 10 ? /^ ?[(（][A-Z][)）]/.exec(after(n.text, n.end, 5)) : null;
  return n.end + (tail?.[0].length ?? 0);
};

/** Mainland travel permits of people from Taiwan, and permits for Taiwan (T, L). */
export const taiwanPermit: Row<'TAIWAN_PERMIT'> = {
  type: 'TAIWAN_PERMIT',
  rank: 80,
  label: { zh: '台湾通行证', en: 'Taiwan permit' },
  level: 'C2',
  sensitive: false,
  protect: true,
  source: 'travel permits between the mainland and Taiwan',
  unverified: 'the permits that begin with T and L',
  names:
    '台胞证 台胞证号 台湾居民来往大陆通行证 台湾通行证 大陆居民往来台湾通行证 往来台湾通行证 大通证 入台证 来往大陆通行证 台胞證 通行证 通行证号 taiwan_permit taiwan_compatriot_permit mtp permit_for_taiwan_residents',
  hints: '台湾 台胞 赴台 证件号 证件号码',
  numbers: { counts: [8, 10], named: true, test: compatriot },
  tokens: { sizes: [9, 11], test: travelPermit },
  mask: { ladder: permitLadder, example: '01234567' },
};
