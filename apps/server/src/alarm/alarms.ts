import type { AlarmFinding } from '@huke/sdk';
import type { AlarmDeps, AlarmPort } from './deps.ts';
import { type CloseOutcome, closeAlarm, listAlarms, type Officer } from './list.ts';
import { mailUnsent, markMailed } from './mail.ts';
import { rememberKept } from './kept.ts';
import { openRaiser } from './raise.ts';

/** Alarms as the other rooms and the officers see them. */
export type Alarms = {
  readonly raise: AlarmPort;
  readonly list: (q: {
    readonly open: boolean;
    readonly cursor?: string | undefined;
  }) => ReturnType<typeof listAlarms>;
  readonly close: (officer: Officer, id: string, finding: AlarmFinding) => Promise<CloseOutcome>;
  /** Mails what was not mailed; also run every minute, so that a mail server that was away loses nothing. */
  readonly mailUnsent: () => Promise<number>;
  /** Puts rows back that were removed, edited or closed past the program, and tells it; run every minute. */
  readonly compareRows: () => Promise<number>;
  /** Why nothing may be answered: alarms cannot be kept. */
  readonly halted: () => 'alarms-unkept' | null;
  /** Resolves when every alarm raised so far is kept, or was refused by the database. */
  readonly settled: () => Promise<void>;
  /** Waits for what is being written; no more is. */
  readonly stop: () => Promise<void>;
};

/** Alarms that are remembered for a mail server that is away; what comes beyond is mailed from its rows. */
const mostUnmailed = 1_000;

/** Opens the room. */
export function createAlarms(deps: AlarmDeps): Alarms {
  let mailing: Promise<unknown> = Promise.resolve();
  let marking: Promise<unknown> = Promise.resolve();
  const unmailed = new Map<string, string>();
  const mailed = new Set<string>();
  // a mail waits for no row; that it went out is written when the rows are there
  const mail = (): Promise<number> => {
    const next = mailing.then(() => mailUnsent(deps, unmailed, mailed));
    mailing = next.catch(() => {});
    marking = mailing
      .then(raiser.settled)
      .then(() => markMailed(deps, mailed))
      .catch((error: unknown) => deps.log.warn('alarm-not-marked', { error }));
    return next;
  };
  const raiser = openRaiser(deps, {
    raised: ({ id, code }) => {
      if (deps.mail === null) return;
      if (unmailed.size < mostUnmailed) unmailed.set(id, code);
      mail().catch((error: unknown) => deps.log.warn('alarm-not-mailed', { error }));
    },
    kept: (row) => known.add(row),
  });
  const known = rememberKept(deps, raiser.raise);
  const settled = async (): Promise<void> => {
    await raiser.settled();
    await mailing;
    await marking;
  };
  return {
    raise: raiser.raise,
    list: (q) => listAlarms(deps, q, raiser.unkept()),
    close: (officer, id, finding) => closeAlarm(deps, officer, id, finding),
    mailUnsent: mail,
    compareRows: known.compare,
    halted: () => (raiser.isStuck() ? 'alarms-unkept' : null),
    settled,
    stop: async () => {
      await raiser.stop();
      await settled();
    },
  };
}
