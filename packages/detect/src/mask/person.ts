const compounds = new Set(
  (
    '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 ' +
    '仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 ' +
    '段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 ' +
    '南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 褚师 纳兰 歐陽 東方 獨孤 南宮 萬俟 聞人 諸葛 尉遲 赫連 濮陽 仲孫 鐘離 ' +
    '長孫 鮮于 司馬 公孫 樂正 穀梁 軒轅 東郭 南門'
  ).split(' '),
);

const latinSurnames = new Set(
  (
    'ai an ao ba bai ban bao bei bian bie bu cai can cao cen chai chang che chen cheng chi chong chu cong cui dai dang ' +
    'deng di diao ding dong dou du duan fan fang fei feng fu gai gan gao ge geng gong gou gu guan guang gui guo hai han ' +
    'hang hao he hei heng hong hou hu hua huan huang hui huo ji jia jian jiang jiao jin jing ju kang ke kong kou kuai ' +
    'kuang lai lan lang lao le lei leng li lian liang liao lin ling liu long lou lu luan luo lv lyu ma man mao mei men ' +
    'meng mi miao min ming mo mou mu na nan ni nie ning niu nong ou ouyang pan pang pei peng pi ping pu qi qian qiang ' +
    'qiao qin qiu qu quan ran rao ren rong ruan rui sang sha shan shang shao she shen sheng shi shou shu shuai shui si ' +
    'sima situ song su sui sun suo tai tan tang tao teng tian tie tong tu wan wang wei wen weng wu xi xia xian xiang ' +
    'xiao xie xin xing xiong xu xuan xue yan yang yao ye yi yin ying you yu yuan yue yun zai zang zeng zha zhai zhan ' +
    'zhang zhao zhen zheng zhi zhong zhou zhu zhuang zhuge zhuo zong zou zu zuo wong chan cheung leung lam ng lau chow ' +
    'cheng tsang tse kwok hui yip yeung poon tam kwan siu ho lee lo mak chiu chu ko hsu tsai hsieh kuo tseng'
  ).split(' '),
);

const stars = '***';
const latinWord = /^[\p{Script=Latin}'’.*-]+$/u;

function latinName(words: readonly string[]): string | null {
  if (words.length < 2 || !words.every((word) => latinWord.test(word))) return null;
  const known = (word: string | undefined): boolean =>
    word !== undefined && latinSurnames.has(word.toLowerCase());
  const first = words[0] ?? '';
  const last = words.at(-1) ?? '';
  if (first.startsWith('*')) return [stars, ...words.slice(1)].join(' ');
  if (last.startsWith('*')) return [...words.slice(0, -1), stars].join(' ');
  if (known(first) && known(last)) return null;
  return known(first) ? [stars, ...words.slice(1)].join(' ') : [...words.slice(0, -1), stars].join(' ');
}

function surnameLength(characters: readonly string[]): number {
  const masked = characters.findIndex((character) => character !== '*');
  if (masked > 0) return masked;
  if (compounds.has(characters.slice(0, 2).join('')) && characters.length > 2) return 2;
  // Four characters without a compound surname: two surnames, or one of another people; hide both.
  return characters.length > 3 ? 2 : 1;
}

/** Hides the surname and keeps the given name (`*伟`, `**娜`, `约翰·***`, `John ***`); null when unsure which is which. */
export function hideSurname(name: string): string | null {
  if (/^\p{Script=Han}|^\*/u.test(name) && /^[\p{Script=Han}*]+$/u.test(name)) {
    const characters = Array.from(name);
    if (characters.length > 6) return null;
    if (characters.length === 1) return '*';
    const hidden = surnameLength(characters);
    return '*'.repeat(hidden) + characters.slice(hidden).join('');
  }
  const dot = name.search(/[·•・‧.]/u);
  if (dot > 0 && /^[\p{Script=Han}]+[·•・‧.][\p{Script=Han}*·•・‧.]+$/u.test(name)) {
    return `${name.slice(0, dot)}·${stars}`;
  }
  const comma = name.split(/,\s*/u);
  if (comma.length === 2 && latinName(comma) !== null) return `${stars}, ${comma[1] ?? ''}`;
  return latinName(name.split(/\s+/u));
}
