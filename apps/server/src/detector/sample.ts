/** What follows are ordinary sentences of service desks; numbers in them belong to nobody. */
const sentences = [
  '您好，很高兴为您服务，请问有什么可以帮您？',
  '订单号{n}已经发货，预计{d}送达。',
  '我买的耳机左边没有声音了，还在保修期内吗？',
  '请您稍等，我帮您核实一下物流信息。',
  '运单SF{n}显示包裹在{d}到达转运中心。',
  '一共消费{m}元，优惠了{m}元，发票抬头写公司名称。',
  '您的工单WO-{s}已经转给技术部门处理。',
  '请把路由器重启一下，等待{t}秒后再试。',
  '软件版本是{v}，升级以后就闪退。',
  '客服热线400-{q}-{k}，服务时间{h}至{h}。',
  '活动截止到{d}，满{m}元可以使用优惠券。',
  '退款会在{t}个工作日内原路返回。',
  '商品编号{s}，颜色是深空灰，尺码{t}码。',
  '会议改到{d} {h}，地点在三楼大会议室。',
  '保单PL{n}的续期账单已经生成。',
  '好的，谢谢，没有别的问题了，再见。',
  '系统在{d} {h}:{t}返回错误码E{k}。',
  '这款产品的年化利率是{t}.{t}%，请阅读风险提示。',
  '昨天退回去的衣服，仓库说还没有签收。',
  '请问分期{t}期的话，每期要还多少钱？',
  'Thanks for waiting, order {n} left the warehouse on {d}.',
  'Please quote ticket TCK-{s} when you reply.',
  'The total is {m} USD including shipping.',
  'Version {v} fixes the crash on start-up.',
  'The store opens at {h} and closes at {h}.',
] as const;

const messagesEach = 16;

/** Ordinary messages that hold nobody's information, always the same. */
export const ordinaryMessages: readonly string[] = Array.from({ length: messagesEach }, (_, round) =>
  sentences.map((sentence, k) => filled(sentence, round * sentences.length + k)),
).flat();

/** Puts numbers of the usual lengths into a sentence; which, only its index decides. */
function filled(sentence: string, index: number): string {
  let seed = (index * 2_654_435_761 + 12_345) >>> 0;
  const digit = (): string => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return String((seed >>> 16) % 10);
  };
  const digits = (n: number): string => Array.from({ length: n }, digit).join('');
  const forms: Readonly<Record<string, () => string>> = {
    n: () => `2026${digits(10)}`,
    s: () => digits(6),
    m: () => `${digits(3)}.${digits(2)}`,
    t: () => `${1 + (Number(digit()) % 8)}`,
    q: () => `8${digits(2)}`,
    k: () => `${digits(4)}`,
    v: () => `${digit()}.${digit()}.${digit()}`,
    h: () => `1${Number(digit()) % 10}:30`,
    d: () => `2026-1${Number(digit()) % 3}-${10 + Number(digit())}`,
  };
  return sentence.replaceAll(/\{([a-z])\}/g, (_, form: string) => forms[form]?.() ?? '');
}
