import { type Action, type Purpose, purposes } from '@huke/sdk';

/** Kinds of fields as the vault names them; a kind that an organisation added counts as `other`. */
const kinds = {
  who: ['name', 'gender', 'birthDate', 'memberNumber'],
  reach: ['mobile', 'landline', 'email', 'wechat', 'address'],
  document: ['residentId', 'passport'],
  account: ['bankCard', 'bankAccount'],
  order: ['order'],
} as const;

const known: ReadonlySet<string> = new Set(Object.values(kinds).flat());
const everything = [...known, 'other'];

type Needs = {
  readonly view: readonly string[];
  readonly reveal: readonly string[];
  readonly use: readonly string[];
  readonly verify: readonly string[];
  readonly correct: readonly string[];
};
type PurposeRow = { readonly needs: Needs };

const { who, reach, document, account, order } = kinds;
const proof = [...who, ...reach, ...document, ...account, ...order, 'other'];

/** One row for each purpose: which kinds of fields it needs for which kind of touch (PIPL 6, 19). */
export const purposeTable: Readonly<Record<Purpose, PurposeRow>> = {
  'identity-verification': {
    // what to ask the caller for; contact data is what the channel shows anyhow, and how they live proves nothing
    needs: {
      view: ['name', 'birthDate', 'memberNumber', ...document, ...account, ...order],
      reveal: [],
      use: ['mobile', 'email'],
      verify: proof,
      correct: [],
    },
  },
  'card-freeze': {
    needs: {
      view: [...who, ...reach, ...document, ...account, 'other'],
      reveal: ['name', 'mobile', 'landline', ...document, ...account],
      use: ['mobile', 'landline', 'email'],
      verify: proof,
      correct: [],
    },
  },
  'account-inquiry': {
    needs: {
      view: [...who, ...reach, ...document, ...account, 'other'],
      reveal: ['name', 'mobile', 'email', ...account],
      use: ['mobile', 'landline', 'email'],
      verify: proof,
      correct: [],
    },
  },
  'transaction-dispute': {
    needs: {
      view: everything,
      reveal: ['name', 'mobile', 'email', 'residentId', ...account, ...order],
      use: ['mobile', 'landline', 'email'],
      verify: proof,
      correct: [],
    },
  },
  'contact-change': {
    needs: {
      view: [...who, ...reach, ...document],
      reveal: [...reach],
      use: ['mobile', 'landline', 'email'],
      verify: proof,
      correct: [...reach],
    },
  },
  'order-inquiry': {
    needs: {
      view: [...who, ...reach, ...order, 'other'],
      reveal: ['name', 'mobile', 'address', ...order],
      use: ['mobile', 'landline', 'email'],
      verify: proof,
      correct: [],
    },
  },
  delivery: {
    needs: {
      view: ['name', 'memberNumber', ...reach, ...order],
      reveal: ['name', 'mobile', 'landline', 'address', ...order],
      use: ['mobile', 'landline'],
      verify: proof,
      correct: ['address', 'mobile'],
    },
  },
  refund: {
    needs: {
      view: [...who, ...reach, ...account, ...order, 'other'],
      reveal: ['name', 'mobile', ...account, ...order],
      use: ['mobile', 'email'],
      verify: proof,
      correct: [],
    },
  },
  complaint: {
    needs: {
      view: everything,
      reveal: ['name', ...reach, ...order, 'other'],
      use: ['mobile', 'landline', 'email'],
      verify: proof,
      correct: [],
    },
  },
  'call-back': {
    needs: {
      view: ['name', 'gender', 'memberNumber', 'mobile', 'landline', 'wechat', ...order],
      reveal: ['name', 'mobile', 'landline'],
      use: ['mobile', 'landline'],
      verify: proof,
      correct: [],
    },
  },
  'quality-check': {
    needs: { view: [...who, ...reach, ...order], reveal: [], use: [], verify: [], correct: [] },
  },
  'rights-request': {
    needs: {
      view: everything,
      reveal: [
        'name',
        ...reach,
        ...document,
        ...account,
        ...order,
        'gender',
        'birthDate',
        'memberNumber',
        'other',
      ],
      use: ['mobile', 'email'],
      verify: proof,
      correct: everything,
    },
  },
  'data-entry': {
    needs: { view: everything, reveal: [], use: [], verify: [], correct: everything },
  },
};

type Touch = keyof Needs;
const touchOf: Partial<Record<Action, Touch>> = {
  view: 'view',
  reveal: 'reveal',
  copy: 'reveal',
  use: 'use',
  redeem: 'use',
  verify: 'verify',
  correct: 'correct',
  rollback: 'correct',
};

const none: ReadonlySet<string> = new Set();
const sets = Object.fromEntries(
  purposes.map((purpose) => [
    purpose,
    Object.fromEntries(
      Object.entries(touchOf).map(([action, touch]) => [action, new Set(purposeTable[purpose].needs[touch])]),
    ),
  ]),
) as unknown as Readonly<Record<Purpose, Partial<Record<Action, ReadonlySet<string>>>>>;

/** Kinds of fields that `purpose` needs for `action`; `other` stands for kinds that the organisation added. */
export function purposeFields(purpose: Purpose, action: Action): ReadonlySet<string> {
  return sets[purpose][action] ?? none;
}

/** Whether the purpose needs this kind of field for this action; kinds unknown here count as `other`. */
export function needsField(needed: ReadonlySet<string>, kind: string): boolean {
  return needed.has(known.has(kind) ? kind : 'other');
}
