import type { DemoCustomer } from '../../apps/server/src/demo/index.ts';

/** Kinds of fields that can be named in a count: a value of these is somebody's, whoever holds it. */
const counted = new Set([
  'mobile',
  'landline',
  'residentId',
  'bankCard',
  'email',
  'address',
  'wechat',
  'order',
]);

/** Whose a value is. */
export type Owner = { readonly customer: string; readonly field: string };

/** What an attacker has seen: every answer is searched for the clear values of all customers. */
export type Take = ReturnType<typeof openTake>;

/**
 * Makes an empty take over the true values of all customers. A value counts when it stands in an answer whole, or
 * when the attacker has proven it otherwise (`learn`); names and member numbers are no values here, parts neither.
 */
export function openTake(customers: readonly DemoCustomer[]) {
  const owners = new Map<string, Owner[]>();
  for (const { id, fields } of customers) {
    for (const [field, held] of Object.entries(fields)) {
      if (!counted.has(field)) continue;
      for (const value of typeof held === 'string' ? [held] : held) {
        const before = owners.get(value) ?? [];
        owners.set(value, [...before, { customer: id, field }]);
      }
    }
  }
  const taken = new Map<string, Owner>();
  const learn = (value: string): void => {
    for (const owner of owners.get(value) ?? [])
      taken.set(`${owner.customer} ${owner.field} ${value}`, owner);
  };
  const look = (node: unknown): void => {
    if (typeof node === 'string') {
      learn(node);
      for (const part of node.match(/\d{4}-\d{7}|[0-9]{7,19}[0-9X]|[\w.]+@[\w.]+/g) ?? []) learn(part);
    } else if (typeof node === 'object' && node !== null) for (const each of Object.values(node)) look(each);
  };
  return {
    learn,
    /** Looks through an answer. */
    see: (text: string): void => {
      try {
        look(JSON.parse(text));
      } catch {
        look(text);
      }
    },
    /** Whose values were taken, each customer's field once. */
    owners: (): readonly Owner[] => [
      ...new Map([...taken.values()].map((each) => [`${each.customer} ${each.field}`, each])).values(),
    ],
    totals: () => {
      const all = [...taken.values()];
      const of = (field: string): number => all.filter((each) => each.field === field).length;
      return {
        values: all.length,
        customers: new Set(all.map((each) => each.customer)).size,
        ids: of('residentId'),
        cards: of('bankCard'),
      };
    },
  };
}
