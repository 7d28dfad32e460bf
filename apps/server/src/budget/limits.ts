/** What is counted; every door spends from one of these. */
export type BudgetName =
  | 'reveals'
  | 'customers'
  | 'uses'
  | 'notices'
  | 'guesses'
  | 'probes'
  | 'views'
  | 'bins'
  | 'cases'
  | 'transfers'
  | 'openings'
  | 'people'
  | 'keys'
  | 'changes';

/** By whom or what it is counted. A charge counts on every dimension that is known of it, at once. */
export type Dimension =
  | 'person'
  | 'session'
  | 'key'
  | 'team'
  | 'maker'
  | 'contact'
  | 'customer'
  | 'case'
  | 'organisation';

/** What one account has counted; `contacts`: handled today, `raised`: reveals that raises added. */
export type Counts = Readonly<Record<string, number>>;

/** One limit. `alarmAt`: the share of it at which officers are told; null = reaching it is ordinary, nobody is told. */
export type LimitRow = {
  readonly budget: BudgetName;
  readonly dimension: Dimension;
  readonly window: 'hour' | 'day' | 'month';
  readonly most: number | ((counts: Counts) => number);
  readonly alarmAt: number | null;
  readonly reason: { readonly zh: string; readonly en: string };
};

/** A raise of one's own reveals: how many more, and how often a day. */
export const raise = { step: 10, perDay: 3 } as const;

/** Reveals that a day's contacts allow, before raises: a base, something for each contact, a hard end. */
export const reveals = { base: 20, perContact: 2, most: 120 } as const;

const handled = (counts: Counts): number => Math.max(0, counts['contacts'] ?? 0);
/** Grows with the contacts handled: those are opened by channels, not by whoever spends. */
const grows =
  (base: number, perContact: number, most: number) =>
  (counts: Counts): number =>
    Math.min(most, base + perContact * handled(counts));

/** Reveals of a person: the quota that the console shows. */
export const revealLimit = (counts: Counts): number =>
  grows(reveals.base, reveals.perContact, reveals.most)(counts) + (counts['raised'] ?? 0);

/**
 * Every limit that there is; tuning or adding one is one row. Honest figures: an agent handles 40 to 120 contacts a
 * day and needs a value in clear in one of twenty, looks at one card a contact, searches or verifies twice a contact.
 */
export const limitRows: readonly LimitRow[] = [
  {
    budget: 'reveals',
    dimension: 'person',
    window: 'day',
    most: revealLimit,
    alarmAt: null,
    reason: {
      zh: '随接待量增长；用完可说明原因提额，当日有效',
      en: 'follows the contacts handled; raise it with a reason, until midnight',
    },
  },
  {
    budget: 'reveals',
    dimension: 'person',
    window: 'hour',
    most: 60,
    alarmAt: 0.75,
    reason: {
      zh: '一小时六十次已远超接待所需，再快就是抄录',
      en: 'sixty an hour is far above what contacts need; faster is copying',
    },
  },
  {
    budget: 'reveals',
    dimension: 'session',
    window: 'hour',
    most: 50,
    alarmAt: 0.8,
    reason: {
      zh: '被盗用的会话不能一次取走一天的额度',
      en: 'a stolen session does not take the day at once',
    },
  },
  {
    budget: 'reveals',
    dimension: 'key',
    window: 'day',
    most: 3_000,
    alarmAt: 0.5,
    reason: {
      zh: '代员工访问的程序按密钥合计',
      en: 'a program that acts for people is counted by its key too',
    },
  },
  {
    budget: 'reveals',
    dimension: 'team',
    window: 'day',
    most: grows(120, 2, 2_400),
    alarmAt: 0.5,
    reason: { zh: '同组串通不能各取一份', en: 'colleagues who work together do not add up' },
  },
  {
    budget: 'reveals',
    dimension: 'maker',
    window: 'day',
    most: 200,
    alarmAt: 0.5,
    reason: {
      zh: '同一管理员三十天内新建的账号合计',
      en: 'accounts that one administrator made in the last 30 days count together',
    },
  },
  {
    budget: 'reveals',
    dimension: 'contact',
    window: 'day',
    most: 24,
    alarmAt: null,
    reason: { zh: '一次接待看不完二十四项', en: 'no contact needs two dozen values' },
  },
  {
    budget: 'reveals',
    dimension: 'customer',
    window: 'day',
    most: 36,
    alarmAt: 0.75,
    reason: { zh: '同一客户不论谁看合计', en: 'one customer counts over everybody who looks' },
  },
  {
    budget: 'reveals',
    dimension: 'organisation',
    window: 'day',
    most: grows(600, 1, 12_000),
    alarmAt: 0.5,
    reason: { zh: '全公司一天的总量', en: 'all that a whole organisation sees in clear in a day' },
  },
  {
    budget: 'customers',
    dimension: 'person',
    window: 'day',
    most: 60,
    alarmAt: 0.67,
    reason: {
      zh: '一天看过明文或代拨代发过的客户数，不随接待量增长，渠道的密钥也抬不高它',
      en: 'customers of whom somebody saw or used a value in a day: no channel’s key lifts it by making contacts up',
    },
  },
  {
    budget: 'customers',
    dimension: 'team',
    window: 'day',
    most: grows(120, 1, 1_200),
    alarmAt: 0.5,
    reason: { zh: '同组合计', en: 'a team counts together' },
  },
  {
    budget: 'customers',
    dimension: 'maker',
    window: 'day',
    most: 120,
    alarmAt: 0.5,
    reason: {
      zh: '同一管理员三十天内新建的账号合计',
      en: 'accounts that one administrator made in the last 30 days count together',
    },
  },
  {
    budget: 'uses',
    dimension: 'person',
    window: 'hour',
    most: 30,
    alarmAt: 0.75,
    reason: { zh: '一小时回拨、发信三十次已是满负荷', en: 'thirty calls or texts an hour are a full hour' },
  },
  {
    budget: 'uses',
    dimension: 'person',
    window: 'day',
    most: grows(40, 2, 200),
    alarmAt: 0.75,
    reason: { zh: '随接待量增长', en: 'follows the contacts handled' },
  },
  {
    budget: 'uses',
    dimension: 'key',
    window: 'hour',
    most: 600,
    alarmAt: 0.5,
    reason: { zh: '一条线路一小时能拨出的量', en: 'what a channel can dial in an hour' },
  },
  {
    budget: 'uses',
    dimension: 'key',
    window: 'day',
    most: grows(60, 1, 6_000),
    alarmAt: 0.5,
    reason: { zh: '随该线路接入的接待量增长', en: 'follows the contacts that the channel brought' },
  },
  {
    budget: 'uses',
    dimension: 'team',
    window: 'day',
    most: grows(120, 1, 2_400),
    alarmAt: 0.5,
    reason: { zh: '同组合计', en: 'a team counts together' },
  },
  {
    budget: 'uses',
    dimension: 'maker',
    window: 'day',
    most: 200,
    alarmAt: 0.5,
    reason: {
      zh: '同一管理员三十天内新建的账号和密钥合计',
      en: 'accounts and keys that one administrator made in the last 30 days count together',
    },
  },
  {
    budget: 'uses',
    dimension: 'contact',
    window: 'day',
    most: 6,
    alarmAt: null,
    reason: { zh: '一次接待不会回拨六次以上', en: 'no contact is called back more than six times' },
  },
  {
    budget: 'uses',
    dimension: 'customer',
    window: 'day',
    most: 12,
    alarmAt: 0.75,
    reason: { zh: '同一客户不论谁联系合计', en: 'one customer counts over everybody who calls' },
  },
  {
    budget: 'uses',
    dimension: 'organisation',
    window: 'day',
    most: grows(400, 1, 40_000),
    alarmAt: 0.5,
    reason: { zh: '全公司一天的总量', en: 'all that a whole organisation dials in a day' },
  },
  {
    budget: 'notices',
    dimension: 'key',
    window: 'day',
    most: 2_000,
    alarmAt: 0.5,
    reason: {
      zh: '每项联系方式变更通知客户两三次；送达的程序自己不接入客户',
      en: 'two or three for each change of contact data; whoever delivers them brings no contacts',
    },
  },
  {
    budget: 'guesses',
    dimension: 'person',
    window: 'day',
    most: grows(120, 2, 360),
    alarmAt: 0.75,
    reason: {
      zh: '查找、核验和查重共用，随接待量增长，防止逐个试探',
      en: 'searching, verifying and duplicate answers share it, so that nobody tries one by one; follows the contacts handled',
    },
  },
  {
    budget: 'guesses',
    dimension: 'key',
    window: 'day',
    most: 120,
    alarmAt: 0.75,
    reason: { zh: '程序与人同样受限', en: 'a program guesses no more than a person' },
  },
  {
    budget: 'guesses',
    dimension: 'team',
    window: 'day',
    most: grows(600, 4, 10_000),
    alarmAt: 0.5,
    reason: { zh: '同组合计', en: 'a team counts together' },
  },
  {
    budget: 'guesses',
    dimension: 'maker',
    window: 'day',
    most: 400,
    alarmAt: 0.5,
    reason: {
      zh: '同一管理员三十天内新建的账号和密钥合计',
      en: 'accounts and keys that one administrator made in the last 30 days count together',
    },
  },
  {
    budget: 'guesses',
    dimension: 'case',
    window: 'month',
    most: 12,
    alarmAt: null,
    reason: { zh: '一张工单不论谁试合计', en: 'one case counts over everybody who tries' },
  },
  {
    budget: 'guesses',
    dimension: 'customer',
    window: 'day',
    most: 8,
    alarmAt: 1,
    reason: {
      zh: '同一客户同一字段，不论员工和工单合计',
      en: 'one field of one customer counts over all people and cases',
    },
  },
  {
    budget: 'guesses',
    dimension: 'organisation',
    window: 'day',
    most: grows(2_000, 3, 60_000),
    alarmAt: 0.5,
    reason: { zh: '全公司一天的总量', en: 'all that a whole organisation tries in a day' },
  },
  {
    budget: 'probes',
    dimension: 'person',
    window: 'day',
    most: 5_000,
    alarmAt: 0.5,
    reason: {
      zh: '导入的每一行都是一次查重，先计后查',
      en: 'each row of an import asks whether a value is held: counted before it is looked up',
    },
  },
  {
    budget: 'probes',
    dimension: 'key',
    window: 'day',
    most: grows(2_000, 2, 200_000),
    alarmAt: 0.5,
    reason: {
      zh: '来电识别每次一次，随该线路接入的接待量增长',
      en: 'a channel asks once a contact: follows the contacts that it brought',
    },
  },
  {
    budget: 'probes',
    dimension: 'team',
    window: 'day',
    most: grows(10_000, 2, 100_000),
    alarmAt: 0.5,
    reason: { zh: '同组合计', en: 'a team counts together' },
  },
  {
    budget: 'probes',
    dimension: 'maker',
    window: 'day',
    most: 5_000,
    alarmAt: 0.5,
    reason: {
      zh: '同一管理员三十天内新建的账号和密钥合计',
      en: 'accounts and keys that one administrator made in the last 30 days count together',
    },
  },
  {
    budget: 'probes',
    dimension: 'organisation',
    window: 'day',
    most: grows(50_000, 2, 500_000),
    alarmAt: 0.5,
    reason: { zh: '全公司一天的总量', en: 'all that a whole organisation looks up in a day' },
  },
  {
    budget: 'views',
    dimension: 'person',
    window: 'day',
    most: grows(80, 6, 400),
    alarmAt: 0.75,
    reason: {
      zh: '每位客户一天计一次；远高于接待所需，只拦逐个翻看',
      en: 'each customer counts once a day; far above the contacts handled, it stops walking through the list',
    },
  },
  {
    budget: 'views',
    dimension: 'person',
    window: 'hour',
    most: 160,
    alarmAt: 0.7,
    reason: {
      zh: '重新登录不能再来一遍；一小时接待不了这么多客户',
      en: 'signing in again starts nothing afresh; nobody handles that many customers in an hour',
    },
  },
  {
    budget: 'views',
    dimension: 'session',
    window: 'hour',
    most: 150,
    alarmAt: 0.75,
    reason: { zh: '被盗用的会话不能一口气翻完', en: 'a stolen session does not walk the list at once' },
  },
  {
    budget: 'views',
    dimension: 'key',
    window: 'day',
    most: 6_000,
    alarmAt: 0.5,
    reason: { zh: '程序逐个翻看同样受限', en: 'a program does not walk the list either' },
  },
  {
    budget: 'views',
    dimension: 'team',
    window: 'day',
    most: grows(400, 6, 12_000),
    alarmAt: 0.5,
    reason: { zh: '同组合计', en: 'a team counts together' },
  },
  {
    budget: 'views',
    dimension: 'maker',
    window: 'day',
    most: 1_000,
    alarmAt: 0.5,
    reason: {
      zh: '同一管理员三十天内新建的账号和密钥合计',
      en: 'accounts and keys that one administrator made in the last 30 days count together',
    },
  },
  {
    budget: 'views',
    dimension: 'organisation',
    window: 'day',
    most: grows(8_000, 4, 400_000),
    alarmAt: 0.5,
    reason: { zh: '全公司一天的总量', en: 'all that a whole organisation looks at in a day' },
  },
  {
    budget: 'bins',
    dimension: 'person',
    window: 'day',
    most: 20,
    alarmAt: 0.5,
    reason: { zh: '删除客户是少见的操作', en: 'customers are deleted now and then, not by the dozen' },
  },
  {
    budget: 'bins',
    dimension: 'key',
    window: 'day',
    most: 20,
    alarmAt: 0.5,
    reason: { zh: '程序同样受限', en: 'a program no more than a person' },
  },
  {
    budget: 'bins',
    dimension: 'team',
    window: 'day',
    most: 40,
    alarmAt: 0.5,
    reason: { zh: '同组合计', en: 'a team counts together' },
  },
  {
    budget: 'bins',
    dimension: 'organisation',
    window: 'day',
    most: 200,
    alarmAt: 0.5,
    reason: { zh: '全公司一天的总量', en: 'all that a whole organisation deletes in a day' },
  },
  {
    budget: 'cases',
    dimension: 'person',
    window: 'day',
    most: 40,
    alarmAt: 0.5,
    reason: {
      zh: '没有来电的工单由班组长开立，量少',
      en: 'cases without a contact are a supervisor’s and few',
    },
  },
  {
    budget: 'cases',
    dimension: 'key',
    window: 'day',
    most: 400,
    alarmAt: 0.5,
    reason: { zh: '程序开立工单', en: 'cases that a program opens' },
  },
  {
    budget: 'cases',
    dimension: 'team',
    window: 'day',
    most: 120,
    alarmAt: 0.5,
    reason: { zh: '同组合计', en: 'a team counts together' },
  },
  {
    budget: 'cases',
    dimension: 'customer',
    window: 'day',
    most: 6,
    alarmAt: 1,
    reason: { zh: '同一客户一天开不了这么多', en: 'one customer has not that many a day' },
  },
  {
    budget: 'transfers',
    dimension: 'person',
    window: 'day',
    most: 60,
    alarmAt: 0.75,
    reason: { zh: '转接是接待的一小部分', en: 'a part of the contacts is handed on' },
  },
  {
    budget: 'transfers',
    dimension: 'team',
    window: 'day',
    most: grows(200, 1, 3_000),
    alarmAt: 0.5,
    reason: { zh: '同组合计', en: 'a team counts together' },
  },
  {
    budget: 'transfers',
    dimension: 'case',
    window: 'month',
    most: 12,
    alarmAt: 0.75,
    reason: { zh: '一张工单转不了这么多次', en: 'no case is handed on that often' },
  },
  {
    budget: 'openings',
    dimension: 'person',
    window: 'hour',
    most: 80,
    alarmAt: 0.8,
    reason: {
      zh: '一小时约二十通电话或六十个会话；再多的接入不绑定客户，也不抬高额度',
      en: 'an hour has some twenty calls or sixty chats; contacts beyond it open without a customer and lift no limit',
    },
  },
  {
    budget: 'openings',
    dimension: 'person',
    window: 'day',
    most: 300,
    alarmAt: 0.85,
    reason: {
      zh: '电话坐席一天四十到一百二十次，会话坐席最多二百五十次',
      en: 'a day has forty to 120 calls, or up to 250 chats',
    },
  },
  {
    budget: 'openings',
    dimension: 'key',
    window: 'day',
    most: 100_000,
    alarmAt: 0.5,
    reason: { zh: '一条渠道给一千名坐席接入的量', en: 'what a channel brings to a thousand agents' },
  },
  {
    budget: 'openings',
    dimension: 'customer',
    window: 'day',
    most: 12,
    alarmAt: 1,
    reason: { zh: '同一客户一天来不了这么多次', en: 'one customer does not call that often a day' },
  },
  {
    budget: 'people',
    dimension: 'person',
    window: 'day',
    most: 40,
    alarmAt: 0.5,
    reason: { zh: '一批新员工入职的量', en: 'a class of new colleagues' },
  },
  {
    budget: 'people',
    dimension: 'organisation',
    window: 'day',
    most: 120,
    alarmAt: 0.5,
    reason: { zh: '全公司一天的总量', en: 'all whom a whole organisation takes in in a day' },
  },
  {
    budget: 'keys',
    dimension: 'person',
    window: 'day',
    most: 10,
    alarmAt: 0.5,
    reason: { zh: '接入程序是少见的操作', en: 'programs are connected now and then' },
  },
  {
    budget: 'keys',
    dimension: 'organisation',
    window: 'day',
    most: 20,
    alarmAt: 0.5,
    reason: { zh: '全公司一天的总量', en: 'all that a whole organisation connects in a day' },
  },
  {
    budget: 'changes',
    dimension: 'person',
    window: 'day',
    most: grows(40, 2, 240),
    alarmAt: 0.75,
    reason: { zh: '更正资料随接待量增长', en: 'corrections follow the contacts handled' },
  },
  {
    budget: 'changes',
    dimension: 'key',
    window: 'day',
    most: 2_000,
    alarmAt: 0.5,
    reason: { zh: '主数据系统同步', en: 'a master system that synchronises' },
  },
  {
    budget: 'changes',
    dimension: 'team',
    window: 'day',
    most: grows(200, 2, 5_000),
    alarmAt: 0.5,
    reason: { zh: '同组合计', en: 'a team counts together' },
  },
  {
    budget: 'changes',
    dimension: 'customer',
    window: 'day',
    most: 24,
    alarmAt: 0.75,
    reason: { zh: '同一客户不论谁改合计', en: 'one customer counts over everybody who changes something' },
  },
  {
    budget: 'changes',
    dimension: 'organisation',
    window: 'day',
    most: grows(2_000, 2, 50_000),
    alarmAt: 0.5,
    reason: { zh: '全公司一天的总量', en: 'all that a whole organisation changes in a day' },
  },
];

/** The limits of one budget by dimension. */
export const limitsOf = (budget: BudgetName, dimension: Dimension): readonly LimitRow[] =>
  byName.get(`${budget} ${dimension}`) ?? [];

const byName = new Map<string, LimitRow[]>();
for (const row of limitRows) {
  const name = `${row.budget} ${row.dimension}`;
  byName.set(name, [...(byName.get(name) ?? []), row]);
}

/** How much a limit allows to an account that has counted this. */
export const mostOf = (row: LimitRow, counts: Counts): number =>
  typeof row.most === 'number' ? row.most : row.most(counts);
