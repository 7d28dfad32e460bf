import { placeOf } from '../areas.ts';
import { isDay, residentCheck } from '../check-digit.ts';
import { ends, none } from '../mask/shape.ts';
import type { NumberRun, Row, Shape, Token } from '../row.ts';
import { after } from '../shapes/text.ts';

function foreignResident(n: NumberRun): Shape | null {
  const { digits } = n;
  if (!digits.startsWith('9')) return null;
  const day = isDay(Number(digits.slice(6, 10)), Number(digits.slice(10, 12)), Number(digits.slice(12, 14)));
  const x = digits.length === 17 ? /^[xX](?![A-Za-z0-9])/.exec(after(n.text, n.end, 2)) : null;
  if (digits.length === 17 && !x) return null;
  const checked = residentCheck(digits) === (x ? 'X' : digits.charAt(17));
  const end = n.end + (x ? 1 : 0);
  if (!day) return { code: 'eighteen', logit: -3.5, named: true, end };
  return { code: checked ? 'check-date' : 'date', logit: checked ? 3 : -1.5, end };
}

/** ISO 3166-1 alpha-3 of the nations that hold most of them. */
const nations = new Set(
  (
    'ARG AUS AUT BEL BGD BLR BRA CAN CHE CHL COL CZE DEU DNK EGY ESP ETH FIN FRA GBR GHA GRC HUN IDN IND IRL IRN IRQ ISR ITA ' +
    'JPN KAZ KEN KGZ KHM KOR LAO LBN LKA MAR MEX MMR MNG MYS NGA NLD NOR NPL NZL PAK PER PHL POL PRK PRT ROU RUS SAU SDN SGP ' +
    'SWE SYR THA TJK TUR TZA UGA UKR USA UZB VEN VNM YEM ZAF'
  ).split(' '),
);

function oldForeignResident(t: Token): Shape | null {
  if (!/^[A-Z]{3}\d{12}$/.test(t.upper)) return null;
  const day = isDay(
    1900 + Number(t.upper.slice(7, 9)),
    Number(t.upper.slice(9, 11)),
    Number(t.upper.slice(11, 13)),
  );
  if (!day) return { code: 'letters', logit: -2 };
  const place = placeOf(Number(`${t.upper.slice(3, 7)}00`)) !== 'none';
  const nation = nations.has(t.upper.slice(0, 3));
  return {
    code: place && nation ? 'nation-place-date' : 'letters-date',
    logit: place && nation ? 1.2 : -0.6,
  };
}

/** Foreigners' permanent residence cards, of the form of 2023 and the one before. */
export const foreignPrCard: Row<'FOREIGN_PR_CARD'> = {
  type: 'FOREIGN_PR_CARD',
  rank: 50,
  label: { zh: '外国人永居证', en: 'Permanent residence card' },
  level: 'C2',
  sensitive: false,
  protect: true,
  source: 'permanent residence card: 2023 form 9… (MOD 11-2), before 2023 three letters and twelve digits',
  unverified: 'how the digits after the leading 9 are laid out; the form before 2023',
  names:
    '永久居留证 永久居留身份证 外国人永久居留证 外国人永久居留身份证 外国人居留证 永居证 永居卡 居留证号 永久居留 五星卡 green_card permanent_residence permanent_resident_card permanent_resident pr_card foreigner_id 证件号 证件号码',
  numbers: { counts: [17, 18], test: foreignResident },
  tokens: { sizes: [15, 15], test: oldForeignResident },
  mask: {
    ladder: [
      {
        kind: 'ends',
        keep: [
          [12, 0],
          [3, 0],
        ],
        hidden: 6,
        total: [18, 15],
      },
      ends(3, 0, 6, { total: [18, 15] }),
      none,
    ],
    example: '933156198603120017',
  },
};
