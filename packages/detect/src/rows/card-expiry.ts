import { secretLadder } from '../mask/ladders.ts';
import type { Row } from '../row.ts';

const month = '(?:0?[1-9]|1[0-2])';

function expiryFits(value: string): number | null {
  if (/^\d{1,2} ?\/ ?\d{2}$/.test(value)) return 1.5;
  if (/^\d{4}$/.test(value)) return -1.2;
  return -0.6;
}

/** Other things that expire. */
const dated =
  '优惠券 券 套餐 会员 会员卡 合同 活动 积分 驾照 驾驶证 护照 签证 身份证 证件 保单 保险 年卡 月卡 储值卡 购物卡 健身卡 礼品卡 加油卡 校园卡 公交卡 交通卡 电话卡 流量 营业执照 许可证 贷款 租约 居住证 通行证 质保 年检 检验 交强险 商业险 保修 试用'
    .split(' ')
    .map((thing) => `${thing}有效期 ${thing}有效期至 ${thing}有效期到 ${thing}到期 ${thing}到期日`)
    .join(' ');

/** The expiry of a card, the value only. */
export const cardExpiry: Row<'CARD_EXPIRY'> = {
  type: 'CARD_EXPIRY',
  rank: 180,
  label: { zh: '卡有效期', en: 'Card expiry' },
  level: 'C3',
  sensitive: true,
  protect: true,
  source: 'JR/T 0171-2020: expiry of a card',
  names:
    '有效期 有效期至 有效期到 有效期限 卡有效期 卡片有效期 信用卡有效期 有效日期 到期日 到期 到期时间 过期时间 截止日期 失效日期 卡片到期日 有效期是 效期 expiry expiry_date exp exp_date expires expiration expiration_date expdate expires_on valid_thru valid_through valid_until good_thru card_expiry valid_to',
  not: `${dated} 保质期 passport_expiry visa_expiry id_expiry membership_expires subscription_expires coupon_expires offer_expires policy_expires license_expires warranty_expires`,
  follows: {
    pattern: new RegExp(
      `(?:[\\s:：=是为到至在"'“”（()）的,，*]|date|is|thru|on|月\\/?年|mm\\/?yy(?:yy)?|:){0,10}(${month} ?[/.-] ?(?:20)?(?:2\\d|3\\d)(?![\\d/.-])|(?:20)?[23]\\d ?[/.-] ?${month}(?![\\d/.-])|(?:0[1-9]|1[0-2])[23]\\d(?!\\d)|(?:20)?[23]\\d年${month}月(?![\\d一二三])|${month}月 ?[/,，]? ?(?:20)?[23]\\d年?|[零〇一二三四五六七八九十]{1,3}月(?:二[零〇])?[二三][零〇一二三四五六七八九十]{1,2}年|二[零〇][二三][零〇一二三四五六七八九]年[零〇一二三四五六七八九十]{1,3}月(?![一二三0-9])|[二三][零〇一二三四五六七八九]年[零〇一二三四五六七八九十]{1,3}月(?![一二三0-9])|[零〇一幺][零〇一二三四五六七八九幺][二三][零〇一二三四五六七八九幺](?![零〇一二三四五六七八九幺]))`,
      'iy',
    ),
    test: expiryFits,
  },
  mask: { ladder: secretLadder, example: '08/29' },
};
