import { dayOf } from '../../apps/server/src/platform/index.ts';
import { housekeeping, useAuditor } from '../../apps/server/src/server.ts';
import { answering } from './agents.ts';
import { play, type Turn } from './clock.ts';
import { auditing, complying, hiring, keeping, overseeing, securing } from './officers.ts';
import { besideAgent, notifying, synchronising } from './programs.ts';
import { approving, checking, supervising } from './seniors.ts';
import type { Tally } from './tally.ts';
import { type Day, openDay } from './world.ts';

/** Told whenever they are raised, of whatever is right: somebody was taken in, a program got a key. */
const notices = new Set(['people-made', 'keys-made']);

/** What a day came to. */
export type Played = {
  readonly tally: Tally;
  /** Alarms but those notices, by code with what they are about. */
  readonly alarms: readonly string[];
  readonly notices: number;
  readonly healthy: boolean;
  /** Why each policy refuses, as the console says it. */
  readonly whys: ReadonlyMap<string, { readonly zh: string; readonly en: string }>;
};

const usual = 'agent, a usual day';
export const busy = 'agent, a busy day';

/** A whole desk from nine to six. */
export const wholeDay = (customers: number): Promise<Played> => played(customers, everybody);

/** One agent's busy morning, a supervisor, and somebody who checks the quality. */
export const halfDay = (customers: number): Promise<Played> =>
  played(customers, (day) => {
    const agent = day.person('li.na', busy);
    const senior = day.person('wu.hao', 'senior agent');
    const supervisor = day.person('zhao.min', 'supervisor');
    const until = day.start + 3.5 * 3_600_000;
    const load = { contacts: 40, lanes: 1, hours: 3, first: 4 };
    return [
      ...answering(day, day.keys.calls, agent, load, { to: senior, vips: true }),
      at(day, -30, approving(day, supervisor, until)),
      at(day, 60, supervising(day, supervisor, [agent, day.person('chen.chen', usual)], 3)),
      at(day, 0, checking(day, day.person('zhu.lin', 'quality checker'), 12, 2.5)),
      at(day, 0, notifying(day, until)),
    ];
  });

const at = (day: Day, seconds: number, doing: Turn['doing']): Turn => ({
  at: day.start + seconds * 1000,
  doing,
});

function everybody(day: Day): readonly Turn[] {
  const until = day.start + 9 * 3_600_000;
  const { calls, chats } = day.keys;
  const agents = {
    usual: day.person('chen.chen', usual),
    busy: day.person('li.na', busy),
    newcomer: day.person('zhou.ting', 'newcomer'),
    chats: day.person('lin.fang', 'agent who chats'),
    senior: day.person('wu.hao', 'senior agent'),
  };
  const hours = 7.5;
  const alone = { to: null, vips: false };
  const helped = { to: agents.senior, vips: true };
  const supervisor = day.person('zhao.min', 'supervisor');
  const others = [day.person('sun.qiang', 'other supervisors'), day.person('ma.li', 'other supervisors')];
  const system = day.person('luo.gang', 'system administrator');
  const security = day.person('song.jie', 'security administrator');
  const about = agents.busy.id;
  return [
    ...answering(day, calls, agents.usual, { contacts: 60, lanes: 1, hours, first: 4 }, helped),
    ...answering(day, calls, agents.busy, { contacts: 120, lanes: 1, hours, first: 0 }, helped),
    ...answering(day, calls, agents.newcomer, { contacts: 40, lanes: 1, hours, first: 0 }, alone),
    ...answering(day, chats, agents.chats, { contacts: 60, lanes: 3, hours, first: 0 }, alone),
    ...answering(day, calls, agents.senior, { contacts: 30, lanes: 1, hours, first: 1 }, alone),
    ...[supervisor, ...others].map((each) => at(day, -30, approving(day, each, until))),
    at(day, 60, supervising(day, supervisor, [agents.usual, agents.busy], 8)),
    at(day, 0, checking(day, day.person('zhu.lin', 'quality checker'), 48, 7)),
    at(day, 0, securing(day, day.person('xu.feng', 'security officer'), about, until)),
    at(day, 0, auditing(day, day.person('gao.yuan', 'auditor'), about)),
    at(day, 0, complying(day.person('hu.yue', 'compliance officer'))),
    at(day, 300, hiring(day, system, security, day.desk.person('he.jing').id)),
    at(day, 600, keeping(day, security, system)),
    at(day, 0, overseeing(day.person('xie.an', 'audit administrator'))),
    at(day, 0, notifying(day, until)),
    at(day, 0, synchronising(day, 120)),
    at(day, 0, besideAgent(day, agents.usual, 20)),
  ];
}

async function played(customers: number, turns: (day: Day) => readonly Turn[]): Promise<Played> {
  const day = await openDay(customers);
  const { desk, tally } = day;
  const { rooms } = desk;
  try {
    const jobs = housekeeping(rooms);
    const audit = useAuditor(rooms);
    let hour = 0;
    let minute = 0;
    let acts = 0;
    await play(desk, turns(day), async () => {
      const now = desk.clock();
      if (acts++ % 25 === 0) await tally.measure(desk, dayOf(now), false);
      if (now.getTime() - minute >= 300_000) {
        minute = now.getTime();
        await rooms.ledger.checkpoint();
        await rooms.budgets.audit();
      }
      if (now.getTime() - hour < 3_600_000) return;
      hour = now.getTime();
      for (const job of jobs) await job.run();
      await audit();
    });
    await tally.measure(desk, dayOf(desk.clock()), true);
    await audit();
    await rooms.budgets.audit();
    await rooms.ledger.checkpoint();
    await rooms.alarms.settled();
    const { rows } = await desk.db.pool.query<{ code: string; object: string | null; whom: string | null }>(
      'select code, object, coalesce(person, key, team, customer) as whom from alarms order by raised_at',
    );
    return {
      tally,
      alarms: rows
        .filter(({ code }) => !notices.has(code))
        .map((each) => `${each.code} ${each.object ?? ''} ${each.whom ?? ''}`),
      notices: rows.filter(({ code }) => notices.has(code)).length,
      healthy: rooms.ledger.health().kind === 'healthy',
      whys: new Map(rooms.gate.policyTexts.map(({ id, why }) => [id, why])),
    };
  } finally {
    await desk.close();
  }
}
