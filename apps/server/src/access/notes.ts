import { setImmediate as pass } from 'node:timers/promises';
import { symbols } from '@huke/detect';
import type { CaseRow } from '@huke/sdk';
import type { Transaction } from 'kysely';
import type { Charge } from '#budget';
import type { Subject } from '#gate';
import { gateAsk } from './access.ts';
import { whomOf } from './costs.ts';
import { load } from './load.ts';
import { comparisonsOf, coverScanned } from './note-cover.ts';
import { hiddenParts } from './note-parts.ts';
import { type Scanned, scanNote } from './note-scan.ts';
import { settle } from './settle.ts';
import { settleIn } from './settle-in.ts';
import type { AccessDeps, Ask, Loaded, Refusal } from './spine.ts';

const noteAsk = (subject: Subject, row: CaseRow, action: 'view' | 'note'): Ask => ({
  subject,
  action,
  customer: row.customer,
  fields: [],
  purpose: row.purpose,
  case: row.id,
  scenario: row.scenario,
  reason: null,
});

/** A note as the desk keeps it. */
export type SealedNote = { readonly id: string; readonly sealed: Uint8Array };

/**
 * All notes of a case, oldest first, masked by their findings, and covered where they complete a mask of the case's
 * customer; one access for all of them. Empty when the gate says no. INVARIANT: `notes` are all that the case has, as
 * what one may show depends on those before it.
 */
export async function readNotes(
  deps: AccessDeps,
  subject: Subject,
  row: CaseRow,
  notes: readonly SealedNote[],
): Promise<ReadonlyMap<string, string>> {
  const ask = noteAsk(subject, row, 'note');
  const loaded = await load(deps, ask);
  const settled = await settle(deps, ask, loaded, deps.gate.decide(gateAsk(ask), loaded.facts), {
    more: { count: notes.length, code: 'read' },
  });
  const { sealed } = loaded;
  if (settled.kind !== 'granted' || !sealed) return new Map();
  return shownNotes(deps, sealed, row, opened(deps, sealed, notes));
}

type Sealed = NonNullable<Loaded['sealed']>;
type Note = { readonly id: string; readonly text: string };

// each is opened every time, so that one whose key is gone is never shown from what the detector keeps
const opened = (deps: AccessDeps, sealed: Sealed, notes: readonly SealedNote[]): readonly Note[] =>
  notes.map(({ id, sealed: bytes }) => ({ id, text: deps.opener.openText(sealed, id, bytes) }));

/** The notes of one case as anybody sees them. The customer's values are opened once for all, and none is shown. */
async function shownNotes(
  deps: AccessDeps,
  sealed: Sealed,
  row: CaseRow,
  notes: readonly Note[],
): Promise<ReadonlyMap<string, string>> {
  await deps.opener.ready(sealed, sealed.values);
  const values = sealed.values.flatMap(({ field, item }) => {
    const kind = deps.vault.kinds.get(field);
    return kind ? [{ type: kind.type, clear: deps.opener.open(sealed, field, item) }] : [];
  });
  const scanned: Scanned[] = [];
  for (const [n, note] of notes.entries()) {
    scanned.push(scanNote(await deps.detector.maskNote(note, row.scenario), n));
    // the server does its other work between two of them
    await pass();
  }
  const covered = coverScanned(scanned, hiddenParts(values, row.scenario));
  return new Map(notes.map(({ id }, n) => [id, covered[n] ?? '']));
}

const isFigure = ({ key }: { readonly key: string }): boolean => /^[0-9]$/.test(key);
const figuresIn = (text: string): number => symbols(text).filter(isFigure).length;

/** A text with a star for each figure, however it is written. */
function withoutFigures(text: string): string {
  let out = '';
  let at = 0;
  for (const each of symbols(text)) {
    if (!isFigure(each)) continue;
    out += `${text.slice(at, each.start)}*`;
    at = each.end;
  }
  return out + text.slice(at);
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
  const ask = noteAsk(subject, row, 'note');
  const loaded = await load(deps, ask);
  const decision = deps.gate.decide(gateAsk(ask), loaded.facts);
  const { sealed } = loaded;
  if (decision.kind !== 'granted' || !sealed) {
    const settled = await settle(deps, ask, loaded, decision);
    return { kind: 'refused', refusal: settled.kind === 'granted' ? null : settled };
  }
  const keep = (text: string, charges: readonly Charge[]) => {
    const bytes = deps.vault.sealText(sealed, note.id, text);
    const more = { code: 'written', object: note.id, note: deps.vault.commit(text) };
    return settleIn(deps, ask, loaded, decision, { more, charges }, (tx, entry) =>
      keeping.store(tx, bytes, entry),
    );
  };
  const compares = figuresIn(note.text) >= 3;
  const on = whomOf(ask, loaded);
  const charges: readonly Charge[] = [
    { budget: 'notes', n: 1, on },
    { budget: 'figures', n: Math.max(1, comparisonsOf(note.text)), on },
  ];
  let kept = note;
  let settled = await keep(note.text, compares ? charges : []);
  if (settled.kind === 'refused' && compares && settled.code === 'budget-gone') {
    // a note is never refused for it: what could be compared is not kept
    kept = { id: note.id, text: withoutFigures(note.text) };
    settled = await keep(kept.text, []);
  }
  if (settled.kind !== 'granted') return { kind: 'refused', refusal: settled };
  await keeping.settled();
  const { words } = await deps.detector.words(note.text);
  const offends = new Map(words.map(({ list, reason }) => [list, { list, reason }]));
  const shown = await shownNotes(deps, sealed, row, [...opened(deps, sealed, earlier), kept]);
  return { kind: 'written', masked: shown.get(note.id) ?? '', offends: [...offends.values()] };
}
