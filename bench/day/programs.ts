import type { Doing } from './clock.ts';
import type { Day, Person } from './world.ts';

/** Tells customers that their contact data is being changed, on every way that waits. */
export async function* notifying(day: Day, until: number): Doing {
  const { notifier } = day.keys;
  while (day.desk.clock().getTime() < until) {
    yield 600;
    const { body } = await notifier.get('/notices');
    const notices: readonly { readonly id: string }[] = body?.notices ?? [];
    for (const { id } of notices) await notifier.post(`/notices/${id}`);
  }
}

/** The CRM's declared job: it reads masks of customers, looks some up by their member number, enters new ones. */
export async function* synchronising(day: Day, reads: number): Doing {
  const { desk, random, keys } = day;
  const crm = day.program('CRM', keys.crm, keys.crm.id);
  const context = { purpose: 'account-inquiry', scenario: 'call' };
  const teams = new Set(desk.customers.map((each) => each.team));
  // the job is confirmed in the morning
  yield 2 * 3600;
  for (let i = 0; i < reads; i++) {
    const customer = desk.customers[(700 + i * 3) % desk.customers.length];
    if (customer) {
      if (i % 3 === 0)
        await crm.post('/customers/search', {
          field: 'memberNumber',
          value: String(customer.fields['memberNumber']),
          ...context,
        });
      await crm.get(`/customers/${customer.id}?purpose=${context.purpose}&scenario=${context.scenario}`);
    }
    if (i % 10 === 0)
      await crm.post('/customers', {
        fields: { name: '李新', mobile: `137${random.digits(8)}`, memberNumber: `M7${random.digits(7)}` },
        team: [...teams][i % teams.size],
      });
    yield (5 * 3600) / reads;
  }
}

/** An agent's CRM window: it acts for the agent on the one case, for minutes. */
export async function* besideAgent(day: Day, agent: Person, times: number): Doing {
  const { keys } = day;
  yield 1800;
  for (let i = 0; i < times; i++) {
    yield* agent.awake();
    const { body } = await agent.get('/cases?scope=mine');
    const rows: readonly Mine[] = body?.rows ?? [];
    const live = rows.find((each) => each.contact?.live === true && each.customer !== null);
    if (live) {
      const minted = await agent.post('/act-for', { key: keys.crm.id, case: live.id, minutes: 5 });
      const crm = day.program('CRM', keys.crm, keys.crm.id, { 'huke-act-for': String(minted.body?.token) });
      const { purpose, scenario } = live;
      await crm.get(`/customers/${live.customer}?purpose=${purpose}&scenario=${scenario}&case=${live.id}`);
      await crm.get(`/cases/${live.id}`);
    }
    yield (7 * 3600) / times;
  }
}

type Mine = {
  readonly id: string;
  readonly customer: string | null;
  readonly purpose: string;
  readonly scenario: string;
  readonly contact: { readonly live: boolean } | null;
};
