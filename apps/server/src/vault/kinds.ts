import type { FieldKind } from '@huke/sdk';
import { maskRows, type MaskType } from '@huke/detect';
import type { Normaliser } from './normalise.ts';

/** What a value can be used for without being seen. */
export type Use = 'dial' | 'text' | 'mail';

/**
 * What a right answer about a field shows: `self` what one knows about oneself, `held` what one has with us, `contact`
 * how one is reached. One of them alone leaks in one piece, so a caller is verified by two.
 */
export type Factor = 'self' | 'held' | 'contact';

/** What a value's mask leaves to be guessed by somebody who knows how such values are made, colleagues' sight included. */
export type Space = {
  /** Values that one hidden letter or digit can have. */
  readonly perSymbol: number;
  /** One in so many of those is a value at all, by its check digit. */
  readonly check?: number;
  /** Candidates at most, however much is hidden. */
  readonly most?: number;
  readonly reason: { readonly zh: string; readonly en: string };
};

/** How a change of what verifies somebody takes effect; hours from when it was asked for. */
export type ChangeRule = {
  /** Until then the old value stays, and the new one neither finds, dials nor verifies. */
  readonly waitHours: number;
  /** Until then the field proves nothing about a caller. */
  readonly provesAfterHours: number;
};

/** All that is known of a kind of field. */
export type Kind = Omit<FieldKind, 'type'> & {
  readonly type: MaskType;
  readonly normaliser: Normaliser;
  /**
   * Bits of the blind index, null when the field is not searchable. The upper bound for a million customers; fewer
   * customers get fewer bits (`blind-index.ts`).
   */
  readonly indexBits: number | null;
  /** Few but the customer know it; one of the answers by which a caller is verified is such a one. */
  readonly verifyAlone: boolean;
  /**
   * The class of proof that a right answer is; null = it proves nothing, right or wrong. INVARIANT: only of kinds whose
   * `space` leaves `candidatesNeeded` behind the mask (`candidates.ts`).
   */
  readonly factor: Factor | null;
  /** How many values can stand behind its mask. */
  readonly space: Space;
  /** How a change takes effect, of all by which a caller is verified or reached; null = at once, by the case's proof. */
  readonly change: ChangeRule | null;
  /** Two customers cannot have the same value: create and import look for it by blind index. */
  readonly identifies: boolean;
  readonly uses: readonly Use[];
  /** Words in the header of a table that name this field, beside its labels. */
  readonly headers: readonly string[];
};

/**
 * How long the law makes us keep what: each class has a data key of its own, so that one can be destroyed while
 * another must stay. `kyc`: anti-money-laundering duty; `trade`: 电子商务法 31, three years; `contact` and `service`
 * (notes, reasons) end with their purpose.
 */
export const retentionClasses = ['kyc', 'contact', 'trade', 'service'] as const;

/** The retention class of notes, reasons and names of other parties. */
export const textRetention = 'service';

const shared = {
  own: false,
  many: false,
  sensitive: false,
  protectAsSensitive: false,
  identifies: false,
  uses: [],
  factor: null,
  change: null,
} as const;
const searched = { searchable: true, verifiable: true, indexBits: 18 } as const;
const unsearched = { searchable: false, indexBits: null } as const;

/** Twenty-four hours: time enough for whoever has the old number to see the notice and undo the change. */
const afterADay: ChangeRule = { waitHours: 24, provesAfterHours: 24 };
/** A parcel goes to the new address today, a misspelt ID number is put right; as a proof it waits three days. */
const atOnce: ChangeRule = { waitHours: 0, provesAfterHours: 72 };
/** So many candidates must stay behind the mask of what proves anything: at eight guesses a day, over three years. */
export const candidatesNeeded = 10_000;

/** Contact data that an organisation added. */
export const ownContactChange = afterADay;

/**
 * The kinds of fields that every organisation has. Birth date and gender are neither searchable nor verifiable alone:
 * a hit would tell what the mask of the ID number hides.
 */
export const kinds: readonly Kind[] = [
  {
    ...shared,
    ...searched,
    field: 'name',
    label: { zh: '姓名', en: 'Name' },
    group: 'identity',
    type: 'PERSON',
    level: 'C2',
    normaliser: 'name',
    // Names repeat, so fewer bits: equal tags say little about equal names.
    indexBits: 14,
    retention: 'kyc',
    verifyAlone: false,
    space: {
      perSymbol: 10,
      most: 500,
      reason: {
        zh: '遮盖的是姓，常见的姓不过几百个',
        en: 'the surname is hidden, and there are a few hundred common ones',
      },
    },
    headers: ['客户姓名', '客户名称', '真实姓名', '联系人', 'full name', 'customer name'],
  },
  {
    ...shared,
    ...unsearched,
    field: 'gender',
    label: { zh: '性别', en: 'Gender' },
    group: 'identity',
    type: 'GENDER',
    level: 'C1',
    normaliser: 'gender',
    verifiable: false,
    retention: 'kyc',
    verifyAlone: false,
    space: {
      perSymbol: 1,
      reason: { zh: '不遮盖', en: 'shown as it is' },
    },
    headers: ['sex'],
  },
  {
    ...shared,
    ...unsearched,
    field: 'birthDate',
    label: { zh: '出生日期', en: 'Date of birth' },
    group: 'identity',
    type: 'DATE_OF_BIRTH',
    level: 'C2',
    normaliser: 'birthDate',
    verifiable: true,
    retention: 'kyc',
    verifyAlone: false,
    change: atOnce,
    space: {
      perSymbol: 10,
      most: 31,
      reason: { zh: '只遮盖日', en: 'only the day of the month is hidden' },
    },
    headers: ['生日', '出生年月', '出生年月日', 'birthday', 'birth date', 'dob'],
  },
  {
    ...shared,
    ...searched,
    field: 'mobile',
    label: { zh: '手机号', en: 'Mobile' },
    group: 'contact',
    type: 'CN_MOBILE',
    level: 'C2',
    normaliser: 'mobile',
    many: true,
    retention: 'contact',
    verifyAlone: true,
    factor: 'contact',
    change: afterADay,
    uses: ['dial', 'text'],
    space: {
      perSymbol: 10,
      reason: { zh: '每位十种，中间四位遮盖', en: 'ten a digit, the middle four hidden' },
    },
    headers: ['手机', '手机号码', '移动电话', '联系电话', '电话', 'phone', 'mobile phone', 'cell', 'tel'],
  },
  {
    ...shared,
    ...searched,
    field: 'landline',
    label: { zh: '固定电话', en: 'Landline' },
    group: 'contact',
    type: 'CN_LANDLINE',
    level: 'C2',
    normaliser: 'landline',
    many: true,
    retention: 'contact',
    verifyAlone: true,
    factor: 'contact',
    change: afterADay,
    uses: ['dial'],
    space: {
      perSymbol: 10,
      reason: { zh: '每位十种', en: 'ten a digit' },
    },
    headers: ['座机', '固话', '办公电话', '家庭电话', 'telephone', 'home phone', 'work phone'],
  },
  {
    ...shared,
    ...searched,
    field: 'residentId',
    label: { zh: '居民身份证号', en: 'Resident ID number' },
    group: 'identity',
    type: 'CN_RESIDENT_ID',
    level: 'C2',
    // GB/T 45574-2025 no longer lists the number as sensitive; no lower protection (LAW section 3.4).
    protectAsSensitive: true,
    normaliser: 'residentId',
    identifies: true,
    retention: 'kyc',
    verifyAlone: true,
    factor: 'self',
    change: atOnce,
    space: {
      perSymbol: 10,
      most: 14_000,
      reason: {
        zh: '二十八天、五百个顺序码（性别已知），校验码由前面算出',
        en: '28 days by 500 sequence numbers, since the gender is known; the check digit follows',
      },
    },
    headers: [
      '身份证',
      '身份证号',
      '身份证号码',
      '证件号',
      '证件号码',
      'id number',
      'id card',
      'id no',
      'national id',
    ],
  },
  {
    ...shared,
    ...searched,
    field: 'passport',
    label: { zh: '护照或通行证号', en: 'Passport or permit' },
    group: 'identity',
    type: 'CN_PASSPORT',
    level: 'C2',
    protectAsSensitive: true,
    normaliser: 'passport',
    many: true,
    identifies: true,
    retention: 'kyc',
    verifyAlone: true,
    factor: 'self',
    change: atOnce,
    space: {
      perSymbol: 10,
      reason: { zh: '每位十种', en: 'ten a digit' },
    },
    headers: ['护照', '护照号', '护照号码', '通行证', '通行证号', 'passport no', 'passport number'],
  },
  {
    ...shared,
    ...searched,
    field: 'bankCard',
    label: { zh: '银行卡号', en: 'Bank card' },
    group: 'accounts',
    type: 'BANK_CARD',
    level: 'C2',
    sensitive: true,
    normaliser: 'bankCard',
    many: true,
    retention: 'kyc',
    verifyAlone: true,
    factor: 'held',
    change: atOnce,
    space: {
      perSymbol: 10,
      check: 10,
      reason: { zh: '每位十种，校验码去掉九成', en: 'ten a digit, nine of ten fail the check digit' },
    },
    headers: ['银行卡', '卡号', '储蓄卡号', '借记卡号', '信用卡号', 'card', 'card number', 'card no'],
  },
  {
    ...shared,
    ...searched,
    field: 'bankAccount',
    label: { zh: '银行账号', en: 'Bank account' },
    group: 'accounts',
    type: 'BANK_ACCOUNT',
    level: 'C2',
    sensitive: true,
    normaliser: 'bankAccount',
    many: true,
    retention: 'kyc',
    verifyAlone: true,
    factor: 'held',
    change: atOnce,
    space: {
      perSymbol: 10,
      reason: { zh: '每位十种', en: 'ten a digit' },
    },
    headers: ['账号', '银行帐号', '对公账号', '存折号', 'account', 'account number', 'account no', 'iban'],
  },
  {
    ...shared,
    ...searched,
    field: 'email',
    label: { zh: '电子邮箱', en: 'E-mail' },
    group: 'contact',
    type: 'EMAIL_ADDRESS',
    level: 'C2',
    normaliser: 'email',
    many: true,
    retention: 'contact',
    verifyAlone: true,
    factor: 'contact',
    change: afterADay,
    uses: ['mail'],
    space: {
      perSymbol: 8,
      reason: {
        zh: '邮箱名多是词、姓名拼音和年份，每位不足十种',
        en: 'mailboxes are words, names and years: fewer than ten a symbol',
      },
    },
    headers: ['邮箱', '电子邮件', '邮箱地址', 'email', 'mail', 'email address', 'e-mail address'],
  },
  {
    ...shared,
    ...unsearched,
    field: 'address',
    label: { zh: '地址', en: 'Address' },
    group: 'contact',
    type: 'ADDRESS',
    level: 'C2',
    normaliser: 'text',
    many: true,
    verifiable: true,
    retention: 'contact',
    verifyAlone: false,
    factor: 'contact',
    change: atOnce,
    space: {
      perSymbol: 5,
      reason: { zh: '路名、小区、楼栋、房号互相制约', en: 'street, estate, building and room go together' },
    },
    headers: [
      '住址',
      '家庭住址',
      '收货地址',
      '通讯地址',
      '联系地址',
      '详细地址',
      'home address',
      'shipping address',
    ],
  },
  {
    ...shared,
    ...searched,
    field: 'wechat',
    label: { zh: '微信号', en: 'WeChat ID' },
    group: 'contact',
    type: 'WECHAT_ID',
    level: 'C2',
    normaliser: 'handle',
    retention: 'contact',
    verifyAlone: false,
    factor: 'contact',
    change: afterADay,
    space: {
      perSymbol: 8,
      reason: { zh: '多是词、姓名拼音和年份', en: 'words, names and years' },
    },
    headers: ['微信', 'wechat', 'weixin', 'wechat id'],
  },
  {
    ...shared,
    ...searched,
    field: 'memberNumber',
    label: { zh: '会员号', en: 'Member number' },
    group: 'other',
    type: 'MEMBER_NUMBER',
    level: 'C1',
    normaliser: 'reference',
    identifies: true,
    retention: 'contact',
    verifyAlone: false,
    change: atOnce,
    space: {
      perSymbol: 10,
      most: 100,
      reason: {
        zh: '顺序编号：一百万客户露出后四位，只剩一百个；再知道先后就只剩一个',
        en: 'numbers run in order: of a million customers the last four leave a hundred, and the order of joining leaves one',
      },
    },
    headers: [
      '会员编号',
      '会员卡号',
      '客户号',
      '客户编号',
      'member no',
      'member id',
      'customer no',
      'customer number',
    ],
  },
  {
    ...shared,
    ...searched,
    field: 'order',
    label: { zh: '订单号', en: 'Order number' },
    group: 'orders',
    type: 'ORDER_NUMBER',
    level: 'C1',
    normaliser: 'reference',
    many: true,
    retention: 'trade',
    verifyAlone: true,
    factor: 'held',
    change: atOnce,
    space: {
      perSymbol: 4,
      reason: {
        zh: '日期、时间与随机或顺序部分，每位按四种算；短的订单号是顺序号，不作数',
        en: 'a date, a time, a random or running part: four a symbol; short ones merely run in order and do not count',
      },
    },
    headers: ['订单', '订单编号', '订单号码', 'order', 'order no', 'order id'],
  },
];

/** The normaliser of an organisation's own kind follows its type; what has none here is plain text. */
export const normaliserOfType: Partial<Readonly<Record<MaskType, Normaliser>>> = {
  PERSON: 'name',
  GENDER: 'gender',
  DATE_OF_BIRTH: 'birthDate',
  CN_MOBILE: 'mobile',
  CN_LANDLINE: 'landline',
  CN_RESIDENT_ID: 'residentId',
  CN_PASSPORT: 'passport',
  HK_MACAU_PERMIT: 'passport',
  TAIWAN_PERMIT: 'passport',
  BANK_CARD: 'bankCard',
  BANK_ACCOUNT: 'bankAccount',
  IBAN: 'bankAccount',
  EMAIL_ADDRESS: 'email',
  WECHAT_ID: 'handle',
  QQ_NUMBER: 'handle',
  SOCIAL_ACCOUNT: 'handle',
  MEMBER_NUMBER: 'reference',
  ORDER_NUMBER: 'reference',
};

/** Types whose own kinds are neither searchable nor verifiable: a hit would tell what a mask hides. */
export const unsearchableTypes: ReadonlySet<MaskType> = new Set([
  'GENDER',
  'DATE_OF_BIRTH',
  ...maskRows.filter((row) => row.level === 'C3').map((row) => row.type),
]);
