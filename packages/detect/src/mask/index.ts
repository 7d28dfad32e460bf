/**
 * Masks: how much of a value a scenario may show. `table.ts` is the one table (type × level × scenario → shape),
 * `mask.ts` applies it.
 *
 * Invariants: the shapes of a type are nested in one maximum; a mask of a mask is itself; what has not its
 * type's form shows nothing; everything that is shown of a customer, taken together, leaves at least 10,000
 * candidates for a resident ID number.
 */
export { hiddenValue, maskTable, maskValue, type MaskExample } from './mask.ts';
export type { Shape } from './shape.ts';
export { maskRows, type MaskRow, type MaskType, shapeOf } from './table.ts';
