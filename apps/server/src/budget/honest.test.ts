import { describe, expect, it } from 'vitest';
import { type BudgetName, type Dimension, limitRows, mostOf } from './limits.ts';

type Spent = Partial<Record<BudgetName, number>>;

/** A full day of honest work: what it spends, and the contacts that were handled. `npm run bench -- day` plays it. */
const days: readonly (readonly [who: string, on: Dimension, contacts: number, spent: Spent])[] = [
  ['an agent with 60 contacts', 'person', 60, { views: 75, guesses: 120, reveals: 5, uses: 15, changes: 6 }],
  [
    'an agent with 120 contacts',
    'person',
    120,
    { views: 150, guesses: 240, reveals: 10, uses: 30, changes: 12 },
  ],
  ['somebody who checks the quality of 48 contacts', 'person', 0, { views: 48 }],
  ['a supervisor who helps on 40 cases', 'person', 0, { views: 40, cases: 12, transfers: 20 }],
  ['an auditor who follows 40 customers', 'person', 0, { views: 40 }],
  ['a program that tells of 300 changes', 'key', 0, { notices: 900 }],
];

describe('a full day of honest work', () => {
  it.each(days)('of %s passes no limit and alarms nobody', (_who, on, contacts, spent) => {
    for (const [budget, used] of Object.entries(spent)) {
      const rows = limitRows.filter(
        (each) => each.budget === budget && each.dimension === on && each.window === 'day',
      );
      expect(rows, budget).toHaveLength(1);
      for (const row of rows) {
        const most = mostOf(row, { contacts });
        expect(used, budget).toBeLessThanOrEqual(most);
        expect(used, `${budget} alarms`).toBeLessThan(most * (row.alarmAt ?? 1));
      }
    }
  });
});
