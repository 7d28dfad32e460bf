/** Minutes of a grant: what is given when nothing is said, and the most there can be. */
export const grantMinutes = { usual: 10, most: 30 } as const;

/** Minutes after which an undecided request is over. */
export const pendingMinutes = 15;

/** Hours that a new approver waits before approving. */
export const newApproverHours = 24;
