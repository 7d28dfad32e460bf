import type { DemoCustomer } from '../../apps/server/src/demo/index.ts';
import type { Caller, TestContact } from '../../apps/server/src/testing/desk.ts';
import type { World } from './world.ts';

/** The fields that are worth taking, and what a channel could do with each. */
export const wanted = ['residentId', 'bankCard', 'mobile', 'address', 'email', 'wechat', 'landline', 'order'];
const useOf: Readonly<Record<string, string>> = { email: 'mail' };

/** A case with what an access on it must say. */
export type At = Pick<TestContact, 'case' | 'customer'> & {
  readonly purpose: string;
  readonly scenario: string;
};

export const cardFreeze = (at: Pick<TestContact, 'case' | 'customer'>): At => ({
  case: at.case,
  customer: at.customer,
  purpose: 'card-freeze',
  scenario: 'call',
});

/** Tries to see every field of the case's customer in clear, with a step-up where one helps. */
export async function revealAll(world: World, caller: Caller, mail: string, at: At): Promise<void> {
  await verifyAs(world, caller, at);
  for (const field of wanted) {
    for (const action of field === 'mobile' ? ['reveal', 'copy'] : ['reveal']) {
      const ask = { action, ...at, fields: [{ field }], reason: 'confirm-identity' };
      const plain = await caller.post('/accesses', ask);
      if (plain.status !== 403) continue;
      const needs: readonly { kind: string }[] = plain.body?.needs ?? [];
      if (!needs.some((each) => each.kind === 'step-up')) continue;
      const { purpose, customer } = at;
      const stepUp = await world.stepUp(caller, mail, { action, customer, case: at.case, field, purpose });
      if (stepUp !== null) await caller.post('/accesses', { ...ask, stepUp });
    }
  }
}

/** Tries to have every field used, and takes the value for itself or through another. */
export async function useAll(caller: Caller, at: At, takers: readonly Caller[]): Promise<void> {
  for (const field of wanted) {
    for (const use of new Set([useOf[field] ?? 'dial', 'text'])) {
      const ask = { action: 'use', use, ...at, fields: [{ field }], reason: 'call-back-needed' };
      const used = await caller.post('/accesses', ask);
      const token = used.body?.used?.token;
      if (used.status !== 200 || typeof token !== 'string') continue;
      for (const taker of takers) await taker.post(`/uses/${token}`, {});
    }
  }
}

/** The caller is in on it: tells the agent whatever is asked, so that a verification passes where it may. */
async function verifyAs(world: World, caller: Caller, at: At): Promise<void> {
  const fields = world.customers.find((each) => each.id === at.customer)?.fields;
  if (!fields) return;
  const claims = ['residentId', 'email'].flatMap((field) => {
    const value = [fields[field] ?? []].flat()[0];
    return value === undefined ? [] : [{ field, value }];
  });
  await caller.post(`/customers/${at.customer}/verify`, {
    claims,
    purpose: at.purpose,
    scenario: at.scenario,
    case: at.case,
  });
}

/** Looks at the masked card, which shows no whole value unless something is wrong. */
export async function lookAt(caller: Caller, customer: string, more: string): Promise<void> {
  await caller.get(`/customers/${customer}?scenario=call&purpose=card-freeze${more}`);
  await caller.get(`/customers/${customer}?scenario=verification&purpose=identity-verification${more}`);
}

/** Resident ID numbers that fit a masked one: the last six are hidden, the last of them is a check digit. */
export function candidates(customer: DemoCustomer, count: number): readonly string[] {
  const id = String(customer.fields['residentId']);
  const stem = id.slice(0, 12);
  const all = new Set<string>([id]);
  for (let day = 1; day <= 31 && all.size < count; day++)
    for (let sequence = 1; sequence < 1000 && all.size < count; sequence += 1)
      all.add(withCheck(`${stem}${String(day).padStart(2, '0')}${String(sequence).padStart(3, '0')}`));
  return [...all];
}

function withCheck(digits: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(digits.charAt(i)), 0);
  return digits + '10X98765432'.charAt(sum % 11);
}

/**
 * Asks an import about all candidates of one ID at once; true where the answer tells whether the true one was among
 * them. What differs by nature (ids, times) is taken out of both answers first.
 */
export async function importTells(
  world: World,
  caller: Caller,
  customer: DemoCustomer,
  count: number,
): Promise<boolean> {
  const [truth = '', ...others] = candidates(customer, count);
  const spare = candidates(customer, count + 1).at(-1) ?? '';
  const ask = async (ids: readonly string[]): Promise<string> => {
    const csv = `身份证号\n${ids.join('\n')}\n`;
    const started = await world.desk.app.fetch(
      new Request(`${world.desk.config.publicUrl}/api/v1/customers/import?dryRun=true&name=a.csv`, {
        method: 'POST',
        headers: { cookie: caller.cookie, 'huke-csrf': '1', 'content-type': 'text/csv' },
        body: csv,
      }),
    );
    if (!started.ok) return `refused ${started.status}`;
    const job = ((await started.json()) as { id: string }).id;
    for (let i = 0; i < 200; i++) {
      const seen = await caller.get(`/customers/import/${job}`);
      if (seen.body?.state !== 'running') {
        const { rows, imported, duplicates, failed, state, code } = seen.body ?? {};
        const errors = await caller.get(`/customers/import/${job}/errors.csv`);
        return JSON.stringify([rows, imported, duplicates, failed, state, code, errors.text]);
      }
      await new Promise((done) => setTimeout(done, 20));
    }
    return 'never ended';
  };
  const absent = await ask([...others, spare]);
  const present = await ask([...others, truth]);
  return absent !== present;
}

/**
 * Imports all candidates of one ID, then the batch whose entry names the customer once more, while somebody else reads
 * the entries: where hits stand in the order of the rows, the place is the number.
 */
export async function importNames(
  world: World,
  { supervisor, reader }: { readonly supervisor: Caller; readonly reader: Caller },
  customer: DemoCustomer,
): Promise<string | null> {
  const rows = 500;
  const ids = candidates(customer, 31_000);
  const hits = async (part: readonly string[]): Promise<readonly (readonly string[])[]> => {
    const from = (await world.desk.rooms.ledger.state()).size;
    const started = await world.desk.app.fetch(
      new Request(`${world.desk.config.publicUrl}/api/v1/customers/import`, {
        method: 'POST',
        headers: { cookie: supervisor.cookie, 'huke-csrf': '1', 'content-type': 'text/csv' },
        body: `身份证号\n${[...part].sort().join('\n')}\n`,
      }),
    );
    const { id } = (await started.json()) as { id: string };
    await world.desk.rooms.imports.settled();
    const found: (readonly string[])[] = [];
    for (let cursor = ''; ; ) {
      const page = await reader.get(`/ledger/entries?action=import&fromIndex=${from}&limit=200${cursor}`);
      for (const { bytes } of page.body?.entries ?? []) {
        const entry = JSON.parse(Buffer.from(String(bytes), 'base64').toString('latin1'));
        const { object, code, customers } = entry as { object?: string; code?: string; customers?: string[] };
        if (object === id && code === 'probed') found.unshift(customers ?? []);
      }
      if (typeof page.body?.next !== 'string') break;
      cursor = `&cursor=${encodeURIComponent(page.body.next)}`;
    }
    return found;
  };
  const suspects = [...ids].sort();
  const batch = (await hits(suspects)).findIndex((each) => each.includes(customer.id));
  if (batch < 0) return null;
  const part = suspects.slice(batch * rows, (batch + 1) * rows);
  const again = (await hits(part)).find((each) => each.includes(customer.id));
  return part[again?.indexOf(customer.id) ?? -1] ?? null;
}
