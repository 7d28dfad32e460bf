import { demoEmployers, demoTeams } from '../../apps/server/src/demo/index.ts';
import { totpCode, totpStep } from '../../apps/server/src/identity/index.ts';
import type { Doing } from './clock.ts';
import type { Day, Person } from './world.ts';

type Entry = { readonly index: number; readonly customer: string | null };

/** Reads pages of the ledger by a filter; answers the entries. */
async function* reading(me: Person, filter: string, pages: number): Doing<readonly Entry[]> {
  const entries: Entry[] = [];
  let cursor = '';
  for (let page = 0; page < pages; page++) {
    const { body } = await me.get(`/ledger/entries?limit=100${filter}${cursor}`);
    entries.push(...((body?.entries ?? []) as readonly Entry[]));
    yield 40;
    if (typeof body?.next !== 'string') break;
    cursor = `&cursor=${encodeURIComponent(body.next)}`;
  }
  return entries;
}

/** A complaint about somebody: their entries of the day, who was seen, who else saw them, and the proof. */
async function* investigating(day: Day, me: Person, about: string, customers: number): Doing {
  const entries = yield* reading(me, `&person=${about}&kind=access`, 4);
  const whom = [...new Set(entries.flatMap((each) => each.customer ?? []))].slice(0, customers);
  for (const customer of whom) {
    await me.get(`/customers/${customer}/trail`);
    yield 90;
  }
  // what was just written is signed within a second
  await day.desk.rooms.ledger.checkpoint();
  for (const { index } of entries.slice(0, 3)) await me.get(`/ledger/entries/${index}/proof`);
  await me.get('/ledger/state');
}

/** Alarms as they come, the ledger, and an investigation. */
export async function* securing(day: Day, me: Person, about: string, until: number): Doing {
  yield* me.awake();
  for (let turn = 0; day.desk.clock().getTime() < until; turn++) {
    yield* me.awake();
    const { body } = await me.get('/alarms?open=true');
    const rows: readonly { readonly id: string; readonly code: string }[] = body?.rows ?? [];
    for (const { id } of rows) {
      yield 60;
      await me.post(`/alarms/${id}/close`, { finding: 'harmless' }, ['already-closed']);
    }
    yield* reading(me, '&outcome=refused', 2);
    await me.get('/contact-changes');
    await me.get('/import-allowances');
    if (turn === 12) yield* investigating(day, me, about, 12);
    yield 900;
  }
}

/** The ledger by samples, policies and how often they decided, an investigation. */
export async function* auditing(day: Day, me: Person, about: string): Doing {
  yield* me.awake();
  await me.get('/ledger/state');
  await me.get('/policies');
  await me.get('/policies/texts');
  yield 600;
  for (const filter of ['', '&kind=identity', '&action=reveal', '&outcome=needs']) {
    yield* me.awake();
    const entries = yield* reading(me, filter, 3);
    await day.desk.rooms.ledger.checkpoint();
    for (const { index } of entries.slice(0, 5)) await me.get(`/ledger/entries/${index}/proof`);
    await me.get('/alarms');
    yield 3600;
  }
  yield* me.awake();
  yield* investigating(day, me, about, 15);
}

const password = 'quiet-harbour-lantern-27';

/** Somebody new, whom a second officer confirms, the link lets in and who sets up their telephone; and somebody who leaves. */
export async function* hiring(day: Day, me: Person, second: Person, leaver: string): Doing {
  yield* me.awake();
  await me.get('/people');
  await me.get('/teams');
  yield 600;
  const email = 'tang.yi@demo.huke.test';
  const made = await me.post('/people', {
    name: '唐怡',
    staffNumber: 'HK1901',
    email,
    post: 'agent',
    team: demoTeams[0].id,
    employer: demoEmployers[0].id,
  });
  yield 600;
  if (made.status === 200) {
    yield* second.awake();
    for (const { id } of made.body.changes) await second.post(`/people/changes/${id}/confirm`);
    yield 300;
    yield* me.awake();
    const invited = await me.post(`/people/${made.body.person.id}/invite`);
    if (invited.status === 200) yield* joining(day, email, invited.body.invitation);
  }
  yield 1200;
  yield* me.awake();
  await me.post(`/people/${leaver}/leave`);
}

async function* joining(day: Day, email: string, link: string): Doing {
  const invitation = link.slice(link.indexOf('#') + 1);
  const one = day.newcomer('new colleague');
  await one.post('/invitations/open', { token: invitation });
  await one.post('/invitations/accept', { token: invitation, password });
  yield 30;
  await one.post('/auth/sign-in/email', { email, password });
  const enabled = await one.post('/auth/two-factor/enable', { password });
  yield 30;
  const code = totpCode(String(enabled.body?.secret), totpStep(day.desk.clock()));
  await one.post('/auth/two-factor/confirm', { code });
  yield 30;
  await one.get('/session');
  await one.get('/cases?scope=mine');
}

/** A key gets a job, which the second officer confirms; sessions and keys are looked through. */
export async function* keeping(day: Day, me: Person, second: Person): Doing {
  yield* me.awake();
  await me.get('/service-keys');
  yield 300;
  const until = new Date(day.start + 30 * 86_400_000).toISOString().slice(0, 10);
  const teams = demoTeams.slice(0, 3).map((each) => each.id);
  const job = { purpose: 'account-inquiry', teams, rows: 500, until };
  const asked = await me.patch(`/service-keys/${day.keys.crm.id}`, { job });
  yield 600;
  yield* second.awake();
  await second.get('/people/changes');
  await second.post(`/people/changes/${asked.body?.id}/confirm`);
  yield 600;
  yield* me.awake();
  await me.get(`/sessions?person=${day.desk.person('li.na').id}`);
  await me.get('/alarms');
}

/** The third administrator reads what the other two did. */
export async function* overseeing(me: Person): Doing {
  yield 7 * 3600;
  yield* me.awake();
  await me.get('/people');
  await me.get('/service-keys');
  await me.get('/people/changes');
  yield* reading(me, '&kind=identity', 3);
  await me.get('/alarms');
}

/** Changes that wait, the bin, large imports. */
export async function* complying(me: Person): Doing {
  for (let turn = 0; turn < 4; turn++) {
    yield* me.awake();
    await me.get('/contact-changes');
    await me.get('/bin');
    await me.get('/import-allowances');
    await me.get('/alarms?open=true');
    yield 2 * 3600;
  }
}
