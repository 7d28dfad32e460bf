/** Finals that each initial of Hanyu Pinyin takes. */
const finals: Readonly<Record<string, string>> = {
  '': 'a ai an ang ao e ei en eng er o ou',
  b: 'a ai an ang ao ei en eng i ian iao ie in ing o u',
  p: 'a ai an ang ao ei en eng i ian iao ie in ing o ou u',
  m: 'a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u',
  f: 'a an ang ei en eng o ou u',
  d: 'a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo',
  t: 'a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo',
  n: 'a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan uo v ve ue',
  l: 'a ai an ang ao e ei eng i ia ian iang iao ie in ing iu ong ou u uan un uo v ve ue',
  g: 'a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo',
  k: 'a ai an ang ao e en eng ong ou u ua uai uan uang ui un uo',
  h: 'a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo',
  j: 'i ia ian iang iao ie in ing iong iu u uan ue un',
  q: 'i ia ian iang iao ie in ing iong iu u uan ue un',
  x: 'i ia ian iang iao ie in ing iong iu u uan ue un',
  zh: 'a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo',
  ch: 'a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo',
  sh: 'a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo',
  r: 'an ang ao e en eng i ong ou u uan ui un uo',
  z: 'a ai an ang ao e ei en eng i ong ou u uan ui un uo',
  c: 'a ai an ang ao e en eng i ong ou u uan ui un uo',
  s: 'a ai an ang ao e en eng i ong ou u uan ui un uo',
  y: 'a an ang ao e i in ing o ong ou u uan ue un',
  w: 'a ai an ang ei en eng o u',
};

/** Words as a trie: from state `s` by letter `a` + k to `steps[26 * s + k]`, 0 = nowhere. */
type Trie = { readonly steps: number[]; readonly ends: boolean[] };

function trie(words: readonly string[]): Trie {
  const steps: number[] = new Array<number>(26).fill(0);
  const ends: boolean[] = [false];
  for (const word of words) {
    let state = 0;
    for (const letter of word) {
      const at = 26 * state + letter.charCodeAt(0) - 97;
      if (steps[at] === 0) {
        steps[at] = ends.length;
        ends.push(false);
        for (let k = 0; k < 26; k += 1) steps.push(0);
      }
      state = steps[at] as number;
    }
    ends[state] = true;
  }
  return { steps, ends };
}

const known = trie(
  Object.entries(finals).flatMap(([initial, ends]) => ends.split(' ').map((end) => initial + end)),
);

const surnames = trie(
  'wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang deng han feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lv lyu lu ding ren yao shen zhong cui tan fan shi liao jia xia fu fang zou xiong bai meng qin qiu hou yin xue yan duan lei long tao mao hao gu gong shao wan qian dai mo kong xiang chang kang yi qiao lai wen hong fan yin ni pang xing zhai nie qi ge chai lan zhuang kuang zuo guan jiao liu ou ji shang bi geng lu xin miao zhan jin jing an mu ling lou tong sheng bao shan ouyang sima zhuge shangguan huangfu murong'.split(
    ' ',
  ),
);

/** A word as the codes of its lower-case letters. */
export type Letters = { readonly [at: number]: number };

/** True where the first `size` letters are the pinyin of a common surname. */
export function isPinyinSurname(word: Letters, size: number): boolean {
  let state = 0;
  for (let i = 0; i < size; i += 1) {
    const letter = (word[i] as number) - 97;
    if (letter < 0 || letter > 25) return false;
    state = surnames.steps[26 * state + letter] as number;
    if (state === 0) return false;
  }
  return surnames.ends[state] === true;
}

const longest = 18;
/** Fewest syllables that end at each place, 0 where none do. */
const fewest = new Uint8Array(longest + 1);

/** Number of pinyin syllables that the first `size` letters split into, 0 where they do not. */
export function syllables(word: Letters, size: number): number {
  if (size === 0 || size > longest) return 0;
  fewest.fill(0);
  for (let start = 0; start < size; start += 1) {
    const before = fewest[start] as number;
    if (start > 0 && before === 0) continue;
    let state = 0;
    for (let end = start; end < size; end += 1) {
      const letter = (word[end] as number) - 97;
      if (letter < 0 || letter > 25) break;
      state = known.steps[26 * state + letter] as number;
      if (state === 0) break;
      if (!known.ends[state]) continue;
      const least = fewest[end + 1] as number;
      if (least === 0 || before + 1 < least) fewest[end + 1] = before + 1;
    }
  }
  return fewest[size] as number;
}
