import { luhn, residentCheck } from '../../packages/detect/src/check-digit.ts';

/** What a planted piece of the log is: plain Chinese form, odd form, English, or nobody's number that looks like one. */
export type Kind = 'zh canonical' | 'zh variant' | 'English' | 'negative';
export type Line = { readonly text: string; readonly kind?: Kind; readonly value?: string };

type Random = (below: number) => number;

function seeded(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const digits = (r: Random, n: number): string => Array.from({ length: n }, () => r(10)).join('');
const two = (n: number): string => String(n).padStart(2, '0');
const one = <T>(r: Random, list: readonly T[]): T => list[r(list.length)] as T;

const mobile = (r: Random): string =>
  one(r, ['138', '139', '150', '186', '177', '199', '133', '158']) + digits(r, 8);
function resident(r: Random): string {
  const place = one(r, ['330106', '110105', '440305', '510107', '310104', '420106']);
  const body = `${place}${1950 + r(55)}${two(1 + r(12))}${two(1 + r(28))}${digits(r, 3)}`;
  return body + residentCheck(body);
}
function card(r: Random): string {
  const body = one(r, ['622202', '621700', '622848', '625965']) + digits(r, 12);
  for (let d = 0; d < 10; d += 1) if (luhn(body + d)) return body + d;
  return body;
}
const mail = (r: Random): string =>
  `${one(r, ['zhang', 'li.na', 'wang_lei', 'chen'])}${digits(r, 3)}@${one(r, ['qq.com', '163.com', 'mail.cn'])}`;

const chinese = (text: string): string =>
  text.replace(/\d/g, (d) => '零幺二三四五六七八九'.charAt(Number(d)));
const wide = (text: string): string => text.replace(/\d/g, (d) => String.fromCharCode(0xff10 + Number(d)));
const invisible = (text: string): string => text.replace(/(\d{3})(?=\d)/g, '$1\u200b');
const spaced = (text: string): string => text.replace(/(\d{4})(?=\d)/g, '$1 ');

const canonical: readonly ((r: Random) => [lead: string, value: string, tail: string])[] = [
  (r) => ['我的手机号是', mobile(r), '，麻烦登记一下'],
  (r) => ['身份证', resident(r), '，帮我核对'],
  (r) => ['卡号：', card(r), '，刚才转账失败了'],
  (r) => ['邮箱', mail(r), '收不到邮件'],
  (r) => ['座机0571-', `8${digits(r, 7)}`, '一直没人接'],
  (r) => ['车牌', `浙A${digits(r, 5)}`, '要办理停车'],
  (r) => ['护照号', `E${digits(r, 8)}`, '，下周出国'],
  (r) => ['请打', mobile(r), '找我'],
];

const variant: readonly ((r: Random) => [string, string, string])[] = [
  (r) => ['手机', chinese(mobile(r)), '，记下来了吗'],
  (r) => ['身份证号', chinese(resident(r)), ''],
  (r) => ['手机号', wide(mobile(r)), ''],
  (r) => ['身份证', wide(resident(r)), ''],
  (r) => ['电话', invisible(mobile(r)), ''],
  (r) => ['卡号', spaced(card(r)), ''],
  (r) => ['老身份证', `330106${50 + r(40)}${two(1 + r(12))}${two(1 + r(28))}${digits(r, 3)}`, ''],
  (r) => ['邮箱', `zhang${digits(r, 3)} at gmail dot com`, ''],
];

const english: readonly ((r: Random) => [string, string, string])[] = [
  (r) => ['My phone number is ', `+1 415-555-${digits(r, 4)}`, ', please call back.'],
  (r) => ['You can write to ', `john.smith${digits(r, 2)}@gmail.com`, ' any time.'],
  (r) => ['The card number is ', spaced(card(r)), ', thanks.'],
  (r) => ['My SSN is ', `123-${two(10 + r(80))}-${1000 + r(8999)}`, '.'],
];

const negative: readonly ((r: Random) => [string, string, string])[] = [
  (r) => ['订单号', `2024${digits(r, 15)}`, '什么时候发货'],
  (r) => ['订单编号：', mobile(r), '，还没收到'],
  (r) => ['运单号SF', digits(r, 13), '显示已签收'],
  (r) => ['流水号', digits(r, 18), '已受理'],
  (r) => ['时间戳', `17${digits(r, 11)}`, '有误'],
  (r) => ['序列号', `E${digits(r, 8)}`, '在机身背面'],
  (r) => ['升级到版本', `${1 + r(9)}.${r(20)}.${r(20)}.${r(200)}`, '之后闪退'],
  (r) => ['Order number ', mobile(r), ' is on its way.'],
];

const filler = [
  '您好，请问有什么可以帮您？',
  '好的，我这边帮您查询一下，请稍等。',
  '这个月的账单怎么比上个月多了58元？',
  '麻烦您提供一下相关信息，我们核实后回复您。',
  '活动从11月1日到11月30日，满300减50。',
  '我昨天下午3点打过电话，一直占线。',
  '系统正在升级，预计2小时后恢复，给您带来不便请谅解。',
  'Thank you for waiting, let me check that for you.',
  '退款一般1到3个工作日到账，请您留意短信通知。',
  '还有其他问题吗？祝您生活愉快，再见。',
  'I still have not received the parcel that I ordered last week.',
  '可以的，已经为您登记，工作人员会在24小时内联系您。',
];

/** Messages in a thousand that hold a planted piece. */
const planted = 170;

/**
 * A service log of about `bytes` bytes of UTF-8: messages, with about 1,215 planted values and 905 look-alikes in
 * each million bytes, every 470 bytes one.
 */
export function serviceLog(bytes: number): Line[] {
  const r = seeded(20261121);
  const lines: Line[] = [];
  const shares: readonly [Kind, readonly ((r: Random) => [string, string, string])[], number][] = [
    ['zh canonical', canonical, 34],
    ['zh variant', variant, 12],
    ['English', english, 11],
    ['negative', negative, 43],
  ];
  for (let size = 0; size < bytes; ) {
    let line: Line = { text: one(r, filler) + (r(2) === 0 ? one(r, filler) : '') };
    if (r(1000) < planted) {
      let pick = r(100);
      const share = shares.find(([, , part]) => (pick -= part) < 0) ?? shares[0];
      if (share) {
        const [lead, value, tail] = one(r, share[1])(r);
        line = { text: (r(2) === 0 ? one(r, filler) : '') + lead + value + tail, kind: share[0], value };
      }
    }
    lines.push(line);
    size += Buffer.byteLength(line.text) + 1;
  }
  return lines;
}
