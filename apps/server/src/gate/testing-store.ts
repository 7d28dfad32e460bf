import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { PersonRef, Post } from '@huke/sdk';
import { sql } from 'kysely';
import { budgetMigrations, createBudgets } from '#budget';
import { dayOf, newId, silentLog } from '#platform';
import { testDatabase } from '#platform/testing';
import { testAnchor } from '../budget/testing.ts';
import { ledgerFunctions } from '../ledger/functions.ts';
import { ledgerMigrations } from '../ledger/migrations.ts';
import type { Subject } from './ask.ts';
import { createGate, type Gate } from './gate.ts';
import { gateFunctions } from './functions.ts';
import { gateMigrations } from './migrations.ts';
import type { Approver, People } from './people-port.ts';
import type { GateDraft, Tx } from './store.ts';
import { type Asked, type Changes, ordinary } from './testing.ts';

/** A person of the test with what identity would say of them. */
export type TestPerson = {
  readonly subject: Subject;
  readonly device: string | null;
  readonly approverSince: string | null;
  readonly reachable: boolean;
};

const folder = join(import.meta.dirname, '../../../../policies');

/** A gate on a database of its own, a clock that the test moves, people that the test defines, entries kept in memory. */
export async function openTestGate() {
  const db = await testDatabase({
    migrations: [...ledgerMigrations, ...budgetMigrations, ...gateMigrations],
    functions: [...ledgerFunctions, ...gateFunctions],
  });
  const time = { now: new Date('2026-11-21T02:00:00.000Z') };
  const entries: GateDraft[] = [];
  const key = 'a key of the test';
  const mac = (data: Uint8Array): Uint8Array => createHmac('sha256', key).update(data).digest();
  const staff = new Map<string, TestPerson>();
  const broken = { ledger: false };

  const budgets = createBudgets({
    db,
    mac,
    alarm: () => undefined,
    clock: () => time.now,
    org: newId('org'),
    anchor: testAnchor(),
    remembered: 0,
  });
  await budgets.start();

  const open = (): Promise<Gate> =>
    createGate({
      db,
      budgets,
      ledger: {
        append: (_db: Tx, drafts: GateDraft[]) => {
          if (broken.ledger) return Promise.reject(new Error('the ledger is down'));
          entries.push(...drafts);
          return Promise.resolve(entries.length);
        },
      },
      clock: () => time.now,
      log: silentLog,
      mac,
      alarm: () => {},
      policiesDir: folder,
      shadowEvery: 1,
    });

  const people: People = {
    reachable: (posts) =>
      Promise.resolve([...staff.values()].filter((each) => isReachable(each, posts)).map(approverOf)),
    approverSince: (person) => Promise.resolve(staff.get(person)?.approverSince ?? null),
    device: (session) =>
      Promise.resolve([...staff.values()].find((each) => each.subject.session === session)?.device ?? null),
    refs: (ids) =>
      Promise.resolve(
        new Map(ids.map((id): [string, PersonRef] => [id, { id, name: 'somebody', staffNumber: '1' }])),
      ),
    teammates: (team) =>
      Promise.resolve(
        [...staff.values()]
          .filter((each) => each.subject.team === team)
          .map((each) => each.subject.person ?? ''),
      ),
  };

  /** Adds somebody; by default an approver of long standing on duty and signed in. */
  function person(
    changes: Partial<Subject> & { readonly post: Post },
    rest: Partial<Omit<TestPerson, 'subject'>> = {},
  ): Subject {
    const id = changes.person ?? newId('per');
    const subject: Subject = {
      ...ordinary().facts.subject,
      person: id,
      session: newId('ses'),
      staffNumber: `S-${id.slice(-6)}`,
      team: team(1),
      ...changes,
    };
    staff.set(id, {
      subject,
      device: rest.device ?? newId('dev'),
      approverSince: rest.approverSince === undefined ? '2026-01-01T00:00:00.000Z' : rest.approverSince,
      reachable: rest.reachable ?? true,
    });
    return subject;
  }

  const ids = { customer: newId('cus'), case: newId('cas'), contact: newId('con'), item: newId('itm') };
  const gate = await open();

  /** The requester's ask for a full card number in their own live case. */
  function cardAsk(subject: Subject, changes: Changes = {}): Asked {
    const asked = ordinary({
      ...changes,
      field: {
        field: 'bankCard',
        item: ids.item,
        type: 'BANK_CARD',
        level: 'C3',
        sensitive: true,
        ...changes.field,
      },
    });
    const agent = subject.person;
    const kase = asked.facts.case && {
      ...asked.facts.case,
      id: ids.case,
      customer: ids.customer,
      contact: ids.contact,
      agent,
      contactAgent: agent,
      team: team(1),
      ...changes.case,
    };
    const customer = asked.facts.customer && {
      ...asked.facts.customer,
      id: ids.customer,
      team: team(1),
      ...changes.customer,
    };
    return { ask: asked.ask, facts: { ...asked.facts, subject, case: kase, customer } };
  }

  /** What an access would load now. */
  async function load(of: { gate?: Gate; subject: Subject; customer?: string; case?: string }) {
    const customer = of.customer ?? ids.customer;
    const kase = of.case ?? ids.case;
    const { rows } = await sql<{ facts: unknown }>`
      select facts from gate_load(${of.subject.person}, ${customer}, ${kase}, ${ids.contact},
        ${dayOf(time.now)}::date, ${time.now}::timestamptz)`.execute(db.kysely);
    const holder = { person: of.subject.person, customer, case: kase, contact: ids.contact };
    return (of.gate ?? gate).storedFacts(rows[0]?.facts, holder);
  }

  return {
    db,
    budgets,
    gate,
    open,
    people,
    person,
    entries,
    broken,
    ids,
    mac,
    cardAsk,
    load,
    pass: (minutes: number) => {
      time.now = new Date(time.now.getTime() + minutes * 60_000);
    },
    now: () => time.now,
    close: async () => {
      await gate.stop();
      await db.drop();
    },
  };
}

/** Ids of the test's teams. */
export const team = (n: number): string => `tea_${String(n).padStart(26, '0')}`;

const isReachable = (each: TestPerson, posts: readonly Post[]): boolean =>
  each.reachable && (posts as readonly string[]).includes(each.subject.post);

const approverOf = ({ subject, approverSince }: TestPerson): Approver => ({
  id: subject.person ?? '',
  staffNumber: subject.staffNumber ?? '',
  approverSince,
});
