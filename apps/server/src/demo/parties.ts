import { demoCustomers } from './customers.ts';
import type { DemoRooms } from './rooms.ts';
import { demoSubject } from './subject.ts';

/**
 * Who may act beside some customers: a joint holder every 60 customers, a guardian for each minor, a representative
 * every 90. Each is a mandate with scope, evidence and an end.
 */
export async function loadParties(rooms: DemoRooms, count: number, now: Date): Promise<void> {
  const customers = demoCustomers(count);
  const by = demoSubject('supervisor').person;
  const year = new Date(now.getTime() + 365 * 86_400_000);
  for (const [i, customer] of customers.entries()) {
    const other = customers[(i + 101) % customers.length];
    const party = customer.minor
      ? { capacity: 'guardian', fields: ['mobile', 'address', 'order'], evidence: 'household-register' }
      : i % 60 === 3
        ? { capacity: 'joint-holder', fields: ['bankCard'], evidence: 'account-contract' }
        : i % 90 === 4
          ? { capacity: 'representative', fields: ['mobile', 'email'], evidence: 'power-of-attorney' }
          : null;
    if (!party || !other) continue;
    await rooms.db.kysely.transaction().execute(async (tx) => {
      const prepared = await rooms.vault.prepareParty(tx, customer.id, {
        capacity: party.capacity as 'guardian',
        linked: other.id,
        fields: party.fields,
        evidence: party.evidence,
        expiresAt: year,
        name: String(other.fields['name']),
      });
      if (prepared.kind === 'invalid') throw new Error('a mandate of the demo does not fit');
      await rooms.vault.applyChange(tx, prepared.prepared, now, by);
      await rooms.ledger.append(tx, [
        {
          v: 1,
          at: now.toISOString(),
          kind: 'vault',
          action: 'mandate-added',
          outcome: 'done',
          ...(by === null ? {} : { person: by }),
          customer: customer.id,
          capacity: party.capacity,
          object: prepared.party,
          state: prepared.state,
        },
      ]);
    });
  }
}
