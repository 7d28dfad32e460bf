import type { LedgerEntry } from '@huke/sdk';
import { useColleagueName, useFieldName } from '../parts/catalogues.ts';
import { named, useWords } from '../words/index.ts';
import { didOf, readsNotes } from './entry.ts';

/** A ledger entry in one sentence of the reader's language. */
export function Sentence(props: { entry: LedgerEntry }) {
  const words = useWords();
  const field = useFieldName();
  const person = useColleagueName();
  const { entry } = props;
  const say = words.ledger.sentence;
  const { codes } = words;
  const who =
    entry.person !== null
      ? say.person(entry.post === null ? '' : named(codes.posts, entry.post), person(entry.person)).trim()
      : entry.key !== null
        ? say.key(short(entry.key))
        : say.someone;
  const names = readsNotes(entry) ? [] : [...new Set(entry.fields.map(field))];
  const fields =
    names.length > 4
      ? say.many(names.slice(0, 3).join(words.listJoin), names.length)
      : names.join(words.listJoin);
  const parts = [
    say.did(didOf(entry, words)),
    fields === '' ? '' : say.fields(fields),
    entry.customer === null ? '' : say.customer(short(entry.customer)),
    entry.case === null ? '' : say.case(short(entry.case)),
    entry.purpose === null ? '' : say.purpose(named(codes.purposes, entry.purpose)),
    entry.reason === null ? '' : say.reason(named({ ...codes.reasons, ...codes.refusals }, entry.reason)),
    say.outcome(named(codes.outcomes, entry.outcome)),
  ];
  return (
    <p className={`sentence ${entry.outcome}`}>
      {who}
      {parts.join('')}
    </p>
  );
}

/** An id's readable tail. */
export function short(id: string): string {
  const tail = id.split('_').at(-1) ?? id;
  return tail.length <= 8 ? tail : `…${tail.slice(-6)}`;
}
