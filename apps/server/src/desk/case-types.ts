import type { CaseType } from '@huke/sdk';

/** Kinds of cases with the purpose, scenario and reason chips they bring; a new kind is a new row. */
export const caseTypes = [
  {
    type: 'card-freeze',
    label: { zh: '挂失与冻结', en: 'Card loss and freeze' },
    purpose: 'card-freeze',
    scenario: 'call',
    reasons: ['confirm-identity', 'customer-asked', 'emergency'],
  },
  {
    type: 'account-inquiry',
    label: { zh: '账户咨询', en: 'Account inquiry' },
    purpose: 'account-inquiry',
    scenario: 'call',
    reasons: ['customer-asked', 'confirm-identity'],
  },
  {
    type: 'transaction-dispute',
    label: { zh: '交易争议', en: 'Disputed transaction' },
    purpose: 'transaction-dispute',
    scenario: 'call',
    reasons: ['customer-asked', 'confirm-identity', 'handle-complaint'],
  },
  {
    type: 'contact-change',
    label: { zh: '联系方式变更', en: 'Change of contact details' },
    purpose: 'contact-change',
    scenario: 'call',
    reasons: ['customer-asked', 'fix-wrong-data', 'confirm-identity'],
  },
  {
    type: 'order-inquiry',
    label: { zh: '订单咨询', en: 'Order inquiry' },
    purpose: 'order-inquiry',
    scenario: 'chat',
    reasons: ['customer-asked', 'call-back-needed'],
  },
  {
    type: 'delivery',
    label: { zh: '配送问题', en: 'Delivery problem' },
    purpose: 'delivery',
    scenario: 'dispatch',
    reasons: ['deliver-goods', 'call-back-needed', 'fix-wrong-data'],
  },
  {
    type: 'refund',
    label: { zh: '退款', en: 'Refund' },
    purpose: 'refund',
    scenario: 'chat',
    reasons: ['customer-asked', 'fill-other-system'],
  },
  {
    type: 'complaint',
    label: { zh: '投诉', en: 'Complaint' },
    purpose: 'complaint',
    scenario: 'call',
    reasons: ['handle-complaint', 'call-back-needed'],
  },
  {
    type: 'call-back',
    label: { zh: '回访', en: 'Call back' },
    purpose: 'call-back',
    scenario: 'call',
    reasons: ['call-back-needed', 'check-quality'],
  },
  {
    type: 'quality-check',
    label: { zh: '质检', en: 'Quality check' },
    purpose: 'quality-check',
    scenario: 'quality-check',
    reasons: ['check-quality'],
  },
  {
    type: 'rights-request',
    label: { zh: '个人信息权利请求', en: 'Rights request' },
    purpose: 'rights-request',
    scenario: 'call',
    reasons: ['customer-asked', 'confirm-identity'],
  },
] as const satisfies readonly CaseType[];

export type CaseTypeName = (typeof caseTypes)[number]['type'];

/** The row of a kind of case, or undefined. */
export function caseTypeOf(type: string): CaseType | undefined {
  return caseTypes.find((each) => each.type === type);
}
