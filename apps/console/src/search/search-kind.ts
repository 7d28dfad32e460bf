import type { FieldKind } from '@huke/sdk';

/** What a typed text may be: entity types, or a field's code where no type tells. */
export type Guess =
  | 'CN_MOBILE'
  | 'CN_LANDLINE'
  | 'CN_RESIDENT_ID'
  | 'BANK_CARD'
  | 'CN_PASSPORT'
  | 'EMAIL_ADDRESS'
  | 'PERSON'
  | 'memberNumber'
  | 'orderNumber';

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

function validId(text: string): boolean {
  if (!/^\d{17}[\dX]$/.test(text)) return false;
  const sum = weights.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return '10X98765432'[sum % 11] === text[17];
}

function luhn(text: string): boolean {
  const sum = [...text].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** What the text may be, likeliest first; empty while it is too short to tell. */
export function guesses(typed: string): readonly Guess[] {
  const text = typed.normalize('NFKC').trim();
  if (/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text)) return ['EMAIL_ADDRESS'];
  if (text.includes('@')) return [];
  if (/^[\p{Script=Han}·]{2,12}$/u.test(text)) return ['PERSON'];
  const dense = text.replaceAll(/[\s\-().–—]/g, '').toUpperCase();
  if (/^(?:(?:\+|00)?86)?1[3-9]\d{9}$/.test(dense)) return ['CN_MOBILE'];
  if (/^\d{17}[\dX]$/.test(dense)) {
    const card = /^\d+$/.test(dense) && luhn(dense);
    return validId(dense) || !card ? ['CN_RESIDENT_ID'] : ['BANK_CARD', 'CN_RESIDENT_ID'];
  }
  if (/^0\d{9,11}$/.test(dense)) return ['CN_LANDLINE', 'memberNumber'];
  if (/^\d{13,19}$/.test(dense)) {
    const order: readonly Guess[] = ['orderNumber', 'memberNumber'];
    return luhn(dense) && /^[3-6]/.test(dense) ? ['BANK_CARD', ...order] : order;
  }
  if (/^[DEGHKPS][A-Z]?\d{7,8}$/.test(dense)) return ['CN_PASSPORT', 'memberNumber'];
  if (/^(?=.*\d)[A-Z\d]{5,24}$/.test(dense)) return ['memberNumber', 'orderNumber'];
  if (/^[\p{L}][\p{L}'’.\s]+$/u.test(text) && text.length >= 4) return ['PERSON'];
  return [];
}

/** The searchable field that a text most likely belongs to; null when none does. */
export function fieldFor(typed: string, kinds: readonly FieldKind[]): FieldKind | null {
  const searchable = kinds.filter((kind) => kind.searchable);
  for (const guess of guesses(typed)) {
    const byCode = searchable.find((kind) => kind.field === guess);
    const byType = searchable.find((kind) => kind.type === guess);
    const found = byCode ?? byType;
    if (found) return found;
  }
  return null;
}
