import { readFileSync } from 'node:fs';
import { divisions } from '../train/lexicon.ts';
import type { Random } from './random.ts';

const tree = JSON.parse(
  readFileSync(new URL('../train/tables/province-tree.json', import.meta.url), 'utf8'),
) as Record<string, Record<string, string[]>>;
const towns = divisions().towns.filter((name) => name.length < 7);
const streets = towns.filter((name) => name.endsWith('街道'));
const villages = towns.filter((name) => /[镇乡]$/.test(name));

const roadNames =
  '人民 中山 解放 建设 和平 胜利 文化 新华 长江 黄河 建国 光明 朝阳 文三 学院 科技 创业 迎宾 滨江 滨河 环城 南京 北京 上海 天山 珠江 体育 公园 湖滨 翠微 望京 阜通 金融 白云 天河 江汉 珞喻 武珞 民族 中关村 知春 苏州 西溪 古墩 莫干山 教工 延安 淮海 虹桥 世纪 张杨 浦东 龙阳 锦绣 花木 芳甸 杨高 漕宝 宜山 桂林 钦州 沪闵 七宝 红旗 跃进 友谊 团结 幸福 康乐 兴业 富强 振兴 工业 农业 商业 凤凰 梧桐 紫荆 银杏 香樟 丁香 桃园 梅林 竹园 松岭 福田 深南 滨海 香蜜湖 侨香 红荔 彩田 益田 海德 后海 创科 高新 软件园 花园 车站 火车站 机场 二环 三环 四环 外环 内环 青年 少年 五一 八一 五四 三八 鼓楼 钟楼 东风 西湖 南湖 东湖 北苑 平安 安定 永定 广安 宣武 西直门 德胜门 崇文门 建外 复兴 玉泉 田村 鲁谷 古城 石景山'.split(
    ' ',
  );
const roadEnds =
  '路 路 路 路 路 街 街 大道 大街 东路 西路 南路 北路 中路 东街 西街 南大街 北大街 巷 胡同 支路 一路 二路 三街 弄'.split(
    ' ',
  );
const estateNames =
  '幸福里 阳光花园 翠湖天地 金色家园 万科城市花园 碧桂园 恒大绿洲 保利香槟 龙湖滟澜 绿城百合 中海国际 华润橡树湾 融创臻园 世茂滨江 金地格林 招商雍华府 远洋天地 首开常青藤 天通苑北一区 回龙观龙泽苑 望京花园 方舟苑 芍药居 安贞里 和平里 劲松 团结湖 八里庄北里 紫竹院 万寿路 甘家口 百万庄 车公庄 西坝河 莲花小区 康桥水郡 盛世华庭 东方明珠 江南春晓 水岸名都 锦绣江南 香榭丽舍 枫丹白露 御景湾 观澜府 云栖小镇 梦想小镇 艺尚小镇 望京SOHO 银河SOHO 光华路SOHO 保利时代 国际社区 大学城 未来科技城 春江花月 桃花源 山水文园 丽都 银河湾 翡翠城 学府雅苑 书香门第 教师公寓 阳光一百 时代广场 国贸大厦 环球中心 创新大厦 科技大厦 数码大厦 嘉里中心 金茂大厦 银泰中心 软件园 创业园 产业园 宏发雍景城 星河国际 鑫苑名家 中天会展城 华润二十四城 麓湖 蓝光长岛 富力城 合生汇 大悦城 天虹小区 新天地 锦城苑 育才小区 铁路小区 电力宿舍 机关家属院 纺织厂宿舍 职工新村 曹杨新村 长白新村 鞍山新村 田林 梅陇 古美西路小区 康城 绿地世纪城 九方 凯旋城'.split(
    ' ',
  );
const villageNames =
  '王家 李家 张家 赵家 大石 小河 东风 新民 红星 前进 上坝 下湾 石桥 柳树 桃花 双龙 龙泉 青山 白云 高坎 马家 陈家沟 朱家 大营 河西 南岭 北坡 三合 永安 太平 光明 新建 和平 团结'.split(
    ' ',
  );
const villageEnds = '村 村 村 屯 庄 寨'.split(' ');

export const cityName = (random: Random): string => {
  const province = random.pick(Object.keys(tree));
  const city = random.pick(Object.keys(tree[province] ?? {}));
  return city === '市辖区' || city.includes('直辖') ? province : city;
};
export const provinceName = (random: Random): string => random.pick(Object.keys(tree));
export const countyName = (random: Random): string => {
  const province = random.pick(Object.keys(tree));
  return random.pick(Object.values(tree[province] ?? {}).flat());
};

const shorten = (name: string): string => name.replace(/(特别行政区|(维吾尔|壮族|回族)?自治区|省|市)$/, '');

function admin(random: Random): string {
  const province = random.pick(Object.keys(tree));
  const cities = Object.keys(tree[province] ?? {});
  const city = random.pick(cities);
  const county = random.pick((tree[province] ?? {})[city] ?? ['']);
  const whole = !(city === '市辖区' || city === '县' || city.includes('直辖'));
  const roll = random.next();
  if (!whole) return roll < 0.6 ? province + county : roll < 0.85 ? shorten(province) + county : county;
  if (roll < 0.4) return province + city + county;
  if (roll < 0.6) return city + county;
  if (roll < 0.7) return shorten(province) + shorten(city) + county;
  if (roll < 0.8) return shorten(city) + county;
  if (roll < 0.85) return shorten(province) + city + county;
  if (roll < 0.9) return province + city;
  return county;
}

const numeral = (random: Random, most: number): string => String(1 + random.below(most));
const han = '一二三四五六七八九十';

function road(random: Random): string {
  const name = random.pick(roadNames) + random.pick(roadEnds);
  const roll = random.next();
  if (roll < 0.6) return `${name}${numeral(random, 999)}号`;
  if (roll < 0.7) return `${name}${numeral(random, 300)}弄${numeral(random, 99)}号`;
  if (roll < 0.75) return `${name}${numeral(random, 99)}号院`;
  if (roll < 0.8) return `${name}${numeral(random, 300)}-${numeral(random, 30)}号`;
  if (roll < 0.84) return `${name}甲${numeral(random, 99)}号`;
  return name;
}

export function door(random: Random): string {
  const floor = 1 + random.below(32);
  const flat = `${floor}0${1 + random.below(8)}`;
  const b = numeral(random, 40);
  const u = numeral(random, 6);
  switch (random.below(16)) {
    case 0:
    case 1:
      return `${b}号楼${u}单元${flat}室`;
    case 2:
      return `${b}栋${u}单元${flat}`;
    case 3:
      return `${b}栋${flat}室`;
    case 4:
      return `${b}号楼${flat}`;
    case 5:
      return `${random.letters(1, 'ABCDE')}座${flat}室`;
    case 6:
      return `${b}幢${u}单元${flat}室`;
    case 7:
      return `${b}-${u}-${flat}`;
    case 8:
      return `${random.letters(1, 'ABCD')}座${floor}层${flat}`;
    case 9:
      return `${han[random.below(10)]}单元${flat}`;
    case 10:
      return `${b}号楼${u}门${flat}号`;
    case 11:
      return `${floor}楼${flat}房`;
    case 12:
      return `${b}#${flat}`;
    case 13:
      return `${han[random.below(10)]}号楼${han[random.below(6)]}单元${flat}室`;
    case 14:
      return `${b}栋${u}单元${floor}楼${random.pick(['左户', '2号', '右户', '1户'])}`;
    default:
      return `${b}号楼${u}单元${flat}户`;
  }
}

const estate = (random: Random): string =>
  random.pick(estateNames) + (random.chance(0.2) ? random.pick(['小区', '一期', '二期', '东区', 'A区']) : '');

const taiwan =
  '台北市大安区 台北市信义区 台北市中正区 新北市板桥区 新北市中和区 台中市西屯区 台中市北屯区 高雄市左营区 高雄市三民区 台南市东区 桃园市中坜区 新竹市东区'.split(
    ' ',
  );
const taiwanRoads =
  '忠孝东路四段 信义路五段 中山北路二段 仁爱路三段 罗斯福路四段 复兴南路一段 文化路一段 台湾大道三段 中正路 民生东路 和平西路 建国北路'.split(
    ' ',
  );
const hongKong =
  '香港九龙 九龙尖沙咀 香港中环 香港湾仔 香港铜锣湾 九龙旺角 新界沙田 新界元朗 九龙观塘 香港北角 澳门'.split(
    ' ',
  );
const hongKongRoads =
  '弥敦道 皇后大道中 轩尼诗道 英皇道 德辅道中 告士打道 广东道 加连威老道 骆克道 告士打道 新马路 荔枝角道'.split(
    ' ',
  );

/** An address of Taiwan, Hong Kong or Macau. */
function southernAddress(random: Random): string {
  if (random.chance(0.5)) {
    const lane = random.chance(0.5)
      ? `${numeral(random, 300)}巷${random.chance(0.5) ? `${numeral(random, 60)}弄` : ''}`
      : '';
    const floor = random.chance(0.7) ? `${numeral(random, 15)}楼${random.chance(0.2) ? '之1' : ''}` : '';
    return `${random.pick(taiwan)}${random.pick(taiwanRoads)}${lane}${numeral(random, 300)}号${floor}`;
  }
  const flat = random.chance(0.6)
    ? `${random.pick(['旺角中心', '海景大厦', '金钟大厦', '美孚新邨', '丽港城', ''])}${numeral(random, 9)}座`
    : '';
  return `${random.pick(hongKong)}${random.pick(hongKongRoads)}${numeral(random, 700)}号${flat}${numeral(random, 40)}楼${random.pick(['', 'A室', 'B室', '03室', 'D室'])}`;
}

/** An address as people write it. */
export function address(random: Random): string {
  if (random.chance(0.025)) return southernAddress(random);
  const roll = random.next();
  if (roll < 0.2) return admin(random) + road(random) + estate(random) + door(random);
  if (roll < 0.36) return admin(random) + road(random) + door(random);
  if (roll < 0.5)
    return (
      admin(random) +
      random.pick(streets) +
      road(random) +
      (random.chance(0.7) ? estate(random) + door(random) : '')
    );
  if (roll < 0.62) return admin(random) + estate(random) + door(random);
  if (roll < 0.7)
    return `${admin(random)}${random.pick(villages)}${random.pick(villageNames)}${random.pick(villageEnds)}${random.chance(0.6) ? `${random.pick(han.split(''))}组${random.chance(0.5) ? `${numeral(random, 200)}号` : ''}` : random.chance(0.5) ? `${numeral(random, 200)}号` : ''}`;
  if (roll < 0.78) return admin(random) + road(random);
  return shortAddress(random);
}

/** An address without its divisions. */
export function shortAddress(random: Random): string {
  const roll = random.next();
  if (roll < 0.4) return estate(random) + door(random);
  if (roll < 0.65)
    return (
      random.pick(roadNames) +
      random.pick(roadEnds) +
      numeral(random, 800) +
      '号' +
      (random.chance(0.5) ? estate(random) : '') +
      (random.chance(0.6) ? door(random) : '')
    );
  if (roll < 0.75) return random.pick(streets) + estate(random) + door(random);
  if (roll < 0.85)
    return `${random.pick(villages)}${random.pick(villageNames)}村${random.chance(0.5) ? `${random.pick(han.split(''))}组` : `${numeral(random, 99)}号`}`;
  return shorten(cityName(random)) + road(random) + door(random);
}

const romanRoads =
  'Zhongshan Renmin Jianguo Nanjing Huaihai Beijing Jiefang Wensan Xueyuan Zhichun Tianhe Shennan Binhai Century Hongqiao Chang’an Guanggu Zhongguancun Fuxing Yan’an'
    .replaceAll('’', "'")
    .split(' ');
const romanCities = [
  ['Chaoyang District', 'Beijing'],
  ['Haidian District', 'Beijing'],
  ['Pudong New Area', 'Shanghai'],
  ['Xuhui District', 'Shanghai'],
  ['Tianhe District', 'Guangzhou'],
  ['Nanshan District', 'Shenzhen'],
  ['Xihu District', 'Hangzhou'],
  ['Wuhou District', 'Chengdu'],
  ['Hongshan District', 'Wuhan'],
  ['Gulou District', 'Nanjing'],
] as const;
const westernStreets = [
  'Oak',
  'Maple',
  'Main',
  'Church',
  'Park',
  'Elm',
  'Washington',
  'Lake',
  'Hill',
  'King',
  'Queen',
  'Victoria',
  'Sunset',
  'River',
  'High',
  'Cedar',
  'Baker',
  'Mission',
];
const westernEnds = ['Street', 'Avenue', 'Road', 'Lane', 'Drive', 'St', 'Ave', 'Rd', 'Blvd'];
const westernCities = [
  'Springfield, IL',
  'San Francisco, CA',
  'Seattle, WA',
  'Boston, MA',
  'London',
  'Toronto, Ontario',
  'Sydney',
  'Austin, Texas',
  'Manchester',
  'New York, NY',
];

export function englishAddress(random: Random): string {
  const n = numeral(random, 300);
  const room = `${random.pick(['Room', 'Unit', 'Flat', 'Apt', 'Suite'])} ${1 + random.below(30)}0${1 + random.below(8)}`;
  const building = random.chance(0.5)
    ? `, ${random.pick(['Building', 'Block', 'Tower'])} ${random.chance(0.5) ? numeral(random, 30) : random.letters(1, 'ABCDE')}`
    : '';
  if (random.chance(0.6)) {
    const [district, city] = random.pick(romanCities);
    const road = `${random.pick(romanRoads)} ${random.pick(['Road', 'Street', 'Avenue', 'Rd', 'Lu', 'North Road', 'East Road', 'Middle Road'])}`;
    const country = random.chance(0.3) ? ', China' : '';
    switch (random.below(3)) {
      case 0:
        return `${room}${building}, No. ${n} ${road}, ${district}, ${city}${country}`;
      case 1:
        return `No.${n} ${road}, ${district}, ${city}${country}`;
      default:
        return `${room}${building}, ${n} ${road}, ${city}${country}`;
    }
  }
  const line = `${n} ${random.pick(westernStreets)} ${random.pick(westernEnds)}`;
  return random.chance(0.5)
    ? `${line}, ${random.pick(westernCities)}`
    : `${random.pick(['Apt', 'Flat', 'Unit'])} ${numeral(random, 40)}${random.pick(['', 'B'])}, ${line}, ${random.pick(westernCities)}`;
}
