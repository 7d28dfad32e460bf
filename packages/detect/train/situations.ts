import type { Entity } from '../corpus/index.ts';
import * as people from '../corpus/people.ts';
import type { Random } from '../corpus/random.ts';
import { anyName, likeNames, looseAddress } from './frames.ts';
import { dictionary } from './lexicon.ts';
import { compounds, ordinary } from './ordinary.ts';
import { bearers } from './people.ts';
import type { Sample } from './sample.ts';

const list = (text: string): readonly string[] => text.trim().split(/[\s|]+/);

const roles = list(`
客户 用户 会员 顾客 买家 卖家 商家 业主 住户 租客 房东 户主 机主 车主 乘客 旅客 患者 病人 家属 家长 学生 学员 考生 同学 老师 班主任
教练 医生 主治医师 主管医师 护士 护士长 主任 院长 律师 代理律师 法官 书记员 经理 客户经理 大堂经理 项目经理 主管 店长 店员 导购 收银员 柜员 坐席
客服 客服专员 专员 业务员 销售 代理人 经纪人 中介 置业顾问 顾问 查勘员 定损员 核保员 理赔员 催收员 师傅 安装师傅 维修师傅 保洁阿姨 司机 骑手
快递员 配送员 站长 网点负责人 仓管 保安 门卫 物业管家 管家 楼长 网格员 社区民警 民警 交警 辅警 消防员 工程师 技术员 巡检员 抄表员 电工 记者
通讯员 编辑 主播 演员 导演 歌手 选手 队长 球员 前锋 门将 主教练 教授 博士 学者 作家 画家 被告人 嫌疑人 原告 被告 证人 死者 伤者 党员 书记 村民
市民 游客 居民 同事 朋友 室友 闺蜜 邻居 同桌 老板 老公 老婆 我妈 我爸 妈妈 爸爸 婆婆 岳父 女儿 儿子 孙女 外甥 表哥 堂妹 姐夫 二叔 小姨 投保人
被保险人 受益人 持卡人 借款人 担保人 付款人 收款人 申请人 投诉人 举报人 报案人 报修人 来电人 联系人 收件人 寄件人 签收人 经办人 负责人 当事人`);

const befores =
  '让|请|叫|找|问|问过|问一下|问了|联系|联系一下|联系了|通知|通知一下|转告|转给|转交|转交给|转|交给|派|派给|约|约了|托|拜托|麻烦|麻烦您让|谢谢|感谢|表扬|投诉|举报|祝|祝贺|恭喜|欢迎|替|帮|帮我问问|帮我找|帮我给|给|给我转|为|由|已由|交由|和|跟|与|同|跟着|陪|陪着|送|接|接到|遇到|碰到|见到|看到|听|听说|听了|信任|拉黑了|把|被|比|对|向|从|当时是|就是|不是|是|还是|原来是|因为|除了|包括|只有|连|想给|要给|都给|发给|寄给|写给|留给|卖给|借给|退给|汇给|打给|已与|已和|已向|经|据|按|昨天接待我的是|刚才接电话的是|帮我办的是|负责的是|叫做|名为|化名|自称|我叫|他叫|她叫|改名|改名为|更名为|登记为|户名改为|过户给|转让给|委托|授权|推荐|介绍|提拔|任命|选举|聘请|采访|专访|拜访|走访|探望|悼念|纪念|追问|质问|致电|电联|回访|随访|面访|外呼|催促|督促|提醒|核实|确认|已确认|关于|针对|抄送|主送|知会|同意|要求|建议|希望|盼|感激|佩服|喜欢|支持|怀疑|起诉|指控|逮捕|击败|战胜|不敌|力克|迎战|搭档|携手|联手|接替|换下|传给|助攻|导演|主演|饰演|记者|摄影|作者|编剧|主持人|嘉宾|群里|楼上|楼下|隔壁|对门|三楼|五楼|7栋的|1单元的|12床|8床|周一|周二|抄送|抄送|知会|周三|早班|中班|晚班|夜班|今天|昨天|上次|刚才|之前|后来|结果|反正|不过|但是|可是|所以|如果|要是|那个|这个|那位|一位叫|有位|名叫|人叫|第一名|冠军'.split(
    '|',
  );

const afters =
  '给我回个电话|给我打电话|给我发了|给我办的|昨天来过|昨天来过了|今天没来|明天来|上午来的|下午去|说|说的|说了|说今天|说可以|说不行|说过|说他|说她|告诉我|跟我说|跟我讲|和我说|答应我|答应的|承诺|保证|表示|称|称其|认为|指出|透露|介绍|坦言|回应|强调|反映|反映的|反映说|投诉|投诉的|投诉称|来电|来电称|致电|要求|申请|申请的|提出|提供的|上传的|提交的|同意|不同意|拒绝|拒付|拒收|拒接|签收|签字|签了|签的|代签|代收|代办|受理|经手|负责|负责的|处理|处理的|处理完|跟进|跟进的|对接|核实|核实后|审核|复核|确认|确认后|确认过|在吗|在不在|在家|在场|在开会|在等着|不在|不在家|不在线|没在|没来|没接|没回|没收到|未接|未回|未到|未签收|已接|已到|已签|已离职|已搬走|已退|已付|已知晓|的电话|的手机|的名字|的身份证|的账户|的账号|的卡|的保单|的合同|的订单|的件|的快递|的包裹|的病历|的报告|的妈妈|的爸爸|的女儿|的儿子|的爱人|的老公|的老婆|的家人|的家属|的同事|的直播间|的声音|的态度|的意思|的房子|的车|的工位|的行为|名下|名下的|本人|本人的|本人来|本人签收|先生|女士|小姐|老师|师傅|同学|医生|律师|经理|主任|教授|大夫|阿姨|叔叔|大哥|大姐|姐姐|妹妹|哥|姐|总|工|您好|你好|你好啊|老师您好|，您好|，你好|吗|呢|吧|啊|呀|是吧|对吧|对吗|来着|，男|，女|，男，|，女，4|（男）|（女|(女)|（化名）|（邻居）|（我爱人）|（收）|、|、李|和|与|跟|及|以及|也|也在|也来|又|又来|还|还在|还没|都|都说|都在|就|就是|就说|才|却|仍|再|再次|先|先走|正在|正|刚|刚刚|刚走|刚才|一直|一直催|一直在|总是|经常|从来|突然|忽然|竟然|居然|终于|昨晚|今早|上周|去年|当时|曾|曾在|曾经|将|将于|将在|于|于昨日|从|从越南|把|把车|把钱|被|被判|被骗|被打|让|让我|叫我|喊我|请我|帮我|帮忙|帮你|替我|陪|陪我|送|送的|送来|收|收到|收了|收款|付款|付的|转的|转给|转来|发的|发来|寄的|寄来|打的|打来|打过|打了|打入|买的|买了|订的|卖的|租的|住|住在|住的|搬|开的|开门|开车|修的|装的|装了|换的|换了|取|取走|取件|领|领走|带|带走|去|去了|去取|来|来了|来取|来装|来修|走了|到了|回|回来|回电|回复|进|上门|上班|下班|下单|下单的|休息|请假|出差|离职|调走|接|接的|接手|接替|接受采访|出席|出席了|主持|主讲|携|携手|率队|获|获得|夺冠|夺得|拿到|击败|战胜|不敌|攻入|打入|打进|助攻|传中|扑出|登场|出战|受伤|主演|饰演|执导|创作|出生|病逝|去世|去世后|逝世|住院|出院|入院|查房|值班|今日|昨日|近日|日前|于11月3日|于10月|于2026年|于上月|于今早|在九江|在医院|约下周|约周三|约在|向我|向平台|对结果|对此|因|因为|因故|均|均已|等人|等三人|等五人|其|其家属|亦|即|则|若|如需|应|应于|可|可以|会|能|须|欠费|逾期|未还款|未接听|无人接|关机|停机|空号|挂断|情绪激动|很生气|不满意|很满意|满意|这个|这个人|这单|那单|这边|那边|那里|家|家里|家属|家长|同意后|到店|到账|到场|到院|办理|办的|查询|咨询|反馈|反馈说|催单|催问|补充|更正|更改|变更|注销|充值|缴费|续费|续保|退保|理赔|报案|报修|报警|起诉|，|，|，|，|。|。|。|；|！|？|：|\n|\n| |～|,|），'.split(
    '|',
  );

// Words between or around people that name nobody; {w} is an ordinary word, {a} one that looks like a name.
const idle =
  '师傅{a}安装了|客服{a}特别{w}|{a}就好|祝您{a}愉快|{a}的话请{w}|真的很{a}|太{a}了|不太{a}|比较{a}|越来越{a}|非常{a}|{a}一点|{a}极了|有没有{a}的|没有{a}|不{a}|已经{a}|全部{a}|显示{a}|状态：{a}|结果{a}|原因是{a}|属于{a}|关于{a}的问题|{a}问题|{a}服务|{a}功能|{a}系统|{a}时间|{a}费用|{a}时怎么{w}|{a}不了|{a}失败|{a}之后|{a}以后|{a}以前|请{a}{w}|请先{a}|请您{a}|需要{a}吗|可以{a}吗|能{a}吗|怎么{a}|如何{a}|为什么{a}|什么时候{a}|一直{a}|正在{a}|无法{a}|不能{a}|不想{a}|想要{a}|想{a}{w}|帮我{a}一下|麻烦{a}一下|给我{a}|给您{a}|为您{a}|让您{a}|给{a}加{w}|找{a}的{w}|说{a}{w}|问{a}价格|转{a}|由{a}负责|与{a}无关|和{a}一样|把{a}关掉|被{a}了|从{a}到{a}|{a}和{a}都{w}|{a}、{a}、{w}|{a}或{a}|{a}不{a}|{w}{a}{w}|{a}{w}多少钱|这款{a}{w}|那种{a}|一{w}{a}|两{w}{a}|三个{a}|全{a}|半{a}|同{w}{a}|收货人：{b}，{w}|联系人：{b}|姓名：{b}|审批：{b}|经办：{b}　复核：{b}|处理人：{b}|负责人：{b}|责任人：{b}|申请人：{b}；代理人：{b}|签收：{b}|收件人同{w}|收货人同{w}|商品：{a}{w}|备注：{a}|标题：{a}{w}|口味：{a}|颜色：{a}|品名：{a}|单价：{a}|单位：{a}|数量：{a}|方案：{a}|类型：{a}|套餐：{a}|标签：{a}|城市：{a}|线路：{a}|时段：{a}|部门：{a}|级别：{a}|渠道：{a}|关系：{a}|{w}：{a}|“{a}”|【{a}】|《{a}》|《{a}{w}》|（{a}）|{t}{w}{w}|{t}{a}{w}|{w}{t}{w}|{w}{t}|{t}{w}，{a}{w}|{t}了|{t}的|{t}，|，{t}|{w}{s}{w}|{w}{s}{w}|{w}{s}，{w}|{w}{s}{a}|{a}{s}{w}|{s}{w}{w}|{s}{w}，|{s}{w}{s}|{a}{s}，|{w}的{s}{w}|{s}{s}{w}|{o}{s}{w}|{w}{o}{s}|（{p}店）|({p}店)|({p}店)|{p}{k}|去{p}{k}|{p}{k}有{w}|吃{p}{k}|{k}{p}{k}|《{p}》'.split(
    '|',
  );
const nobodyInField =
  '同上 同下单人 同收货人 同联系人 同寄件人 同投保人 同申请人 默认 默认收货人 默认联系人 物业 物业公司 物业前台 水务 水务公司 电力 城管 城管局 街道办 居委会 村委会 业委会 燃气公司 施工方 施工单位 责任方 车队 车间 班组 安监 安保 安保部 项目部 工会 党办 团委 教务 教务处 后勤 后勤处 住院部 急诊 夜班 白班 常白班 全体 全员 全部 双方 双方当事人 各方 对方 甲方代表 乙方代表 待定 待补充 待分配 待认领 略 空 无 同意 不同意 通过 驳回 已批 已审 已阅 阅 准 属实 属实无误 无误 无异议 任意 任何人 不限 均可 本人或家属 家属代 家属代签 成年人 未成年 监护人 法人 单位 个体 商户 商家 平台 官方 官方客服 总部 总台 系统 自动 机器人 管理员 超管 访客 游客 匿名 黑名单 白名单 时效 金牌客服 金牌 水电工 温州客户 成都仓 华南仓 华东仓 华北区 常州站 石家庄站 毛利 宁波仓 郑州仓 广州仓 安徽区 江苏区 云南区'.split(
    ' ',
  );

const entries = dictionary();
const words = entries
  .filter(
    ({ tag, frequency, word }) =>
      frequency > 60 && /^[vndatqfmr]/.test(tag) && !tag.startsWith('nr') && word.length < 4,
  )
  .map(({ word }) => word);
const families = new Set(likeNames.map((word) => word[0] as string));
// Characters that end or begin many words of service talk and are surnames too.
const suffixes = [
  ...'费单时车包房门路金水花万毛米应全计成方向都连经和安平高白黄项段班元江海城关管员机件款卡号线店家司位价额度期率量点场所区站台箱柜袋双半每同另各某首末初前后内外满无未非不修拆换装送取退补改查缴付充',
];
const singles = [
  ...'来去到给发寄送取退换修装买卖付交打看问说要用开关拿放做加减按等请让叫找选填写查改补催接转回',
];
/** Words of three characters that begin like names. */
const triples = entries
  .filter(
    ({ word, tag, frequency }) =>
      word.length === 3 && frequency > 3 && families.has(word[0] as string) && !tag.startsWith('nr'),
  )
  .map(({ word }) => word);

const withChar = new Map<string, string[]>();
for (const { word, frequency, tag } of entries) {
  if (word.length > 3 || word.length < 2 || frequency < 40 || tag.startsWith('nr')) continue;
  for (const char of word) withChar.set(char, [...(withChar.get(char) ?? []).slice(0, 30), word]);
}

const heads =
  '|||||||你好，|您好，|亲，|嗯，|那个|喂，|在吗，|请问|我想问下，|上午|，|。|\n|备注：|然后|就是|哎|好的，|他说|对了，|！|？|坐席：|客户：|1. |—— |#|本报讯 |据悉，'.split(
    '|',
  );

const idleSentence = (random: Random): string =>
  random.pick(idle).replaceAll(/\{([wabtsokp])\}/g, (_, slot: string) => {
    if (slot === 'w') return random.pick(words);
    if (slot === 'b') return random.pick(nobodyInField);
    if (slot === 't') return random.pick(random.chance(0.5) ? triples : compounds);
    if (slot === 's') return random.pick(suffixes);
    if (slot === 'o') return random.pick(singles);
    if (slot === 'k') return random.pick(bearers);
    if (slot === 'p') {
      return random.pick([people.knownName, people.chineseName, people.shortName, people.foreignName])(
        random,
      );
    }
    return random.chance(0.25) ? random.pick(ordinary) : random.pick(likeNames);
  });

const spelling = [
  '~是~的~',
  '~，~的~',
  '~~的~',
  '~是~',
  '，~的~',
  '，~，~的~',
  '木子~',
  '就是~的~',
  ' ~ ~的~',
];

/** How a caller spells a name: 凌霄，凌是凌晨的凌. */
function spelt(random: Random, name: string): string {
  return [...name]
    .slice(random.below(2))
    .map((char) => {
      const word = random.pick(withChar.get(char) ?? [char]);
      let k = 0;
      return random.pick(spelling).replaceAll('~', () => {
        k += 1;
        return k === 2 ? word : char;
      });
    })
    .join(random.pick(['', '', '，', ' ']));
}

/** Turns put together from what comes before a name and what comes after it, words as names among them. */
export function situations(random: Random, count: number): Sample[] {
  return Array.from({ length: count }, () => {
    let text = random.pick(heads);
    const entities: Entity[] = [];
    const put = (value: string): void => {
      entities.push({ type: 'PERSON', start: text.length, end: text.length + value.length });
      text += value;
    };
    for (let i = 1 + random.below(2); i > 0; i -= 1) {
      const roll = random.next();
      if (roll < 0.36) text += idleSentence(random);
      else if (roll < 0.42) text += random.pick(befores) + random.pick(words) + random.pick(afters);
      else if (roll < 0.5) text += random.pick(befores) + random.pick(roles) + random.pick(afters);
      else if (roll < 0.54)
        text += random.pick(roles) + random.pick(random.chance(0.5) ? words : likeNames) + random.pick(words);
      else {
        const before =
          roll < 0.74
            ? random.pick(befores)
            : roll < 0.92
              ? (random.chance(0.3) ? random.pick(befores) : '') + random.pick(roles)
              : '';
        text += before;
        // Who speaks or is spoken of shows on both sides, so that words may be names here.
        put(anyName(random, 0.22));
        if (random.chance(0.12)) {
          text += random.pick(['、', '和', '与', '、', '及', '，', ' ']);
          put(anyName(random, 0.2));
        }
        if (random.chance(0.06))
          text += random.pick(['', '，', ' ', '']) + spelt(random, text.slice(entities.at(-1)?.start));
        else text += random.pick(afters);
      }
      text += random.chance(0.55)
        ? random.pick(['，', '。', '，', '！', '\n', '；', ' ', ''])
        : random.pick(words) + random.pick(['，', '。', '', '了。', '吧']);
    }
    return { text, entities };
  });
}

const nameLabels = list(`
审批 审批人 审核 审核人 复审 初审 经办 经办人 制单 制表 制票 出纳 会计 记账 用印 盖章人 开单 开单员 提货人 提货 发货人 发货 授权 授权人 复核 复核人
申报人 申报 见证人 陪同人 陪同 陪护 陪护人 接诊 接诊医生 会诊医生 主刀 主诊 主治 责任护士 记录 记录人 值班 值班人 值班员 交班人 接班人 交班 接班
领取人 领用人 领料 发料 验收 验收人 质检 质检员 检验 检验员 安装 安装员 调试 维修 维修人 施工 施工员 监理 设计 设计师 绘图 校对 审定 批准 签发
签批 拟稿 拟稿人 起草人 承办 承办人 主办 协办 督办 督办人 来电人 来访人 来访者 接待人 接待 接访 登记人 登记 填表人 填报人 报送人 报告人 送检人
送样人 采样人 化验 主检 副检 跟单 跟单员 业务 业务员 销售 销售员 收银 收银员 柜员 理财师 放款 放款审批 贷后 贷前 调查人 核保 核赔 承保 查勘
定损 归档 催收 催收员 保管 保管员 仓管 库管 司机 驾驶员 随车 押运 押运员 装卸 调度 调度员 派单员 派送 揽收 揽件员 投递员 班长 组长 领班
店长 楼层经理 房管员 网格员 楼长 房主 房客 租客 租户 产权人 共有人 买方 卖方 买受人 出卖人 转让方 受让方 甲方 乙方 丙方 法人 委托人 受托人
被委托人 担保方 保证人 债务人 债权人 原告 被告 原告人 上诉人 第三人 证人 代理律师 辩护人 讲师 主讲 主讲人 助教 带队 领队 裁判 计分 评委 嘉宾
新郎 新娘 伴郎 逝者 家长 家长姓名 学生姓名 儿童姓名 监护人 接送人 紧急联络人 同住人 同行人 同住 入住 车主 机主 户主 卡主 主卡人 副卡人
收 收方 寄方 收件 寄件 件主 货主 托运人 承运人 叫号 挂号人 献血者 志愿者 义工 参赛者 报名人 应聘者 面试官 推荐人 介绍人 内推人 引荐 老师`);
const separators = ['：', '：', '：', ':', ': ', ' ', '　', '\t', '|', '】', '=', '：\n', '； ', '（', '-'];
const closers = ['', '　', '  ', '\n', '\n', '；', ';', '，', ',', '|', '\t', '。', '、', ' ', '）'];

/** Forms of offices and desks whose labels are legion; many labels name what a person does. */
export function desks(random: Random, count: number): Sample[] {
  return Array.from({ length: count }, () => {
    let text = random.chance(0.2)
      ? random.pick(['工单\n', '【单据】', '1、', '记录：', '附：', '日期：2026-11-03 '])
      : '';
    const entities: Entity[] = [];
    const put = (type: Entity['type'], value: string): void => {
      entities.push({ type, start: text.length, end: text.length + value.length });
      text += value;
    };
    const separator = random.pick(separators);
    const closer = random.pick(closers);
    for (let i = 1 + random.below(4); i > 0; i -= 1) {
      const roll = random.next();
      text +=
        roll > 0.85 && roll < 0.93
          ? random.pick(['地址', '位置', '装机位置', '住址'])
          : random.pick(nameLabels);
      text += separator;
      if (roll < 0.68) {
        put('PERSON', anyName(random, 0.4));
        if (random.chance(0.1)) {
          text += random.pick(['、', '，', ' ', '/']);
          put('PERSON', people.chineseName(random));
        }
        if (random.chance(0.08))
          text += random.pick(['（本人）', '（签字）', '(代)', '（儿子）', '（我爱人）', ' 13']);
      } else if (roll < 0.85) text += random.pick(nobodyInField);
      else if (roll < 0.93) put('ADDRESS', looseAddress(random));
      else text += random.pick(words) + random.pick(words);
      text += closer === '' ? random.pick(['\n', ' ', '，']) : closer;
    }
    return { text, entities };
  });
}
