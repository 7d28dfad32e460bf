/**
 * Rows of figures per Han character. The first five are ten times −log2 of a probability; `foreign` is ten times
 * the bits by which the character speaks for a transliteration, plus 60; 255 = never. `opens` holds `opening` bits,
 * `speech` the class of the character as a word of its own.
 */
export const rows = {
  single: 0,
  surname: 1,
  givenFirst: 2,
  givenLast: 3,
  givenOnly: 4,
  foreign: 5,
  opens: 6,
  speech: 7,
} as const;

/** What kinds of multi-character name parts begin with a character. */
export const opening = { compound: 1, japanese: 2, known: 4 } as const;

/**
 * What a word of the lexicon is; the upper half of its byte, the lower half is log2 of its frequency. The classes
 * from 10 on say another thing of Latin words than of Han words.
 */
export const classes = {
  plain: 0,
  person: 1,
  foreigner: 2,
  division: 3,
  divisionShort: 4,
  town: 5,
  place: 6,
  organisation: 7,
  compoundSurname: 8,
  japaneseSurname: 9,
  latinFirst: 10,
  latinLast: 11,
  latinBoth: 12,
  latinWord: 13,
  verb: 10,
  modifier: 11,
  quality: 12,
  count: 13,
} as const;

export const hanFirst = 0x4e00;
export const hanCount = 0x9fff - hanFirst + 1;
/** Bytes per Han character. */
export const rowCount = 8;
const slotBits = 18;
const slots = 1 << slotBits;
export const personBits = 18;
export const addressBits = 17;

/** Everything learned, decoded from the bytes that `npm run train` writes. */
export type Lexicon = {
  readonly han: Uint8Array;
  /** Simplified character of each code unit, itself where there is none. */
  readonly simplified: Uint16Array;
  readonly prints: Uint16Array;
  readonly values: Uint8Array;
  /** Bit set of two-character beginnings of longer words. */
  readonly prefixes: Uint8Array;
  readonly person: Int8Array;
  readonly address: Int8Array;
  /** Weights of the two linear models are multiples of 1/scale. */
  readonly scale: number;
};

/** One step of the word hash; start from 0, finish with `finish`. */
export const step = (hash: number, code: number): number => {
  const mixed = Math.imul(hash ^ code, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
};

const finish = (hash: number): number => {
  const mixed = Math.imul(hash ^ (hash >>> 13), 0x85ebca6b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
};

/** Byte of the word whose stepped hash is given: class in the upper half, frequency in the lower; 0 = unknown. */
export function lookUp(lexicon: Lexicon, hash: number): number {
  const mixed = finish(hash);
  const print = (mixed >>> 16) | 1;
  const { prints, values } = lexicon;
  let slot = mixed & (slots - 1);
  for (;;) {
    const found = prints[slot] as number;
    if (found === 0) return 0;
    if (found === print) return values[slot] as number;
    slot = (slot + 1) & (slots - 1);
  }
}

const prefixBits = 19;

/** False where no word of three or more characters begins with the two whose stepped hash is given. */
export const mayGoOn = (lexicon: Lexicon, hash: number): boolean => {
  const bit = finish(hash) >>> (32 - prefixBits);
  return ((lexicon.prefixes[bit >> 3] as number) & (1 << (bit & 7))) !== 0;
};

/** Hash of a whole word. */
export function hashOf(word: string): number {
  let hash = 0;
  for (let i = 0; i < word.length; i += 1) hash = step(hash, word.charCodeAt(i));
  return hash;
}

/** What `encode` packs. */
export type LexiconParts = {
  readonly han: Uint8Array;
  readonly traditional: readonly string[];
  readonly words: ReadonlyMap<string, number>;
  readonly person: Int8Array;
  readonly address: Int8Array;
  readonly scale: number;
};

const hanBytes = hanCount * rowCount;
const wordBytes = slots * 3;
const prefixBytes = 1 << (prefixBits - 3);
const weightBytes = (1 << personBits) + (1 << addressBits);

/** Packs a lexicon into bytes that `decode` opens. */
export function encode(parts: LexiconParts): Uint8Array {
  const pairs = parts.traditional;
  const bytes = new Uint8Array(4 + hanBytes + pairs.length * 4 + wordBytes + prefixBytes + weightBytes);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, pairs.length);
  view.setUint16(2, parts.scale);
  bytes.set(parts.han, 4);
  let at = 4 + hanBytes;
  for (const pair of pairs) {
    view.setUint16(at, pair.charCodeAt(0));
    view.setUint16(at + 2, pair.charCodeAt(1));
    at += 4;
  }
  const prints = new Uint16Array(slots);
  for (const [word, value] of parts.words) {
    const mixed = finish(hashOf(word));
    let slot = mixed & (slots - 1);
    while (prints[slot] !== 0 && prints[slot] !== ((mixed >>> 16) | 1)) slot = (slot + 1) & (slots - 1);
    prints[slot] = (mixed >>> 16) | 1;
    view.setUint16(at + slot * 2, (mixed >>> 16) | 1);
    bytes[at + slots * 2 + slot] = value;
  }
  at += wordBytes;
  for (const word of parts.words.keys()) {
    if (word.length < 3) continue;
    const bit = finish(hashOf(word.slice(0, 2))) >>> (32 - prefixBits);
    bytes[at + (bit >> 3)] = (bytes[at + (bit >> 3)] ?? 0) | (1 << (bit & 7));
  }
  at += prefixBytes;
  bytes.set(new Uint8Array(parts.person.buffer, parts.person.byteOffset, parts.person.length), at);
  bytes.set(
    new Uint8Array(parts.address.buffer, parts.address.byteOffset, parts.address.length),
    at + parts.person.length,
  );
  return bytes;
}

/** Opens bytes that `encode` packed. */
export function decode(bytes: Uint8Array): Lexicon {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pairs = view.getUint16(0);
  const simplified = new Uint16Array(65536);
  for (let code = 0; code < 65536; code += 1) simplified[code] = code;
  let at = 4 + hanBytes;
  for (let i = 0; i < pairs; i += 1, at += 4) simplified[view.getUint16(at)] = view.getUint16(at + 2);
  const prints = new Uint16Array(slots);
  for (let slot = 0; slot < slots; slot += 1) prints[slot] = view.getUint16(at + slot * 2);
  const values = bytes.subarray(at + slots * 2, at + wordBytes);
  at += wordBytes;
  const prefixes = bytes.subarray(at, at + prefixBytes);
  at += prefixBytes;
  const weights = new Int8Array(bytes.buffer, bytes.byteOffset + at, weightBytes);
  return {
    han: bytes.subarray(4, 4 + hanBytes),
    simplified,
    prints,
    values,
    prefixes,
    person: weights.subarray(0, 1 << personBits),
    address: weights.subarray(1 << personBits),
    scale: view.getUint16(2),
  };
}
