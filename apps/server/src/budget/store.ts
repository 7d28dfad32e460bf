import type { AccountKey, AccountRow } from './account.ts';
import type { HeadRow } from './head.ts';
import type { Run, Statement } from './run.ts';

/** A row as read; `own`: this very transaction wrote it, so it may yet be undone. */
export type Read<Row> = Row & { readonly own: boolean };

const own = 'xmin = pg_current_xact_id_if_assigned()::xid';

/** Whoever charges holds the head until the commit, so that nobody else changes an account meanwhile. */
const lockHead: Statement = {
  name: 'budget-lock',
  text: `select seq, body, seal, ${own} as own from budget_head where id for update`,
};

const readHeadOnly: Statement = {
  name: 'budget-head',
  text: 'select seq, body, seal, false as own from budget_head where id',
};

/** Something else to be read in the same round trip: one value, its parameters from `$4` on. */
export type Also = { readonly name: string; readonly text: string; readonly values: readonly unknown[] };

const readSome = ({ name, text }: Pick<Also, 'name' | 'text'>): Statement => ({
  name: `budget-read-${name}`,
  text: `
    select (select size from ledger_head) as size, (${text}) as also, coalesce((
      select jsonb_agg(jsonb_build_array(a.kind, a.id, a.period, a.seq, a.body, a.seal, a.${own}))
      from unnest($1::text[], $2::text[], $3::text[]) as wanted (kind, id, period)
      join budget_accounts a using (kind, id, period)), '[]') as accounts`,
});

const nothingElse: Also = { name: 'alone', text: 'null::text', values: [] };

const readPage: Statement = {
  name: 'budget-page',
  text: `
    select kind, id, period, seq, body, seal from budget_accounts
    where period = $1 and (kind, id) > ($2, $3) order by kind, id limit $4`,
};

const ofPeople: Statement = {
  name: 'budget-people',
  text: `
    select kind, id, period, seq, body, seal from budget_accounts
    where kind = 'person' and id = any($1::text[]) and period >= $2 and length(period) = 10`,
};

const upsert = `
      insert into budget_accounts (kind, id, period, seq, body, seal)
      select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[])
      on conflict (period, kind, id) do update
        set seq = excluded.seq, body = excluded.body, seal = excluded.seal`;

const writeAll: Statement = {
  name: 'budget-write',
  text: `
    with written as (${upsert}
        where budget_accounts.seq = excluded.seq - 1
      returning 1)
    update budget_head set seq = $7, body = $8, seal = $9 where id and seq = $7 - 1
    returning (select count(*) from written)::int as accounts`,
};

const forceAll: Statement = { name: 'budget-force', text: upsert };

const insertHead: Statement = {
  name: 'budget-begin',
  text: `insert into budget_head (seq, body, seal) values ($1, $2, $3) on conflict do nothing returning 1 as made`,
};

const replace: Statement = {
  name: 'budget-replace',
  text: `insert into budget_head (seq, body, seal) values ($1, $2, $3)
    on conflict (id) do update set seq = excluded.seq, body = excluded.body, seal = excluded.seal`,
};

const deleteBefore: Statement = {
  name: 'budget-tidy',
  text: 'delete from budget_accounts where length(period) = length($1) and period < $1',
};

type Json = readonly [
  kind: AccountKey['kind'],
  id: string,
  period: string,
  seq: number,
  body: string,
  seal: string,
  own: boolean,
];

/** The head, locked until the transaction ends or only looked at; null = there is none. */
export async function readHead(run: Run, lock: boolean): Promise<Read<HeadRow> | null> {
  const [row] = await run(lock ? lockHead : readHeadOnly, []);
  if (row === undefined) return null;
  return {
    seq: Number(row['seq']),
    body: String(row['body']),
    seal: String(row['seal']),
    own: row['own'] === true,
  };
}

/** The rows that there are of these accounts, and how many entries the log holds. */
export async function readAccounts(
  run: Run,
  keys: readonly AccountKey[],
  also: Also = nothingElse,
): Promise<{ readonly size: number; readonly rows: readonly Read<AccountRow>[]; readonly also: unknown }> {
  const [answer] = await run(readSome(also), [
    keys.map((key) => key.kind),
    keys.map((key) => key.id),
    keys.map((key) => key.period),
    ...also.values,
  ]);
  const rows = (answer?.['accounts'] ?? []) as readonly Json[];
  return {
    size: Number(answer?.['size'] ?? 0),
    also: answer?.['also'],
    rows: rows.map(([kind, id, period, seq, body, seal, mine]) => ({
      kind,
      id,
      period,
      seq: Number(seq),
      body,
      seal,
      own: mine,
    })),
  };
}

/** The accounts of people from a day on. */
export async function readPeople(
  run: Run,
  people: readonly string[],
  from: string,
): Promise<readonly AccountRow[]> {
  const rows = (await run(ofPeople, [people, from])) as unknown as readonly AccountRow[];
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
}

const pageSize = 2_000;

/** Every account of a period, in pages. */
export async function* readPeriod(run: Run, period: string): AsyncGenerator<readonly AccountRow[]> {
  for (let at: readonly [string, string] = ['', '']; ; ) {
    const rows = (await run(readPage, [period, ...at, pageSize])) as unknown as readonly AccountRow[];
    if (rows.length > 0) yield rows.map((row) => ({ ...row, seq: Number(row.seq) }));
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return;
    at = [last.kind, last.id];
  }
}

/** Writes changed accounts and the head; false where any of them is no longer the one before. */
export async function writeAccounts(run: Run, rows: readonly AccountRow[], head: HeadRow): Promise<boolean> {
  const [answer] = await run(writeAll, [...columnsOf(rows), head.seq, head.body, head.seal]);
  return answer?.['accounts'] === rows.length;
}

/** Puts these accounts in the place of whatever is there. */
export async function replaceAccounts(run: Run, rows: readonly AccountRow[]): Promise<void> {
  if (rows.length > 0) await run(forceAll, columnsOf(rows));
}

const columnsOf = (rows: readonly AccountRow[]): readonly unknown[] =>
  (['kind', 'id', 'period', 'seq', 'body', 'seal'] as const).map((name) => rows.map((row) => row[name]));

/** Makes the head; false where there is one. */
export async function makeHead(run: Run, { seq, body, seal }: HeadRow): Promise<boolean> {
  return (await run(insertHead, [seq, body, seal])).length > 0;
}

/** Puts this head in the place of whatever is there. */
export async function replaceHead(run: Run, { seq, body, seal }: HeadRow): Promise<void> {
  await run(replace, [seq, body, seal]);
}

/** Removes the accounts of days before `day` and of months before `month`. */
export async function removeBefore(run: Run, day: string, month: string): Promise<void> {
  for (const period of [day, month]) await run(deleteBefore, [period]);
}
