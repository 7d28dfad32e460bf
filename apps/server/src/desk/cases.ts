import { type CaseCounts, type CaseCreate, type CasePage, type CaseRow, hasRight } from '@huke/sdk';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Subject } from '#gate';
import { dayOf, newId, publish } from '#platform';
import { caseTypeOf } from './case-types.ts';
import { caseSeal, lockCase, lockContact, saveCase, saveContact } from './records.ts';
import { actorOf, type DeskDeps, type DeskRefusal, refused } from './desk.ts';
import { selectCases } from './rows.ts';

export type CaseScope = 'mine' | 'team' | 'approval' | 'due';
type Outcome = { kind: 'done'; case: CaseRow } | DeskRefusal;

const pageSize = 50;

/** A page of the desk, newest first, with the counters of all scopes. Rows carry no customer value. */
export async function listCases(
  deps: DeskDeps,
  subject: Subject,
  scope: CaseScope,
  cursor: string | undefined,
): Promise<CasePage> {
  const where = await scopeOf(deps, subject, scope);
  const rows = await selectCases(deps, sql`${where} and ${after(cursor)}`, pageSize + 1);
  const page = rows.slice(0, pageSize);
  const last = page.at(-1);
  const next = rows.length > pageSize && last ? `${Date.parse(last.openedAt)}.${last.id}` : null;
  return { rows: page, counts: await counts(deps, subject), next };
}

async function counts(deps: DeskDeps, subject: Subject): Promise<CaseCounts> {
  const [mine, team, approval, due] = await Promise.all(
    (['mine', 'team', 'approval', 'due'] as const).map(async (scope) => {
      const where = await scopeOf(deps, subject, scope);
      const found = await sql<{ n: number }>`
        select count(*)::int as n from desk_cases k where ${where}`.execute(deps.db.kysely);
      return found.rows[0]?.n ?? 0;
    }),
  );
  return { mine: mine ?? 0, team: team ?? 0, waitingApproval: approval ?? 0, due: due ?? 0 };
}

async function scopeOf(deps: DeskDeps, subject: Subject, scope: CaseScope): Promise<RawBuilder<unknown>> {
  const own = sql`k.agent = ${subject.person} and k.closed_at is null`;
  const team = hasRight(subject.post, 'cases:team')
    ? sql`k.team = ${subject.team} and k.closed_at is null`
    : own;
  if (scope === 'mine') return own;
  if (scope === 'team') return team;
  if (scope === 'due') return sql`${team} and k.due_at < ${new Date(deps.clock().getTime() + 4 * 3_600_000)}`;
  const pending = await deps.pendingCases(hasRight(subject.post, 'cases:team') ? null : subject.person);
  return sql`${team} and k.id = any(${[...pending]}::text[])`;
}

function after(cursor: string | undefined): RawBuilder<unknown> {
  const parts = /^(\d{1,13})\.(cas_[0-9a-z]+)$/.exec(cursor ?? '');
  return parts ? sql`(k.opened_at, k.id) < (${new Date(Number(parts[1]))}, ${parts[2]})` : sql`true`;
}

/**
 * One case if the subject may see it: its agent, or a supervisor or quality checker of its team. A program alone sees
 * its teams' cases, and of none whose it is.
 */
export async function findCase(deps: DeskDeps, subject: Subject, id: string): Promise<CaseRow | DeskRefusal> {
  const [row] = await selectCases(deps, sql`k.id = ${id}`, 1);
  const key = subject.key !== null && subject.person === null;
  const inTeams = key && subject.key.teams.includes(row?.team ?? '');
  const mine = row?.agent?.id === subject.person;
  const team = hasRight(subject.post, 'cases:team') && row?.team === subject.team;
  if (row?.id !== id || !(key ? inTeams : mine || team)) return refused('no-such-case');
  // a channel that could read whom its identifier found would be a phone book read backwards
  return key ? { ...row, customer: null, customerLabel: '' } : row;
}

/**
 * Opens a case without a contact. A supervisor opens one for an agent of the team; anybody else opens their own,
 * which gives masked views only until an inbound contact is bound.
 */
export async function openCase(
  deps: DeskDeps,
  subject: Subject,
  request: CaseCreate,
  keep?: (tx: Transaction<unknown>, made: { readonly id: string }) => Promise<void>,
): Promise<Outcome> {
  const type = caseTypeOf(request.type);
  if (!type) return refused('unknown-case-type');
  if (subject.person === null || subject.team === null) return refused('not-allowed');
  const forOther = request.agent !== undefined && request.agent !== subject.person;
  const agent = (await deps.colleagues([request.agent ?? subject.person])).get(
    request.agent ?? subject.person,
  );
  if (!agent?.active || agent.team !== subject.team) return refused('unknown-agent');
  if (forOther && !hasRight(subject.post, 'cases:lead')) return refused('not-allowed');
  if (!(await deps.access.exists(subject, request.customer, type))) return refused('not-allowed');
  const now = deps.clock();
  const id = newId('cas');
  const record = {
    id,
    type: type.type,
    purpose: type.purpose,
    scenario: type.scenario,
    origin: forOther ? 'supervisor' : 'self',
    customer: request.customer,
    boundBy: forOther ? 'supervisor' : 'agent',
    agent: agent.id,
    team: subject.team,
    contact: null,
    capacity: 'customer',
    mandate: null,
    closed: false,
    maker: subject.person,
    hands: [agent.id],
  };
  const opened = await deps.db.kysely.transaction().execute(async (tx) => {
    const charge = {
      budget: 'cases',
      n: 1,
      on: { ...countedOn(subject), customer: request.customer },
    } as const;
    if ((await deps.budgets.consume(tx, [charge], now)).kind === 'spent') return false;
    await sql`
      insert into desk_cases (id, number, type, purpose, scenario, origin, channel, customer, bound_by, agent, team,
                              capacity, opened_by, opened_at, due_at, hands, seal)
      values (${id}, desk_number(${dayOf(now)}::date), ${type.type}, ${type.purpose}, ${type.scenario},
              ${forOther ? 'supervisor' : 'self'}, ${request.channel ?? 'call'}, ${request.customer},
              ${forOther ? 'supervisor' : 'agent'}, ${agent.id}, ${subject.team}, 'customer', ${subject.person},
              ${now}, ${new Date(now.getTime() + 86_400_000)}, ${record.hands}, ${caseSeal(deps.mac, record)})`.execute(
      tx,
    );
    await happened(deps, tx, subject, id, 'opened', forOther ? 'by-supervisor' : 'by-oneself', {
      customer: request.customer,
      to: agent.id,
    });
    await keep?.(tx, { id });
    return true;
  });
  if (!opened) return spent(deps, subject, 'opened', { customer: request.customer });
  await publish(deps.db, { topic: 'case', person: agent.id, id });
  return readCase(deps, subject, id);
}

/** Ties a customer that a search found to an open case without one; reveals then need a passed verification. */
export async function bindCase(
  deps: DeskDeps,
  subject: Subject,
  id: string,
  customer: string,
): Promise<Outcome> {
  const row = await findCase(deps, subject, id);
  if ('kind' in row) return row;
  if (row.state === 'closed') return refused('case-closed');
  if (row.customer !== null) return refused('case-bound');
  const type = caseTypeOf(row.type);
  if (row.agent?.id !== subject.person || !type) return refused('not-your-case');
  if (!(await deps.access.exists(subject, customer, type))) return refused('not-allowed');
  const bound = await deps.db.kysely.transaction().execute(async (tx) => {
    const held = await lockCase(deps, tx, id);
    if (!held || held.customer !== null || held.closed || held.agent !== subject.person) return false;
    await saveCase(deps, tx, { ...held, customer, boundBy: 'agent' }, deps.clock());
    const contact = await lockContact(deps, tx, { case: id });
    if (contact) await saveContact(deps, tx, { ...contact, customer });
    await happened(deps, tx, subject, id, 'opened', 'customer-bound', { customer });
    return true;
  });
  return bound ? readCase(deps, subject, id) : refused('case-bound');
}

/**
 * Hands the case and its live contact to a colleague in one step; grants of the former agent do not travel. Whoever
 * opened a case without a contact and gets it back, over however many hands, has a case that they opened themself:
 * masked views only.
 */
export async function transferCase(
  deps: DeskDeps,
  subject: Subject,
  id: string,
  to: string,
): Promise<Outcome> {
  const row = await findCase(deps, subject, id);
  if ('kind' in row) return row;
  if (row.state === 'closed') return refused('case-closed');
  const mine = row.agent?.id === subject.person;
  if (!mine && !hasRight(subject.post, 'cases:lead')) return refused('not-your-case');
  const target = (await deps.colleagues([to])).get(to);
  if (!target?.active || target.team === null || target.id === row.agent?.id) return refused('unknown-agent');
  const moved = await deps.db.kysely.transaction().execute(async (tx) => {
    const held = await lockCase(deps, tx, id);
    if (!held || held.closed || held.agent !== (row.agent?.id ?? null)) return 'changed';
    const contact = await lockContact(deps, tx, { case: id });
    const charge = { budget: 'transfers', n: 1, on: { ...countedOn(subject), case: id } } as const;
    if ((await deps.budgets.consume(tx, [charge], deps.clock())).kind === 'spent') return 'spent';
    const own = held.origin !== 'contact' && held.maker === target.id;
    const after = {
      ...held,
      agent: target.id,
      team: target.team ?? held.team,
      hands: [...(held.hands ?? [held.agent ?? held.maker]), target.id],
      ...(own ? { origin: 'self', boundBy: 'agent' } : {}),
    };
    await saveCase(deps, tx, after, deps.clock());
    if (contact) await saveContact(deps, tx, { ...contact, agent: target.id });
    await happened(deps, tx, subject, id, 'transfer', 'transferred', { to: target.id });
    return 'done';
  });
  if (moved === 'spent') return spent(deps, subject, 'transferred', { case: id, to: target.id });
  if (moved === 'changed') return refused('not-your-case');
  if (row.agent) await publish(deps.db, { topic: 'contact-ended', person: row.agent.id, id });
  await publish(deps.db, { topic: 'case', person: target.id, id });
  const [after] = await selectCases(deps, sql`k.id = ${id}`, 1);
  return after ? { kind: 'done', case: after } : refused('no-such-case');
}

/** Closes a case and ends its contact; nothing can be revealed on it afterwards. */
export async function closeCase(deps: DeskDeps, subject: Subject, id: string): Promise<Outcome> {
  const row = await findCase(deps, subject, id);
  if ('kind' in row) return row;
  if (row.agent?.id !== subject.person && !hasRight(subject.post, 'cases:lead'))
    return refused('not-your-case');
  if (row.state === 'closed') return { kind: 'done', case: row };
  const now = deps.clock();
  const closed = await deps.db.kysely.transaction().execute(async (tx) => {
    const held = await lockCase(deps, tx, id);
    if (!held) return false;
    await saveCase(deps, tx, { ...held, closed: true }, now);
    const contact = await lockContact(deps, tx, { case: id });
    if (contact && !contact.ended)
      await saveContact(deps, tx, { ...contact, ended: true, endedAt: now.getTime() });
    await happened(deps, tx, subject, id, 'closed', 'closed', {});
    return true;
  });
  if (!closed) return refused('no-such-case');
  if (row.agent) await publish(deps.db, { topic: 'contact-ended', person: row.agent.id, id });
  return readCase(deps, subject, id);
}

/** Whose budgets a change of cases counts on. */
function countedOn(subject: Subject): { person?: string; team?: string } {
  return {
    ...(subject.person === null ? {} : { person: subject.person }),
    ...(subject.team === null ? {} : { team: subject.team }),
  };
}

/** The refusal where a budget is spent, with its entry; nothing else was written. */
async function spent(
  deps: DeskDeps,
  subject: Subject,
  code: 'opened' | 'transferred',
  more: { readonly case?: string; readonly customer?: string; readonly to?: string },
): Promise<DeskRefusal> {
  const at = deps.clock().toISOString();
  await deps.db.kysely.transaction().execute(async (tx) => {
    const entry = { v: 1, at, kind: 'desk', action: `case-${code}`, outcome: 'refused' } as const;
    await deps.ledger.append(tx, [{ ...entry, code: 'budget-spent', ...actorOf(subject), ...more }]);
  });
  return refused('budget-spent');
}

async function readCase(deps: DeskDeps, subject: Subject, id: string): Promise<Outcome> {
  const row = await findCase(deps, subject, id);
  return 'kind' in row ? row : { kind: 'done', case: row };
}

async function happened(
  deps: DeskDeps,
  tx: Transaction<unknown>,
  subject: Subject,
  id: string,
  kind: string,
  code: string,
  more: { customer?: string; to?: string },
): Promise<void> {
  const now = deps.clock();
  await sql`
    insert into desk_timeline (case_id, id, at, kind, person, code, customer)
    values (${id}, ${newId('not')}, ${now}, ${kind}, ${subject.person}, ${code}, ${more.customer ?? null})`.execute(
    tx,
  );
  await deps.ledger.append(tx, [
    {
      v: 1,
      at: now.toISOString(),
      kind: 'desk',
      action: `case-${code}`,
      outcome: 'done',
      ...actorOf(subject),
      case: id,
      ...more,
    },
  ]);
}
