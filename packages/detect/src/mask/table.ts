import type { Level, Scenario } from '../types.ts';
import { all, ends, none, type MaskType, type Shape } from './shape.ts';

/**
 * One row: how a type at a level shows. `ladder[0]` is the maximum of all scenarios, each later rung shows less.
 * `example` is invented.
 */
export type MaskRow = {
  readonly type: MaskType;
  readonly level: Level;
  readonly ladder: readonly Shape[];
  /** Rungs that differ from `rungs`. */
  readonly at?: Partial<Readonly<Record<Scenario, number>>>;
  readonly example: string;
};

/** The rung of each scenario; a rung beyond the ladder shows nothing. */
export const rungs: Readonly<Record<Scenario, number>> = {
  chat: 0,
  call: 0,
  verify: 0,
  mail: 1,
  dispatch: 1,
  'quality-check': 1,
  audit: 2,
  export: 2,
  model: 9,
  log: 9,
};

const ids = [
  ends(12, 0, 6, { total: [18] }),
  ends(6, 0, 12, { total: [18] }),
  ends(2, 0, 16, { total: [18] }),
];
const residentId: readonly Shape[] = [
  {
    kind: 'ends',
    keep: [
      [12, 0],
      [9, 0],
    ],
    hidden: 6,
    total: [18, 15],
  },
  { kind: 'ends', keep: [[6, 0]], hidden: 6, total: [18, 15] },
  { kind: 'ends', keep: [[2, 0]], hidden: 6, total: [18, 15] },
];
const permit = [ends(2, 2, 4), ends(2, 0, 4), none];
const handle = [ends(2, 2, 3, { run: true }), ends(1, 0, 3, { run: true }), none];
const lastFour = [ends(0, 4, 4, { run: true }), ends(0, 4, 4, { run: true }), ends(0, 2, 4, { run: true })];
const secret: readonly Shape[] = [none];

/**
 * The one table of masks: type × level × scenario → shape. The first row of a type is its own level; at another
 * level without a row the first row applies, and C3 shows nothing whatever the type.
 *
 * INVARIANT: each rung shows a subset of the rung before it, and all rows together leave at least 10,000
 * candidates for a resident ID number (LAW section 4: one mask per type over all channels). mask.test.ts counts.
 */
export const maskRows: readonly MaskRow[] = [
  {
    type: 'PERSON',
    level: 'C2',
    ladder: [{ kind: 'given-name' }],
    at: { mail: 0, dispatch: 0, 'quality-check': 0, audit: 1 },
    example: '陈思远',
  },
  { type: 'CN_RESIDENT_ID', level: 'C2', ladder: residentId, example: '330106198603120017' },
  {
    type: 'CN_MOBILE',
    level: 'C2',
    ladder: [
      { kind: 'mobile', front: 3, back: 4 },
      { kind: 'mobile', front: 3, back: 2 },
      { kind: 'mobile', front: 3, back: 0 },
    ],
    at: { dispatch: 0 },
    example: '13800005678',
  },
  {
    type: 'CN_LANDLINE',
    level: 'C2',
    ladder: [
      { kind: 'landline', back: 2 },
      { kind: 'landline', back: 0 },
    ],
    at: { dispatch: 0, audit: 1, export: 1 },
    example: '0571-80001234',
  },
  {
    type: 'PHONE_NUMBER',
    level: 'C2',
    ladder: [ends(2, 2, 4), ends(2, 0, 4), none],
    at: { dispatch: 0 },
    example: '+852 6000 1234',
  },
  {
    type: 'BANK_CARD',
    level: 'C2',
    ladder: [
      {
        kind: 'ends',
        keep: [
          [6, 4],
          [0, 4],
        ],
        hidden: 5,
        total: [12, 13, 14, 15, 16, 17, 18, 19],
      },
      ends(0, 4, 5, { total: [12, 13, 14, 15, 16, 17, 18, 19] }),
      none,
    ],
    example: '6217000012345678901',
  },
  { type: 'BANK_ACCOUNT', level: 'C2', ladder: lastFour, example: '1202000109900012345' },
  {
    type: 'IBAN',
    level: 'C2',
    ladder: [ends(2, 4, 8), ends(2, 0, 8), none],
    example: 'GB82WEST12345698765432',
  },
  { type: 'CVV', level: 'C3', ladder: secret, example: '123' },
  { type: 'CARD_EXPIRY', level: 'C3', ladder: secret, example: '08/29' },
  { type: 'PASSWORD', level: 'C3', ladder: secret, example: 'Blue-Kite-7' },
  { type: 'OTP', level: 'C3', ladder: secret, example: '402913' },
  {
    type: 'EMAIL_ADDRESS',
    level: 'C2',
    ladder: [
      { kind: 'mailbox', first: 1 },
      { kind: 'mailbox', first: 0 },
    ],
    at: { audit: 1, export: 1 },
    example: 'siyuan.chen@mail.example',
  },
  {
    type: 'ADDRESS',
    level: 'C2',
    ladder: [
      { kind: 'region', to: 'district' },
      { kind: 'region', to: 'city' },
      { kind: 'region', to: 'province' },
    ],
    at: { dispatch: 0 },
    example: '浙江省杭州市西湖区文三路90号东部软件园1幢302室',
  },
  {
    type: 'ADDRESS',
    level: 'C1',
    ladder: [
      { kind: 'region', to: 'street' },
      { kind: 'region', to: 'district' },
      { kind: 'region', to: 'city' },
    ],
    at: { dispatch: 0 },
    example: '浙江省杭州市西湖区文三路90号东部软件园1幢302室',
  },
  {
    type: 'DATE_OF_BIRTH',
    level: 'C2',
    ladder: [
      { kind: 'date', to: 'month' },
      { kind: 'date', to: 'year' },
    ],
    at: { audit: 1, export: 1 },
    example: '1986-03-12',
  },
  { type: 'CN_PASSPORT', level: 'C2', ladder: permit, example: 'E12345678' },
  { type: 'HK_MACAU_PERMIT', level: 'C2', ladder: permit, example: 'H12345678' },
  { type: 'TAIWAN_PERMIT', level: 'C2', ladder: permit, example: '01234567' },
  { type: 'HK_ID', level: 'C2', ladder: [ends(2, 0, 5), ends(1, 0, 5), none], example: 'G123456(A)' },
  {
    type: 'FOREIGN_PR_CARD',
    level: 'C2',
    ladder: [
      {
        kind: 'ends',
        keep: [
          [12, 0],
          [3, 0],
        ],
        hidden: 6,
        total: [18, 15],
      },
      ends(3, 0, 6, { total: [18, 15] }),
      none,
    ],
    example: '933156198603120017',
  },
  {
    type: 'CN_MILITARY_ID',
    level: 'C2',
    ladder: [ends(0, 2, 4, { run: true }), none, none],
    example: '军字第1234567号',
  },
  {
    type: 'CN_LICENSE_PLATE',
    level: 'C2',
    ladder: [ends(3, 1, 3, { total: [7, 8] }), ends(2, 0, 5, { total: [7, 8] }), none],
    at: { dispatch: 0 },
    example: '浙A12345',
  },
  {
    type: 'CN_USCC',
    level: 'C1',
    ladder: [ends(2, 4, 8), ends(2, 4, 8), ends(2, 0, 8)],
    example: '91330106MA2KCD1234',
  },
  { type: 'CN_SOCIAL_SECURITY', level: 'C2', ladder: [...ids], example: '330106198603120017' },
  { type: 'VIN', level: 'C2', ladder: [ends(3, 4, 8), ends(3, 0, 8), none], example: 'LSVAA4180E2184847' },
  { type: 'IMEI', level: 'C2', ladder: [ends(2, 2, 8), ends(2, 0, 8), none], example: '490154203237518' },
  {
    type: 'IP_ADDRESS',
    level: 'C2',
    ladder: [
      { kind: 'groups', show: 2, of: [4, 8] },
      { kind: 'groups', show: 1, of: [4, 8] },
    ],
    example: '192.0.2.17',
  },
  {
    type: 'MAC_ADDRESS',
    level: 'C2',
    ladder: [{ kind: 'groups', show: 3, of: [6] }],
    example: '00:00:5e:00:53:01',
  },
  { type: 'WECHAT_ID', level: 'C2', ladder: handle, example: 'siyuan_chen' },
  { type: 'QQ_NUMBER', level: 'C2', ladder: handle, example: '100012345' },
  { type: 'SOCIAL_ACCOUNT', level: 'C2', ladder: handle, example: 'west_lake_rain' },
  {
    type: 'US_SSN',
    level: 'C2',
    ladder: [ends(0, 4, 5, { total: [9] }), none, none],
    example: '078-05-1120',
  },
  {
    type: 'CRYPTO_ADDRESS',
    level: 'C2',
    ladder: [ends(4, 4, 4, { run: true }), none, none],
    example: 'bc1q0000000000000000000000000000000example',
  },
  { type: 'API_KEY', level: 'C3', ladder: secret, example: 'sk_test_0000000000000000' },
  { type: 'GENDER', level: 'C1', ladder: [all, all, none], example: '男' },
  { type: 'MEMBER_NUMBER', level: 'C1', ladder: lastFour, example: 'M2000456789' },
  {
    type: 'ORDER_NUMBER',
    level: 'C1',
    ladder: [ends(4, 4, 4, { run: true }), ends(4, 4, 4, { run: true }), ends(0, 4, 4, { run: true })],
    at: { dispatch: 0 },
    example: '202603120000456789',
  },
  { type: 'TEXT', level: 'C1', ladder: secret, example: '只在家人面前用的小名' },
];

const firstRow = new Map<MaskType, MaskRow>();
for (const row of maskRows) if (!firstRow.has(row.type)) firstRow.set(row.type, row);

function rowOf(type: MaskType, level: Level | undefined): MaskRow | undefined {
  const own = firstRow.get(type);
  if (own === undefined || level === 'C3') return undefined;
  return level === undefined ? own : (maskRows.find((r) => r.type === type && r.level === level) ?? own);
}

/** The shape of a type at a level in a scenario; what the table does not know shows nothing. */
export function shapeOf(type: MaskType, level: Level | undefined, scenario: Scenario): Shape {
  const row = rowOf(type, level);
  return row?.ladder[row.at?.[scenario] ?? rungs[scenario] ?? 9] ?? none;
}

/** The maximum of all scenarios. */
export function widest(type: MaskType, level: Level | undefined): Shape {
  return rowOf(type, level)?.ladder[0] ?? none;
}
