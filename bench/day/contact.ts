import type { DemoCustomer } from '../../apps/server/src/demo/index.ts';
import type { Reply } from '../../apps/server/src/testing/desk.ts';
import type { Doing } from './clock.ts';
import type { Day, Person, Worker } from './world.ts';

/** A kind of contact with what an ask on it says. */
export type Kind = {
  readonly type: string;
  readonly purpose: string;
  readonly scenario: string;
  readonly reason: string;
};

/** What will happen in one contact. */
export type Contact = {
  readonly id: string;
  readonly customer: DemoCustomer;
  readonly kind: Kind;
  /** How the customer is known: by the number that calls, by the shop's own sign-in, or found by the agent. */
  readonly known: 'number' | 'signed-in' | 'searched';
  readonly verify: boolean;
  /** The field that is read in clear, if any. */
  readonly reveal: string | null;
  readonly use: 'dial' | 'text' | null;
  readonly correct: 'address' | 'mobile' | null;
  readonly note: string | null;
  /** Nothing is left to do for it. */
  readonly closed: boolean;
  /** A colleague who takes over. */
  readonly to: Person | null;
  readonly mistake: 'typo' | 'claim' | 'code' | 'closed' | null;
  /** Seconds that a step of it takes, beside others. */
  readonly pace: number;
};

/** The case as the agent has it. */
type At = { readonly case: string; readonly contact: string };

const text = ({ customer }: Contact, field: string): string => String([customer.fields[field]].flat()[0]);
const context = ({ kind: { purpose, scenario } }: Contact, at: At) => ({ purpose, scenario, case: at.case });
const query = (of: Contact, at: At): string => new URLSearchParams(context(of, at)).toString();

/** One contact from the ring to the closed case: what the console asks of the server on the way. */
export async function* serve(day: Day, channel: Worker, agent: Person, of: Contact): Doing {
  const step = (seconds: number): number => seconds * of.pace;
  let at = await open(channel, agent, of, of.id);
  if (at === null) return;
  yield step(4);
  await agent.get('/cases?scope=mine');
  await agent.get(`/cases/${at.case}`);
  yield step(10);
  if (of.known === 'searched') yield* find(agent, of, at);
  let card = await agent.get(`/customers/${of.customer.id}?${query(of, at)}`);
  yield step(20);
  if (of.verify) yield* verify(day, agent, of, at);
  let me = agent;
  if (of.to !== null) {
    await agent.post(`/cases/${at.case}/transfer`, { to: of.to.id });
    me = of.to;
    yield step(15);
    yield* me.awake();
    card = await me.get(`/customers/${of.customer.id}?${query(of, at)}`);
    yield step(10);
  }
  if (of.mistake === 'closed') at = yield* closedTooEarly(channel, me, of, at);
  if (of.reveal !== null) yield* reveal(day, me, of, at, card, of.reveal);
  if (of.use !== null) yield* use(channel, me, of, at, of.use);
  if (of.correct !== null) yield* correct(day, me, of, at, card, of.correct);
  yield step(40);
  await channel.post(`/contacts/${at.contact}/end`);
  yield step(20);
  if (of.note !== null) await me.post(`/cases/${at.case}/notes`, { text: of.note });
  yield step(15);
  if (of.closed) await me.post(`/cases/${at.case}/close`);
  const { id, team } = of.customer;
  day.served.push({ case: at.case, customer: id, team });
}

async function open(channel: Worker, agent: Person, of: Contact, externalId: string): Promise<At | null> {
  const opened = await channel.post('/contacts', {
    channel: of.kind.scenario === 'call' ? 'call' : 'web-chat',
    direction: 'in',
    externalId,
    agent: agent.id,
    caseType: of.kind.type,
    ...(of.known === 'number' ? { identifier: { field: 'mobile', value: text(of, 'mobile') } } : {}),
    ...(of.known === 'signed-in' ? { customer: of.customer.id } : {}),
  });
  return opened.status === 200 ? { case: opened.body.case, contact: opened.body.id } : null;
}

async function* find(agent: Person, of: Contact, at: At): Doing {
  const right = text(of, 'memberNumber');
  const asked = of.mistake === 'typo' ? [`${right.slice(0, -1)}x`, right] : [right];
  let hits: readonly { readonly id: string }[] = [];
  for (const value of asked) {
    const found = await agent.post('/customers/search', { field: 'memberNumber', value, ...context(of, at) });
    hits = found.body?.hits ?? [];
    yield 8 * of.pace;
  }
  if (!hits.some((each) => each.id === of.customer.id)) return;
  await agent.post(`/cases/${at.case}/customer`, { customer: of.customer.id });
}

/** The caller answers two questions, of what neither the channel nor the search gave away. */
async function* verify(day: Day, agent: Person, of: Contact, at: At): Doing {
  await agent.get(`/customers/${of.customer.id}/verification?${query(of, at)}`);
  yield 15 * of.pace;
  const bank = of.customer.fields['bankCard'] !== undefined;
  const fields = ['residentId', bank ? 'bankCard' : 'order'];
  const claims = fields.map((field) => ({ field, value: text(of, field) }));
  const ask = (said: typeof claims): Promise<Reply> =>
    agent.post(`/customers/${of.customer.id}/verify`, { claims: said, ...context(of, at) });
  if (of.mistake === 'claim') {
    await ask(
      claims.map((each) => (each.field === 'residentId' ? each : { ...each, value: otherThan(each.value) })),
    );
    yield 12 * of.pace;
  }
  const asked = await ask(claims);
  if (asked.status === 200 && asked.body.result !== 'pass')
    day.tally.failed(agent.name, 'verification-failed');
  yield 5 * of.pace;
}

/** What somebody says who looks at another card or order. */
const otherThan = (value: string): string => `${value.slice(0, -1)}${(Number(value.at(-1)) + 1) % 10}`;

/** The agent closed the case while the customer was still there, met the refusal, and the customer called again. */
async function* closedTooEarly(channel: Worker, me: Person, of: Contact, at: At): Doing<At> {
  await me.post(`/cases/${at.case}/close`);
  yield 5;
  await me.post(`/cases/${at.case}/notes`, { text: '客户还有问题' }, ['case-closed']);
  await me.post(
    '/accesses',
    {
      action: 'use',
      use: 'dial',
      customer: of.customer.id,
      fields: [{ field: 'mobile' }],
      ...context(of, at),
    },
    ['case-closed', 'contact-ended', 'contact-required'],
  );
  yield 30;
  const again = { ...of, known: 'number' as const };
  const opened = await open(channel, me, again, `${of.id}-again`);
  if (opened === null) return at;
  await me.get(`/customers/${of.customer.id}?${query(of, opened)}`);
  yield 5;
  return opened;
}

type Shown = { readonly field: string; readonly item: string; readonly may: readonly May[] };
type May = { readonly action: string; readonly needs: readonly string[] };

const shownOn = (card: Reply, field: string): Shown | undefined =>
  ((card.body?.fields ?? []) as readonly Shown[]).find((each) => each.field === field);

/** Reads one value in clear, with what the card says that it needs. */
async function* reveal(day: Day, me: Person, of: Contact, at: At, card: Reply, field: string): Doing {
  const shown = shownOn(card, field);
  const may = shown?.may.find((each) => each.action === 'reveal');
  if (!shown || !may) {
    day.tally.failed(me.name, `${field}-not-offered`);
    return;
  }
  const ask = {
    action: 'reveal',
    customer: of.customer.id,
    fields: [{ field, item: shown.item }],
    reason: of.kind.reason,
    ...context(of, at),
  };
  if (may.needs.includes('approval') && !(yield* approval(day, me, ask))) return;
  const stepUp = may.needs.includes('step-up') ? yield* proof(me, of, at, shown) : null;
  await me.post('/accesses', { ...ask, ...(stepUp === null ? {} : { stepUp }) });
  yield 20 * of.pace;
}

async function* approval(day: Day, me: Person, ask: Record<string, unknown>): Doing<boolean> {
  const asked = await me.post('/approvals', ask);
  if (asked.status !== 200) return false;
  day.rings.waiting++;
  for (let waited = 0; waited < 14 * 60; waited += 20) {
    yield 20;
    const { body } = await me.get('/approvals?mine=true');
    const rows: readonly { readonly id: string; readonly state: string }[] = body?.rows ?? [];
    const state = rows.find((each) => each.id === asked.body.id)?.state;
    if (state === 'approved') return true;
    if (state !== 'pending') break;
  }
  day.tally.failed(me.name, 'approval-not-given');
  return false;
}

async function* proof(me: Person, of: Contact, at: At, shown: Shown): Doing<string | null> {
  const { purpose } = of.kind;
  const { field, item } = shown;
  const ask = { action: 'reveal', customer: of.customer.id, case: at.case, field, item, purpose };
  const started = await me.post('/step-ups', ask);
  if (started.status !== 200) return null;
  const finish = `/step-ups/${started.body.id}/finish`;
  if (of.mistake === 'code') {
    await me.post(finish, { totp: '000000' }, ['code-wrong']);
    yield 20;
  }
  const finished = await me.post(finish, { totp: yield* me.code() });
  return finished.status === 200 ? String(started.body.id) : null;
}

/** Dials or writes without seeing the number: the channel that has the contact takes it. */
async function* use(channel: Worker, me: Person, of: Contact, at: At, way: 'dial' | 'text'): Doing {
  const used = await me.post('/accesses', {
    action: 'use',
    use: way,
    customer: of.customer.id,
    fields: [{ field: 'mobile' }],
    reason: of.kind.reason,
    ...context(of, at),
  });
  yield 2;
  const token: unknown = used.body?.used?.token;
  if (typeof token === 'string') await channel.post(`/uses/${token}`, {});
  yield 20 * of.pace;
}

async function* correct(day: Day, me: Person, of: Contact, at: At, card: Reply, field: string): Doing {
  const item = shownOn(card, field)?.item;
  const value =
    field === 'mobile'
      ? `139${day.random.digits(8)}`
      : `浙江省杭州市西湖区文三路${day.random.below(300) + 1}号`;
  const changes = [{ field, value, ...(item === undefined ? {} : { item }) }];
  yield 15 * of.pace;
  await me.patch(`/customers/${of.customer.id}`, { changes, ...context(of, at) });
  yield 10 * of.pace;
}
