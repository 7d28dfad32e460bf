import { sql, type Transaction } from 'kysely';
import type { AlarmPort } from '#alarm';
import { afterCommit, type Clock, type Database, type Log } from '#platform';
import { type Mac, sealed } from './seals.ts';

/**
 * How far cases and contacts have come, as a running server knows: what is only ever closed, ended, bound or handed
 * on stands in their seals, so a row of an earlier step is an old one that was put back.
 */
export type CaseFloors = {
  /** Remembers the step of a row that was read, or of one that `tx` saves, here and in every replica at its commit. */
  readonly read: (step: Step) => void;
  readonly saved: (tx: Transaction<unknown>, step: Step) => Promise<void>;
  /** Whether the row is of an earlier step than the one that is known; that is told. */
  readonly behind: (step: Step) => boolean;
  readonly close: () => Promise<void>;
};

/** How far the row of an id has come. */
export type Step = { readonly id: string; readonly step: number };

const kept = 200_000;
/** A load that began before a change is answered after it. */
const overtakingMs = 5_000;

/** Makes the memory and listens to the replicas. */
export async function openCaseFloors(deps: {
  readonly db: Database;
  readonly mac: Mac;
  readonly clock: Clock;
  readonly log: Log;
  readonly alarm: AlarmPort;
}): Promise<CaseFloors> {
  const { db, mac, clock } = deps;
  const known = new Map<string, { readonly step: number; readonly at: number }>();
  const read = ({ id, step }: Step): void => {
    const before = known.get(id);
    // the first step of a row needs no memory: there is none before it
    if (step === 0 || (before !== undefined && before.step >= step)) return;
    known.delete(id);
    known.set(id, { step, at: clock().getTime() });
    if (known.size > kept) known.delete(known.keys().next().value ?? '');
  };
  const sealOf = ({ id, step }: Step): string => sealed(mac, ['desk-step/1', id, step]);
  const close = await db.listen('desk', (payload) => {
    const told = heard(payload);
    if (told !== null && told.seal === sealOf(told)) read(told);
  });
  return {
    read,
    saved: async (tx, { id, step }) => {
      const told = JSON.stringify({ id, step, seal: sealOf({ id, step }) });
      await sql`select pg_notify('desk', ${told})`.execute(tx);
      await afterCommit(tx, async () => read({ id, step }));
    },
    behind: ({ id, step }) => {
      const floor = known.get(id);
      if (floor === undefined || step >= floor.step) return false;
      deps.log.error('case-put-back', { id });
      if (clock().getTime() - floor.at > overtakingMs) deps.alarm({ code: 'rows-forged', object: 'case' });
      return true;
    },
    close,
  };
}

function heard(payload: string): (Step & { readonly seal: string }) | null {
  try {
    const { id, step, seal } = JSON.parse(payload) as { id?: unknown; step?: unknown; seal?: unknown };
    const whole = typeof id === 'string' && typeof step === 'number' && typeof seal === 'string';
    return whole ? { id, step, seal } : null;
  } catch {
    return null;
  }
}
