import { CheckCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../api.ts';
import { Failed } from '../parts/states.tsx';
import { capital, named, useFormat, useWords } from '../words/index.ts';
import { checkpointOf } from './prove.ts';
import { checkMemory, type Verdict } from './remembered.ts';

export const stateQuery = {
  queryKey: ['ledger-state'],
  queryFn: api.ledgerState,
  staleTime: 5_000,
  refetchInterval: 30_000,
};

/** Size, checkpoint, witness and health of the log; the signature is checked here, the size against memory. */
export function LedgerStateBar() {
  const words = useWords();
  const format = useFormat();
  const { data, error, refetch } = useQuery(stateQuery);
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [signed, setSigned] = useState<boolean | null>(null);
  useEffect(() => {
    if (!data) return;
    setVerdict(checkMemory({ verifier: data.verifier, size: data.checkpointSize }));
    setSigned(data.checkpoint === '' ? null : checkpointOf(data.checkpoint, data.verifier) !== null);
  }, [data]);
  if (!data) return error ? <Failed error={error} retry={() => void refetch()} compact /> : null;
  const wrong =
    !data.healthy || signed === false || verdict?.kind === 'changed-key' || verdict?.kind === 'rolled-back';
  const behind = data.size - data.checkpointSize;
  return (
    <section
      className={wrong ? 'ledger-state panel wrong' : 'ledger-state panel'}
      aria-label={words.ledger.state}
    >
      <span className="ledger-health">
        {wrong ? <ExclamationCircleOutlined /> : <CheckCircleOutlined />}
        {wrong ? words.ledger.unhealthy : words.ledger.healthy}
        {data.code !== null && <span>{named(words.codes.tampers, data.code)}</span>}
        {data.index !== null && (
          <span className="tabular">{words.ledger.fromEntry(format.number(data.index))}</span>
        )}
      </span>
      <span className="tabular">{words.ledger.entries(format.number(data.size))}</span>
      <span className="tabular">
        {words.ledger.checkpoint} {format.number(data.checkpointSize)}
        {data.checkpointedAt === null
          ? ` · ${words.ledger.noCheckpoint}`
          : ` · ${words.ledger.checkpointAt(format.when(data.checkpointedAt))}`}
      </span>
      {signed !== null && (
        <span className={signed ? 'tag accent' : 'tag danger'}>
          {capital(signed ? words.ledger.stepNote : words.ledger.stepNoteBad)}
        </span>
      )}
      <span className="tag">{data.witnessed ? words.ledger.witnessed : words.ledger.notWitnessed}</span>
      {behind > 0 && <span className="quiet tabular">{words.ledger.behind(format.number(behind))}</span>}
      {verdict?.kind === 'same' && <span className="quiet">{capital(words.ledger.remembered)}</span>}
      <details>
        <summary>{words.ledger.verifier}</summary>
        <p className="mono wrap-anywhere">{data.verifier}</p>
        <p className="mono wrap-anywhere">
          {words.ledger.root} {data.root}
        </p>
      </details>
      {data.warnings.includes('database-owner-serves') && <p role="note">{words.ledger.ownerServes}</p>}
      {verdict?.kind === 'changed-key' && <p role="alert">{words.ledger.changedKey}</p>}
      {verdict?.kind === 'rolled-back' && (
        <p role="alert">
          {words.ledger.rolledBack(format.number(verdict.before), format.number(data.checkpointSize))}
        </p>
      )}
    </section>
  );
}
