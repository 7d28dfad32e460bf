import { digitOf } from '../chars.ts';

const spokenDigits = '零〇一幺二两三四五六七八九';

const parted = /[^A-Za-z0-9]/;

/** What may stand between the word that names a code and the code. */
export const codeLink = '(?:[ \\t\\n:：=是为係叫"\'“（(,，]|号码?|嗯|那个|is (?=[A-Z0-9]))';

/** Pattern of `count` characters of `chars` or Chinese digits; blanks, dashes, dots, line breaks between them. */
export const inParts = (chars: string, count: number): string =>
  `(?:[${chars}${spokenDigits}][ \\t\\n.\\-]{0,2}){${count - 1}}[${chars}${spokenDigits}](?![A-Za-z0-9])`;

/** The code in one piece and capitals; null where it was written in one piece, which others read. */
export function joinParts(value: string): string | null {
  if (!parted.test(value)) return null;
  let joined = '';
  for (let i = 0; i < value.length; i += 1) {
    const digit = digitOf[value.charCodeAt(i)] as number;
    if (digit < 10) joined += digit;
    else if (/[A-Za-z]/.test(value.charAt(i))) joined += value.charAt(i).toUpperCase();
  }
  return joined;
}
