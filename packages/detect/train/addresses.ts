import * as places from '../corpus/places.ts';
import type { Random } from '../corpus/random.ts';
import { dictionary } from './lexicon.ts';

const list = (text: string): readonly string[] => text.trim().split(/\s+/);
const zones = list(
  '高新区 经开区 经济开发区 高新技术开发区 开发区 新区 示范区 保税区 度假区 管委会辖区 自贸区 临空区 空港区 科学城 大学城 西海岸新区 滨海新区 两江新区 天府新区 航空港区 城南新区 主城区',
);
const roadEnds = list(
  '路 路 路 街 街 大道 大街 东路 西路 南路 北路 中路 东街 西街 南大街 北大街 巷 胡同 支路 一路 二路 三街 弄 里 东大道 北大道 路东段 路西段 路北段 路中段 大道南段 二巷 三巷 横街 老街 步行街 环路 快速路 一条 二条 路北局 西里 东里',
);
const estateEnds = list(
  '小区 花园 家园 新村 佳苑 华庭 雅苑 公馆 府 湾 苑 城 名邸 名城 国际 广场 大厦 中心 公寓 天地 里 园 庭 邸 居 郡 院 半岛 别院 花苑 嘉园 丽都 新城 豪庭 名都 名苑 绿洲 水岸 尚城 壹号 一号院 学府 书苑 山庄 别墅 家属院 宿舍 宿舍区 安置房 还迁房 廉租房 人才公寓 青年公寓 商务园 科技园 产业园 工业园 软件园 创意园 孵化园 物流园 批发市场 商贸城 建材城 写字楼 商务楼 大楼 综合楼 SOHO MALL PARK TOWER 中心广场 时代广场 金融中心 环球中心 财富中心 云谷 智谷 总部基地 总部大厦',
);
const bareEstates = list(
  '金地自在城 融创江南融府 龙湖天街 万科翡翠 保利天悦 中海寰宇 碧桂园十里 华润紫云 绿地海珀 旭辉铂悦 阳光城檀悦 世茂璀璨 首开国风 招商雍景 金科博翠 蓝光雍锦 远洋万和 中骏天宸 荣盛锦绣 卓越维港 奥园誉景 富力尚悦 新城玺樾 正荣悦珑 禹洲嘉誉 路劲隽悦 弘阳时光 佳兆业悦峰 雅居乐星河 恒大御景 无国界 蓝谷地 二十四城 百步亭 上林苑 四季青 万象汇 印象城 环宇城 大悦城 来福士 恒隆 太古里 银泰 K11 凯德 世贸天阶 建外SOHO 三里屯SOHO 朝外SOHO 凌空SOHO 外滩SOHO 中关村SOHO 丽泽SOHO 复兴SOHO T3 海上世界 前海嘉里 腾讯滨海 阿里西溪 云栖 梦想小镇 东方曼哈顿 加州阳光 罗马假日 米兰春天 北欧印象 维也纳 塞纳河畔',
);
const towns = list(
  '城关镇 城厢镇 玉山镇 花桥镇 大朗镇 虎门镇 集里街道 板桥街道 平乐镇 白沙镇 龙王乡 大柳乡 双河镇 石桥镇 新安街道 古城街道 江口镇 三里街道 南门街道 柏林镇',
);
const pairs = dictionary()
  .filter(
    ({ word, tag, frequency }) =>
      /^n|^nz|^ns|^a|^z/.test(tag) && !tag.startsWith('nr') && frequency > 20 && word.length === 2,
  )
  .map(({ word }) => word);
const lucky =
  '江河山水云天龙凤金银玉明星月春华锦绣康宁安泰和顺福禄寿喜永兴盛昌隆富丰东西南北中上下新古大长海湖溪泉林森松柏梅兰竹菊桂荷枫桃李杏梧桐青翠紫红白碧蓝石岭峰谷沙洲浦港湾滨城门桥塘庙寺塔宝通达利民建设文化学府书香人和平胜景荣光辉煌世纪时代万千百家园';
const two = (random: Random): string =>
  random.chance(0.5) ? random.pick(pairs) : random.pick([...lucky]) + random.pick([...lucky]);

const n = (random: Random, most: number): string => String(1 + random.below(most));
const han = [...'一二三四五六七八九十'];
const flat = (random: Random): string => `${1 + random.below(32)}0${1 + random.below(9)}`;

function road(random: Random): string {
  const name = two(random) + (random.chance(0.12) ? random.pick([...lucky]) : '') + random.pick(roadEnds);
  const roll = random.next();
  if (roll < 0.5) return `${name}${n(random, 1500)}号`;
  if (roll < 0.56) return `${name}${n(random, 400)}弄${n(random, 60)}号`;
  if (roll < 0.62) return `${name}${n(random, 200)}号院`;
  if (roll < 0.68)
    return `${name}${random.pick(['与', '和', '与'])}${two(random)}${random.pick(roadEnds)}${random.pick(['交口', '交叉口', '交汇处', '路口', '交叉口东南角', '交口往北'])}`;
  if (roll < 0.72) return `${name}附${n(random, 40)}号`;
  if (roll < 0.76) return `${name}${n(random, 300)}号之${random.pick(han)}`;
  return name;
}

function estate(random: Random): string {
  const roll = random.next();
  const name =
    roll < 0.3
      ? random.pick(bareEstates)
      : two(random) +
        (random.chance(0.25) ? random.pick(pairs) : '') +
        (roll < 0.9 ? random.pick(estateEnds) : '');
  return (
    name +
    (random.chance(0.22)
      ? random.pick(['一期', '二期', '3期', '东区', 'A区', '南苑', 'C区', ' T2 ', '四期', '西区', '北塔'])
      : '')
  );
}

function door(random: Random): string {
  const b = n(random, 60);
  switch (random.below(15)) {
    case 0:
      return `${b}栋${n(random, 4)}单元${flat(random)}`;
    case 1:
      return `${b}号楼${n(random, 5)}门${flat(random)}`;
    case 2:
      return `${random.pick([...'ABCDEFT'])}${random.chance(0.5) ? n(random, 12) : ''}${random.pick(['座', '栋', '幢'])}${flat(random)}`;
    case 3:
      return `${random.pick([...'ABCD'])}座${random.pick(['二层', '十一楼', '5层', '18楼', '负一层', `${n(random, 30)}F`])}`;
    case 4:
      return `${b}-${n(random, 5)}-${flat(random)}`;
    case 5:
      return `${b}幢${flat(random)}室`;
    case 6:
      return `${n(random, 40)}层`;
    case 7:
      return flat(random);
    case 8:
      return `${random.pick(han)}楼`;
    case 9:
      return `${b}栋${n(random, 4)}单元${n(random, 33)}楼${n(random, 8)}号`;
    case 10:
      return `${n(random, 33)}楼${random.pick([...'ABCDEF'])}室`;
    case 11:
      return `${b}#${n(random, 4)}-${flat(random)}`;
    case 12:
      return `${n(random, 4)}单元${flat(random)}`;
    case 13:
      return random.pick([
        '1楼底商',
        '一层商铺',
        `${n(random, 200)}号商铺`,
        '二楼东户',
        '三楼西户',
        `${n(random, 20)}栋门面`,
      ]);
    default:
      return `${b}号楼${flat(random)}户`;
  }
}

/** An address whose roads and estates are put together from any words, as no list knows them all. */
export function variedAddress(random: Random): string {
  const roll = random.next();
  const head = random.chance(0.5)
    ? places.countyName(random)
    : random.chance(0.5)
      ? places.cityName(random) + (random.chance(0.5) ? random.pick(zones) : '')
      : random.pick(zones);
  const area = random.chance(0.35) ? head + random.pick(towns) : random.chance(0.85) ? head : '';
  if (roll < 0.22) return area + road(random) + estate(random) + door(random);
  if (roll < 0.42) return area + road(random) + door(random);
  if (roll < 0.62) return (random.chance(0.6) ? area : '') + estate(random) + door(random);
  if (roll < 0.7) return head + road(random).replace(/附近$/, '');
  if (roll < 0.78)
    return (
      head +
      random.pick(towns) +
      two(random) +
      random.pick(['村', '社区', '屯', '庄']) +
      n(random, 300) +
      random.pick(['号', '组', '组12号'])
    );
  if (roll < 0.86)
    return `${two(random)}${random.pick(roadEnds)}${n(random, 900)}号${estate(random)}${door(random)}`;
  return area + estate(random) + door(random);
}
