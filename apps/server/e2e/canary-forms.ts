/** The forms that a value can hide in, and the search for them. */

export type Form = { readonly form: string; readonly bytes: Buffer };

const separators = /[\s\-.,:;_/()+]/g;

/** Every form of a value that the search looks for; each is at least six bytes long. */
export function formsOf(value: string): readonly Form[] {
  const utf8 = Buffer.from(value, 'utf8');
  const utf16 = Buffer.from(value, 'utf16le');
  const swapped = Buffer.from(utf16).swap16();
  const units = Array.from({ length: value.length }, (_, i) => value.charCodeAt(i));
  const escaped = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;
  const texts: readonly (readonly [string, string])[] = [
    ...[utf8, utf16, swapped].flatMap((bytes, i): (readonly [string, string])[] => {
      const name = ['utf-8', 'utf-16le', 'utf-16be'][i];
      const hex = bytes.toString('hex');
      return [
        [`hex of ${name}`, hex],
        [`upper hex of ${name}`, hex.toUpperCase()],
        ...[0, 1, 2].flatMap((shift): (readonly [string, string])[] => {
          const text = base64At(bytes, shift);
          return [
            [`base64 of ${name}, ${shift}`, text],
            [`base64url of ${name}, ${shift}`, text.replaceAll('+', '-').replaceAll('/', '_')],
          ];
        }),
      ];
    }),
    ['url escape', encodeURIComponent(value)],
    ['lower url escape', encodeURIComponent(value).replaceAll(/%../g, (pair) => pair.toLowerCase())],
    ['url escape of all', [...utf8].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')],
    ['json escape', units.map((unit) => (unit > 126 ? escaped(unit) : String.fromCharCode(unit))).join('')],
    ['json escape of all', units.map(escaped).join('')],
    ['separators stripped', value.replaceAll(separators, '')],
  ];
  const forms: Form[] = [
    { form: 'utf-8', bytes: utf8 },
    { form: 'utf-16le', bytes: utf16 },
    { form: 'utf-16be', bytes: swapped },
    { form: 'gb18030', bytes: toGb18030(value) },
    ...texts.map(([form, text]) => ({ form, bytes: Buffer.from(text, 'utf8') })),
  ];
  const seen = new Set<string>();
  return forms.filter(({ bytes }) => {
    const key = bytes.toString('latin1');
    if (bytes.length < 6 || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The characters of base64 that a value has for certain when it begins `shift` bytes after a group of three. */
function base64At(bytes: Buffer, shift: number): string {
  const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
  const whole = Math.floor(((shift + bytes.length) * 8) / 6);
  return text.slice(Math.ceil((shift * 8) / 6), whole);
}

/** The names of the forms in which a place holds a value; separators in the place do not hide it. */
export function findForms(forms: readonly Form[], place: Buffer, stripped: Buffer): readonly string[] {
  return forms
    .filter(({ bytes }) => place.includes(bytes) || stripped.includes(bytes))
    .map(({ form }) => form);
}

/** A place without the separators that people write numbers with. */
export function strip(place: Buffer): Buffer {
  return Buffer.from(place.toString('latin1').replaceAll(separators, ''), 'latin1');
}

let toPair: Map<string, Buffer> | null = null;

/** A text in GB18030; of two bytes for each character beyond ASCII. */
export function toGb18030(text: string): Buffer {
  toPair ??= pairs();
  return Buffer.concat(
    [...text].map((each) => (each < '\u0080' ? Buffer.from(each) : (toPair?.get(each) ?? Buffer.from('?')))),
  );
}

function pairs(): Map<string, Buffer> {
  const decoder = new TextDecoder('gb18030');
  const found = new Map<string, Buffer>();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const bytes = Buffer.from([lead, trail]);
      if (trail !== 0x7f) found.set(decoder.decode(bytes), bytes);
    }
  }
  return found;
}
