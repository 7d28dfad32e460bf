import { ends, none, type Shape } from './shape.ts';

/** Ladders that several types share. */
export const permitLadder: readonly Shape[] = [ends(2, 2, 4), ends(2, 0, 4), none];
export const handleLadder: readonly Shape[] = [
  ends(2, 2, 3, { run: true }),
  ends(1, 0, 3, { run: true }),
  none,
];
export const lastFourLadder: readonly Shape[] = [
  ends(0, 4, 4, { run: true }),
  ends(0, 4, 4, { run: true }),
  ends(0, 2, 4, { run: true }),
];
/** Nothing shows. */
export const secretLadder: readonly Shape[] = [none];
