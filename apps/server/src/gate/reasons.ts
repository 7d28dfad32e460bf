import type { Purpose, Reason } from '@huke/sdk';

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
