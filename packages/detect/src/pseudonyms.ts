import { digitOf, isDigit } from './chars.ts';
import { DetectError } from './detect-error.ts';
import { fold } from './fold.ts';
import { replaceFindings } from './mask-text.ts';
import { disguise } from './disguise.ts';
import type { EntityType, Finding } from './types.ts';

/** Which value stands behind each pseudonym. Whoever holds it can reverse; keep it with the key. */
export type PseudonymMap = Map<string, { readonly type: EntityType; readonly value: string }>;

export type Pseudonymized = { readonly text: string; readonly map: PseudonymMap };

const leastKey = 16;

/** Form in which two writings of one value are the same: plain, without separators, upper case. */
function sameForm(type: EntityType, value: string): string {
  const plain = fold(value).text;
  if (type === 'PERSON' || type === 'ADDRESS') return plain.replace(/[\s·.]/g, '').toUpperCase();
  if (type === 'PASSWORD' || type === 'API_KEY') return plain;
  let text = '';
  for (const c of plain) {
    const digit = digitOf[c.charCodeAt(0)] as number;
    text += digit < 10 ? String(digit) : c;
  }
  const bare = text.replace(/[^A-Za-z0-9@._\u4e00-\u9fff]/g, '').toUpperCase();
  return type === 'CN_MOBILE' ? bare.replace(/^(?:0086|86)(?=\d{11}$)/, '') : bare;
}

/**
 * Replaces every finding by an invented value of the same form: the same value always by the same, under one
 * key; check digits hold; never two values by one. `map` continues an earlier text. Without the map there is no
 * way back. `key-invalid` for a key under 16 bytes.
 */
export async function pseudonymize(
  text: string,
  findings: readonly Finding[],
  options: { readonly key: Uint8Array; readonly map?: PseudonymMap },
): Promise<Pseudonymized> {
  if (options.key.length < leastKey)
    throw new DetectError('key-invalid', 'give a key of at least 16 random bytes');
  const map: PseudonymMap = new Map(options.map ?? []);
  const hmac = await crypto.subtle.importKey(
    'raw',
    options.key.slice(),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  const shown = new Map<string, string>();
  for (const finding of findings) {
    const value = text.slice(finding.start, finding.end);
    if (!shown.has(`${finding.type} ${value}`)) {
      shown.set(`${finding.type} ${value}`, await pseudonymOf(hmac, finding.type, value, text, map));
    }
  }
  return {
    text: replaceFindings(text, findings, (f, value) => shown.get(`${f.type} ${value}`) as string),
    map,
  };
}

async function pseudonymOf(
  hmac: CryptoKey,
  type: EntityType,
  value: string,
  text: string,
  map: PseudonymMap,
): Promise<string> {
  const same = sameForm(type, value);
  for (let attempt = 0; ; attempt += 1) {
    const message = new TextEncoder().encode(`${type}\n${attempt}\n${same}`);
    const first = new Uint8Array(await crypto.subtle.sign('HMAC', hmac, message));
    const second = new Uint8Array(await crypto.subtle.sign('HMAC', hmac, first));
    const bytes = new Uint8Array([...first, ...second]);
    const pseudonym = disguise(type, value, bytes);
    const taken = map.get(pseudonym);
    if (
      taken ? taken.type === type && sameForm(type, taken.value) === same : free(pseudonym, text, attempt)
    ) {
      if (!taken) map.set(pseudonym, { type, value });
      return pseudonym;
    }
  }
}

/** A pseudonym must not be there already as something real; very short ones give up after some attempts. */
const free = (pseudonym: string, text: string, attempt: number): boolean =>
  attempt > 20 || !text.includes(pseudonym);

const word = (code: number): boolean =>
  isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

/** Puts the values back, in one pass, the longest pseudonym first, never inside a longer number or word. */
export function restore(text: string, map: PseudonymMap): string {
  if (map.size === 0) return text;
  const pattern = [...map.keys()]
    .sort((a, b) => b.length - a.length)
    .map((key) => key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|');
  return text.replace(new RegExp(pattern, 'g'), (found: string, at: number) => {
    const left = word(found.charCodeAt(0)) && word(text.charCodeAt(at - 1));
    const right = word(found.charCodeAt(found.length - 1)) && word(text.charCodeAt(at + found.length));
    return left || right ? found : (map.get(found)?.value ?? found);
  });
}
