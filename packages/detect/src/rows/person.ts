import type { Row } from '../row.ts';

/** Full names; found by the model of people and addresses, the words here only name them. */
export const person: Row<'PERSON'> = {
  type: 'PERSON',
  rank: 10,
  label: { zh: '姓名', en: 'Name' },
  level: 'C2',
  sensitive: false,
  protect: true,
  source: 'JR/T 0171-2020: identifying information',
  names:
    '姓名 名字 真实姓名 客户姓名 联系人 收件人 收货人 寄件人 户名 持卡人 开户名 name full_name customer_name 叫',
  mask: {
    ladder: [{ kind: 'given-name' }],
    at: { mail: 0, dispatch: 0, 'quality-check': 0, audit: 1 },
    example: '陈思远',
  },
};
