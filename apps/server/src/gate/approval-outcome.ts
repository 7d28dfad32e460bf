import type { Ask, Decision, Facts } from './ask.ts';
import type { People } from './people-port.ts';
import type { StoreDeps } from './store.ts';

/** What deciding about approvals needs. */
export type ApprovalDeps = StoreDeps & {
  readonly decide: (ask: Ask, facts: Facts) => Decision;
  readonly people: People;
};

/** Why it was not done. */
export type Refused<Code extends string> = {
  readonly kind: 'refused';
  readonly code: Code;
  readonly policies: readonly string[];
};

/** A refusal with its code. */
export const refused = (code: string, policies: readonly string[] = []): Refused<string> => ({
  kind: 'refused',
  code,
  policies,
});

/** True for whole minutes up to `most`. */
export function goodMinutes(minutes: number, most: number): boolean {
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= most;
}
