import { expect, test } from 'vitest';
import { usual } from './usual.ts';

const context = (revealsLastHour: number, ownHourlyMean: number, teamHourlyMean: number) => ({
  revealsLastHour,
  ownHourlyMean,
  teamHourlyMean,
  casesToday: 0,
  refusalsToday: 0,
});

test.each([
  [0, 0, 0, 'usual'],
  [2, 0.1, 0.1, 'usual'],
  [3, 1.3, 1, 'high'],
  [4, 1, 1, 'high'],
  [6, 1, 1, 'veryHigh'],
  [5, 2, 1, 'high'],
  [6, 2, 5, 'usual'],
  [40, 2, 5, 'veryHigh'],
] as const)(
  '%i in the last hour beside %f of their own and %f of the team is %s',
  (hour, own, team, expected) => {
    expect(usual(context(hour, own, team))).toBe(expected);
  },
);
