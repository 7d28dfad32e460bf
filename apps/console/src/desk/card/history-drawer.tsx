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
import { pick, useFormat, useLanguage, useWords } from '../../words/index.ts';
import { keyOf } from './reveals.ts';

/** What changed on this customer, masked; an old value can be brought back, a wrong one corrected. */
export function HistoryDrawer(props: { theCase: CaseDetail; card: CustomerCard; onClose: () => void }) {
  const words = useWords();
  const format = useFormat();
  const name = useFieldName();
  const colleague = useColleagueName();
  const { theCase, card } = props;
  const [error, setError] = useState<unknown>(null);
  const keeps = useMe().post === 'supervisor';
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
        <Correct {...props} onDone={() => void refresh()} onError={setError} />
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

function Correct(props: {
  theCase: CaseDetail;
  card: CustomerCard;
  onDone: () => void;
  onError: (error: unknown) => void;
}) {
  const words = useWords();
  const language = useLanguage();
  const { card, theCase } = props;
  const [key, setKey] = useState(card.fields[0] ? keyOf(card.fields[0]) : '');
  const [value, setValue] = useState('');
  const [busy, setBusy] = useState(false);
  const field = card.fields.find((each) => keyOf(each) === key);
  const save = async (): Promise<void> => {
    if (!field || value.trim() === '') return;
    setBusy(true);
    try {
      await api.changeCustomer(card.id, {
        changes: [{ field: field.field, item: field.item, value: value.trim() }],
        purpose: theCase.purpose,
        case: theCase.id,
        scenario: theCase.scenario,
      });
      tell(words.card.corrected);
      props.onDone();
    } catch (failure) {
      props.onError(failure);
    } finally {
      setValue('');
      setBusy(false);
    }
  };
  return (
    <details className="panel correct">
      <summary>{words.card.correctTitle}</summary>
      <form
        className="stack"
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <p className="small quiet">{words.card.correctHint}</p>
        <div className="verify-claim">
          <select
            className="plain-select"
            aria-label={words.fields.field}
            value={key}
            onChange={(event) => setKey(event.target.value)}
          >
            {card.fields.map((each) => (
              <option key={keyOf(each)} value={keyOf(each)}>
                {pick(each.label, language)} {each.value}
              </option>
            ))}
          </select>
          <input
            className="plain-input"
            autoComplete="off"
            aria-label={words.card.newValue}
            placeholder={words.card.newValue}
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
          <Button htmlType="submit" type="primary" loading={busy} disabled={value.trim() === ''}>
            {words.card.correct}
          </Button>
        </div>
      </form>
    </details>
  );
}
