import type { PersonRef, Post } from '@huke/sdk';

/** What the gate must know of people to let one approve for another; identity knows it. */
export type People = {
  /** Active people of these posts who are on duty and signed in with a second factor now. */
  readonly reachable: (posts: readonly Post[]) => Promise<readonly Approver[]>;
  /** Since when the person holds an approver's post, ISO 8601; null: they hold none. */
  readonly approverSince: (person: string) => Promise<string | null>;
  /** Id of the device of a session, null when unknown. */
  readonly device: (session: string) => Promise<string | null>;
  readonly refs: (people: readonly string[]) => Promise<ReadonlyMap<string, PersonRef>>;
  /** Everybody of a team. */
  readonly teammates: (team: string) => Promise<readonly string[]>;
};

export type Approver = {
  readonly id: string;
  readonly staffNumber: string;
  readonly approverSince: string | null;
};
