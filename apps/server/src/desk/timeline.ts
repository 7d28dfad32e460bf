import { type CaseDetail, type CaseRow, type TimelineItem, hasRight } from '@huke/sdk';
import { sql } from 'kysely';
import type { Refusal } from '#access';
import type { Subject } from '#gate';
import { newId } from '#platform';
import { caseTypeOf } from './case-types.ts';
import { findCase } from './cases.ts';
import { type DeskDeps, type DeskRefusal, refused } from './desk.ts';

type Row = {
  id: string;
  at: Date;
  kind: TimelineItem['kind'];
  person: string | null;
  code: string | null;
  noted: boolean;
  entry: string | null;
};

const timelineLimit = 200;
/**
 * Notes of one case, and their sealed bytes (some 100,000 characters): all of them are read to show one, and nobody
 * writes so many but to try out what is hidden or to hold the server up.
 */
const most = { notes: 200, bytes: 300_000 } as const;

/** A case, and why its notes come without their texts; null where they come with them, or there are none. */
type OpenedCase = CaseDetail & { readonly withheld: Refusal | null };

/** A case with its timeline (newest last, the latest 200 things); notes come masked, through an access. */
export async function caseDetail(
  deps: DeskDeps,
  subject: Subject,
  id: string,
): Promise<OpenedCase | DeskRefusal> {
  const row = await findCase(deps, subject, id);
  if ('kind' in row) return row;
  const found = await sql<Row>`
    select id, at, kind, person, code, sealed is not null as noted, entry from desk_timeline
    where case_id = ${id} order by at desc, id desc limit ${timelineLimit}`.execute(deps.db.kysely);
  const items = found.rows.reverse();
  const { texts, withheld } = await notesOf(deps, subject, row, items);
  const people = await deps.colleagues(items.flatMap((each) => (each.person === null ? [] : [each.person])));
  const party = await sql<{
    capacity: CaseDetail['party'] extends infer P ? P : never;
    mandate: string | null;
  }>`
    select capacity, mandate from desk_cases where id = ${id}`.execute(deps.db.kysely);
  const capacity = (party.rows[0] as { capacity?: string } | undefined)?.capacity ?? 'customer';
  return {
    ...row,
    timeline: items.map((each) => itemOf(each, people, texts)),
    withheld,
    party: {
      id: party.rows[0]?.mandate ?? null,
      capacity: capacity as NonNullable<CaseDetail['party']>['capacity'],
    },
    reasons: caseTypeOf(row.type)?.reasons ?? [],
  };
}

type Texts = ReadonlyMap<string, string>;

/** The texts of the notes among these things, or why there are none. What is hidden of a case's notes hides the others. */
async function notesOf(
  deps: DeskDeps,
  subject: Subject,
  row: CaseRow,
  items: readonly Row[],
): Promise<{ readonly texts: Texts; readonly withheld: Refusal | null }> {
  const texts: Texts = new Map();
  if (row.customer === null || items.every((each) => !each.noted)) return { texts, withheld: null };
  const read = await deps.notes.read(row);
  if (read.kind === 'hidden') return { texts, withheld: changed };
  const shown = await deps.access.readNotes(subject, row, read.notes);
  return shown.kind === 'shown' ? { texts: shown.texts, withheld: null } : { texts, withheld: shown };
}

const changed: Refusal = { kind: 'refused', code: 'notes-changed', policies: [], entry: -1 };

function itemOf(
  row: Row,
  people: Awaited<ReturnType<DeskDeps['colleagues']>>,
  notes: ReadonlyMap<string, string>,
): TimelineItem {
  const person = row.person === null ? undefined : people.get(row.person);
  const text = notes.get(row.id);
  return {
    at: row.at.toISOString(),
    kind: row.kind,
    person: person ? { id: person.id, name: person.name, staffNumber: person.staffNumber } : null,
    ...(text === undefined ? {} : { text }),
    ...(row.code === null ? {} : { code: row.code }),
    ...(row.entry === null ? {} : { entry: Number(row.entry) }),
  };
}

/** Adds a note: sealed like a field, shown masked by its findings. The case needs a customer. */
export async function addNote(
  deps: DeskDeps,
  subject: Subject,
  id: string,
  text: string,
): Promise<{ kind: 'done'; item: TimelineItem } | DeskRefusal> {
  const row = await findCase(deps, subject, id);
  if ('kind' in row) return row;
  if (row.state === 'closed') return refused('case-closed');
  if (row.agent?.id !== subject.person && !hasRight(subject.post, 'cases:lead'))
    return refused('not-your-case');
  const note = newId('not');
  const read = await deps.notes.read(row);
  if (read.kind === 'hidden') return refused('not-allowed');
  const earlier = read.notes;
  const at = deps.clock();
  let kept: Parameters<DeskDeps['notes']['seal']>[0] | null = null;
  const bytes = earlier.reduce((sum, each) => sum + each.sealed.length, 0);
  if (earlier.length >= most.notes || bytes >= most.bytes) return refused('case-full');
  const written = await deps.access.writeNote(subject, row, { id: note, text }, earlier, {
    store: async (tx, sealed, entry) => {
      kept = { case: id, id: note, at, person: subject.person, entry, sealed };
      await sql`
          insert into desk_timeline (case_id, id, at, kind, person, customer, entry, sealed)
          values (${id}, ${note}, ${at}, 'note', ${subject.person}, ${row.customer}, ${entry},
                  ${sealed})`.execute(tx);
    },
    settled: async () => {
      if (kept !== null) await deps.notes.seal(kept, earlier.length);
    },
  });
  if (written.kind === 'refused') return refused('not-allowed');
  const people = await deps.colleagues(subject.person === null ? [] : [subject.person]);
  const person = subject.person === null ? undefined : people.get(subject.person);
  return {
    kind: 'done',
    item: {
      at: at.toISOString(),
      kind: 'note',
      person: person ? { id: person.id, name: person.name, staffNumber: person.staffNumber } : null,
      text: written.masked,
      ...(written.offends.length === 0 ? {} : { offends: written.offends }),
    },
  };
}
