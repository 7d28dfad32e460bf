/**
 * Ways in which a note gives what a mask hides, and ordinary notes beside them. Written before the code that masks
 * them; `held` was not looked at while it was made. All values are invented.
 *
 * `{field:from:to:form}` stands for the characters from…to of a value, written in a form (`note-cover.test.ts` has them).
 */
export const leakValues = {
  name: '闻人清越',
  mobile: '13912847365',
  residentId: '330106198603124712',
  bankCard: '6217001934098765434',
  email: 'qingyue.wenren83@mail.example',
  address: '浙江省杭州市西湖区松涛路286号碧波名苑17幢3单元1904室',
  wechat: 'wrqy_blue79',
  landline: '0571-86349275',
} as const;

/** Each is the notes of one case, in order. */
export const tuned: readonly (readonly string[])[] = [
  ['客户身份证最后六位{residentId:12:18}，已核对'],
  ['身份证后六位 {residentId:12:18}'],
  ['手机中间四位{mobile:3:7}'],
  ['手机号中间四位是 {mobile:3:7:spaced}，打不通'],
  ['证件尾号{residentId:14:18:cn}'],
  ['last six of the ID: {residentId:12:18}'],
  ['the middle digits of the mobile are {mobile:3:7:dashed}'],
  ['ID ends with {residentId:12:18:spaced}'],
  ['卡号中段 {bankCard:6:11} 已登记'],
  ['卡号第七位起 {bankCard:6:15}'],
  ['卡号中间：{bankCard:6:10} {bankCard:10:15}'],
  ['身份证 生日后面那几位 {residentId:14:18:full}'],
  ['出生 12 号，序列 {residentId:14:17}'],
  ['手机 139 {mobile:3:7:cn} 后面是登记的'],
  ['中间是{mobile:3:7:en}'],
  ['补充：{residentId:12:18:zw}'],
  ['补充：{residentId:12:18:circled}'],
  ['后六位第一段{residentId:12:15}', '第二段{residentId:15:18}'],
  ['{residentId:12:14}', '{residentId:14:16}', '{residentId:16:18}'],
  ['手机 {mobile:3:5}', '接上条 {mobile:5:7}'],
  ['邮箱前缀 {email:0:16}'],
  ['邮箱是 {email:1:12} 开头，公司域名'],
  ['住在{address:9:16}那边'],
  ['门牌 {address:16:30}，请放前台'],
  ['客户全名 {name:0:4}'],
  ['微信 {wechat:0:11}，已加'],
  ['座机 {landline:5:11}'],
  ['身份证倒着念 {residentId:12:18:reversed}'],
  ['一位一位：{residentId:12:18:comma}'],
  ['卡号后半段除尾号外 {bankCard:9:15:slash}'],
];

/** Not looked at while the code was made. */
export const held: readonly (readonly string[])[] = [
  ['核身通过，证件末6位：{residentId:12:18}'],
  ['证件号最末六码{residentId:12:18:cn}'],
  ['号码中段{mobile:3:7}，客户口述'],
  ['手机 4 到 7 位 {mobile:3:7}'],
  ['第四位到第七位分别为 {mobile:3:7:commaZh}'],
  ['middle four: {mobile:3:7}'],
  ['the ID number finishes in {residentId:12:18:en}'],
  ['final 6 chars {residentId:12:18:dots}'],
  ['card without first six and last four: {bankCard:6:15}'],
  ['银行卡去头去尾：{bankCard:6:15:spaced}'],
  ['银行卡第7-10位 {bankCard:6:10}，第11-15位 {bankCard:10:15}'],
  ['身份证后四 {residentId:14:18}'],
  ['顺序码加校验 {residentId:14:18:formal}'],
  ['客户报了{residentId:12:18}，对得上'],
  ['对方报 {mobile:3:7:full}，对得上'],
  ['备用：{bankCard:6:15:zw}'],
  ['号码末段前面是{mobile:3:7:underscore}'],
  ['日子是{residentId:12:14}', '其余 {residentId:14:18}'],
  [
    '第一 {residentId:12:13}',
    '第二 {residentId:13:14}',
    '第三 {residentId:14:15}',
    '第四 {residentId:15:16}',
    '第五 {residentId:16:17}',
    '末位 {residentId:17:18}',
  ],
  ['前半 {mobile:3:5:cn}', '后半 {mobile:5:7:cn}'],
  ['mail prefix {email:0:16:spaced}'],
  ['邮箱@前面 {email:8:16}'],
  ['家在{address:9:12}上，{address:16:20}里面'],
  ['地址：{address:20:30}'],
  ['{name:0:4} 本人来电'],
  ['vx：{wechat:0:11:upper}'],
  ['固话后七位 {landline:6:13}'],
  ['倒序：{mobile:3:7:reversed}'],
  ['分两次：({bankCard:6:10})({bankCard:10:15})'],
  ['卡中九位{bankCard:6:15:cn}'],
];

/** Written by another hand, against the code that covers by labels: a word for another number near a personal one. */
export const nearLabels: readonly (readonly string[])[] = [
  ['缴费手机中间{mobile:3:7}'],
  ['工单备注手机 {mobile:3:7}'],
  ['合同身份证 {residentId:12:18}'],
  ['客户订单，身份证{residentId:12:18}'],
  ['退款到卡 {bankCard:6:15}'],
  ['编号 {residentId:12:18}，是证件最后六位'],
  ['收款人手机{mobile:3:7}'],
  ['扣款卡 {bankCard:6:10}'],
  ['押金卡 {bankCard:6:14}'],
  ['余额不足，卡{bankCard:6:10}'],
  ['费用已退 手机{mobile:3:7}'],
  ['房间登记身份证 {residentId:12:18}'],
  ['快递单 电话尾 {mobile:7:11}'],
  ['total card {bankCard:6:13}'],
  ['zip code {residentId:12:18}'],
  ['手机中间 {mobile:3:7} 元'],
  ['手机 {mobile:3:7} 次'],
  ['第{residentId:12:18}号'],
  ['身份证 A{residentId:12:18}'],
  ['ID{residentId:12:18}'],
  ['订单 {mobile:0:11}'],
  ['单号：{bankCard:0:19}'],
  ['运单号 {residentId:0:18}'],
];

/** Notes as agents write them; none holds a part of `leakValues` that a mask hides. */
export const ordinary: readonly string[] = `
客户来电核对资料，已按流程核验，处理完成。
客户反映短信未收到，已重新发送。
客户要求下午三点后回电，电话仍为登记号码。
已解释处理时限，客户表示理解。
争议交易已登记，三个工作日内回复。
金额 1280 元，客户认为重复扣款。
退款 299.00 元原路退回，预计 3-5 个工作日到账。
客户称 11 月 3 日扣款 4500 元，未授权。
账单日 25 号，还款日次月 13 号。
订单 DD202607315890，物流显示已签收。
快递单 SF1098237465012，派送中。
工单 20261130-0042 已升级。
客户等待 15 分钟，已致歉。
已致电 3 次，均未接。
约定 12 月 5 日 10:30 回访。
2026-11-28 14:20 首次来电，已登记。
优惠券满 200 减 30，客户未领取成功。
积分 12500 分，可兑换 125 元。
分期 12 期，每期 833.33 元。
年化利率 3.65%，客户要求书面说明。
手续费 0.5%，最低 2 元。
活动 618 期间下单，价保 30 天。
客服热线 95588 转人工需等待。
建议客户拨打 12306 查询。
请拨 12315 投诉，已告知渠道。
客户尾号7365手机接不到验证码。
尾号 5434 的卡已挂失。
卡片尾号5434，补卡费 15 元。
139****7365 无法接通。
客户说卡 621700*********5434 被吞。
ATM 编号 A0231 吞卡，已联系网点。
柜台取号 B047，等待超过一小时。
网点上午 9 点开门，下午 5 点关门。
航班 CA1837 延误，客户申请退票。
G7315 次列车，8 车 12A。
会员等级 V3，距升级差 480 成长值。
客户年收入约 18 万，申请提额。
额度由 20000 调至 35000 元。
临时额度 50000 元，有效期 30 天。
账单 1,280.50 元，最低还款 128.05 元。
转账 50000 元至他行，未到账。
跨行转账延迟 2 小时到账属正常。
系统报错 500，请技术排查。
接口返回 404，页面打不开。
错误码 E1024，已转二线。
错误代码 0x80070005，客户电脑安装失败。
版本 3.12.1，安卓 14。
iOS 17.4 闪退，已提交反馈。
验证码 5 分钟内有效，请客户重试。
客户连续输错 3 次密码，账户锁定 24 小时。
已指导客户通过 App 自助修改。
下单 2 件，少发 1 件，补发。
尺码 175/92A 换 180/96A。
货号 KX-2207，蓝色缺货。
保修期 24 个月，购于 2025 年 6 月。
发票金额 3600 元，抬头为公司。
合同 3 年期，到期自动续约。
客户 2019 年开户。
客户每月 8 号发工资后还款。
补贴 600 元分 2 次发放。
物业费 2.8 元/平方米。
水费 156.3 元，用量 42 吨。
电费 238 元，较上月多 60 元。
流量超出 2.5GB，费用 25 元。
宽带 1000M，实测 930M。
套餐 59 元/月，含 30G 流量。
客户预约 14:00-16:00 上门。
师傅预计 16:45 到达。
订单总价 899，优惠后 849 元。
差价 50 元已返还。
申请延期 7 天，已批准。
投诉编号 TS-2026-1187。
案件号 20261129-0317 关联。
请于 48 小时内回复客户。
客户不满意，要求主管回电。
主管已于 17:10 回电，客户接受方案。
客户情绪激动，已安抚。
客户为老年人，听力不好，请慢速沟通。
客户普通话不流利，建议安排粤语同事。
客户听不清，线路有杂音。
通话中断，已回拨接通。
客户挂断，未完成核验。
核验未通过，仅告知一般信息。
核验通过，已协助挂失。
代办人无授权书，告知需补材料。
委托书缺签字，请客户补齐。
材料已收到，审核中。
资料齐全，提交复核。
已提交后台，预计明天处理。
待风控复核。
风控已解除限制。
账户状态正常。
卡片已激活。
卡片邮寄中，预计 7 天。
新卡已寄出，平信无跟踪号。
客户未收到卡，查询后为在途。
改寄网点自取。
客户放弃申请。
客户撤销投诉。
客户补充说明：购买时未提示不可退。
商家同意退货，运费由商家承担。
商品破损，客户已上传照片 4 张。
客户要求赔偿 200 元，转主管。
赔付 100 元优惠券，客户接受。
赠送 500 积分作为补偿。
订单被拆成 2 个包裹。
第一个包裹已到，第二个在途。
包裹滞留 3 天，已催件。
快递员称门卫代收，客户否认。
改派送时间至周六上午。
自提点满仓，改送其他站点。
仓库缺货，预计 12 月中旬到货。
预售订单，12 月 20 日发货。
客户问双十二活动，已告知规则。
直播间下单，赠品未发。
赠品 1 份随单补发。
发错颜色，安排换货。
7 天无理由退货，已过期。
客户签收 10 天后申请退货，超期。
退货已入库，质检中。
质检 2-3 天，完成后退款。
退款失败，原卡已注销，改退余额。
余额 36.8 元可提现。
提现手续费 0.1%。
提现 2000 元，预计 T+1 到账。
红包 8.88 元未到账。
理财产品 90 天期，到期自动赎回。
赎回 30000 元，T+2 到账。
基金净值 1.2345，客户询问收益。
基金代码 000961，客户询问费率。
股票代码 600519，非我司业务。
保单续期保费 5600 元。
理赔材料缺发票原件。
理赔款 12800 元已审批。
免赔额 500 元。
车险次年保费 3260 元，下浮 15%。
客户报案时间 8:15，地点高速服务区。
拖车费 300 元可报销。
救援 40 分钟内到达。
里程 86000 公里。
排量 1.5T，油耗 6.8。
客户身高 172，体重 65，咨询尺码。
药品有效期至 2027-05。
挂号费 50 元，退号成功。
体检套餐 1288 元，预约 12 月 8 日。
酒店 3 晚，共 1740 元。
房间 1208 空调故障，已换房。
入住 2 人，加床 120 元。
机票退改费 260 元。
登机口 23 改为 31。
行李 23 公斤，超重 4 公斤。
选座 32F，客户要求靠窗。
演出 19:30 开始，座位 3 排 15 座。
门票 380 元，不支持退换。
课程 48 课时，剩余 21 课时。
学费 9800 元，申请分期。
考试 12 月 19 日，准考证已发。
报名号 2026113 查询无结果。
快递柜取件码已过期，重新发送。
密码重置链接已发送邮箱。
客户邮箱收不到，建议查看垃圾箱。
已更新联系方式，短信通知客户。
客户更换手机，需重新绑定设备。
设备已解绑，重新登录成功。
客户登录异常，异地登录提醒。
登录地点为外省，客户称出差。
已开启登录保护。
客户误删订单记录，无法恢复。
数据同步延迟，次日更新。
系统升级 0:00-6:00，暂停服务。
节假日顺延处理。
客户要求 1 月 2 日后联系。
下周一 9:30 前回复。
请夜班同事 22:00 跟进。
交接：客户 21:40 再次来电，等主管。
回访满意，结案。
重复工单，合并处理。
非本组业务，转信用卡组。
已转账务组，参考金额 728.60。
账务组回复：差额 12.40 元为汇率。
汇率 7.1052，交易 230 美元。
境外消费 USD 129.99，手续费 1.5%。
Customer called about a refund of 45.90 EUR.
Refund approved, 5 business days.
Called back twice, no answer.
Parcel 2 of 3 delivered on 2026-11-27.
Customer prefers mornings, call after 9:00.
Order placed on Nov 24, total 320.00.
Escalated to tier 2, ticket 88123.
Card ending 5434 blocked at the customer's wish.
Voucher of 20 issued, valid until 31 December.
Explained the terms, customer agreed.
Line was noisy, customer will call again at 15:30.
Address check failed, only general information given.
The customer asked for a copy of invoice 2026-0815.
App version 5.2.0 crashes on start.
Customer moved, will send documents by mail.
Room 512 was changed to 618 free of charge.
Flight MU5137 delayed by 90 minutes.
Balance shown as 1,024.00, correct is 1,204.00.
Password reset link sent, expires in 30 minutes.
Closed: customer is satisfied.
`
  .trim()
  .split('\n');
