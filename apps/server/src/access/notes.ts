import { setImmediate as pass } from 'node:timers/promises';
import { symbols } from '@huke/detect';
import { type CaseRow, hasRight } from '@huke/sdk';
import type { Transaction } from 'kysely';
import type { Subject } from '#gate';
import { gateAsk } from './access.ts';
import { load } from './load.ts';
import { coverScanned } from './note-cover.ts';
import { type Scanned, scanNote } from './note-scan.ts';
import { settle } from './settle.ts';
import { settleIn } from './settle-in.ts';
import type { AccessDeps, Ask, Loaded, Refusal } from './spine.ts';

type What = Pick<CaseRow, 'purpose' | 'scenario'>;

const noteAsk = (subject: Subject, row: CaseRow, { purpose, scenario }: What): Ask => ({
  subject,
  action: 'note',
  customer: row.customer,
  fields: [],
  purpose,
  case: row.id,
  scenario,
  reason: null,
});

/** A case is read for what it serves; a check reads it for itself, as it sees the customer's card. */
const readFor = (subject: Subject, row: CaseRow): What =>
  hasRight(subject.post, 'cases:check') ? { purpose: 'quality-check', scenario: 'quality-check' } : row;

/** A note as the desk keeps it. */
export type SealedNote = { readonly id: string; readonly sealed: Uint8Array };

/**
 * All notes of a case by id, masked by their findings, and covered where they could complete a mask; one access for all
 * of them. `notes` are all that the case has, oldest first: figures may come one by one.
 */
export async function readNotes(
  deps: AccessDeps,
  subject: Subject,
  row: CaseRow,
  notes: readonly SealedNote[],
): Promise<{ readonly kind: 'shown'; readonly texts: ReadonlyMap<string, string> } | Refusal> {
  const ask = noteAsk(subject, row, readFor(subject, row));
  const loaded = await load(deps, ask);
  const settled = await settle(deps, ask, loaded, deps.gate.decide(gateAsk(ask), loaded.facts), {
    more: { count: notes.length, code: 'read' },
  });
  const { sealed } = loaded;
  if (settled.kind !== 'granted') return settled;
  const texts =
    sealed === null ? new Map() : await shownNotes(deps, ask.scenario, opened(deps, sealed, notes));
  return { kind: 'shown', texts };
}

type Sealed = NonNullable<Loaded['sealed']>;
type Note = { readonly id: string; readonly text: string };

// each is opened every time, so that one whose key is gone is never shown from what the detector keeps
const opened = (deps: AccessDeps, sealed: Sealed, notes: readonly SealedNote[]): readonly Note[] =>
  notes.map(({ id, sealed: bytes }) => ({ id, text: deps.opener.openText(sealed, id, bytes) }));

/** The notes of one case as anybody sees them: of their text alone, whatever is known of the customer. */
async function shownNotes(
  deps: AccessDeps,
  scenario: Ask['scenario'],
  notes: readonly Note[],
): Promise<ReadonlyMap<string, string>> {
  const scanned: Scanned[] = [];
  for (const [n, note] of notes.entries()) {
    const text = withoutStars(note.text);
    scanned.push(scanNote(await deps.detector.maskNote({ ...note, text }, scenario), n));
    // the server does its other work between two of them
    await pass();
  }
  const covered = coverScanned(scanned);
  return new Map(notes.map(({ id }, n) => [id, covered[n] ?? '']));
}

/** What the cover leaves beside a mask's stars must be the mask's: stars that somebody typed become signs that look so. */
function withoutStars(text: string): string {
  const typed = symbols(text).filter(({ key }) => key === '*');
  if (typed.length < 3) return text;
  const ends = [0, ...typed.map(({ end }) => end)];
  const between = [...typed.map(({ start }) => start), text.length];
  return between.map((to, n) => text.slice(ends[n], to)).join('\u204E');
}

/** A word list that a note offends against, with the reason that its writer is told. */
export type Offended = { readonly list: string; readonly reason: string };

/**
 * Seals a note of a case, whose `earlier` notes are given; `store` writes it in the transaction of its entry, `settled`
 * is called once both are durable. Answers the note as it will be shown, and the lists whose words are in it: what a
 * note must say is the writer's to decide, so it is never refused for a word.
 */
export async function writeNote(
  deps: AccessDeps,
  subject: Subject,
  row: CaseRow,
  note: Note,
  earlier: readonly SealedNote[],
  keeping: {
    readonly store: (tx: Transaction<unknown>, sealed: Uint8Array, entry: number) => Promise<void>;
    readonly settled: () => Promise<void>;
  },
): Promise<
  | { readonly kind: 'written'; readonly masked: string; readonly offends: readonly Offended[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal | null }
> {
  const ask = noteAsk(subject, row, row);
  const loaded = await load(deps, ask);
  const decided = deps.gate.decide(gateAsk(ask), loaded.facts);
  // what was closed meanwhile is read still, and written to no more
  const over = decided.kind === 'granted' && loaded.facts.case?.state === 'closed';
  const decision = over
    ? { kind: 'refused' as const, code: 'case-closed', policies: decided.policies }
    : decided;
  const { sealed } = loaded;
  if (decision.kind !== 'granted' || !sealed) {
    const settled = await settle(deps, ask, loaded, decision);
    return { kind: 'refused', refusal: settled.kind === 'granted' ? null : settled };
  }
  const bytes = deps.vault.sealText(sealed, note.id, note.text);
  const more = { code: 'written', object: note.id, note: deps.vault.commit(note.text) };
  const settled = await settleIn(deps, ask, loaded, decision, { more }, (tx, entry) =>
    keeping.store(tx, bytes, entry),
  );
  if (settled.kind !== 'granted') return { kind: 'refused', refusal: settled };
  await keeping.settled();
  const { words } = await deps.detector.words(note.text);
  const offends = new Map(words.map(({ list, reason }) => [list, { list, reason }]));
  const shown = await shownNotes(deps, ask.scenario, [...opened(deps, sealed, earlier), note]);
  return { kind: 'written', masked: shown.get(note.id) ?? '', offends: [...offends.values()] };
}
