// Written by scripts/rows.ts: npm run rows --workspace @huke/detect
import type { Row } from '../row.ts';
import { address } from './address.ts';
import { apiKey } from './api-key.ts';
import { bankAccount } from './bank-account.ts';
import { bankCard } from './bank-card.ts';
import { cardExpiry } from './card-expiry.ts';
import { cnLandline } from './cn-landline.ts';
import { cnLicensePlate } from './cn-license-plate.ts';
import { cnMilitaryId } from './cn-military-id.ts';
import { cnMobile } from './cn-mobile.ts';
import { cnPassport } from './cn-passport.ts';
import { cnResidentId } from './cn-resident-id.ts';
import { cnSocialSecurity } from './cn-social-security.ts';
import { cnUscc } from './cn-uscc.ts';
import { cryptoAddress } from './crypto-address.ts';
import { cvv } from './cvv.ts';
import { dateOfBirth } from './date-of-birth.ts';
import { emailAddress } from './email-address.ts';
import { foreignPrCard } from './foreign-pr-card.ts';
import { hkId } from './hk-id.ts';
import { hkMacauPermit } from './hk-macau-permit.ts';
import { iban } from './iban.ts';
import { imei } from './imei.ts';
import { ipAddress } from './ip-address.ts';
import { macAddress } from './mac-address.ts';
import { otp } from './otp.ts';
import { password } from './password.ts';
import { person } from './person.ts';
import { phoneNumber } from './phone-number.ts';
import { qqNumber } from './qq-number.ts';
import { socialAccount } from './social-account.ts';
import { taiwanPermit } from './taiwan-permit.ts';
import { usSsn } from './us-ssn.ts';
import { vin } from './vin.ts';
import { wechatId } from './wechat-id.ts';

const files = [
  address,
  apiKey,
  bankAccount,
  bankCard,
  cardExpiry,
  cnLandline,
  cnLicensePlate,
  cnMilitaryId,
  cnMobile,
  cnPassport,
  cnResidentId,
  cnSocialSecurity,
  cnUscc,
  cryptoAddress,
  cvv,
  dateOfBirth,
  emailAddress,
  foreignPrCard,
  hkId,
  hkMacauPermit,
  iban,
  imei,
  ipAddress,
  macAddress,
  otp,
  password,
  person,
  phoneNumber,
  qqNumber,
  socialAccount,
  taiwanPermit,
  usSsn,
  vin,
  wechatId,
] as const;

/** Upper snake case, after Presidio. */
export type EntityType = (typeof files)[number]['type'];

/** Every entity type, one row each, by rank. */
export const rows: readonly Row<EntityType>[] = files.toSorted((a, b) => a.rank - b.rank);

export const entityTypes: readonly EntityType[] = rows.map((row) => row.type);

/** The row of a type. */
export const rowOf: ReadonlyMap<EntityType, Row<EntityType>> = new Map(rows.map((row) => [row.type, row]));
