import { hashOf, step } from './lexicon.ts';
import { codeAt, isDigit, isHan, isLatin, isUpper, type Page, reach } from './page.ts';

/** What a form's label says of the value behind it. */
export const fieldKinds = { none: 0, name: 1, role: 2, address: 3, other: 4 } as const;

const names =
  '姓名 名字 件人 货人 系人 络人 办人 请人 保人 险人 益人 户主 户名 机主 车主 业主 租户 房东 法人 代表 卡人 户人 款人 收人 患者 诊人 病人 家长 护人 责人 核人 批人 理人 录人 访人 修人 案人 诉人 报人 事人 乘客 机人 车人 住人 订人 旅客 持人 签名 签字 甲方 乙方 借人 租人 荐人 复核 名为 本人 真名 登记人 用人 参人 领人 表人 送人 养人 卖人 买人 交人 投人 约人 客人 托人 住户 员名 生名 者名 人名 收方 寄方 新郎 新娘 死者 伤者 保户 办员 单给 字人 益方 款方 署人 署名 旅客 学童 幼儿 审批 审核 经办 制单 制表 制票 出纳 会计 记账 用印 开单 提货 发货 授权 初审 复审 申报 证人 同人 陪同 陪护 护人 接诊 诊医 会诊 主刀 主诊 主治 记录 班人 取人 用人 领料 发料 质检 监理 校对 审定 批准 签发 签批 拟稿 稿人 草人 办人 主办 协办 督办 访者 待人 接待 接访 报送 检人 样人 跟单 放款 贷后 贷前 核保 核赔 承保 仓管 库管 随车 揽收 班长 房主 房客 租客 权人 有人 买方 卖方 受人 卖人 让方 受方 乙方 丙方 委托 保方 证人 务人 主讲 助教 带队 裁判 计分 嘉宾 伴郎 逝者 家长 送人 络人 行人 同住 卡主 收件 寄件 件主 货主 运人 号人 血者 愿者 赛者 名人 聘者 试者 介人 绍人 推人 引荐 书记 助理 药师 检师 验师 麻醉 洗手 术者 一助 二助';
const roles =
  '家属 学生 考生 学员 老师 主任 司机 骑手 递员 送员 师傅 程师 客服 专员 坐席 值班 会员 客户 用户 店长 经理 主管 销售 计师 技师 导游 作者 父亲 母亲 配偶 子女 医师 医生 护士 律师 组长 班长 队长 业务 务员 柜员 损员 勘员 管家 店员 作员 导员 联员 检员 导购 收银 教练 保洁 月嫂 中介 主播 领队 村长 书记 院长 校长 厂长 科长 处长 安装 调试 检验 维修 报告 采样 巡护 填表 保管 验收 投递 调度 装卸 押运 催收 送检 归档 定损 查勘 检察 登记';
const addresses =
  '地址 住址 住所 所地 位置 坐落 地点 信息 送到 寄到 发到 寄往 发往 家住 住在 户籍 送至 寄至 家在 搬到 改成 改到 改为';
const others =
  '品名 商品 名称 标题 主题 备注 颜色 款式 面料 材质 类型 类别 状态 原因 结果 项目 昵称 网名 品牌 型号 规格 产地 科室 部门 单位 公司 户行 银行 学校 专业 职业 岗位 级别 等级 籍贯 民族 城市 套餐 服务 内容 键词 标签 分类 尺寸 口味 菜名 店名 店铺 门店 支行 医院 诉求 意见 说明 方式 渠道 来源 时间 用途 关系 网点 楼盘 小名 别名 站名 地名 书名 片名 队名 群名 机型 角色 权限 优先 阶段 步骤 科别 病区 险种 班次 车型 抬头';

// What stands in a field for nobody.
const blanks =
  '本人 同上 同前 同下 如上 如下 见上 见下 未填 未填写 不详 不明 未知 暂无 暂缺 没有 保密 匿名 无名 空白 待定 待补 待补充 待填 待填写 待核实 待确认 待分配 待指派 未提供 未登记 未录入 未留 未命名 未指定 拒绝透露 拒绝提供 不愿透露 不便透露 法定 系统 系统自动 系统派单 系统生成 自动 自动派单 自动分配 在线 离线 忙碌 空闲 人工 机器人 管理员 测试 测试员 个人 企业 单位 公司 男 女 先生 女士 是否 通过 同意 见附件 见备注 详见附件 匿名用户 新用户 老客户 新客户 前台 门卫 物业 驿站 快递柜 客服 客服部 客服中心 财务部 人事部 技术部 售后部 收发室 值班室 全体 多人 两人 三人 其他 无人 好的 谢谢 好的谢谢 签字 签名 盖章 必填 选填 请填写 请输入 请选择 无效 有效 正常 已签 已签收 已离职'.split(
    ' ',
  );
const nobodies = new Set(blanks.map(hashOf));

const familiar = new Set([...'小老阿'].map((char) => char.charCodeAt(0)));

/** True where `[s, e)` is what fields hold for nobody by full name: 未填, 同上, 待补充, 小李. */
export function saysNobody(page: Page, s: number, e: number): boolean {
  if (e - s === 2 && familiar.has(codeAt(page, s))) return true;
  let hash = 0;
  for (let i = s; i < e; i += 1) hash = step(hash, codeAt(page, i));
  return nobodies.has(hash);
}

const key = (a: number, b: number): number => a * 65536 + b;
const pairs = new Map<number, number>();
for (const [words, kind] of [
  [others, fieldKinds.other],
  [addresses, fieldKinds.address],
  [roles, fieldKinds.role],
  [names, fieldKinds.name],
] as const) {
  for (const word of words.split(' ')) {
    pairs.set(key(word.charCodeAt(word.length - 2), word.charCodeAt(word.length - 1)), kind);
  }
}

// 1 for the last characters of labels, so that most places cost one look.
const lasts = new Uint8Array(65536);
for (const pair of pairs.keys()) lasts[pair & 0xffff] = 1;

const latin = new Map<string, number>([
  ...'name realname username fullname customer consignee receiver recipient contact sender owner holder cardholder passenger guest patient applicant driver agent payee payer buyer attn guarantor beneficiary insured doctor nurse courier rider seller tenant landlord borrower lender student teacher parent guardian visitor reviewer approver auditor cashier technician engineer author reporter witness spouse linkman user operator handler assignee requester'
    .split(' ')
    .map((word) => [word, fieldKinds.name] as const),
  ...'address addr location detail'.split(' ').map((word) => [word, fieldKinds.address] as const),
]);
const longestLatin = 10;
// What has a name and is no person: productName, shop_name, nickname.
const things = new Set(
  'product shop store nick file brand company sku goods item app host bank city school hotel group role model course project task event table column display menu level category type dish'.split(
    ' ',
  ),
);

const gaps = new Uint8Array(65536);
for (const char of ':=" \'|\t])>】」→-：　(（[【）') gaps[char.charCodeAt(0)] = 1;
const verbs = new Set([...'是为叫填写'].map((char) => char.charCodeAt(0)));
const mostGaps = 4;

// 1 for what may stand right before a value; all else has no label.
const heads = new Uint8Array(65536);
for (let code = 0; code < 65536; code += 1) heads[code] = (gaps[code] as number) | (lasts[code] as number);
for (const code of verbs) heads[code] = 1;

/** True for signs that part a label from its value. */
export const isFieldGap = (code: number): boolean => gaps[code] === 1;

/** Kind of the label before `start` × 4, plus how it is parted: 0 not at all, 1 by signs, 2 by a verb; 0 = no label. */
export function labelBefore(page: Page, start: number): number {
  if (heads[codeAt(page, start - 1)] === 0) return 0;
  let i = start - 1;
  while (start - i <= mostGaps && isFieldGap(codeAt(page, i))) i -= 1;
  let parted = i === start - 1 ? 0 : 1;
  if (parted === 1) i = beforeNote(page, i, start);
  const last = codeAt(page, i);
  if (isLatin(last)) return parted === 0 ? 0 : latinLabel(page, i) * 4 + 1;
  if (!isHan(last)) return 0;
  let kind = pairBefore(page, i);
  if (kind === 0 && verbs.has(last)) {
    kind = pairBefore(page, i - 1);
    parted = 2;
  }
  if (kind === 0 && parted === 1) {
    if (last === 0x540d && !isHan(codeAt(page, i - 1))) kind = fieldKinds.name;
    else if (workers.has(last) && isColon(codeAt(page, i + 1))) kind = fieldKinds.role;
  }
  return kind === 0 ? 0 : kind * 4 + parted;
}

const isColon = (code: number): boolean => code === 58 || code === 0xff1a;
const opensNote = (code: number): boolean => code === 40 || code === 0xff08;
const closesNote = (code: number): boolean => code === 41 || code === 0xff09;
const workers = new Set([...'人员师者方'].map((char) => char.charCodeAt(0)));
const longestNote = 6;

/** Last character of the label itself where a number or a note in brackets stands behind it: 旅客1:, 姓名(必填):. */
function beforeNote(page: Page, i: number, start: number): number {
  const last = codeAt(page, i);
  if (isDigit(last)) return isHan(codeAt(page, i - 1)) ? i - 1 : i;
  if (!closesNote(codeAt(page, i + 1)) || !isHan(last)) return last === 0x2a ? i - 1 : i;
  let open = i;
  while (i - open < longestNote && isHan(codeAt(page, open))) open -= 1;
  return opensNote(codeAt(page, open)) && start - open < reach ? open - 1 : i;
}

function pairBefore(page: Page, i: number): number {
  if (lasts[codeAt(page, i)] === 0) return 0;
  let before = i - 1;
  if (codeAt(page, before) === 32) before -= 1;
  return pairs.get(key(codeAt(page, before), codeAt(page, i))) ?? 0;
}

function latinLabel(page: Page, i: number): number {
  let word = '';
  let at = i;
  while (i - at < longestLatin && isLatin(codeAt(page, at))) {
    const code = codeAt(page, at);
    word = String.fromCharCode(isUpper(code) ? code + 32 : code) + word;
    at -= 1;
    if (isUpper(code) && !isUpper(codeAt(page, at))) break;
  }
  const kind = latin.get(word) ?? 0;
  if (word === 'nickname') return fieldKinds.other;
  return kind === fieldKinds.name && word === 'name' && things.has(keyWord(page, at))
    ? fieldKinds.other
    : kind;
}

/** The Latin word of a key that ends at `i`, or before the joint there: product_name, shopName. */
function keyWord(page: Page, i: number): string {
  let at = i;
  if (codeAt(page, at) === 95 || codeAt(page, at) === 45) at -= 1;
  let word = '';
  while (word.length < longestLatin && isLatin(codeAt(page, at))) {
    const code = codeAt(page, at);
    word = String.fromCharCode(isUpper(code) ? code + 32 : code) + word;
    at -= 1;
  }
  return word;
}
