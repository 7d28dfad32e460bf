import type { FieldRef, Post } from '@huke/sdk';
import { sql } from 'kysely';
import { newId, publish } from '#platform';
import { type GrantRow, grantParts, headParts } from './grant-row.ts';
import { sealFits, sealOf } from './seals.ts';
import { gateDraft, type StoreDeps, type Tx } from './store.ts';
import { GateError } from './error.ts';
import { rememberEnd } from './stored-facts.ts';

/** A grant as people see it; names are the caller's to add. */
export type GrantView = Pick<
  GrantRow,
  'id' | 'person' | 'approver' | 'customer' | 'case' | 'fields' | 'action'
> & {
  readonly state: 'live' | 'revoked' | 'expired' | 'ended';
  readonly createdAt: string;
  readonly expiresAt: string;
};

/** Locks the count of a person's grants and ends for this transaction; null where it does not fit its seal. */
async function lockHead(deps: Pick<StoreDeps, 'mac'>, tx: Tx, person: string): Promise<number | null> {
  const { mac } = deps;
  await sql`insert into gate_heads (person, changes, seal)
            values (${person}, 0, ${sealOf(mac, 'gate_heads', headParts(person, 0))})
            on conflict (person) do nothing`.execute(tx);
  const { rows } = await sql<{ changes: number; seal: string }>`
    select changes, seal from gate_heads where person = ${person} for update`.execute(tx);
  const [head] = rows;
  return head !== undefined && sealFits(mac, 'gate_heads', headParts(person, head.changes), head.seal)
    ? head.changes
    : null;
}

async function writeHead(
  deps: Pick<StoreDeps, 'mac'>,
  tx: Tx,
  person: string,
  changes: number,
): Promise<void> {
  const seal = sealOf(deps.mac, 'gate_heads', headParts(person, changes));
  await sql`update gate_heads set changes = ${changes}, seal = ${seal} where person = ${person}`.execute(tx);
}

/** Writes a grant; the caller has checked that it may be given, and appends its entry. Throws `tampered`. */
export async function insertGrant(
  deps: Pick<StoreDeps, 'mac'>,
  tx: Tx,
  grant: {
    readonly customer: string;
    readonly person: string;
    readonly case: string;
    readonly action: 'reveal' | 'copy';
    readonly fields: readonly FieldRef[];
    readonly approval: string;
    readonly approver: string;
    readonly by: Post;
    readonly minutes: number;
    readonly now: Date;
  },
): Promise<GrantRow> {
  const { now, minutes, ...rest } = grant;
  const changes = await lockHead(deps, tx, grant.person);
  if (changes === null) {
    throw new GateError(
      'tampered',
      'the count of grants does not fit its seal: compare the ledger with the database',
    );
  }
  const row: GrantRow = {
    ...rest,
    id: newId('grn'),
    createdAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + minutes * 60_000).toISOString(),
    seq: changes + 1,
  };
  await sql`
    insert into gate_grants (customer, id, person, case_id, action, fields, approval, approver, approver_post,
      created_at, expires_at, seq, seal)
    values (${row.customer}, ${row.id}, ${row.person}, ${row.case}, ${row.action}, ${JSON.stringify(row.fields)}::jsonb,
      ${row.approval}, ${row.approver}, ${row.by}, ${row.createdAt}::timestamptz, ${row.expiresAt}::timestamptz,
      ${row.seq}, ${sealOf(deps.mac, 'gate_grants', grantParts(row))})`.execute(tx);
  await writeHead(deps, tx, grant.person, row.seq);
  return row;
}

type Ended = {
  readonly customer: string;
  readonly id: string;
  readonly person: string;
  readonly case_id: string;
};

/** Ends a grant, once; false where it has ended already. A count that was tampered with never keeps one alive. */
async function endGrant(
  deps: StoreDeps,
  tx: Tx,
  grant: Ended,
  end: { readonly by: string | null; readonly why: 'revoked' | 'rights-cut'; readonly now: Date },
): Promise<boolean> {
  const changes = await lockHead(deps, tx, grant.person);
  const seq = changes === null ? 0 : changes + 1;
  const { rows } = await sql`
    insert into gate_grant_ends (customer, grant_id, person, ended_at, ended_by, why, seq)
    values (${grant.customer}, ${grant.id}, ${grant.person}, ${end.now}, ${end.by}, ${end.why}, ${seq})
    on conflict do nothing returning seq`.execute(tx);
  if (rows.length === 0) return false;
  if (changes !== null) await writeHead(deps, tx, grant.person, seq);
  await deps.ledger.append(tx, [
    gateDraft(deps, 'grant-ended', end.now, {
      code: end.why,
      ...(end.by === null ? {} : { person: end.by }),
      to: grant.person,
      grant: grant.id,
      customer: grant.customer,
      case: grant.case_id,
    }),
  ]);
  await publish(tx, { topic: 'grant', code: 'ended', id: grant.id, person: grant.person });
  return true;
}

/** Revokes a grant: its holder and its approver may, and nobody else. */
export async function revokeGrant(
  deps: StoreDeps,
  person: string,
  id: string,
): Promise<
  | { readonly kind: 'done'; readonly grant: GrantView }
  | { readonly kind: 'refused'; readonly code: 'no-such-grant' | 'grant-over' }
> {
  const now = deps.clock();
  const done = await deps.db.kysely.transaction().execute(async (tx) => {
    const { rows } = await sql<Ended & { expires_at: Date }>`
      select customer, id, person, case_id, expires_at from gate_grants
      where id = ${id} and (person = ${person} or approver = ${person})`.execute(tx);
    const [grant] = rows;
    if (grant === undefined) return 'no-such-grant' as const;
    if (grant.expires_at <= now) return 'grant-over' as const;
    const ended = await endGrant(deps, tx, grant, { by: person, why: 'revoked', now });
    return ended ? null : ('grant-over' as const);
  });
  if (done !== null) return { kind: 'refused', code: done };
  rememberEnd(deps.memory, id);
  const [grant] = (await listGrants(deps, { person, id })).rows;
  return grant === undefined ? { kind: 'refused', code: 'no-such-grant' } : { kind: 'done', grant };
}

/** Ends what somebody may still do: live grants that they hold or gave, in the caller's transaction. */
export async function cutGrants(deps: StoreDeps, tx: Tx, person: string, now: Date): Promise<void> {
  const { rows } = await sql<Ended>`
    select g.customer, g.id, g.person, g.case_id from gate_grants g
    where (g.person = ${person} or g.approver = ${person}) and g.expires_at > ${now}
      and not exists (select 1 from gate_grant_ends e where e.customer = g.customer and e.grant_id = g.id)
    order by g.person, g.id`.execute(tx);
  for (const grant of rows) await endGrant(deps, tx, grant, { by: null, why: 'rights-cut', now });
}

const pageSize = 50;

/** Grants that a person holds or gave, newest first. */
export async function listGrants(
  deps: Pick<StoreDeps, 'db' | 'clock'>,
  q: { readonly person: string; readonly mine?: boolean; readonly cursor?: string; readonly id?: string },
): Promise<{ readonly rows: readonly GrantView[]; readonly next: string | null }> {
  const now = deps.clock();
  const { rows } = await sql<
    Omit<GrantView, 'state' | 'createdAt' | 'expiresAt'> & {
      why: string | null;
      created_at: Date;
      expires_at: Date;
    }
  >`
    select g.id, g.person, g.approver, g.customer, g.case_id as "case", g.fields, g.action, g.created_at, g.expires_at, e.why
    from gate_grants g left join gate_grant_ends e on e.customer = g.customer and e.grant_id = g.id
    where (g.person = ${q.person} or (g.approver = ${q.person} and ${q.mine !== true}))
      and (${q.cursor ?? null}::text is null or g.id < ${q.cursor ?? null})
      and (${q.id ?? null}::text is null or g.id = ${q.id ?? null})
    order by g.id desc limit ${pageSize + 1}`.execute(deps.db.kysely);
  const page = rows.slice(0, pageSize);
  const last = page.at(-1);
  return {
    rows: page.map(({ why, created_at, expires_at, ...row }) => ({
      ...row,
      state: why === 'revoked' ? 'revoked' : why !== null ? 'ended' : expires_at <= now ? 'expired' : 'live',
      createdAt: created_at.toISOString(),
      expiresAt: expires_at.toISOString(),
    })),
    next: rows.length > pageSize && last ? last.id : null,
  };
}
