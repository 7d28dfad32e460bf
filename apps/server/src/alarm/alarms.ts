import type { AlarmFinding } from '@huke/sdk';
import type { AlarmDeps, AlarmPort } from './deps.ts';
import { type CloseOutcome, closeAlarm, listAlarms, type Officer } from './list.ts';
import { mailUnsent } from './mail.ts';
import { openRaiser } from './raise.ts';

/** Alarms as the other rooms and the officers see them. */
export type Alarms = {
  readonly raise: AlarmPort;
  readonly list: (q: {
    readonly open: boolean;
    readonly cursor?: string | undefined;
  }) => ReturnType<typeof listAlarms>;
  readonly close: (officer: Officer, id: string, finding: AlarmFinding) => Promise<CloseOutcome>;
  /** Mails what was not mailed; also run as a job, so that a mail server that was away loses nothing. */
  readonly mailUnsent: () => Promise<number>;
  /** Resolves when every alarm raised so far is kept. */
  readonly settled: () => Promise<void>;
};

/** Alarms that are remembered for a mail server that is away; what comes beyond is mailed from its rows. */
const mostUnmailed = 1_000;

/** Opens the room. */
export function createAlarms(deps: AlarmDeps): Alarms {
  let mailing: Promise<unknown> = Promise.resolve();
  const unmailed = new Map<string, string>();
  const mail = (): Promise<number> => {
    const next = mailing.then(() => mailUnsent(deps, unmailed));
    mailing = next.catch(() => {});
    return next;
  };
  const raiser = openRaiser(deps, ({ id, code }) => {
    if (deps.mail === null) return;
    if (unmailed.size < mostUnmailed) unmailed.set(id, code);
    mail().catch((error: unknown) => deps.log.warn('alarm-not-mailed', { error }));
  });
  return {
    raise: raiser.raise,
    list: (q) => listAlarms(deps, q),
    close: (officer, id, finding) => closeAlarm(deps, officer, id, finding),
    mailUnsent: mail,
    settled: async () => {
      await raiser.settled();
      await mailing;
    },
  };
}
