import type { Level } from '../level.ts';
import type { Mask } from '../row.ts';
import { type EntityType, rows } from '../rows/index.ts';
import type { Scenario } from '../scenario.ts';
import { type FieldType, fieldMasks } from './fields.ts';
import { none, type Shape } from './shape.ts';

/** What a masked value can be: every entity type, and what only a record's own fields hold. */
export type MaskType = EntityType | FieldType;

/** How a type shows at a level: `ladder[0]` is the maximum of all scenarios, each later rung shows less. */
export type MaskRow = Omit<Mask, 'levels'> & { readonly type: MaskType; readonly level: Level };

/** The rung of each scenario; a rung beyond the ladder shows nothing. */
export const rungs: Readonly<Record<Scenario, number>> = {
  chat: 0,
  call: 0,
  verify: 0,
  mail: 1,
  dispatch: 1,
  'quality-check': 1,
  audit: 2,
  export: 2,
  model: 9,
  log: 9,
};

/** A row for the type's own level, then one for each other level that has a ladder of its own. */
function rowsOf(type: MaskType, level: Level, { levels, ...mask }: Mask): MaskRow[] {
  const others = Object.entries(levels ?? {}) as [Level, readonly Shape[]][];
  return [
    { type, level, ...mask },
    ...others.map(([other, ladder]) => ({ ...mask, type, level: other, ladder })),
  ];
}

/**
 * The one table of masks: type × level × scenario → shape, made of the rows of all types. The first row of a type is
 * its own level; at another level without a row the first row applies, and C3 shows nothing whatever the type.
 *
 * INVARIANT: each rung shows a subset of the rung before it, and all rows together leave at least 10,000
 * candidates for a resident ID number (LAW section 4: one mask per type over all channels). mask.test.ts counts.
 */
export const maskRows: readonly MaskRow[] = [...rows, ...fieldMasks].flatMap(({ type, level, mask }) =>
  rowsOf(type, level, mask),
);

const firstRow = new Map<MaskType, MaskRow>();
for (const row of maskRows) if (!firstRow.has(row.type)) firstRow.set(row.type, row);

function rowOf(type: MaskType, level: Level | undefined): MaskRow | undefined {
  const own = firstRow.get(type);
  if (own === undefined || level === 'C3') return undefined;
  return level === undefined ? own : (maskRows.find((r) => r.type === type && r.level === level) ?? own);
}

/** The shape of a type at a level in a scenario; what the table does not know shows nothing. */
export function shapeOf(type: MaskType, level: Level | undefined, scenario: Scenario): Shape {
  const row = rowOf(type, level);
  return row?.ladder[row.at?.[scenario] ?? rungs[scenario] ?? 9] ?? none;
}

/** The maximum of all scenarios. */
export function widest(type: MaskType, level: Level | undefined): Shape {
  return rowOf(type, level)?.ladder[0] ?? none;
}
