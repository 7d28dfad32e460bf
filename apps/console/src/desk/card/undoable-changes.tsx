import type { CaseDetail, PendingContactChange } from '@huke/sdk';
import { useFieldName } from '../../parts/catalogues.ts';
import { UndoChange } from '../../parts/undo-change.tsx';
import { useFormat, useWords } from '../../words/index.ts';
import { refreshVerification, useVerification } from './use-verification.ts';

/** Changes of what verifies or reaches this customer that wait or can still be undone, each with its way back. */
export function UndoableChanges(props: { theCase: CaseDetail; onDone: () => void }) {
  const words = useWords();
  const format = useFormat();
  const name = useFieldName();
  const changes = useVerification(props.theCase)?.changes ?? [];
  if (changes.length === 0) return null;
  const when = (change: PendingContactChange): string =>
    format.when(change.state === 'waiting' ? change.dueAt : change.askedAt);
  return (
    <section>
      <h3>{words.contactChanges.title}</h3>
      <ol>
        {changes.map((change) => (
          <li key={change.id} className="trail-item row">
            <div className="grow">
              <p>
                {name(change.field)} · {words.contactChanges.acts[change.act]}{' '}
                <span className={change.state === 'waiting' ? 'tag warn' : 'tag'}>
                  {words.contactChanges.states[change.state]}
                </span>
              </p>
              <p className="small quiet tabular">{when(change)}</p>
            </div>
            <UndoChange
              change={change.id}
              onDone={() => {
                void refreshVerification(props.theCase);
                props.onDone();
              }}
            />
          </li>
        ))}
      </ol>
    </section>
  );
}
