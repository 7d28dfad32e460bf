import type { TextSymbol } from '@huke/detect';

const english =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const spelled: ReadonlyMap<string, string> = new Map([
  ...english.map((word, n) => [word, String(n)] as const),
  ...tens.map((word, n) => [word, String(10 * (n + 2))] as const),
]);

const syllables: Readonly<Record<string, string>> = {
  ling: '0',
  dong: '0',
  yi: '1',
  yao: '1',
  er: '2',
  liang: '2',
  san: '3',
  si: '4',
  wu: '5',
  liu: '6',
  qi: '7',
  guai: '7',
  ba: '8',
  jiu: '9',
  gou: '9',
};
const syllable = /ling|dong|liang|yao|yi|er|san|si|wu|liu|qi|guai|ba|jiu|gou/g;
const pinyin = new RegExp(`^(?:${syllable.source})+$`);

const romans = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x'];

/** Characters that sound like a figure, read in a row (久久舞凌期散). */
const sounds = [
  '凌灵铃玲菱琳林洞圈',
  '要腰衣医依伊易姨',
  '尔儿而耳饵量亮',
  '散山伞删衫珊',
  '司死是寺丝思斯似事试',
  '舞武午吴勿无屋物捂我',
  '留流柳刘溜榴',
  '期起气骑妻奇棋器齐旗漆',
  '吧爸巴扒霸把罢发',
  '久酒旧就救韭',
  // stems and branches count too
  '甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳未申酉戌亥',
].join('');
const sound = new RegExp(`^[${sounds}]$`, 'u');

/** Whether a symbol sounds like a figure. */
export const soundsLikeFigure = (symbol: TextSymbol): boolean => symbol.digit || sound.test(symbol.key);

const dice = '⚀⚁⚂⚃⚄⚅';
const braille = '⠚⠁⠃⠉⠙⠑⠋⠛⠓⠊';
const morse = ['-----', '.----', '..---', '...--', '....-', '.....', '-....', '--...', '---..', '----.'];
const pad = (figure: number, length: number): string => String(figure).padEnd(length, '\u200b');

/**
 * A text with signs that are no letters and stand for a figure (dice, clocks, Braille, three and more in Morse code) as
 * that figure; every other character keeps its place.
 */
export function signed(text: string): string {
  return text
    .replace(/(?<![-.·])(?:[-.·]{5}[\s/,，、|]{1,2}){2,}[-.·]{5}(?![-.·])/gu, (row) =>
      row.replace(/[-.·]{5}/gu, (sign) => {
        const figure = morse.indexOf(sign.replaceAll('·', '.'));
        return figure < 0 ? sign : pad(figure, 5);
      }),
    )
    .replace(/[⚀-⚅]/gu, (sign) => pad(dice.indexOf(sign) + 1, 1))
    .replace(/[⠁-⠿]/gu, (sign) => (braille.includes(sign) ? pad(braille.indexOf(sign), 1) : sign))
    .replace(/[\u{1F550}-\u{1F55B}]/gu, (sign) => pad(((sign.codePointAt(0) ?? 0) - 0x1f54f) % 10, 2));
}

/**
 * The symbols of a text with every other way to write a figure made a figure: English words, pinyin and Roman numerals
 * that stand in a row, figures in brackets and rings, Suzhou numerals. A word becomes one symbol, whose key is what it
 * says.
 */
export function figured(given: readonly TextSymbol[]): readonly TextSymbol[] {
  const all = given.map(single);
  const words = wordsOf(all);
  const said = words.map(({ key }) => spelled.get(key) ?? null);
  const syllabic = inRow(words, (key) => (pinyin.test(key) ? (key.match(syllable) ?? []).length : 0));
  const roman = inRow(words, (key) => (romans.includes(key) ? 1 : 0));
  const out: TextSymbol[] = [];
  let at = 0;
  words.forEach(({ from, to, key }, n) => {
    const figure =
      said[n] ??
      (syllabic[n] ? (key.match(syllable) ?? []).map((each) => syllables[each]).join('') : null) ??
      (roman[n] ? String(romans.indexOf(key) + 1) : null) ??
      (isOh(words, said, n) ? '0' : null);
    const [first, last] = [all[from], all[to - 1]];
    if (figure === null || !first || !last) return;
    for (; at < from; at += 1) out.push(all[at] as TextSymbol);
    out.push({ ...first, key: figure, digit: true, end: last.end });
    at = to;
  });
  return at === 0 ? all : [...out, ...all.slice(at)];
}

/** Letters that stand together: symbols from…to. */
type Word = {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  /** It follows upon the word before it, with hardly anything between. */
  readonly follows: boolean;
};

/** A symbol in its simplest form: no accent, a figure in a ring or in brackets as a figure. */
function single(symbol: TextSymbol): TextSymbol {
  const { key } = symbol;
  const code = key.codePointAt(0) ?? 0;
  if (code < 0x80 || symbol.digit || (code >= 0x3400 && code <= 0x9fff)) return symbol;
  if (code >= 0x3021 && code <= 0x3029) return { ...symbol, key: String(code - 0x3020), digit: true };
  // small letters are what `key` has of Ⅳ
  if (code >= 0x2170 && code <= 0x217b) return { ...symbol, key: String(code - 0x216f), digit: true };
  const flat = key.normalize('NFKD').replace(/[^a-z0-9一二三四五六七八九]/gu, '');
  if (/^\d{1,2}$/.test(flat)) return { ...symbol, key: flat, digit: true };
  const n = '一二三四五六七八九'.indexOf(flat) + 1;
  if (flat.length === 1 && n > 0) return { ...symbol, key: String(n), digit: true };
  return /^[a-z]$/.test(flat) ? { ...symbol, key: flat } : symbol;
}

const isLetter = (symbol: TextSymbol | undefined): boolean =>
  symbol !== undefined && symbol.key >= 'a' && symbol.key <= 'z' && symbol.key.length === 1;

function wordsOf(all: readonly TextSymbol[]): readonly Word[] {
  const words: Word[] = [];
  for (let from = 0; from < all.length; ) {
    if (!isLetter(all[from])) {
      from += 1;
      continue;
    }
    let to = from + 1;
    let key = all[from]?.key ?? '';
    for (; isLetter(all[to]) && all[to]?.gap === ''; to += 1) key += all[to]?.key;
    words.push({ key, from, to, follows: words.at(-1)?.to === from && (all[from]?.gap.length ?? 9) <= 3 });
    from = to;
  }
  return words;
}

/** Which words belong to a row in which three figures or more are said. */
function inRow(words: readonly Word[], figures: (key: string) => number): readonly boolean[] {
  const found = words.map(() => false);
  for (let i = 0; i < words.length; ) {
    let end = i;
    let sum = 0;
    while (end < words.length && (end === i || words[end]?.follows)) {
      const more = figures(words[end]?.key ?? '');
      if (more === 0) break;
      sum += more;
      end += 1;
    }
    if (sum >= 3) found.fill(true, i, end);
    i = Math.max(end, i + 1);
  }
  return found;
}

/** oh, o: a figure beside another. */
function isOh(words: readonly Word[], said: readonly (string | null)[], n: number): boolean {
  if (!/^(?:oh?|nought|nil)$/.test(words[n]?.key ?? '')) return false;
  return (
    (typeof said[n - 1] === 'string' && words[n]?.follows) ||
    (typeof said[n + 1] === 'string' && words[n + 1]?.follows) ||
    false
  );
}
