import type { Level } from '@huke/sdk';

/** A level of JR/T 0171: its rank for comparisons, and how long a clear value may stay on a screen. */
export type LevelRow = {
  readonly level: Level;
  readonly rank: number;
  readonly hideAfterSeconds: number;
};

const levelTable: readonly LevelRow[] = [
  { level: 'C1', rank: 1, hideAfterSeconds: 60 },
  { level: 'C2', rank: 2, hideAfterSeconds: 30 },
  { level: 'C3', rank: 3, hideAfterSeconds: 20 },
];

/** The row of a level. */
export const levelRow: Readonly<Record<Level, LevelRow>> = Object.fromEntries(
  levelTable.map((row) => [row.level, row]),
) as Record<Level, LevelRow>;

/** Rank of a ceiling; `none` lies below every level. */
export function ceilingRank(ceiling: Level | 'none'): number {
  return ceiling === 'none' ? 0 : levelRow[ceiling].rank;
}

/**
 * Entity types that authenticate somebody: no person ever sees or types them, whoever approves (金规〔2024〕24号 45,
 * JR/T 0171 6.1.4.1). The expiry of a card is not among them by that clause.
 */
export const secretTypes: ReadonlySet<string> = new Set(['PASSWORD', 'OTP', 'CVV']);
