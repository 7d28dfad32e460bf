import type { Charge, On } from '#budget';
import type { SealedTyped } from './typed-rows.ts';

/** What an access can lack by the time it commits; `budget`: a limit that no raise lifts. */
export type Lapse =
  | 'session'
  | 'case'
  | 'grant'
  | 'step-up'
  | 'quota'
  | 'guesses'
  | 'probes'
  | 'views'
  | 'uses'
  | 'budget';

/** A decided access on its way into the log. */
export type Proposal = {
  readonly access: string;
  readonly person: string | null;
  readonly session: string | null;
  readonly version: number;
  readonly key: string | null;
  readonly customer: string | null;
  readonly case: string | null;
  readonly caseCustomer: string | null;
  readonly agent: string | null;
  readonly contact: string | null;
  readonly live: boolean;
  readonly grant: string | null;
  readonly stepUp: string | null;
  /** What it costs, all of it or nothing. */
  readonly charges: readonly Charge[];
  /** Whom the entry of a granted access names: their accounts count it. */
  readonly counted: On | null;
  /** Whether a caller was verified, with whatever result. */
  readonly verifies: boolean;
  /** The seal of a passed verification, for the case. */
  readonly verified: string | null;
  /** What was typed, to be kept with it. */
  readonly typed: readonly SealedTyped[];
  /** Sealed free text, base64. */
  readonly note: string | null;
  /** The entry as decided. */
  readonly bytes: Uint8Array;
};
