import type { CaseDetail, CustomerCard, FieldVersion } from '@huke/sdk';
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Popconfirm } from 'antd';
import { useState } from 'react';
import { api, problemOf, queries } from '../../api.ts';
import { useColleagueName, useFieldName } from '../../parts/catalogues.ts';
import { Refusal } from '../../parts/refusal.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { tell } from '../../parts/toast.tsx';
import { useMe } from '../../shell/session.ts';
import { useFormat, useWords } from '../../words/index.ts';
import { keyOf } from './reveals.ts';
import { UndoableChanges } from './undoable-changes.tsx';

/** What changed on this customer, masked; an old value can be brought back, a change undone. */
export function HistoryDrawer(props: { theCase: CaseDetail; card: CustomerCard; onClose: () => void }) {
  const words = useWords();
  const format = useFormat();
  const name = useFieldName();
  const colleague = useColleagueName();
  const { theCase, card } = props;
  const [error, setError] = useState<unknown>(null);
  const keeps = useMe().rights.includes('customers:keep');
  const where = { case: theCase.id, purpose: theCase.purpose, scenario: theCase.scenario };
  const history = useQuery({
    queryKey: ['history', card.id, theCase.id],
    queryFn: () => api.history(card.id, where),
    gcTime: 0,
    retry: false,
  });
  const refresh = async (): Promise<void> => {
    setError(null);
    await queries.invalidateQueries({ queryKey: ['card', card.id] });
    await history.refetch();
  };
  const bin = async (): Promise<void> => {
    try {
      await api.binCustomer(card.id);
      tell(words.bin.moved);
      await refresh();
    } catch (failure) {
      setError(failure);
    }
  };
  const rollback = async (version: FieldVersion): Promise<void> => {
    try {
      await api.rollback(card.id, {
        ...where,
        field: version.field,
        item: version.item,
        version: version.version,
      });
      await refresh();
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <Drawer open title={words.card.history} size={480} onClose={props.onClose}>
      <div className="stack">
        {error !== null && <Refusal problem={problemOf(error)} />}
        {keeps && <UndoableChanges theCase={theCase} onDone={() => void refresh()} />}
        {keeps && !card.badges.includes('binned') && (
          <Popconfirm
            title={words.bin.move}
            description={<p className="confirm-text">{words.bin.moveAsk}</p>}
            okText={words.bin.move}
            okButtonProps={{ danger: true }}
            onConfirm={bin}
          >
            <Button danger>{words.bin.move}</Button>
          </Popconfirm>
        )}
        <Loaded of={history}>
          {({ versions }) =>
            versions.length === 0 ? (
              <Empty title={words.common.none} />
            ) : (
              <ol>
                {versions.map((version) => (
                  <li key={`${keyOf(version)}/${version.version}`} className="trail-item row">
                    <div className="grow">
                      <p>
                        {name(version.field)} <span className="history-value">{version.value ?? '—'}</span>{' '}
                        {version.current && <span className="tag accent">{words.card.currentValue}</span>}
                      </p>
                      <p className="small quiet tabular">
                        {format.full(version.changedAt)} · {colleague(version.changedBy)}
                      </p>
                    </div>
                    {!version.current && keeps && (
                      <Popconfirm
                        title={words.codes.actions.rollback}
                        description={words.card.correctHint}
                        okText={words.codes.actions.rollback}
                        onConfirm={() => rollback(version)}
                      >
                        <Button size="small">{words.codes.actions.rollback}</Button>
                      </Popconfirm>
                    )}
                  </li>
                ))}
              </ol>
            )
          }
        </Loaded>
      </div>
    </Drawer>
  );
}
