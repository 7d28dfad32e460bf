/** Entity types of the product (upper snake case, after Presidio); boundaries are documented in docs/detect. */
export const entityTypes = [
  'PERSON',
  'CN_RESIDENT_ID',
  'CN_MOBILE',
  'CN_LANDLINE',
  'PHONE_NUMBER',
  'BANK_CARD',
  'BANK_ACCOUNT',
  'IBAN',
  'CVV',
  'CARD_EXPIRY',
  'PASSWORD',
  'OTP',
  'EMAIL_ADDRESS',
  'ADDRESS',
  'DATE_OF_BIRTH',
  'CN_PASSPORT',
  'HK_MACAU_PERMIT',
  'TAIWAN_PERMIT',
  'HK_ID',
  'FOREIGN_PR_CARD',
  'CN_MILITARY_ID',
  'CN_LICENSE_PLATE',
  'CN_USCC',
  'CN_SOCIAL_SECURITY',
  'VIN',
  'IMEI',
  'IP_ADDRESS',
  'MAC_ADDRESS',
  'WECHAT_ID',
  'QQ_NUMBER',
  'SOCIAL_ACCOUNT',
  'US_SSN',
  'CRYPTO_ADDRESS',
  'API_KEY',
] as const;

export type EntityType = (typeof entityTypes)[number];

/** Sensitivity class of JR/T 0171-2020: C3 authentication data, C2 identifying data, C1 the rest. */
export const levels = ['C1', 'C2', 'C3'] as const;
export type Level = (typeof levels)[number];

/** Where a value is shown; masks differ by it. */
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

/** One piece of evidence for or against a finding; codes and weights only, never the value. */
export type Evidence = { readonly code: string; readonly weight: number };

/**
 * Personal information found in a text: `[start, end)` in UTF-16 code units of the original text.
 * `score` is a calibrated probability in 0..1.
 */
export type Finding = {
  readonly type: EntityType;
  readonly start: number;
  readonly end: number;
  readonly level: Level;
  readonly score: number;
  /** True for sensitive personal information of PIPL Art 28. */
  readonly sensitive: boolean;
  /** Present when `explain` was asked for. */
  readonly why?: readonly Evidence[];
  /** Name of the organisation's own recogniser that found it, if one did. */
  readonly recognizer?: string;
};
