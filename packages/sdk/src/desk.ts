import type { PersonRef } from './access.ts';
import type { Problem } from './problem.ts';
import type { Capacity, Channel, Purpose, Scenario } from './vocabulary.ts';

export type CaseState = 'open' | 'wrap-up' | 'closed';

/** A row of my desk; `customerLabel` is a handle made from the customer's id, never a name. */
export type CaseRow = {
  readonly id: string;
  /** Short number that people say to each other, e.g. 20261121-0042. */
  readonly number: string;
  readonly type: string;
  readonly purpose: Purpose;
  readonly scenario: Scenario;
  readonly state: CaseState;
  readonly origin: 'contact' | 'supervisor' | 'self';
  readonly channel: Channel;
  readonly customer: string | null;
  readonly customerLabel: string;
  readonly agent: PersonRef | null;
  readonly team: string;
  readonly contact: { readonly id: string; readonly live: boolean; readonly direction: 'in' | 'out' } | null;
  readonly waitingApproval: boolean;
  readonly openedAt: string;
  readonly dueAt: string | null;
};

export type CaseCounts = {
  readonly mine: number;
  readonly team: number;
  readonly waitingApproval: number;
  readonly due: number;
};

export type CasePage = {
  readonly rows: readonly CaseRow[];
  readonly counts: CaseCounts;
  readonly next: string | null;
};

/** One thing that happened on a case; text is masked by findings. */
export type TimelineItem = {
  readonly at: string;
  readonly kind: 'opened' | 'contact' | 'note' | 'message' | 'access' | 'approval' | 'transfer' | 'closed';
  readonly person: PersonRef | null;
  readonly text?: string;
  readonly code?: string;
  readonly entry?: number;
  /** Of a note that was just written: word lists whose words are in it, with what its writer should know. */
  readonly offends?: readonly { readonly list: string; readonly reason: string }[];
};

export type CaseDetail = CaseRow & {
  readonly timeline: readonly TimelineItem[];
  /** Why the notes of the timeline come without their texts; absent where they come with them, or there are none. */
  readonly notesWithheld?: Problem;
  readonly party: { readonly id: string | null; readonly capacity: Capacity } | null;
  readonly reasons: readonly string[];
};

/** Body of `POST /contacts`: a channel's event; opens a case bound to agent and customer. */
export type ContactRequest = {
  readonly channel: Channel;
  readonly direction: 'in' | 'out';
  /** The platform's own id; the same id again is the same contact. */
  readonly externalId: string;
  readonly agent: string;
  readonly customer?: string;
  /** How the platform knows who calls; never stored in clear. */
  readonly identifier?: {
    readonly field: 'mobile' | 'landline' | 'email' | 'memberNumber';
    readonly value: string;
  };
  readonly caseType: string;
  readonly party?: { readonly capacity: Capacity; readonly mandate?: string };
};
/** Does not say whether the identifier belongs to a customer. */
export type ContactOpened = { readonly id: string; readonly case: string };

export type CaseCreate = {
  readonly type: string;
  readonly customer: string;
  /** A supervisor may open it for an agent; without it the case is one's own and gives masked views only. */
  readonly agent?: string;
  readonly channel?: Channel;
};

/** Kinds of cases: which purpose, scenario and reason they bring. */
export type CaseType = {
  readonly type: string;
  readonly label: { readonly zh: string; readonly en: string };
  readonly purpose: Purpose;
  readonly scenario: Scenario;
  readonly reasons: readonly string[];
};
