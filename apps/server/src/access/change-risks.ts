import { ceilingTable, type Facts } from '#gate';
import type { Factors } from './factors.ts';

/** What is looked at when somebody asks for a change of contact data. */
type Asked = {
  readonly facts: Facts;
  readonly factors: Factors;
  /** Changes of contact data that this person asked for in the last day. */
  readonly byPerson: number;
};

/** A circumstance in which a second person confirms a change of contact data before it takes effect. */
type Risk = {
  readonly code: string;
  readonly label: { readonly zh: string; readonly en: string };
  readonly applies: (asked: Asked) => boolean;
};

/** Changes of contact data that one person enters in a day without a second one. */
const changesADay = 5;

/** Each risk is one row; the console names them by code. */
export const changeRisks: readonly Risk[] = [
  {
    code: 'newcomer',
    label: { zh: '经办人入职未满六十天', en: 'entered by somebody in their first sixty days' },
    applies: ({ facts }) => ceilingTable.some((row) => row.id === 'newcomer' && row.applies(facts.subject)),
  },
  {
    code: 'vip',
    label: { zh: '专席客户', en: "a named desk's customer" },
    applies: ({ facts }) => facts.customer?.vip ?? true,
  },
  {
    code: 'minor',
    label: { zh: '未成年人', en: 'a minor' },
    applies: ({ facts }) => facts.customer?.minor ?? true,
  },
  {
    code: 'off-duty',
    label: { zh: '非当班时间', en: 'outside duty hours' },
    applies: ({ facts }) => !facts.subject.onDuty,
  },
  {
    code: 'by-mandate',
    label: { zh: '由他人代办', en: 'asked for by somebody with a mandate' },
    applies: ({ facts }) => (facts.case?.party.capacity ?? 'customer') !== 'customer',
  },
  {
    code: 'many-changes',
    label: { zh: '经办人今天改了多位客户', en: 'the same person has entered many changes today' },
    applies: ({ byPerson }) => byPerson >= changesADay,
  },
  {
    code: 'seen-today',
    label: {
      zh: '经办人今天或本工单看过、代拨代发过该客户的资料',
      en: 'values of this customer were seen or used by the same person today, or on this case',
    },
    applies: ({ factors }) => factors.seen.size > 0,
  },
];

/** Codes of the risks that apply, in the order of the table. */
export function risksOf(asked: Asked): readonly string[] {
  return changeRisks.filter((risk) => risk.applies(asked)).map((risk) => risk.code);
}
