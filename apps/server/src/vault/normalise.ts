/** What a typed value becomes: the text that is stored, or the code of what is wrong with it. */
export type Normalised =
  | { readonly kind: 'ok'; readonly text: string }
  | { readonly kind: 'bad'; readonly code: BadCode };

export type BadCode =
  | 'empty'
  | 'too-long'
  | 'masked-value'
  | 'control-character'
  | 'bad-form'
  | 'bad-check-digit'
  | 'bad-date'
  | 'not-a-mobile'
  | 'not-a-landline';

const ok = (text: string): Normalised => ({ kind: 'ok', text });
const bad = (code: BadCode): Normalised => ({ kind: 'bad', code });

const longest = 500;

/** Full-width letters and digits as plain ones, invisible marks gone, white space single. */
export function plain(value: string): string {
  return value
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\p{Cf}\u200b-\u200f\ufeff]/gu, '')
    .replace(/[\s\u3000]+/gu, ' ')
    .trim()
    .normalize('NFC');
}

const compact = (value: string): string => value.replace(/[\s\-_.·()（）]/gu, '');

const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

function idCheck(digits: string): string {
  const sum = idWeights.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  return '10X98765432'.charAt(sum % 11);
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at]);
    const worth = at % 2 === 1 ? digit * 2 : digit;
    sum += worth > 9 ? worth - 9 : worth;
  }
  return sum % 10 === 0;
}

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1880 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function name(value: string): Normalised {
  const text = value.replace(/\s*[·•・‧]\s*/gu, '·').replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '');
  return text.length <= 60 && /^[\p{L}\p{M}][\p{L}\p{M}·.,'’ -]*$/u.test(text) ? ok(text) : bad('bad-form');
}

const genders: Readonly<Record<string, string>> = {
  男: '男',
  男性: '男',
  m: '男',
  male: '男',
  '1': '男',
  女: '女',
  女性: '女',
  f: '女',
  female: '女',
  '2': '女',
  未知: '未知',
  未说明: '未知',
  unknown: '未知',
  '0': '未知',
  '9': '未知',
};

function gender(value: string): Normalised {
  const text = genders[value.toLowerCase()];
  return text === undefined ? bad('bad-form') : ok(text);
}

function birthDate(value: string): Normalised {
  const parts = /^(\d{4})(?:[-/.年] ?(\d{1,2})[-/.月] ?(\d{1,2})日?|(\d{2})(\d{2}))$/.exec(value);
  if (parts === null) return bad('bad-date');
  const [year, month, day] = [parts[1], parts[2] ?? parts[4], parts[3] ?? parts[5]].map(Number);
  if (year === undefined || month === undefined || day === undefined || !isDay(year, month, day))
    return bad('bad-date');
  return ok(`${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`);
}

function mobile(value: string): Normalised {
  const digits = compact(value).replace(/^(?:\+?86|0086)(?=1\d{10}$)/, '');
  return /^1[3-9]\d{9}$/.test(digits) ? ok(digits) : bad('not-a-mobile');
}

function landline(value: string): Normalised {
  const parts =
    /^(?:(?:\+?86|0086)[- ]?)?\(?(0?(?:10|2\d|[3-9]\d\d))\)?[- ]?([2-8]\d{2,3})[- ]?(\d{4})(?:(?:转|ext\.?|[-, x])? ?(\d{1,6}))?$/iu.exec(
      value,
    );
  if (parts === null) return bad('not-a-landline');
  const [, area = '', first = '', last = '', extension] = parts;
  const number = `${area.startsWith('0') ? '' : '0'}${area}-${first}${last}`;
  return ok(extension === undefined ? number : `${number}转${extension}`);
}

function residentId(value: string): Normalised {
  const text = compact(value).toUpperCase();
  if (/^\d{15}$/.test(text)) {
    return isDay(1900 + Number(text.slice(6, 8)), Number(text.slice(8, 10)), Number(text.slice(10, 12)))
      ? ok(text)
      : bad('bad-date');
  }
  if (!/^[1-9]\d{16}[\dX]$/.test(text)) return bad('bad-form');
  if (!isDay(Number(text.slice(6, 10)), Number(text.slice(10, 12)), Number(text.slice(12, 14))))
    return bad('bad-date');
  return idCheck(text) === text[17] ? ok(text) : bad('bad-check-digit');
}

function bankCard(value: string): Normalised {
  const digits = compact(value);
  if (!/^\d{12,19}$/.test(digits)) return bad('bad-form');
  return luhn(digits) ? ok(digits) : bad('bad-check-digit');
}

function email(value: string): Normalised {
  return value.length <= 254 && /^[^\s@*"<>()]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+$/u.test(value)
    ? ok(value)
    : bad('bad-form');
}

const code =
  (form: RegExp) =>
  (value: string): Normalised => {
    const text = compact(value).toUpperCase();
    return form.test(text) ? ok(text) : bad('bad-form');
  };

function handle(value: string): Normalised {
  return /^[\p{L}\p{N}][\p{L}\p{N}_.-]{1,39}$/u.test(value) ? ok(value) : bad('bad-form');
}

function reference(value: string): Normalised {
  return /^[A-Za-z0-9][A-Za-z0-9_./#-]{0,63}$/.test(value) ? ok(value) : bad('bad-form');
}

/** Every way to normalise, by the name that a field kind's row gives. */
export const normalisers = {
  text: ok,
  name,
  gender,
  birthDate,
  mobile,
  landline,
  residentId,
  passport: code(/^[A-Z0-9]{5,20}$/),
  bankCard,
  bankAccount: code(/^[A-Z0-9]{5,34}$/),
  email,
  handle,
  reference,
} as const satisfies Readonly<Record<string, (value: string) => Normalised>>;

export type Normaliser = keyof typeof normalisers;

/** The text that is stored for a typed value; refuses masks, which would overwrite what they hide. */
export function normalise(normaliser: Normaliser, value: string): Normalised {
  if (value.length > longest) return bad('too-long');
  const text = plain(value);
  if (text === '') return bad('empty');
  if (/\p{Cc}/u.test(text)) return bad('control-character');
  if (/[*＊●•xX]{4,}|\*/u.test(text)) return bad('masked-value');
  return normalisers[normaliser](text);
}

/** The form of a stored text under which equal values are equal: search and verification compare it. */
export function comparable(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\-_.·,，。()（）#]/gu, '')
    .toLowerCase();
}
