import type { Approval } from '@huke/sdk';

/** How unusual the last hour is beside the requester's own habit and the team's. */
export type Usual = 'usual' | 'high' | 'veryHigh';

/** Compares the last hour with the larger of both habits; one or two are as usual, fewer than six never alarming. */
export function usual(context: Approval['context']): Usual {
  const habit = Math.max(context.ownHourlyMean, context.teamHourlyMean, 1);
  const ratio = context.revealsLastHour / habit;
  if (context.revealsLastHour < 3 || ratio < 2) return 'usual';
  return ratio < 4 || context.revealsLastHour < 6 ? 'high' : 'veryHigh';
}
