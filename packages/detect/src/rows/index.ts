import type { Row } from '../row.ts';
import type { EntityType } from '../types.ts';
import { bankRows } from './bank.ts';
import { identityRows } from './identity.ts';
import { networkRows } from './network.ts';
import { organisationRows } from './organisations.ts';
import { peopleRows } from './people.ts';
import { phoneRows } from './phones.ts';
import { secretRows } from './secrets.ts';
import { socialRows } from './social.ts';
import { vehicleRows } from './vehicles.ts';

/** Every entity type, one row each. */
export const rows: readonly Row[] = [
  ...peopleRows,
  ...identityRows,
  ...phoneRows,
  ...bankRows,
  ...secretRows,
  ...networkRows,
  ...socialRows,
  ...vehicleRows,
  ...organisationRows,
];

/** The row of a type. */
export const rowOf: ReadonlyMap<EntityType, Row> = new Map(rows.map((row) => [row.type, row]));
