/**
 * How much may be done, one row for each budget. Reveals follow the contacts handled, as order desks do it: a base,
 * something for each contact, a hard end; a raise adds a step and ends at midnight. Guesses are searches, verifications
 * and duplicate answers together.
 */
export const budgets = {
  reveals: { base: 20, perContact: 2, most: 120 },
  raise: { step: 10, perDay: 3 },
  guesses: { perAgentDay: 120, perCase: 12, perCustomerField: 8 },
} as const;

/** Minutes of a grant: what is given when nothing is said, and the most there can be. */
export const grantMinutes = { usual: 10, most: 30 } as const;

/** Minutes after which an undecided request is over. */
export const pendingMinutes = 15;

/** Hours that a new approver waits before approving. */
export const newApproverHours = 24;
