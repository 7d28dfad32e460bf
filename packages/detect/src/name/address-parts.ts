import { codeAt, isDigit, isHan, isLatin, type Page } from './page.ts';

/** Parts of an address, from the largest to the smallest. */
export const parts = {
  none: 0,
  province: 1,
  city: 2,
  county: 3,
  town: 4,
  village: 5,
  road: 6,
  estate: 7,
  number: 8,
  building: 9,
  unit: 10,
  room: 11,
  group: 12,
  side: 13,
} as const;

const endings: Readonly<Record<string, number>> = {
  省: parts.province,
  自治区: parts.province,
  市: parts.city,
  州: parts.city,
  盟: parts.city,
  区: parts.county,
  县: parts.county,
  旗: parts.county,
  镇: parts.town,
  乡: parts.town,
  街道: parts.town,
  苏木: parts.town,
  村: parts.village,
  庄: parts.village,
  屯: parts.village,
  寨: parts.village,
  社区: parts.village,
  路: parts.road,
  街: parts.road,
  道: parts.road,
  巷: parts.road,
  胡同: parts.road,
  里: parts.road,
  弄: parts.road,
  段: parts.road,
  高速: parts.road,
  条: parts.road,
  小区: parts.estate,
  园区: parts.estate,
  苑: parts.estate,
  园: parts.estate,
  城: parts.estate,
  府: parts.estate,
  邸: parts.estate,
  庭: parts.estate,
  院: parts.estate,
  湾: parts.estate,
  居: parts.estate,
  坊: parts.estate,
  轩: parts.estate,
  阁: parts.estate,
  墅: parts.estate,
  公寓: parts.estate,
  广场: parts.estate,
  厦: parts.estate,
  中心: parts.estate,
  大楼: parts.estate,
  宿舍: parts.estate,
  名都: parts.estate,
  郡: parts.estate,
  号: parts.number,
  期: parts.building,
  栋: parts.building,
  幢: parts.building,
  座: parts.building,
  楼: parts.building,
  塔: parts.building,
  库: parts.building,
  单元: parts.unit,
  层: parts.unit,
  门: parts.unit,
  室: parts.room,
  房: parts.room,
  户: parts.room,
  组: parts.group,
  队: parts.group,
  社: parts.group,
  对面: parts.side,
  侧: parts.side,
  路口: parts.side,
  交叉口: parts.side,
  交汇处: parts.side,
  附近: parts.side,
  旁: parts.side,
  内: parts.side,
};

type Ending = { readonly codes: readonly number[]; readonly part: number };

const byLast = new Map<number, Ending[]>();
for (const [word, part] of Object.entries(endings)) {
  const codes = [...word].map((char) => char.charCodeAt(0));
  const last = codes.at(-1) as number;
  byLast.set(
    last,
    [...(byLast.get(last) ?? []), { codes, part }].sort((a, b) => b.codes.length - a.codes.length),
  );
}

/** 1 for the characters that end some part of an address. */
export const anchors = new Uint8Array(65536);
for (const code of byLast.keys()) anchors[code] = 1;
anchors[0x23] = 1;
anchors[45] = 1;

const numerals = new Set([...'一二三四五六七八九十百零〇两甲乙丙丁'].map((char) => char.charCodeAt(0)));

/** True for what a house number is made of. */
export const isNumeral = (code: number): boolean =>
  isDigit(code) || isLatin(code) || numerals.has(code) || code === 45 || code === 0x2d || code === 0x7e;

/** Start of the house number that ends before `end`; `end` itself where there is none. */
export function numberBefore(page: Page, end: number): number {
  let start = end;
  if (codeAt(page, end - 1) === 32 && isDigit(codeAt(page, end - 2))) start -= 1;
  while (end - start < 10 && isNumeral(codeAt(page, start - 1))) start -= 1;
  while (start < end && codeAt(page, start) === 45) start += 1;
  return start;
}

/** True at the first dash of building-unit-room behind a name: 桃花源24-6-1206. */
function isDashed(page: Page, i: number): boolean {
  let from = i;
  while (i - from < 4 && isDigit(codeAt(page, from - 1))) from -= 1;
  if (from === i || i - from > 3 || !isHan(codeAt(page, from - 1))) return false;
  let at = i + 1;
  while (at - i < 4 && isDigit(codeAt(page, at))) at += 1;
  if (at === i + 1 || codeAt(page, at) !== 45) return false;
  const room = at + 1;
  at = room;
  while (at - room < 5 && isDigit(codeAt(page, at))) at += 1;
  return at - room >= 3 && at - room <= 4 && codeAt(page, at) !== 45;
}

const sides = new Set([...'左右中东西南北'].map((char) => char.charCodeAt(0)));

const needsNumber: number = parts.number;

const pair = (word: string): number => word.charCodeAt(0) * 65536 + word.charCodeAt(1);
const otherWords = new Set(
  '门口 门外 门牌 门店 门诊 楼下 楼上 楼道 楼顶 楼梯 号线 号前 号机 号卡 号码 号店 号柜 号窗 组织 组合 组装 队员 房东 房型 户型 户口 层次 座机 座位 座椅'
    .split(' ')
    .map(pair),
);

/** True where the character at `i` begins a word that names no part: 1301门口, 2号线; but 3号楼下 is 3号楼. */
function isOtherWord(page: Page, i: number): boolean {
  const code = codeAt(page, i);
  if (!otherWords.has(code * 65536 + codeAt(page, i + 1))) return false;
  return !(code === 0x697c && codeAt(page, i - 1) === 0x53f7);
}

/** Part of an address that ends with the character at `i` (inclusive). */
export function partEnding(page: Page, i: number): number {
  const code = codeAt(page, i);
  if (code === 45) return isDashed(page, i) ? parts.building : parts.none;
  if (code === 0x23) return numberBefore(page, i) < i ? parts.building : parts.none;
  const all = byLast.get(code);
  if (all === undefined) return parts.none;
  for (let n = 0; n < all.length; n += 1) {
    const { codes, part } = all[n] as Ending;
    let same = true;
    for (let k = 1; same && k < codes.length; k += 1) {
      same = codeAt(page, i - k) === codes[codes.length - 1 - k];
    }
    if (!same) continue;
    if (part >= needsNumber && part <= parts.group) {
      if (isOtherWord(page, i)) return parts.none;
      const from = i + 1 - codes.length;
      if ((code === 0x6237 || code === 0x5854 || code === 0x5ea7) && sides.has(codeAt(page, i - 1)))
        return part;
      const ofBuilding = code === 0x697c && codeAt(page, i - 1) === 0x53f7;
      return ofBuilding || numberBefore(page, from) < from ? part : parts.none;
    }
    return part;
  }
  return parts.none;
}

const codes = (text: string): Set<number> => new Set([...text].map((char) => char.charCodeAt(0)));
const hardStops = codes('的了是在我你您他她它吗呢吧啊请这不要去也就把被说问叫很没们啦哦嗯着到送搬寄');
const softStops = codes('哈那让得与有都和给从对会能可为住收发找来走往过看见个');
const joints = codes('和与及或而还从往住');

/** True for characters that end the name of a place. */
export const isStop = (code: number): boolean => hardStops.has(code);

/** True for characters that end an address once a number has been named. */
export const isJoint = (code: number): boolean => joints.has(code);

/** True for characters that rarely stand inside the name of a place. */
export const isRareInside = (code: number): boolean => hardStops.has(code) || softStops.has(code);

/** True for what the name of a place is written with. */
export const isNameCode = (code: number): boolean =>
  isHan(code) || isDigit(code) || isLatin(code) || code === 45;
