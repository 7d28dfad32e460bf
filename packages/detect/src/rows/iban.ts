import { iban as holds } from '../check-digit.ts';
import { ends, none } from '../mask/shape.ts';
import type { Row, Shape, Token } from '../row.ts';
import { after } from '../shapes/text.ts';

const ibanCountries =
  /^(?:A[DELTZ]|B[AEGHRY]|C[HRYZ]|D[EKO]|E[EGS]|F[IOR]|G[BEILRT]|H[RU]|I[ELQST]|JO|K[WZ]|L[BCITUVY]|M[CDEKRTU]|N[LO]|P[KLST]|QA|R[OS]|S[ACEIKMTV]|T[LNR]|UA|V[AG]|XK)\d\d/;

/** One whose check holds; the run may have swallowed the next word, so that group by group is taken away. */
function ibanChecked(t: Token): Shape | null {
  const found = /^[A-Z]{2}\d{2}(?:[ \n-]?[A-Z0-9]){11,30}/i.exec(after(t.text, t.start, 70));
  for (let text = found?.[0] ?? ''; text.length >= 15; text = text.replace(/[ \n-]?[A-Z0-9]+$/i, '')) {
    const plain = text.replace(/[ \n-]/g, '').toUpperCase();
    if (plain.length < 15) break;
    if (holds(plain)) return { code: 'mod-97', logit: 5, end: t.start + text.length };
  }
  return null;
}

function ibanToken(t: Token): Shape | null {
  if (!ibanCountries.test(t.upper)) return null;
  const checked = ibanChecked(t);
  if (checked) return checked;
  const longest = /^[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{2,4}){2,8}[ -]?[A-Z0-9]{0,4}/i.exec(
    after(t.text, t.start, 48),
  );
  if (!longest) return null;
  const plain = longest[0].replace(/[ -]+$/, '');
  return { code: 'no-check', logit: -2.8, named: true, end: t.start + plain.length };
}

/** International bank account numbers. */
export const iban: Row<'IBAN'> = {
  type: 'IBAN',
  rank: 160,
  label: { zh: 'IBAN', en: 'IBAN' },
  level: 'C2',
  sensitive: true,
  protect: true,
  source: 'ISO 13616 (MOD 97-10)',
  names: 'iban iban_number 国际银行账号 国际账号',
  hints: 'swift bic account bank 账号 账户 汇款',
  tokens: { test: ibanToken },
  mask: {
    ladder: [ends(2, 4, 8), ends(2, 0, 8), none],
    example: 'GB82WEST12345698765432',
  },
};
