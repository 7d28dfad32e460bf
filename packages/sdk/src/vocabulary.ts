/** Words that the API speaks; each is a code, never a customer value. */

export const posts = [
  'agent',
  'senior-agent',
  'supervisor',
  'quality-checker',
  'security-officer',
  'compliance-officer',
  'auditor',
  'system-admin',
  'security-admin',
  'audit-admin',
] as const;
export type Post = (typeof posts)[number];

export const actions = [
  'view',
  'reveal',
  'copy',
  'use',
  'redeem',
  'verify',
  'search',
  'create',
  'import',
  'correct',
  'rollback',
  'erase',
  'restore',
  'trail',
  'note',
  'confirm',
  'undo',
  'notify',
] as const;
export type Action = (typeof actions)[number];

export const levels = ['C1', 'C2', 'C3'] as const;
export type Level = (typeof levels)[number];

export const scenarios = [
  'chat',
  'call',
  'mail',
  'verify',
  'dispatch',
  'quality-check',
  'audit',
  'export',
  'model',
  'log',
] as const;
export type Scenario = (typeof scenarios)[number];

/** Why customer information is touched. Which fields each purpose needs is data of the gate. */
export const purposes = [
  'identity-verification',
  'card-freeze',
  'account-inquiry',
  'transaction-dispute',
  'contact-change',
  'order-inquiry',
  'delivery',
  'refund',
  'complaint',
  'call-back',
  'quality-check',
  'rights-request',
  'data-entry',
] as const;
export type Purpose = (typeof purposes)[number];

/** Reason chips; a code goes into the ledger, free text is sealed outside it. */
export const reasons = [
  'customer-asked',
  'confirm-identity',
  'call-back-needed',
  'deliver-goods',
  'fill-other-system',
  'fix-wrong-data',
  'handle-complaint',
  'check-quality',
  'emergency',
  'other',
] as const;
export type Reason = (typeof reasons)[number];

export const channels = ['call', 'web-chat', 'mail', 'app', 'social', 'branch'] as const;
export type Channel = (typeof channels)[number];

/** In what capacity the person on the line acts; anything but `customer` needs a mandate. */
export const capacities = [
  'customer',
  'joint-holder',
  'guardian',
  'representative',
  'company-contact',
  'heir',
] as const;
export type Capacity = (typeof capacities)[number];

/** What a refused ask lacks; `approval` and `step-up` can be fetched in place. */
export const needKinds = [
  'step-up',
  'approval',
  'case',
  'contact',
  'reason',
  'training',
  'agreement',
  'quota',
  'mandate',
  'duty',
  'device',
  'second-factor',
  'verification',
] as const;
export type NeedKind = (typeof needKinds)[number];

/** Scopes of service keys. */
export const scopes = [
  'contacts:write',
  'cases:read',
  'customers:write',
  'customers:read',
  'customers:search',
  'accesses:write',
  'text:read',
  'ledger:read',
] as const;
export type Scope = (typeof scopes)[number];
