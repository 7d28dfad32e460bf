import { type Reason, hasRight } from '@huke/sdk';
import { addNote, caseTypes, closeCase, endContact, openContact } from '#desk';
import { demoCustomers } from './customers.ts';
import type { DemoRooms } from './rooms.ts';
import { demoPeople } from './people.ts';
import { demoId, type Random, randomOf } from './random.ts';
import { platformSubject, subjectOf } from './subject.ts';

type Plan = {
  readonly cases: number;
  readonly customers: number;
  readonly end: Date;
  /** Moves the rooms' clock. */
  readonly moveTo: (to: Date) => void;
};

const bankCases = caseTypes.filter((each) =>
  ['card-freeze', 'account-inquiry', 'transaction-dispute', 'contact-change', 'complaint'].includes(
    each.type,
  ),
);
const shopCases = caseTypes.filter((each) =>
  ['order-inquiry', 'delivery', 'refund', 'complaint'].includes(each.type),
);
const notes = [
  '客户来电核对资料，已按流程核验，处理完成。',
  '客户反映短信未收到，已重新发送。',
  '客户要求下午三点后回电，电话仍为登记号码。',
  '已解释处理时限，客户表示理解。',
  '客户补充联系方式 13800138000，已提示其通过 App 自助修改。',
  '争议交易已登记，三个工作日内回复。',
];

/**
 * Lives through a week on the desk: contacts of the call platform become cases, agents look, reveal and note, most
 * contacts end. The last ones are still on the line, so that everybody on the desk has something to do.
 */
export async function loadHistory(rooms: DemoRooms, plan: Plan): Promise<void> {
  const random = randomOf(7);
  const agents = demoPeople.filter((each) => hasRight(each.post, 'cases:hold'));
  const customers = demoCustomers(plan.customers);
  const live = Math.min(agents.length * 4, Math.floor(plan.cases / 4));
  const start = plan.end.getTime() - 7 * 86_400_000;
  for (let i = 0; i < plan.cases; i++) {
    const isLive = i >= plan.cases - live;
    const at = isLive
      ? plan.end.getTime() - (plan.cases - i) * 20_000
      : start + ((plan.end.getTime() - 3 * 3_600_000 - start) * i) / (plan.cases - live);
    const clock = { at: Math.floor(at) };
    const pass = (seconds: number): void => {
      clock.at += seconds * 1000;
      plan.moveTo(new Date(clock.at));
    };
    pass(0);
    const agent = agents[i % agents.length];
    if (!agent) return;
    const own = customers.filter((each) => each.team === agent.team && !each.flags.vip);
    const customer = random.pick(own);
    const kinds = agent.team === demoId('tea', 3) ? shopCases : bankCases;
    // whoever signs in first finds a call about a lost card, or a parcel, on top of the desk
    const newest = i >= plan.cases - agents.length;
    const type = newest ? (kinds[0] ?? random.pick(kinds)) : random.pick(kinds);
    const opened = await openContact(rooms.desk, platformSubject, {
      channel: type.scenario === 'call' ? 'call' : 'web-chat',
      direction: 'in',
      externalId: `demo-${i}`,
      agent: agent.id,
      customer: customer.id,
      caseType: type.type,
    });
    if (opened.kind === 'refused') throw new Error(`the demo cannot open a contact: ${opened.code}`);
    if (isLive && i >= plan.cases - agents.length * 2) continue;
    await work(rooms, random, agent, customer.id, opened.contact.case, type, pass);
    if (isLive) continue;
    await endContact(rooms.desk, platformSubject, opened.contact.id);
    pass(60);
    if (random.chance(0.85)) await closeCase(rooms.desk, subjectOf(agent), opened.contact.case);
  }
}

async function work(
  rooms: DemoRooms,
  random: Random,
  agent: (typeof demoPeople)[number],
  customer: string,
  caseId: string,
  type: (typeof caseTypes)[number],
  pass: (seconds: number) => void,
): Promise<void> {
  const subject = subjectOf(agent);
  const { purpose, scenario } = type;
  pass(20);
  await rooms.access.card(subject, { customer, purpose, scenario, case: caseId });
  if (random.chance(0.6)) {
    pass(15);
    await rooms.access.access(subject, {
      action: 'reveal',
      customer,
      fields: [{ field: random.pick(['mobile', 'name', 'email', 'order', 'residentId']) }],
      purpose,
      case: caseId,
      scenario,
      reason: random.pick(type.reasons) as Reason,
    });
  }
  if (random.chance(0.3)) {
    pass(10);
    await rooms.access.access(subject, {
      action: 'use',
      customer,
      fields: [{ field: 'mobile' }],
      purpose,
      case: caseId,
      scenario,
      use: 'dial',
    });
  }
  pass(40);
  if (random.chance(0.7)) await addNote(rooms.desk, subject, caseId, random.pick(notes));
}
