import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withIdCheck } from '../demo/customers.ts';
import { type Caller, openTestDesk, type TestDesk } from '../testing/desk.ts';
import { auditStates } from './audit-states.ts';
import { ordinary, type Watch, watch } from './testing.ts';

/**
 * A supervisor who imports, and an officer who grants the allowance and reads the ledger: a mask leaves some 15,000
 * candidates for an ID number, one file holds them all.
 */

let desk: TestDesk;
let watched: Watch;
let supervisor: Caller;
let officer: Caller;
let invented = 0;

beforeAll(async () => {
  desk = await openTestDesk({ customers: 60 });
  watched = watch(desk);
  supervisor = await desk.signIn('ma.li');
  officer = await desk.signIn('hu.yue');
});
afterAll(() => desk.close());

type Entry = Readonly<Record<string, unknown>>;

const team = () => desk.person('ma.li').team;
const idOf = (nth: number): string => String(ordinary(desk, 'ma.li', nth).fields['residentId']);

/** An ID number that nobody has, under one of many masks: born before anybody of the demo. */
const nobodysId = (): string => {
  const n = invented++;
  const month = String(1 + (n % 12)).padStart(2, '0');
  const year = 1901 + (Math.floor(n / 12) % 10);
  return withIdCheck(`110101${year}${month}01${100 + Math.floor(n / 120)}`);
};
const nobodys = (count: number): readonly string[] => Array.from({ length: count }, nobodysId);

/** Every number that the mask of one fits, the right one anywhere but first. */
const candidates = (id: string): readonly string[] =>
  Array.from({ length: 28_000 }, (_, at) => {
    const day = String(1 + Math.floor(at / 1_000)).padStart(2, '0');
    return withIdCheck(`${id.slice(0, 12)}${day}${String(at % 1_000).padStart(3, '0')}`);
  });

/** Imports rows of ID numbers; the job, and the entries that the officer can read of it. */
async function importOf(ids: readonly string[]) {
  const size = await watched.size();
  const started = await desk.app.fetch(
    new Request(`${desk.config.publicUrl}/api/v1/customers/import`, {
      method: 'POST',
      headers: { cookie: supervisor.cookie, 'huke-csrf': '1', 'content-type': 'text/csv' },
      body: `身份证号\n${ids.join('\n')}\n`,
    }),
  );
  const { id } = (await started.json()) as { id: string };
  await desk.rooms.imports.settled();
  const job = (await supervisor.get(`/customers/import/${id}`)).body;
  const errors = (await supervisor.get(`/customers/import/${id}/errors.csv`)).text;
  const entries: Entry[] = [];
  for (let cursor = ''; ; ) {
    const page = await officer.get(`/ledger/entries?action=import&fromIndex=${size}&limit=200${cursor}`);
    expect(page.status, page.text).toBe(200);
    for (const { bytes } of page.body.entries)
      entries.push(JSON.parse(Buffer.from(bytes, 'base64').toString('latin1')) as Entry);
    if (page.body.next === null) break;
    cursor = `&cursor=${encodeURIComponent(page.body.next)}`;
  }
  return { job, errors, entries: entries.reverse().filter((each) => each['object'] === id) };
}

async function allow(values: number): Promise<void> {
  const asked = await supervisor.post('/import-allowances', { values, team: team() });
  expect(asked.status, asked.text).toBe(200);
  const granted = await officer.post(`/import-allowances/${asked.body.id}/grant`);
  expect(granted.status, granted.text).toBe(200);
}

/** All of the entries but ids, digests and times, which differ anyway. */
const shapeOf = (entries: readonly Entry[]) =>
  entries.map(({ code, count, outcome, customers, states, fields }) => ({
    code,
    count,
    outcome,
    fields,
    customers: (customers as string[] | undefined)?.length,
    states: (states as string[] | undefined)?.map((each) => each.length),
  }));

describe('an import', () => {
  it('of one held value reads like one of a value that nobody has, in each entry, the errors and the trail', async () => {
    const [held, nobodys] = [idOf(0), nobodysId()];
    const there = await importOf([held]);
    const absent = await importOf([nobodys]);
    expect(there.job.state).toBe('done');
    expect(shapeOf(there.entries)).toEqual(shapeOf(absent.entries));
    expect(there.errors).toBe(absent.errors);
    const customer = ordinary(desk, 'ma.li', 0).id;
    expect(JSON.stringify(there.entries)).not.toContain(customer);
    // the same rows again, of which one is held now in any case
    const again = [await importOf([held]), await importOf([nobodys])];
    expect(shapeOf(again[0]?.entries ?? [])).toEqual(shapeOf(again[1]?.entries ?? []));
    const trail = await officer.get(`/customers/${customer}/trail`);
    expect(trail.body.entries.map(({ bytes }: { bytes: string }) => bytes).join()).not.toContain(
      Buffer.from(String(there.job.id)).toString('base64').slice(0, 12),
    );
  });

  it('names whom it stored in an order that says nothing of the file', async () => {
    const ids = nobodys(40);
    const { entries } = await importOf(ids);
    const stored = entries.find((each) => Array.isArray(each['states']));
    const named = stored?.['customers'] as readonly string[];
    expect(named).toHaveLength(40);
    expect(named).toEqual([...named].sort());
  });

  it('leaves nothing that an audit of all customers takes for a lost one', async () => {
    await importOf([idOf(1), idOf(2), nobodysId()]);
    const findings = [];
    for await (const each of auditStates(desk.rooms)) findings.push(each);
    expect(findings).toEqual([]);
    const { rows } = await desk.db.pool.query<{ customer: string }>(
      'delete from vault_customers where customer = (select max(customer) from vault_customers) returning customer',
    );
    for await (const each of auditStates(desk.rooms)) findings.push(each);
    const gone = desk.rooms.vault.importedAs(String(rows[0]?.customer));
    expect(findings).toEqual([{ customer: gone, kind: 'missing' }]);
  });
});

describe('an allowance', () => {
  it('pays for rows of many customers, never for the candidates of one', async () => {
    await allow(200_000);
    const { id, fields } = ordinary(desk, 'ma.li', 3);
    const all = candidates(String(fields['residentId']));
    expect(all).toContain(fields['residentId']);
    const guessed = await importOf(all);
    expect(guessed.job).toMatchObject({ state: 'failed', code: 'rows-alike', imported: 1_000, known: null });
    expect(JSON.stringify(guessed.entries)).not.toContain(id);
    // neither in another file, nor by another supervisor, nor the same again
    const parts = [all.slice(2_000, 2_001), all.slice(0, 1)];
    for (const part of parts) expect((await importOf(part)).job.code).toBe('rows-alike');
    await desk.rooms.alarms.settled();
    const told = (await officer.get('/alarms?open=true')).body.rows.map(
      (each: { code: string }) => each.code,
    );
    expect(told).toContain('rows-alike');
    // and a file of people goes as before
    expect((await importOf(nobodys(1_500))).job).toMatchObject({ state: 'done', imported: 1_500 });
    desk.pass(24 * 3_600);
    supervisor = await desk.signIn('ma.li');
    const resumed = await supervisor.post(`/customers/import/${guessed.job.id}/resume`);
    expect(resumed.status, resumed.text).toBe(200);
    await desk.rooms.imports.settled();
    expect((await supervisor.get(`/customers/import/${guessed.job.id}`)).body).toMatchObject({
      code: 'rows-alike',
      imported: 2_000,
    });
  });
});
