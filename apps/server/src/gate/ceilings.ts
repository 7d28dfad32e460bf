import type { Level } from '@huke/sdk';
import type { Subject } from './ask.ts';

/** A circumstance of a person that lowers how far they may see in clear. */
export type CeilingRow = {
  readonly id: 'newcomer' | 'outsourced' | 'home';
  readonly label: { readonly zh: string; readonly en: string };
  readonly clearCeiling: Level;
  readonly applies: (subject: Subject) => boolean;
};

/** Days after the first working day during which the newcomer's ceiling holds. */
export const newcomerDays = 60;

/** Ceilings beside the post's own; one row each, and one policy each (`policies/levels.cedar`). */
export const ceilingTable: readonly CeilingRow[] = [
  {
    id: 'newcomer',
    label: { zh: '入职未满六十天', en: 'First sixty days' },
    clearCeiling: 'C2',
    applies: (subject) => !(subject.tenureDays >= newcomerDays),
  },
  {
    id: 'outsourced',
    label: { zh: '外包人员', en: 'Outsourced employer' },
    clearCeiling: 'C2',
    applies: (subject) => subject.outsourced,
  },
  {
    id: 'home',
    label: { zh: '在家办公', en: 'Working from home' },
    clearCeiling: 'C2',
    applies: (subject) => subject.place === 'home',
  },
];
