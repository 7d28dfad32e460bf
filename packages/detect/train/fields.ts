import * as people from '../corpus/people.ts';
import { dictionary, givenCharacters } from './lexicon.ts';
import * as places from '../corpus/places.ts';
import type { Entity } from '../corpus/index.ts';
import type { Random } from '../corpus/random.ts';
import { anyName, looseAddress } from './frames.ts';
import { goods, ordinary } from './ordinary.ts';
import type { Sample } from './sample.ts';

const nameLabels =
  '姓名 名字 客户姓名 真实姓名 收件人 收货人 寄件人 发件人 联系人 联络人 经办人 申请人 代办人 户主 户名 机主 车主 业主 租户 房东 法人 法定代表人 投保人 被保险人 受益人 持卡人 开户人 收款人 付款人 签收人 取件人 患者 就诊人 病人 家长 家属 监护人 学生 考生 学员 老师 班主任 司机 骑手 快递员 派送员 师傅 工程师 客服 客服专员 坐席 处理人 负责人 审核人 审批人 复核 记录人 受理人 值班 回访人 报修人 报案人 投诉人 被投诉人 举报人 当事人 乘客 乘机人 乘车人 入住人 预订人 旅客 客人 会员 客户 用户 参会人 主持人 店长 经理 客户经理 主管 销售 设计师 技师 导游 作者 签名 签字 甲方 乙方 担保人 借款人 承租人 出租人 推荐人 紧急联系人 父亲 母亲 配偶 子女 姓 名'.split(
    ' ',
  );
const latinLabels =
  'name fullName real_name realname username customer customer_name consignee receiver recipient contact contactName sender owner holder passenger guest patient applicant driver agent payee payer buyer'.split(
    ' ',
  );
const addressLabels =
  '地址 住址 收货地址 收件地址 家庭住址 家庭地址 现住址 户籍地址 户籍所在地 通讯地址 联系地址 详细地址 单位地址 公司地址 办公地址 安装地址 上门地址 寄件地址 退货地址 送货地址 注册地址 位置 坐落 房屋坐落 房产坐落 住所 住所地 经营地址 配送地址 取件地址 服务地址 装机地址 案发地点 地点 送到 收货信息 地 址 addr address address detail shipping_address location 住 址'.split(
    ' ',
  );
const otherLabels =
  '品名 商品 商品名称 名称 标题 主题 备注 颜色 款式 面料 材质 类型 类别 状态 原因 结果 项目 昵称 网名 品牌 型号 规格 产地 科室 部门 单位 公司 开户行 银行 学校 专业 职业 岗位 级别 等级 籍贯 民族 城市 套餐 服务 内容 关键词 标签 分类 尺寸 口味 菜名 店名 店铺 门店 支行 医院 诉求 意见 说明 方式 渠道 来源 时间 用途 关系'.split(
    ' ',
  );
const blanks =
  '未填写 保密 不详 同上 本人 无 待定 暂无 未知 匿名 匿名用户 财务部 客服部 客服中心 人事部 前台 物业 门卫 系统自动 自动派单 管理员 夜班客服 在线客服 智能客服 机器人 值班员 收发室 会员 游客 新用户 先生 女士 见附件 待补充 不方便透露 未登记 家人 邻居 快递柜 菜鸟驿站 李女士 王先生 张师傅 陈经理 刘老师 赵总 小李 老王 小美 李某 张某某 王** 李* *明 张*伟 陈** 行政部 采购部 法务部 仓库 测试 测试用户 管家 导购 店长 法定 法定受益人 系统 在线 离线 忙碌 空闲 无名 不明 不祥 未知 未提供 未登记 未留 拒绝透露 拒绝提供 不愿透露 待核实 待确认 待分配 待指派 待补 空 空白 略 同前 同下 与投保人相同 与上相同 见上 见下 见备注 详见附件 如上 如下 以上 全体 集体 全部 所有人 多人 两人 三人 他人 别人 自己 亲属 亲友 朋友 父亲 母亲 爸爸 妈妈 配偶 儿子 女儿 子女 丈夫 妻子 老公 老婆 同事 邻里 房客 老板 老板娘 老师 师傅 司机 骑手 快递员 客服 客服一组 客服二组 售后 售后部 售后组 技术部 技术组 维修组 夜班 早班 中班 晚班 值班室 保安 保安室 前台代收 物业代收 驿站代收 丰巢 超市 代收点 小卖部 传达室 办公室 总经办 市场部 销售部 运营部 工程部 项目部 总部 分公司 门店 店员 店主 掌柜 卖家 买家 商家 平台 官方 管理者 超级管理员 普通用户 普通会员 金卡会员 贵宾 贵宾客户 重要客户 新客户 老客户 潜在客户 个人 企业 公司 单位 学校 银行 系统派单 系统生成 系统自动分配 自动 自动分配 人工 人工客服 机器 智能助手 小助手 小蜜 好的 好的谢谢 谢谢 不客气 收到 明白 可以 已签 已签字 已签收 未签 签名 签字 盖章 电子签名 男 女 是 否 有 暂缺 已离职 离职 休假 张女士 周先生 孙小姐 吴老师 郑经理 冯主任 小周 小刘 老张 阿姨 叔叔 大爷 大妈 王姐 刘哥 刘某某 赵某'.split(
    ' ',
  );
const seps = [
  '：',
  ':',
  ': ',
  '： ',
  ' ',
  '　',
  '|',
  ' | ',
  '\t',
  '=',
  ' = ',
  '】',
  '」',
  '：\n',
  '-',
  '→',
  '是',
  '为',
  '，',
  ' : ',
  '":"',
  '": "',
  '>',
  '（',
  '(',
];
const ends = [
  '',
  '',
  '',
  '，',
  ',',
  '\n',
  ' ',
  '　',
  '；',
  ';',
  '|',
  '\t',
  '。',
  '、',
  '"',
  '",',
  '）',
  '<',
  ' 电话',
  '，电话',
  '&',
  ' 男',
  '（',
  '/',
  "'",
];

const rare = givenCharacters()
  .sort((a, b) => b[1] - a[1])
  .slice(0, 1200)
  .map(([char]) => char);
const mongolian =
  '敖日格乐 哈斯巴根 巴雅尔 那顺 乌力吉 宝力德 阿拉坦 图雅 格根 呼斯楞 苏日娜 其木格 通拉嘎 萨如拉 阿如罕 朝鲁门 巴特尔 腾格尔 扎西顿珠 次仁拉姆 多吉才让 索南扎西 仁增旺姆 旦增曲珍 格桑梅朵 尼玛次仁 古丽娜 热依拉 帕丽达 阿孜古 木合塔尔 艾尔肯 努尔江 叶尔肯 阿依达娜'.split(
    ' ',
  );
/** A minority name of one part: 其木格, 扎西顿珠. */
const undotted = (random: Random): string => random.pick(mongolian);

const speech = dictionary().filter(
  (e) => /^[adlvcri]/.test(e.tag) && e.frequency > 40 && e.word.length > 1 && e.word.length < 5,
);
const speakers =
  '客户 坐席 客服 用户 商家 买家 卖家 司机 骑手 顾客 机器人 会员 老师 家长 学生 经理 A B'.split(' ');

const spoken =
  '不在|今天不在|今天休息|休息了|离职了|开会去了|在开会|在忙|出差了|出去了|给我办的|接的电话|跟我说的|他说的|她说的|先生您好|女士您好|您好|你好|吗|啊|呢|吧|是吧|对吧|嘛|本人|，对|，没错|，我记一下|请您稍等|稍等|的妈妈|的爱人|在吗|来过|没来|打过|已经走了|明天来|会回电话|负责的|处理的|知道这个事|刚才|昨天|上次|又没来|帮我弄的|，工号1|，好的'.split(
    '|',
  );

/** Turns of a call or chat whose speakers are named by what they are: 客户：何必呢. */
export function turns(random: Random, count: number): Sample[] {
  return Array.from({ length: count }, () => {
    let text = '';
    const entities: Entity[] = [];
    for (let i = 1 + random.below(3); i > 0; i -= 1) {
      if (random.chance(0.35)) {
        const before = random.pick([
          '',
          '',
          '',
          '',
          '找',
          '我是',
          '我叫',
          '嗯',
          '您好',
          '请问是',
          '对，',
          '哦',
          '那个',
        ]);
        text += random.pick(speakers) + random.pick(['：', ':', '： ', ' ', '：']) + before;
        const name = anyName(random, /叫|是/.test(before) ? 0.2 : 0.08);
        entities.push({ type: 'PERSON', start: text.length, end: text.length + name.length });
        text += name + random.pick(spoken) + random.pick(['，', '。', '。 ', '\n', '？', '', ' ']);
        continue;
      }
      const word = random.chance(0.4) ? random.pick(ordinary) : random.pick(speech).word;
      text += `${random.pick(speakers)}${random.pick(['：', ':', '： '])}${word}${random.pick(['', '呢', '吧', '啊', '了', '的', '', random.pick(speech).word])}${random.pick(['，', '。', '\n', '？', '！', ' ', ''])}`;
    }
    return { text, entities };
  });
}

/** Fields of forms, each printed in its own way: what stands behind a label, and what only seems to. */
export function fields(random: Random, count: number): Sample[] {
  const name = (): string => {
    if (random.chance(0.45)) return anyName(random, 0.45);
    const roll = random.next();
    if (roll < 0.03) return random.pick(rare) + random.pick(rare);
    if (roll < 0.06) return random.pick(rare) + random.pick(rare) + random.pick(rare);
    if (roll < 0.1) return undotted(random);
    if (roll < 0.5) return people.chineseName(random);
    if (roll < 0.6) return people.shortName(random);
    if (roll < 0.8) return people.wordName(random);
    if (roll < 0.84) return people.foreignName(random);
    if (roll < 0.87) return people.dottedName(random);
    if (roll < 0.9) return people.minorityName(random);
    if (roll < 0.92) return people.japaneseName(random);
    if (roll < 0.95) return random.pick(ordinary.filter((word) => word.length === 2));
    return people.pinyinName(random);
  };
  return Array.from({ length: count }, () => {
    let text = '';
    const entities: Entity[] = [];
    const put = (type: Entity['type'], value: string): void => {
      entities.push({ type, start: text.length, end: text.length + value.length });
      text += value;
    };
    const spaced = (label: string): string =>
      label.length < 4 && random.chance(0.06)
        ? [...label].join(random.pick([' ', '　']))
        : /^[^a-z]/.test(label) && random.chance(0.08)
          ? label + random.pick(['1', '2', '（必填）', '*', '（本人）', '(签字)'])
          : label;
    const n = 1 + random.below(4);
    const sep = random.pick(seps);
    const end = random.pick(ends);
    if (random.chance(0.15))
      text += random.pick(['【', '[', '"', '1.', '1、', '- ', '客户提供', '修改', '麻烦登记：']);
    for (let i = 0; i < n; i += 1) {
      const roll = random.next();
      if (roll < 0.45) {
        text += spaced(random.pick(random.chance(0.85) ? nameLabels : latinLabels)) + sep;
        const many = random.chance(0.12) ? 2 + random.below(2) : 1;
        const joint = random.pick(['、', '，', ' ', '/', ',', ';']);
        for (let k = 0; k < many; k += 1) {
          if (k > 0) text += joint;
          put('PERSON', name());
        }
      } else if (roll < 0.65) {
        text += random.pick(addressLabels) + sep;
        put('ADDRESS', random.chance(0.4) ? looseAddress(random) : places.address(random));
      } else if (roll < 0.76) {
        text += spaced(random.pick(nameLabels)) + sep + random.pick(blanks);
      } else if (roll < 0.92) {
        text += random.pick(otherLabels) + sep + random.pick(random.chance(0.5) ? ordinary : goods);
      } else text += `${random.pick(['电话', '手机', '联系方式'])}${sep}1${random.digits(10)}`;
      text += end === '' && i + 1 < n ? random.pick(['\n', '，', ' ', '；']) : end;
    }
    return { text, entities };
  });
}

/** Romanised names in the ways of tickets and lists. */
export function tickets(random: Random, count: number): Sample[] {
  return Array.from({ length: count }, () => {
    const [a = '', b = ''] = people.pinyinName(random).split(' ');
    const [first = '', last = ''] = people.englishName(random).split(' ');
    const value = random.pick([
      `${a}/${b}`.toUpperCase().replace('-', ''),
      `${last}, ${first}`,
      `${last}/${first}`.toUpperCase().replaceAll('.', ''),
    ]);
    if (!/^[A-Za-z'-]+(?:\/|, )[A-Za-z'-]{2,}$/.test(value)) return { text: '', entities: [] };
    const before = random.pick([
      'Passenger: ',
      'Passenger name: ',
      'Name: ',
      '乘客：',
      '旅客姓名：',
      '',
      'Guest ',
      '乘机人 ',
      '1. ',
      'name=',
      '英文名 ',
      'for ',
    ]);
    const after = random.pick(['', ' MR', ' MS', '\n', ', flight', ' MU5101', '，', '。', ' 1 adult']);
    return {
      text: before + value + after,
      entities: [{ type: 'PERSON' as const, start: before.length, end: before.length + value.length }],
    };
  });
}
