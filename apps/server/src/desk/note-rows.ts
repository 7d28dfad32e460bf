import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { SealedNote } from '#access';
import type { AlarmPort } from '#alarm';
import type { Clock, Database, Log } from '#platform';
import type { Mac } from './seals.ts';

/** A note as its row has it; `nth` of its case, by the program's count when it settled. */
type NoteRow = {
  readonly case: string;
  readonly id: string;
  readonly at: Date;
  readonly person: string | null;
  readonly entry: number;
  readonly sealed: Uint8Array;
};
type Read = NoteRow & { readonly nth: number | null; readonly seal: string | null };

/** `hidden`: not all that the case has are there any more. */
export type CaseNotes =
  | { readonly kind: 'all'; readonly notes: readonly SealedNote[] }
  | { readonly kind: 'hidden' };

/**
 * Notes of cases, as far as they settled. A row gets its seal by a statement of its own once its entry is durable: what
 * was cut off before that was never sealed, and whoever puts such a row there by hand has no seal for it. INVARIANT:
 * `read` answers every note that the case has or none, as what one may show depends on those before it.
 */
export type NoteRows = {
  readonly read: (of: { readonly id: string; readonly customer: string | null }) => Promise<CaseNotes>;
  /** Seals a note that has settled, after so many earlier ones. Where that fails, the next who reads it seals it. */
  readonly seal: (note: NoteRow, earlier: number) => Promise<void>;
  /** Seals what an older release left, as it is; answers how many. */
  readonly adopt: () => Promise<number>;
};

type Deps = {
  readonly db: Database;
  readonly mac: Mac;
  readonly alarm: AlarmPort;
  readonly clock: Clock;
  readonly log: Log;
};

/** A row that another replica has not sealed yet; it is not shown, and nobody is told of it. */
const youngMs = 60_000;
/** Cases whose number of notes is remembered. */
const most = 100_000;

/** Opens it. How many notes a case had is remembered for as long as the program runs. */
export function createNoteRows(deps: Deps): NoteRows {
  const floors = new Map<string, number>();
  /** Seals that could not be written yet. */
  const waiting = new Map<string, { readonly nth: number; readonly seal: string }>();

  const raise = (id: string, n: number): void => {
    floors.delete(id);
    floors.set(id, n);
    if (floors.size > most) floors.delete(floors.keys().next().value ?? '');
  };
  const write = async (id: string, note: string): Promise<void> => {
    const due = waiting.get(note);
    if (due === undefined) return;
    await sql`
      update desk_timeline set nth = ${due.nth}, seal = ${due.seal}
      where case_id = ${id} and id = ${note}`.execute(deps.db.kysely);
    waiting.delete(note);
  };
  const genuine = (row: Read): number | null => {
    const { nth, seal } = waiting.get(row.id) ?? row;
    return nth !== null && seal !== null && seal === sealOf(deps.mac, row, nth) ? nth : null;
  };

  return {
    read: async ({ id, customer }) => {
      const floor = floors.get(id) ?? 0;
      const rows = await rowsOf(deps, id);
      const judged = rows.map((row) => ({ row, nth: genuine(row) }));
      const notes = judged.flatMap(({ row, nth }) => (nth === null ? [] : [{ row, nth }]));
      const now = deps.clock().getTime();
      const put = judged.some(
        ({ row, nth }) => nth === null && (row.seal !== null || now - row.at.getTime() > youngMs),
      );
      const hidden = notes.length < Math.max(floor, ...notes.map(({ nth }) => nth));
      if (put || hidden) {
        deps.log.error('notes-forged', { case: id });
        deps.alarm({ code: 'rows-forged', object: 'desk-notes', ...(customer === null ? {} : { customer }) });
      }
      if (hidden) return { kind: 'hidden' };
      if (notes.length > 0) raise(id, Math.max(floors.get(id) ?? 0, notes.length));
      for (const { row } of notes) await write(id, row.id);
      return { kind: 'all', notes: notes.map(({ row }) => ({ id: row.id, sealed: row.sealed })) };
    },
    seal: async (note, earlier) => {
      const nth = earlier + 1;
      waiting.set(note.id, { nth, seal: sealOf(deps.mac, note, nth) });
      raise(note.case, (floors.get(note.case) ?? earlier) + 1);
      await write(note.case, note.id);
    },
    adopt: async () => {
      let count = 0;
      for (let after = ''; ; ) {
        const { rows: cases } = await sql<{ id: string }>`
          select distinct case_id as id from desk_timeline
          where sealed is not null and seal is null and case_id > ${after}
          order by case_id limit 200`.execute(deps.db.kysely);
        for (const { id } of cases) {
          for (const [n, row] of (await rowsOf(deps, id)).entries()) {
            waiting.set(row.id, { nth: n + 1, seal: sealOf(deps.mac, row, n + 1) });
            await write(id, row.id);
            count += 1;
          }
        }
        const last = cases.at(-1);
        if (last === undefined) return count;
        after = last.id;
      }
    },
  };
}

/** In the order in which they settled; those without a number, by their time, last. */
async function rowsOf({ db }: Pick<Deps, 'db'>, id: string): Promise<readonly Read[]> {
  const { rows } = await sql<Omit<Read, 'entry'> & { entry: string | null }>`
    select case_id as "case", id, at, person, entry, sealed, nth, seal from desk_timeline
    where case_id = ${id} and sealed is not null order by nth, at, id`.execute(db.kysely);
  return rows.map((row) => ({ ...row, entry: Number(row.entry ?? -1) }));
}

function sealOf(mac: Mac, note: NoteRow, nth: number): string {
  const { case: of, id, at, person, entry, sealed } = note;
  const text = createHash('sha256').update(sealed).digest('base64url');
  const said = JSON.stringify(['desk-note', of, id, nth, at.getTime(), person, entry, text]);
  return Buffer.from(mac(Buffer.from(said))).toString('base64url');
}
