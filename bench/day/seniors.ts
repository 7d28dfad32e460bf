import type { Doing } from './clock.ts';
import type { Day, Person } from './world.ts';

/** Approves what people of the team ask for as soon as it rings, looks at the queue otherwise, confirms changes. */
export async function* approving(day: Day, me: Person, until: number): Doing {
  yield* me.awake();
  let looked = 0;
  let waiting = 0;
  while (day.desk.clock().getTime() < until) {
    yield 15;
    const now = day.desk.clock().getTime();
    const rung = day.rings.waiting !== waiting;
    if (!rung && now - looked < 20 * 60_000) continue;
    looked = now;
    waiting = day.rings.waiting;
    const { body } = await me.get('/approvals?state=pending');
    const rows: readonly { readonly id: string; readonly mayDecide: boolean }[] = body?.rows ?? [];
    for (const { id } of rows.filter((each) => each.mayDecide)) {
      yield 20;
      // another supervisor may have been faster
      await me.post(`/approvals/${id}/approve`, {}, ['approval-over']);
    }
    const changes = await me.get('/contact-changes');
    const risky: readonly { readonly id: string; readonly mayConfirm: boolean }[] = changes.body?.rows ?? [];
    for (const { id } of risky.filter((each) => each.mayConfirm)) {
      yield 30;
      await me.post(`/contact-changes/${id}/confirm`, undefined, ['change-over']);
    }
  }
}

/** A supervisor's own work: the team's cases, help on a colleague's, transfers, a call-back, an import, the bin. */
export async function* supervising(day: Day, me: Person, agents: readonly Person[], hours: number): Doing {
  const { desk, random } = day;
  yield 300;
  for (let hour = 0; hour < hours; hour++) {
    const began = desk.clock().getTime();
    const { body } = await me.get('/cases?scope=team');
    const cases: readonly TeamCase[] = body?.rows ?? [];
    for (const one of cases.filter((each) => each.customer !== null).slice(0, 3)) {
      yield 60;
      await me.get(`/cases/${one.id}`);
      await me.get(
        `/customers/${one.customer}?purpose=${one.purpose}&scenario=${one.scenario}&case=${one.id}`,
      );
    }
    yield 120;
    await me.post('/cases', {
      type: 'call-back',
      customer: day.customer(me.mail, 300 + hour * 7).id,
      agent: agents[hour % agents.length]?.id,
    });
    yield 60;
    await move(me, agents, cases.find((each) => each.state === 'wrap-up') ?? cases.at(-1));
    yield 60;
    if (hour % 3 === 1) await me.get(`/customers/${day.customer(me.mail, 600 + hour).id}/trail`);
    if (hour % 4 === 2) yield* entering(day, me);
    if (hour === Math.min(4, hours - 1)) yield* importing(day, me, 500);
    yield Math.max(60, 3600 - (desk.clock().getTime() - began) / 1000 + random.below(120));
  }
}

type TeamCase = {
  readonly id: string;
  readonly customer: string | null;
  readonly purpose: string;
  readonly scenario: string;
  readonly state: string;
  readonly agent: { readonly id: string } | null;
};

/** A case that an agent has no time for goes to another; it may be over by then. */
async function move(me: Person, agents: readonly Person[], of: TeamCase | undefined): Promise<void> {
  const to = agents.find((each) => each.id !== of?.agent?.id);
  if (of && to) await me.post(`/cases/${of.id}/transfer`, { to: to.id }, ['case-closed', 'not-your-case']);
}

/** Enters a customer who came to the branch, sees that they were entered before, takes the new one away and back. */
async function* entering(day: Day, me: Person): Doing {
  const { random } = day;
  const fields = {
    name: '王晓',
    mobile: `138${random.digits(8)}`,
    memberNumber: `M9${random.digits(7)}`,
  };
  const made = await me.post('/customers', { fields, team: day.desk.person(me.mail).team });
  yield 30;
  if (made.status !== 200) return;
  await me.remove(`/customers/${made.body.id}`);
  yield 30;
  await me.get('/bin');
  await me.post(`/customers/${made.body.id}/restore`);
}

/** A file of new customers: a dry run first, then in earnest. */
async function* importing(day: Day, me: Person, count: number): Doing {
  const { random } = day;
  const rows = Array.from(
    { length: count },
    () => `张新,138${random.digits(8)},M8${random.digits(8)},${random.digits(4)}@new.test`,
  );
  const csv = `姓名,手机号,会员号,邮箱\n${rows.join('\n')}\n`;
  for (const dryRun of ['true', 'false']) {
    const started = await me.upload(`/customers/import?dryRun=${dryRun}&name=new.csv`, csv);
    if (started.status !== 200) return;
    for (let waited = 0; waited < 600; waited++) {
      yield 1;
      await new Promise((done) => setTimeout(done, 20));
      const { body } = await me.get(`/customers/import/${started.body.id}`);
      if (body?.state === 'running') continue;
      const whole = body?.state === 'done' && body.rows === count && body.failed === 0;
      if (!whole) day.tally.failed(me.name, 'import-not-whole');
      break;
    }
  }
}

/** Samples contacts of the day, each by its case, its masked card and its notes. */
export async function* checking(day: Day, me: Person, samples: number, hours: number): Doing {
  yield* me.awake();
  yield 1800;
  const { team } = day.desk.person(me.mail);
  const seen = new Set<string>();
  for (let i = 0; i < samples; i++) {
    const fresh = day.served.filter((each) => each.team === team && !seen.has(each.customer)).slice(-60);
    const one = fresh[day.random.below(Math.max(1, fresh.length))];
    yield* me.awake();
    if (one) {
      seen.add(one.customer);
      await me.get(`/cases/${one.case}`);
      yield 120;
      const card = `/customers/${one.customer}?purpose=quality-check&scenario=quality-check&case=${one.case}`;
      // the contacts of prominent customers are checked within the named desk, and nobody else is told whose they are
      await me.get(card, ['named-desk-masked']);
      await me.get('/cases?scope=team');
    }
    yield (hours * 3600) / samples - 120;
  }
}
