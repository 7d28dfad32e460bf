import type { Row } from '../row.ts';
import { lastFourLadder, secretLadder } from './ladders.ts';
import { all, ends, none } from './shape.ts';

/** What only the fields of a record hold; texts are not searched for it. */
export type FieldType = (typeof fieldMasks)[number]['type'];

type FieldMask<Type extends string> = Pick<Row<Type>, 'type' | 'label' | 'level' | 'mask'>;

const gender: FieldMask<'GENDER'> = {
  type: 'GENDER',
  label: { zh: '性别', en: 'Gender' },
  level: 'C1',
  mask: { ladder: [all, all, none], example: '男' },
};

const memberNumber: FieldMask<'MEMBER_NUMBER'> = {
  type: 'MEMBER_NUMBER',
  label: { zh: '会员号', en: 'Member number' },
  level: 'C1',
  mask: { ladder: lastFourLadder, example: 'M2000456789' },
};

const orderNumber: FieldMask<'ORDER_NUMBER'> = {
  type: 'ORDER_NUMBER',
  label: { zh: '订单号', en: 'Order number' },
  level: 'C1',
  mask: {
    ladder: [ends(4, 4, 4, { run: true }), ends(4, 4, 4, { run: true }), ends(0, 4, 4, { run: true })],
    at: { dispatch: 0 },
    example: '202603120000456789',
  },
};

/** Any other text: nothing shows. */
const text: FieldMask<'TEXT'> = {
  type: 'TEXT',
  label: { zh: '文本', en: 'Text' },
  level: 'C1',
  mask: { ladder: secretLadder, example: '只在家人面前用的小名' },
};

/** Masks of what is no entity type. */
export const fieldMasks = [gender, memberNumber, orderNumber, text] as const;
