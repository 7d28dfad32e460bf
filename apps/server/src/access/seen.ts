import { sql } from 'kysely';
import { decodeEntry, type EntryDraft } from '#ledger';
import type { Clock, Database } from '#platform';

/** Who asks, on which case: what anybody saw or had used there can be said by whoever is on it now. */
type Asker = { readonly person: string | null; readonly case: string | null };

/**
 * Which fields of a customer were shown in clear to a person or used for them since then (at most a day ago), or on that
 * case to or for anybody, by the log.
 */
export type Seen = (asker: Asker, customer: string, since: Date) => Promise<readonly string[]>;

type Sight = {
  readonly at: number;
  readonly person: string | undefined;
  readonly case: string | undefined;
  readonly fields: readonly string[];
};

/** Actions by which a value gets out: a person reads it, a program takes it for one. */
const actions: ReadonlySet<string> = new Set(['reveal', 'copy', 'use', 'redeem']);
const named = sql.join(
  [...actions].map((each) => sql`position(${Buffer.from(`"${each}"`)}::bytea in entry) > 0`),
  sql` or `,
);

const hour = 3_600_000;
/** How much of the log is read when this begins: entries of one moment do not stand in the order of their times. */
const kept = 25 * hour;
const batch = 10_000;

/**
 * Makes it. It reads the entries themselves, each once, and remembers what they showed: rows of the explorer's index
 * can be edited without a trace, and a page of them is flushed by asking for other things.
 */
export function createSeen({ db, clock }: { readonly db: Database; readonly clock: Clock }): Seen {
  const sights = new Map<string, Sight[]>();
  let next: number | null = null;
  let forgotAt = 0;

  const read = async (): Promise<void> => {
    const before = clock().getTime() - kept;
    next ??= await firstSince(db, before);
    for (let full = true; full; ) {
      // a row of anything else is not worth sending, and still says how far this has come
      const { rows } = await sql<{ idx: string; entry: Buffer | null }>`
        select idx, case when ${named} then entry end as entry
        from ledger_entries where idx >= ${next} order by idx limit ${batch}`.execute(db.kysely);
      for (const { entry } of rows) if (entry !== null) remember(decodeEntry(entry));
      next = Number(rows.at(-1)?.idx ?? next - 1) + 1;
      full = rows.length === batch;
    }
    if (before - forgotAt > hour) forget(before);
  };

  const remember = (entry: EntryDraft | null): void => {
    if (entry?.kind !== 'access' || entry.outcome !== 'granted') return;
    if (!actions.has(entry.action)) return;
    const { person, customer, case: of, fields = [], shows } = entry;
    if (customer === undefined) return;
    const shown = fields.filter((_, i) => shows === undefined || shows[i] === 'clear' || shows[i] === 'used');
    const names = shown.map((each) => each.replace(/#.*/, ''));
    const sight = { at: Date.parse(entry.at), person, case: of, fields: names };
    sights.set(customer, [...(sights.get(customer) ?? []), sight]);
  };

  const forget = (before: number): void => {
    for (const [customer, all] of sights) {
      const young = all.filter((each) => each.at >= before);
      if (young.length === 0) sights.delete(customer);
      else sights.set(customer, young);
    }
    forgotAt = before;
  };

  const refresh = reader(read);
  return async ({ person, case: of }, customer, since) => {
    await refresh();
    const theirs = (each: Sight): boolean =>
      (person !== null && each.person === person) || (of !== null && each.case === of);
    const all = (sights.get(customer) ?? []).filter((each) => each.at >= since.getTime() && theirs(each));
    return [...new Set(all.flatMap((each) => each.fields))];
  };
}

/** One read at a time; who comes while one runs shares the next, which sees all that was there when they came. */
export function reader(read: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let coming: Promise<void> | null = null;
  const start = (): Promise<void> => {
    coming = null;
    running = read().finally(() => {
      running = null;
    });
    return running;
  };
  return () => {
    if (coming === null && running === null) return start();
    coming ??= (running ?? Promise.resolve()).then(start, start);
    return coming;
  };
}

/** Where the log's entries from then on begin; one that cannot be read counts as young, so that none is passed over. */
export async function firstSince(db: Database, since: number): Promise<number> {
  const { rows } = await sql<{ size: string }>`
    select coalesce(max(idx) + 1, 0) as size from ledger_entries`.execute(db.kysely);
  let [low, high] = [0, Number(rows[0]?.size ?? 0)];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const found = await sql<{ entry: Buffer }>`
      select entry from ledger_entries where idx >= ${middle} order by idx limit 1`.execute(db.kysely);
    const entry = found.rows[0] ? decodeEntry(found.rows[0].entry) : null;
    if (entry !== null && Date.parse(entry.at) < since) low = middle + 1;
    else high = middle;
  }
  return low;
}
