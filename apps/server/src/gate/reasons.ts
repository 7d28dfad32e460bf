import type { Purpose, Reason, Scenario } from '@huke/sdk';

type Text = { readonly zh: string; readonly en: string };

/** Reason chips; the code goes into the ledger. */
export const reasonTable: Readonly<Record<Reason, Text>> = {
  'customer-asked': { zh: '客户要求', en: 'The customer asked' },
  'confirm-identity': { zh: '核实身份', en: 'Confirm identity' },
  'call-back-needed': { zh: '需要回电', en: 'A call back is needed' },
  'deliver-goods': { zh: '安排配送', en: 'Deliver goods' },
  'fill-other-system': { zh: '填写其他系统', en: 'Fill another system' },
  'fix-wrong-data': { zh: '更正错误信息', en: 'Fix wrong data' },
  'handle-complaint': { zh: '处理投诉', en: 'Handle a complaint' },
  'check-quality': { zh: '服务质检', en: 'Check quality' },
  emergency: { zh: '紧急情况', en: 'Emergency' },
  other: { zh: '其他', en: 'Other' },
};

/** Where a value would appear. */
export const scenarioTable: Readonly<Record<Scenario, Text>> = {
  chat: { zh: '在线会话', en: 'Chat' },
  call: { zh: '电话', en: 'Call' },
  mail: { zh: '邮件', en: 'Mail' },
  verify: { zh: '核身', en: 'Verification' },
  dispatch: { zh: '派送', en: 'Dispatch' },
  'quality-check': { zh: '质检', en: 'Quality check' },
  audit: { zh: '审计', en: 'Audit' },
  export: { zh: '导出', en: 'Export' },
  model: { zh: '模型', en: 'Model' },
  log: { zh: '日志', en: 'Log' },
};

/** The reasons that a purpose usually has, the most usual first. */
export const purposeReasons: Readonly<Record<Purpose, readonly Reason[]>> = {
  'identity-verification': ['confirm-identity'],
  'card-freeze': ['confirm-identity', 'customer-asked', 'emergency'],
  'account-inquiry': ['customer-asked', 'confirm-identity'],
  'transaction-dispute': ['customer-asked', 'confirm-identity', 'handle-complaint'],
  'contact-change': ['customer-asked', 'fix-wrong-data', 'confirm-identity'],
  'order-inquiry': ['customer-asked', 'call-back-needed'],
  delivery: ['deliver-goods', 'call-back-needed', 'fix-wrong-data'],
  refund: ['customer-asked', 'fill-other-system'],
  complaint: ['handle-complaint', 'call-back-needed'],
  'call-back': ['call-back-needed', 'check-quality'],
  'quality-check': ['check-quality'],
  'rights-request': ['customer-asked', 'confirm-identity'],
  'data-entry': ['fill-other-system', 'fix-wrong-data'],
};
