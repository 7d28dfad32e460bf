import type { DemoCustomer } from '../../apps/server/src/demo/index.ts';
import type { Random } from '../../apps/server/src/demo/random.ts';
import type { Doing, Turn } from './clock.ts';
import { type Contact, type Kind, serve } from './contact.ts';
import { type Day, isOrdinary, type Person, type Worker } from './world.ts';

/** How much somebody has to do. */
export type Load = {
  readonly contacts: number;
  /** Contacts at once: one call, or a few chats. */
  readonly lanes: number;
  readonly hours: number;
  /** Where the values in clear begin that are needed one after the other. */
  readonly first: number;
};

const kind = (type: string, scenario: string, reason: string): Kind => ({
  type,
  purpose: type,
  scenario,
  reason,
});
const bank = [
  kind('account-inquiry', 'call', 'customer-asked'),
  kind('transaction-dispute', 'call', 'customer-asked'),
  kind('card-freeze', 'call', 'confirm-identity'),
  kind('complaint', 'call', 'handle-complaint'),
];
const shop = [kind('order-inquiry', 'chat', 'customer-asked'), kind('refund', 'chat', 'customer-asked')];
const cardFreeze = kind('card-freeze', 'call', 'confirm-identity');
const complaint = kind('complaint', 'call', 'handle-complaint');
const change = kind('contact-change', 'call', 'customer-asked');
const delivery = kind('delivery', 'dispatch', 'deliver-goods');

/** What is read in clear, one after the other: mostly mobiles, addresses, some IDs, few cards. */
const clear = {
  bank: ['mobile', 'residentId', 'mobile', 'address', 'mobile', 'bankCard'],
  shop: ['mobile', 'address', 'mobile', 'address', 'order'],
} as const;

const notes = [
  '客户来电核对资料，已按流程核验，处理完成。',
  '已解释处理时限，客户表示理解。',
  '客户要求下午三点后回电，电话仍为登记号码。',
  '争议交易已登记，三个工作日内回复。',
  '客户反映短信未收到，已重新发送。',
  '客户补充联系方式 13800138000，已提示其通过 App 自助修改。',
];

/** Somebody's contacts over the day, each lane with its own; lunch is in the middle. `to`: who takes over some. */
export function answering(
  day: Day,
  channel: Worker,
  me: Person,
  load: Load,
  more: { readonly to: Person | null; readonly vips: boolean },
): readonly Turn[] {
  const { desk, random, start } = day;
  const { team } = desk.person(me.mail);
  const own = desk.customers.filter((each) => each.team === team && isOrdinary(each));
  const vips = desk.customers.filter((each) => each.team === team && each.flags.vip && !each.minor);
  const taken = new Set<string>();
  const next = (from: readonly DemoCustomer[]): DemoCustomer => {
    for (;;) {
      const one = random.pick(from);
      // a few call again the same day
      if (taken.has(one.id) && !random.chance(0.05)) continue;
      taken.add(one.id);
      return one;
    }
  };
  const slot = (load.hours * 3600 * load.lanes) / load.contacts;
  const contacts = Array.from({ length: load.contacts }, (_, i): Contact => {
    const vip = more.vips && i % 40 === 17;
    return planned(random, {
      id: `${me.mail}-${i}`,
      customer: vip && vips.length > 0 ? next(vips) : next(own),
      to: more.to !== null && (vip || i % 30 === 11) ? more.to : null,
      vip,
      at: i,
      first: load.first,
      chat: channel === day.keys.chats,
      pace: Math.min(1, slot / 420),
    });
  });
  return Array.from({ length: load.lanes }, (_, lane) => ({
    at: start + lane * 60_000,
    doing: inLane(
      contacts.filter((_each, i) => i % load.lanes === lane),
      lane,
    ),
  }));

  async function* inLane(mine: readonly Contact[], lane: number): Doing {
    if (lane === 0) yield* me.awake();
    else yield 120;
    for (const [i, of] of mine.entries()) {
      const began = desk.clock().getTime();
      if (i === Math.floor(mine.length / 2) && load.hours > 6) {
        // lunch, after which the session has ended by itself
        yield 3600;
        yield* me.awake();
      }
      yield* serve(day, channel, me, of);
      const rest = slot - (desk.clock().getTime() - began) / 1000;
      yield Math.max(10, rest * (0.6 + 0.4 * random.next()));
    }
  }
}

function planned(
  random: Random,
  of: Pick<Contact, 'id' | 'customer' | 'to' | 'pace'> & {
    readonly vip: boolean;
    readonly at: number;
    readonly first: number;
    readonly chat: boolean;
  },
): Contact {
  const { id, customer, to, pace, vip, at, first, chat } = of;
  const fields = chat ? clear.shop : clear.bank;
  const nth = Math.floor(at / 20) + first;
  const reveal = at % 20 === 9 && !vip ? (fields[nth % fields.length] ?? null) : null;
  const correct = at % 15 === 7 ? random.pick(['address', 'mobile'] as const) : null;
  const how = random.next();
  const searched = chat ? how < 0.1 : how < 0.25;
  return {
    id,
    customer,
    to,
    pace,
    kind: kindOf(random, { chat, reveal, correct: correct !== null }),
    known: searched ? 'searched' : chat ? 'signed-in' : 'number',
    // whom the agent found is verified before anything else; whom the channel knows, mostly
    verify: searched || correct !== null || reveal !== null || random.chance(chat ? 0.5 : 0.8),
    reveal,
    use: vip ? null : random.chance(0.15) ? random.pick(['dial', 'text'] as const) : null,
    correct: vip ? null : correct,
    closed: random.chance(0.85),
    note: random.chance(0.7) ? random.pick(notes) : null,
    mistake: mistakeOf(random, at, { searched, stepUp: reveal === 'residentId' || reveal === 'bankCard' }),
  };
}

function kindOf(
  random: Random,
  { chat, reveal, correct }: { chat: boolean; reveal: string | null; correct: boolean },
): Kind {
  if (correct) return chat ? delivery : change;
  if (reveal === 'address') return chat ? delivery : complaint;
  if (reveal !== null) return chat ? (shop[0] ?? delivery) : cardFreeze;
  return random.pick(chat ? shop : bank);
}

/** People are people: a slip of the finger, a caller who misremembers, a code that was too late, a case closed too early. */
function mistakeOf(
  random: Random,
  at: number,
  { searched, stepUp }: { searched: boolean; stepUp: boolean },
): Contact['mistake'] {
  if (stepUp) return 'code';
  if (at % 25 === 13) return 'closed';
  if (searched) return random.chance(0.3) ? 'typo' : null;
  return random.chance(0.08) ? 'claim' : null;
}
