import type { Access } from '#access';
import type { AlarmPort } from '#alarm';
import type { Budgets } from '#budget';
import type { Post, Problem } from '@huke/sdk';
import type { Subject } from '#gate';
import type { Ledger } from '#ledger';
import type { Clock, Database, Log } from '#platform';
import type { CaseFloors } from './floors.ts';
import type { NoteRows } from './note-rows.ts';
import type { Mac } from './seals.ts';

/** A colleague as the desk needs them. */
export type Colleague = {
  readonly id: string;
  readonly name: string;
  readonly staffNumber: string;
  readonly team: string | null;
  readonly post: Post;
  readonly active: boolean;
};

/** What the desk works with. */
export type DeskDeps = {
  readonly db: Database;
  readonly access: Access;
  readonly budgets: Budgets;
  /** Tells the officers. */
  readonly alarm: AlarmPort;
  readonly ledger: Pick<Ledger, 'append'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly mac: Mac;
  /** How far cases have come, as this server knows. */
  readonly floors: CaseFloors;
  readonly notes: NoteRows;
  /** Cases with an approval waiting, of one requester or (null) of all. */
  readonly pendingCases: (person: string | null) => Promise<readonly string[]>;
  /** Colleagues by id; unknown ids are left out. */
  readonly colleagues: (people: readonly string[]) => Promise<ReadonlyMap<string, Colleague>>;
};

/** Why the desk says no; codes of problems. */
export type DeskRefusal = {
  readonly kind: 'refused';
  readonly code:
    | 'unknown-case-type'
    | 'unknown-agent'
    | 'no-such-case'
    | 'no-such-contact'
    | 'contact-over'
    | 'contacts-at-once'
    | 'budget-spent'
    | 'not-your-case'
    | 'case-closed'
    | 'case-bound'
    | 'case-full'
    | 'not-allowed'
    | 'mandate-needed'
    | 'key-without-teams';
  /** Code `contacts-at-once`: those of the asking key, the quietest first. */
  readonly contacts?: Problem['contacts'];
};

export const refused = (code: DeskRefusal['code']): DeskRefusal => ({ kind: 'refused', code });

/** The person a subject stands for, or the key's own id for the ledger. */
export function actorOf(subject: Subject): { person?: string; key?: string } {
  return {
    ...(subject.person === null ? {} : { person: subject.person }),
    ...(subject.key === null ? {} : { key: subject.key.id }),
  };
}

/** A handle by which people tell customers apart without a name: the last four characters of the id. */
export function handleOf(customer: string | null): string {
  return customer === null ? '' : `··${customer.slice(-4)}`;
}
