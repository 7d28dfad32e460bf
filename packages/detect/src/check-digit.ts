/** Luhn's check (ISO/IEC 7812-1) over a string of ASCII digits. */
export function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = digits.length - 1, twice = false; i >= 0; i -= 1, twice = !twice) {
    const d = digits.charCodeAt(i) - 48;
    sum += twice ? (d > 4 ? 2 * d - 9 : 2 * d) : d;
  }
  return sum % 10 === 0;
}

const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The eighteenth character of a resident ID (GB 11643, MOD 11-2) for its first seventeen digits. */
export function residentCheck(digits: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i += 1) sum += (idWeights[i] as number) * (digits.charCodeAt(i) - 48);
  return '10X98765432'.charAt(sum % 11);
}

const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** The eighteenth character of a unified social credit code (GB 32100, MOD 31-3); null for a foreign character. */
export function creditCheck(code: string): string | null {
  let sum = 0;
  for (let i = 0, weight = 1; i < 17; i += 1, weight = (weight * 3) % 31) {
    const value = creditAlphabet.indexOf(code.charAt(i));
    if (value < 0) return null;
    sum += value * weight;
  }
  return creditAlphabet.charAt((31 - (sum % 31)) % 31);
}

const base36 = (code: number): number => (code < 58 ? code - 48 : (code & 31) + 9);

/** True for an IBAN (ISO 13616, MOD 97-10) without its spaces, upper case. */
export function iban(text: string): boolean {
  let rest = 0;
  for (let i = 0; i < text.length; i += 1) {
    const value = base36(text.charCodeAt((i + 4) % text.length));
    rest = (value > 9 ? rest * 100 + value : rest * 10 + value) % 97;
  }
  return rest === 1;
}

/** The bracketed character of a Hong Kong identity card for its letters and six digits. */
export function hongKongCheck(body: string): string {
  const padded = body.length === 7 ? ` ${body}` : body;
  let sum = 0;
  for (let i = 0; i < 8; i += 1) {
    const c = padded.charCodeAt(i);
    sum += (9 - i) * (c === 32 ? 36 : c < 58 ? c - 48 : c - 55);
  }
  return '0A987654321'.charAt(sum % 11);
}

const vinValues = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ';
const vinWeights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** The ninth character of a vehicle identification number (GB 16735); null for a foreign character. */
export function vinCheck(vin: string): string | null {
  let sum = 0;
  for (let i = 0; i < 17; i += 1) {
    const at = vinValues.indexOf(vin.charAt(i));
    if (at < 0 || vin.charAt(i) === '.') return null;
    sum += (at % 10) * (vinWeights[i] as number);
  }
  return '0123456789X'.charAt(sum % 11);
}

const lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** True for a day that exists between 1880 and 2035 (leap years counted). */
export function isDay(year: number, month: number, day: number): boolean {
  if (year < 1880 || year > 2035 || month < 1 || month > 12 || day < 1) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (month === 2 && !leap ? 28 : (lengths[month - 1] as number));
}
