import type { Row } from '../row.ts';

/** Addresses from street, estate or village level down; found by the model of people and addresses. */
export const address: Row<'ADDRESS'> = {
  type: 'ADDRESS',
  rank: 20,
  label: { zh: '地址', en: 'Address' },
  level: 'C2',
  sensitive: false,
  protect: true,
  source: 'JR/T 0171-2020: home and work address',
  names:
    '地址 住址 收货地址 家庭住址 家庭地址 联系地址 收件地址 寄件地址 户籍地址 现住址 通讯地址 单位地址 住在 家住 address home_address',
  mask: {
    ladder: [
      { kind: 'region', to: 'district' },
      { kind: 'region', to: 'city' },
      { kind: 'region', to: 'province' },
    ],
    at: { dispatch: 0 },
    example: '浙江省杭州市西湖区文三路90号东部软件园1幢302室',
    levels: {
      C1: [
        { kind: 'region', to: 'street' },
        { kind: 'region', to: 'district' },
        { kind: 'region', to: 'city' },
      ],
    },
  },
};
