/** Sensitivity class of JR/T 0171-2020: C3 authentication data, C2 identifying data, C1 the rest. */
export const levels = ['C1', 'C2', 'C3'] as const;
export type Level = (typeof levels)[number];
