import type { PersonRef } from './access.ts';

/** What an officer found an alarm to be. */
export const alarmFindings = ['handled', 'harmless', 'incident'] as const;
export type AlarmFinding = (typeof alarmFindings)[number];

/** How soon somebody must look: `stop` means that the product has stopped answering for it. */
export type AlarmSeverity = 'watch' | 'act' | 'stop';

/** An alarm as officers see it: ids, codes and counts, never a value of a customer. */
export type Alarm = {
  readonly id: string;
  readonly code: string;
  readonly severity: AlarmSeverity;
  readonly title: { readonly zh: string; readonly en: string };
  /** What to do about it. */
  readonly next: { readonly zh: string; readonly en: string };
  readonly person: PersonRef | null;
  readonly key: string | null;
  readonly team: string | null;
  readonly customer: string | null;
  /** What else it is about: a budget, a table, a case. */
  readonly object: string | null;
  /** How often it was raised within its hour. */
  readonly times: number;
  readonly raisedAt: string;
  readonly lastAt: string;
  readonly closed: {
    readonly at: string;
    readonly by: PersonRef | null;
    readonly finding: AlarmFinding;
  } | null;
};
