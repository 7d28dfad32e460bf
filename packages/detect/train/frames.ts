import type { Entity } from '../corpus/index.ts';
import * as people from '../corpus/people.ts';
import * as places from '../corpus/places.ts';
import type { Random } from '../corpus/random.ts';
import { variedAddress } from './addresses.ts';
import { dictionary, givenCharacters } from './lexicon.ts';
import * as more from './more-people.ts';
import { goods, ordinary } from './ordinary.ts';
import { compoundSurnames, japaneseSurnames, notPeople, surnames } from './people.ts';
import type { Sample } from './sample.ts';

const given = givenCharacters().sort((a, b) => b[1] - a[1]);
const common = given.slice(0, 300).map(([char]) => char);
const rare = given.slice(0, 1500).map(([char]) => char);
const families = new Set([...surnames, ...more.rareSurnames]);
const anySurname = [...surnames, ...more.rareSurnames];
const japanese = new Set(japaneseSurnames);
const words = dictionary().filter(
  ({ word, tag, frequency }) =>
    /^[anvdzi]/.test(tag) && !tag.startsWith('nr') && frequency > 12 && word.length < 4,
);
const pairs = words.filter(({ word }) => word.length === 2).map(({ word }) => word);
const triples = words.filter(({ word }) => word.length === 3).map(({ word }) => word);
/** Ordinary words of two characters that could be a surname and a given name. */
export const likeNames = pairs.filter(
  (word) => families.has(word[0] as string) && rare.includes(word[1] as string),
);

const compound = (random: Random): string =>
  random.pick(random.chance(0.5) ? more.moreCompounds : compoundSurnames) +
  (random.chance(0.5) ? random.pick(rare) : random.pick(common) + random.pick(common));

/** A Tibetan, Mongolian, Turkic or southern name. */
export function minority(random: Random): string {
  const roll = random.next();
  const tibetan = (): string => random.pick(more.tibetanParts);
  if (roll < 0.25) return tibetan() + tibetan();
  if (roll < 0.33) return tibetan() + random.pick(rare);
  if (roll < 0.4) return tibetan();
  if (roll < 0.58) return random.pick(more.mongolianNames);
  if (roll < 0.66) return random.pick(more.southernNames);
  const turkic = (): string => random.pick(more.turkicParts);
  if (roll < 0.72) return turkic();
  return `${turkic()}·${random.chance(0.7) ? turkic() : random.pick(people.minorityName(random).split('·'))}`;
}

/** Names of all kinds, the hard ones far commoner than in life; words only where the place tells. */
export function anyName(random: Random, wordShare: number): string {
  if (random.chance(wordShare)) {
    const roll = random.next();
    if (roll < 0.55) return random.pick(likeNames);
    if (roll < 0.65) return people.wordName(random);
    if (roll < 0.9) return random.pick(pairs);
    if (roll < 0.94) return random.pick(triples);
    const twice = random.pick(common);
    return random.chance(0.5) ? twice + twice : random.pick(surnames) + random.pick(pairs);
  }
  const roll = random.next();
  if (roll < 0.42) return people.chineseName(random);
  if (roll < 0.56) return people.shortName(random);
  if (roll < 0.66)
    return random.pick(anySurname) + random.pick(rare) + (random.chance(0.6) ? random.pick(rare) : '');
  if (roll < 0.75) return compound(random);
  if (roll < 0.9) return minority(random);
  if (roll < 0.93) return people.foreignName(random);
  if (roll < 0.96) return people.dottedName(random);
  return people.japaneseName(random);
}

const frames =
  '我叫~|我叫~，|你好我叫~|我名叫~|名字叫~|他叫~|她叫~，|孩子叫~|我是~|我是~，|您好，我是~|喂，我是~|我是~啊|这边是~|这里是~|本人~|本人~，|我姓名~|我本名~|我就是~|我就是~本人|就叫~|叫~的那位|那个叫~的|有个叫~的|一个叫~的|她名叫~|请问是~吗|您是~吗|是~吗|您是~本人吗|是~本人|不是~本人|请问~在吗|~在吗|请问~先生|~先生您好|~女士您好|~女士|~先生|~小姐|~同学|~老师|~师傅|~经理|~您好|~你好，|亲爱的~同学|尊敬的~女士|尊敬的~先生|敬爱的~老师|Hi ~，|hi，~|@~ |@~，|找~|找~，|找一下~|我找~|要找~|我要找~|帮我找~|转~|转给~|转接~|转~处理|转~跟进|已转~|移交~|移交给~|派~|派~上门|派给~|已派~|派单给~|派单~|交给~|交~处理|由~|由~负责|由~跟进|请~|请~处理|请~于|请~尽快|请~签字|让~|让~回电|让~来|叫~来|喊~|通知~|已通知~|通知~，|联系~|联系~，|联系~本人|请联系~|已联系~|回访~|回访~，|回访~：|致电~|外呼~|外呼~，|呼入~|拜访~|走访~|约~|约了~|问~|问下~|问问~|问了~|谢谢~|谢谢~，|感谢~|辛苦~|麻烦~|投诉~|投诉~，|投诉你们~|表扬~|举报~|给~|给~开|帮~|帮~查|帮朋友~|代~|代~办|替~|为~|为~办理|跟~|跟~说|和~|和~，|我和~|与~|同~|还有~|以及~|抄送~|抄送~。|抄送：~|cc ~|知会~|客户~|客户~，|客户~称|客户~要求|客户~反映|客户~来电|客户~投诉|客户自称~|自称~|用户~|用户~反映|用户~称|会员~|会员~，|会员名~|车主~|车主~，|机主~|机主~要求|机主~本人|户主~|业主~|业主~反映|租客~|租户~|房东~|房东~不|住户~|邻居~|家属~|家属~称|家属~来电|患者~|患者~，|病人~|学生~|学生~的|学员~|家长~|考生~|孩子~|宝宝~|我女儿~|我儿子~|我老公~|我老婆~|我太太~|我先生~|我爱人~|我妈~|我爸~|我妈妈~|我爸爸~|我爷爷~|我奶奶~|我弟~|我姐~|我同事~|我朋友~|我闺蜜~|我室友~|我家~|家里老人~|老人~|老伴~|司机~|司机~没|骑手~|骑手~说|快递员~|快递小哥~|配送员~|师傅~|师傅~说|安装师傅~|维修师傅~|宽带师傅~|工程师~|客服~|客服~说|客服~，|客服专员~|柜员~|客户经理~|理财经理~|业务员~|销售~|销售~，|导购~|店长~|店员~|主播~|前台~|护士~|医生~|主任~|大夫~|律师~|中介~|保洁~|月嫂~|班主任~|教练~|导游~|定损员~|查勘员~|投保人~|被保险人~|被保人~|受益人~|受益人~，|受益人改成~|持卡人~|开户人~|户名~|户名~，|申请人~|申请人~，|经办人~|联系人~|联系人~，|联系人~。|紧急联系人~|收件人~|收件人~，|收货人~|收货人~，|收货人改成~|收件人写~|收件人填~|寄件人~|寄件~，|收件~，|代收人~|签收人~|签收人~，|下单人~|预约人~|预约人~，|预订人~|入住人~|乘客~|乘客~，|旅客~|乘机人~|报修人~|报修人~，|投诉人~|举报人~|当事人~|担保人~|借款人~|承租人~|法人~|法人~，|代理人~|监护人~|经理~|主管~|组长~|班长~|村支书~|值班~|值班员~|处理人~|记录人~|审核~|复核~|经办~|质检~|跟进人~|负责人~|风控 ~|应收组 ~|改成~|改成~，|改为~|换成~|换成~，|写成~|写成~了|打成~了|写~|写~，|写~收|登记的是~|登记成~|填的~|填的是~|留的是~|留的名字是~|名字是~|名字是~，|名字：~|名字写的~|名字应该是~|应该是~|应该叫~|应为~|~收|~收，|~签收|~代收|~签的|~拒收|~拒收，|~已签收|~，男|~，女|~（女）|~(男，32岁)|~（我妈）|~（收）|~来电|~来电，|~致电|~反映|~反映，|~称|~表示|~要求|~投诉|~说|~说的|~说过|~告诉我|~答应|~上门|~没来|~还没来|~约的|~的件|~的快递|~的包裹|~的账户|~的卡|~的订单|~的名字|~的电话|~的会员|~的病历|~的保单|~这个名字|~这个会员|~这个户名|~名下|~未接|~已接|~已处理|~已完成|~待回访|~跟进|~处理|~复核|~陪同|~签字|~一直|~昨天|~今天|~上次|~刚才|~给我|~回电|~和|~、|~，1|~ 1|、~|、~、|，~|，~，|。~|。~，|：~|：~；|\n~\n|\n~|\n顺颂商祺\n~|\n此致敬礼\n~|谢谢！\n~|祝好\n~|。\n~ |周一~，|周三~，|早班~|晚班~，|1. ~|2、~|（~）|(~)|【~】|“~”|“~”，|——~|——~——|到底是~还是~|~是~的|~和~|~与~|~、~|~跟~|~还有~|把~改成~|从~改成~|不是~是~|不是~，是~|~转~|~和~各|给~和~|由~和~|请~、~|~、~已|~、~、~|客户~，经办~|~托~|我姓王，叫~|我姓李叫~|我姓黄，叫~|免贵姓陈，叫~|姓刘，名叫~|我姓张，全名~|全名~|全名是~|真名~|真名叫~|~不认可|~空号|~约了|~于1|~未|~没|~拒|~已知|~不接|~称未|~开会，|~转告|~又|~还没|~都没|~也|~在家|~改约|~补办|~开卡|转接~。|转接~|找~。|是~打的|周二~|周四~|周五~|中班~|~妹妹|~阿姨|~大哥|~姐姐|~医生|~主任|~教授|~护士|~师傅一直|~师傅没|~师傅来|~老师主讲|~老师说|~女士的|~先生的|~的妈妈~|~的爱人~'.split(
    '|',
  );
const particles = [
  ...'于在不没未也都就说要来去给把被跟和与已将又再还才曾均仍约想称收签拒交付退改补办打发回问让请到从用是有会能可应须欠',
];
// The same places taken by what is nobody's name.
const nobodies =
  '客服 人工 人工客服 商家 卖家 店家 老板 平台 物业 快递 快递员 骑手 师傅 司机 经理 店长 主管 领导 前台 门卫 保安 中介 银行 医院 你们 他们 她们 我们 大家 自己 别人 谁 谁啊 哪位 哪个 客户 用户 会员 顾客 本人 家人 朋友 同事 孩子 老人 父母 邻居 李女士 王先生 张师傅 陈经理 刘老师 赵总 孙主任 周医生 小王 小李 老张 小陈 张某 李某某 王哥 刘姐 陈阿姨 新用户 老用户 老客户 新客户 学生 外地人 上班族 售后 售后部 财务 财务部 技术部 技术员 仓库 工厂 厂家 官方 专员 专家 总部 分公司 支行 营业厅 网点 驿站 快递柜 丰巢 菜鸟 淘宝 京东 美团 支付宝 微信 顺丰 中通 圆通 移动 联通 电信 平安 人保 国寿 招行 建行 工行 农行 东西 地址 电话 时间 问题 结果 情况 订单 包裹 发票 退款 原因 消息 短信 邮件 密码 账号 手机 身份证 明天 今天 后天 下午 上午 晚上 周末 尽快 及时 马上 方便 麻烦 高兴 真的 什么 怎么 哪里 这样 那样 不是 是的 好的 收到 明白 知道 可以 谢谢 不用 没有 还没 已经 一下 一个 一次 两个 全部 部分 其他 任何 所有 同上 女士 先生 小姐 亲 您 他 她'.split(
    ' ',
  );
const tails =
  '，谢谢。|，麻烦了。|，电话1|，怎么回事|。|\n|，|吧|呢|啊|了|的|，我等着|，急|。谢谢|，他知道|，对吗|？|！||||，昨天|，前天下的单|，1|（|，女|，说是|，已|，未| 男'.split(
    '|',
  );
const heads =
  '|||||你好，|您好 |亲，|那个，|嗯，|喂|在吗，|麻烦|请问|昨天|刚才|上午|我想问下，|10:32 |今天|，|。|\n|：|备注：|然后|就是|哎|那|好，|行，|他说|对了，'.split(
    '|',
  );

/** Sentences of service talk with people of all kinds where they stand, and the same places without people. */
export function running(random: Random, count: number): Sample[] {
  return Array.from({ length: count }, () => {
    const frame = random.pick(frames);
    const nobody = random.chance(0.3);
    const telling = /[叫户姓名人主]~|~(?:先生|女士|小姐|同学|本人)|@~|访~/.test(frame);
    let text = random.pick(heads);
    const entities: Entity[] = [];
    const [first = '', ...rest] = frame.split('~');
    text += first;
    for (const part of rest) {
      if (nobody) text += random.chance(0.75) ? random.pick(nobodies) : random.pick(ordinary);
      else {
        const value = anyName(random, telling ? 0.3 : 0.12);
        entities.push({ type: 'PERSON', start: text.length, end: text.length + value.length });
        text += value;
      }
      text += part;
    }
    if (frame.endsWith('~') && random.chance(0.25)) text += random.pick(particles);
    text += random.chance(0.5) ? random.pick(tails) : random.pick(words).word + random.pick(tails);
    return { text, entities };
  });
}

/** A Han prose sentence part and an address that no label marks, with loose details at its end. */
export function looseAddress(random: Random): string {
  if (random.chance(0.4)) return variedAddress(random);
  const n = (most: number): number => 1 + random.below(most);
  const base = random.chance(0.6) ? places.address(random) : places.shortAddress(random);
  if (random.chance(0.45)) return base;
  const bare = base.replace(/(?:\d+|[A-D一二三四五六七八九十])(?:栋|幢|座|号楼|#).*$/, '');
  if (bare.length < 6) return base;
  const area = random.pick([
    '物流园',
    '工业园',
    '科技园',
    '创业园',
    '商贸城',
    '批发市场',
    '写字楼',
    '大厦',
    '中心',
    '家园',
    '怡和园',
    '和平里',
    '家属院',
    '公寓',
    '广场',
    '华庭',
    '名邸',
    '佳苑',
    '雅居',
    '国际',
    '天地',
    '新城',
    '花园',
  ]);
  const tail = random.pick([
    `${n(9)}库`,
    `${n(9)}号库`,
    `${random.pick([...'ABCDEF'])}${n(9)}组团${n(20)}栋${n(4)}单元${n(30)}0${n(4)}`,
    `${random.pick([...'ABCD'])}座${random.pick(['南', '北', '东', '西'])}塔${n(40)}楼`,
    `${n(30)}#楼${n(30)}0${n(4)}`,
    `${n(30)}#${n(4)}单元${n(30)}0${n(4)}`,
    `${n(12)}期${n(30)}栋${n(4)}单元${n(30)}0${n(4)}室`,
    `${random.pick([...'ABCD'])}区${n(30)}号楼${n(4)}门${n(30)}0${n(4)}`,
    `${n(30)}-${n(4)}-${n(30)}0${n(4)}`,
    `${n(60)}座${n(40)}楼${random.pick([...'ABCDEF'])}室`,
    `${n(5)}楼${n(5)}0${n(9)}铺`,
    `${n(40)}层${n(40)}0${n(9)}室`,
    `${n(30)}栋${n(4)}单元${n(30)}楼`,
    `${random.pick([...'ABCD'])}座${n(30)}0${n(9)}`,
    `${n(30)}幢`,
    `${n(30)}号楼`,
    '',
  ]);
  return bare + (random.chance(0.6) ? area : '') + tail;
}

const shelf =
  '~和~哪个好|~跟~比|~、~、~售后|~、~|~吸尘器|~手机|~冰箱|~空调|~跑鞋|~专柜|~旗舰店|~门店|~多少钱|我买的~|~的优惠券|~打折|~售后点|~航海家|~官网|用~|~换新|~的鞋|~粉底|~奶粉|牛奶、~、米粉|~有货吗|~缺货|买了~|一箱~|~的发票|~保修|~系列|全是~|~已缴|白~|两袋~'.split(
    '|',
  );
const brands =
  '戴森 林肯 李宁 戴尔 安踏 海尔 格力 美的 方太 万宁 罗技 雷蛇 索尼 宝格丽 马自达 林内 康佳 安利 雅培 惠氏 贝因美 合生元 飞鹤 伊利 蒙牛 光明 安慕希 金典 维达 清风 洁柔 安尔乐 高洁丝 苏菲 花王 贝亲 巴拉巴拉 安奈儿 江南布衣 马克华菲 柒牌 卡宾 唐狮 森马 罗蒙 雅戈尔 曼妮芬 安莉芳 古今 周大生 毛戈平 卡姿兰 玛丽黛佳 韩束 丸美 欧莱雅 兰蔻 雅顿 娇兰 希思黎 科颜氏 倩碧 贝玲妃 万豪 希尔顿 温德姆 凯悦 洲际 费列罗 乔治白 乔丹 林肯车 凯迪拉克 雷诺 马歇尔 宾得 徕卡 尼康 金士顿 安克 高露洁 高德 平安 阳光 安邦 安联 安盛 安心 金蝶 金山 金立 金嗓子 葛兰素 任天堂 罗曼 罗马仕 倍思 米其林 马牌 邓禄普 海底捞 毛家饭店 张亮 杨国福 古茗 查理宜 喜茶 茶颜 霸王茶姬 沪上阿姨 卡旺卡 华莱士 高新区 经开区 开发区 卡顿 黑屏 蓝屏 白屏 花纹 单品 单人间 双床房'.split(
    ' ',
  );

/** Brands, goods and words that begin like names on a shop's counter. */
export function shop(random: Random, count: number): Sample[] {
  return Array.from({ length: count }, () => ({
    text:
      random.pick(heads) +
      random
        .pick(shelf)
        .split('~')
        .reduce(
          (text, part) => text + random.pick(random.pick([brands, brands, goods, goods, notPeople])) + part,
        ) +
      random.pick(tails),
    entities: [],
  }));
}

const spoken = [...'零一二三四五六七八九'];
const say = (text: string): string => text.replaceAll(/\d/g, (digit) => spoken[Number(digit)] as string);

/** An address with spaces between its parts, or its numbers in words. */
function respelt(random: Random, address: string): string {
  if (random.chance(0.5)) return say(address);
  return address.replaceAll(
    /(省|市|区|县|镇|街道|路|号|小区|花园|园|栋|幢|号楼|楼|座|单元)(?=[^\s])/g,
    (end) => (random.chance(0.7) ? `${end} ` : end),
  );
}

const leads =
  '寄到 送到 发到 住 住在 我住 家住 现住 我家 我家在 地址是 地址在 改寄 改到 寄往 寄给 放到 送至 请寄 退回 退到 搬到 公司在 单位在 我在 我是 就是 在 到 是 从 去 家庭住址 家庭地址 现住址 居住地 户籍地 收货地址 派送地址 经营场所 房屋 地址确认 上门地址 上门 地址还是 地址没变，还是 出险地点在 事故地点 反映 位于 门店在 楼下 隔壁'.split(
    ' ',
  );
const follows =
  '|，谢谢|，麻烦改一下|门口|楼下|的|有人吗|无信号|断网了|，到付|。|\n|，电话1|能送吗|安装|，联系人|发生剐蹭|，一直红灯|这边|那边|附近|对面|取一串钥匙|没电|停水|\n联系人| 联系人|，收件人|，家里有人|然后门禁要打电话|，师傅|多少钱|什么时候到'.split(
    '|',
  );

/** Addresses in running text, some respelt as people type or say them. */
export function living(random: Random, count: number): Sample[] {
  return Array.from({ length: count }, () => {
    const loose = looseAddress(random);
    const value = random.chance(0.25) ? respelt(random, loose) : loose;
    const lead = random.pick(heads) + random.pick(leads) + random.pick(['', '', '', ' ', '：', ':', '，']);
    const text = lead + value + random.pick(follows);
    return {
      text,
      entities: [{ type: 'ADDRESS' as const, start: lead.length, end: lead.length + value.length }],
    };
  });
}

const columns =
  'name real_name realName userName user_name username customer receiver receiver_name receiverName consignee contact contactName contact_name linkman owner sender patient passenger holder applicant insured'.split(
    ' ',
  );
const otherColumns =
  'status type nick nickName nickname product productName product_name shop shopName title remark color role dept city category msg goods_name brand level reason'.split(
    ' ',
  );
const otherValues = (random: Random): string =>
  random.chance(0.5) ? random.pick(ordinary) : random.pick(pairs);

/** Rows of tables and logs: JSON, CSV, SQL, XML, query strings. */
export function machine(random: Random, count: number): Sample[] {
  return Array.from({ length: count }, () => {
    let text = '';
    const entities: Entity[] = [];
    const put = (type: Entity['type'], value: string): void => {
      entities.push({ type, start: text.length, end: text.length + value.length });
      text += value;
    };
    const phone = (): string => `1${random.pick([...'3456789'])}${random.digits(9)}`;
    const name = (): string => anyName(random, 0.35);
    const address = (): string => looseAddress(random);
    const style = random.below(9);
    const quote = random.pick(['"', '"', "'"]);
    if (style <= 1) {
      text += random.pick(['{', '', '{"id":17,', '"data":{']);
      const colon = random.pick([':', ': ']);
      const fields = 1 + random.below(4);
      for (let i = 0; i < fields; i += 1) {
        const roll = random.next();
        if (i > 0) text += random.pick([',', ', ']);
        if (roll < 0.45) {
          text += quote + random.pick(columns) + quote + colon + quote;
          put('PERSON', name());
        } else if (roll < 0.6) {
          text +=
            quote +
            random.pick(['addr', 'address', 'detail', 'location', 'receiverAddr']) +
            quote +
            colon +
            quote;
          put('ADDRESS', address());
        } else if (roll < 0.75)
          text += `${quote}${random.pick(['mobile', 'phone', 'tel'])}${quote}${colon}${quote}${phone()}`;
        else text += quote + random.pick(otherColumns) + quote + colon + quote + otherValues(random);
        text += quote;
      }
      text += random.pick(['}', '', ',"x":1}']);
    } else if (style <= 3) {
      const open = random.pick([
        "INSERT INTO t_order (receiver, phone) VALUES ('",
        "VALUES ('",
        "('",
        "(17,'",
        "','",
        '"',
        '',
        '',
        '客户,',
        '用户,',
        '1,',
        '20261103,',
      ]);
      const joint = open.endsWith("'")
        ? "','"
        : open.endsWith('"')
          ? '","'
          : random.pick([',', ',', '\t', '|', ';', ', ', '，', ' ', '　']);
      text += open;
      if (random.chance(0.85)) put('PERSON', name());
      else
        text += random.pick([
          '手机',
          '电话',
          '联系电话',
          '手机号',
          '号码',
          '微信',
          '客服',
          '热线',
          '致电',
          '改成',
          '备用',
          '回电',
          '好的',
          '谢谢',
          '就是',
          '现在',
          '尾号',
          '短信',
          '验证',
          '联系',
          '拨打',
          '加我',
          '座机',
          '本机',
          '主叫',
          '被叫',
        ]);
      text += joint + phone();
      if (random.chance(0.4)) {
        text += joint;
        put('ADDRESS', address());
      }
      text += open.endsWith("'") ? "')" : open.endsWith('"') ? '"' : random.pick(['\n', '', '。', joint]);
    } else if (style === 4) {
      text += `${random.digits(2)},`;
      put('PERSON', name());
      text +=
        random.pick([',', ',', '\t', '，', ' ', '|']) +
        random.pick(['男', '女', `4${random.digits(17)}`]) +
        random.pick(['\n', ',', '']);
    } else if (style === 5) {
      text += `${random.pick(['UPDATE member SET ', '?', '&', 'ip=10.2.3.4 ', 'INFO order.create ', ''])}`;
      const person = random.chance(0.7);
      const column = random.pick(person ? columns : otherColumns);
      const q = random.chance(0.3) ? "'" : '';
      text += `${column}=${q}`;
      if (person) put('PERSON', name());
      else text += otherValues(random);
      text += q + random.pick([' WHERE id=1', '&', ' tel=', ' ', '', ';', ', ']);
    } else if (style === 6) {
      const person = random.chance(0.7);
      const column = random.pick(person ? columns : otherColumns);
      text += `<${column}>`;
      if (person) put('PERSON', name());
      else text += otherValues(random);
      text += `</${column}>`;
    } else if (style === 7) {
      const joint = random.pick(['　', '  ', '\t', '|', ' / ', '、', ' ']);
      text += random.pick(['值班', '出席', '名单', '签到', '']);
      for (let i = 0; i < 3; i += 1) {
        text += joint;
        put('PERSON', name());
      }
    } else {
      text += random.pick(['姓 名', '姓名', '收件人', '联系人', '我叫']) + random.pick([' : ', ':', ' ', '']);
      const value = random.pick([people.chineseName(random), people.shortName(random)]);
      if (!japanese.has(value)) put('PERSON', [...value].join(' '));
      text += random.pick(['', '　', '\n', '，', ' 女', ' 电 话']);
    }
    return { text, entities };
  });
}
