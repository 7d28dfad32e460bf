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
