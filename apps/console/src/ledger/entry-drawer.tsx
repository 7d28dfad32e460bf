import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import type { LedgerEntry } from '@huke/sdk';
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useEffect, useState } from 'react';
import { api, problemOf, queries } from '../api.ts';
import { usePolicyTitle } from '../parts/catalogues.ts';
import { Empty, Failed, Skeleton } from '../parts/states.tsx';
import { useFormat, useWords } from '../words/index.ts';
import { draftOf, entryOf } from './entry.ts';
import { stateQuery } from './ledger-state.tsx';
import { ProofTree } from './proof-tree.tsx';
import { type Proved, prove, type Step } from './prove.ts';
import { Sentence } from './sentence.tsx';

/** One entry: in words, as it was hashed, and proved step by step in this browser. */
export function EntryDrawer(props: { index: number; known: LedgerEntry | undefined; onClose: () => void }) {
  const words = useWords();
  const format = useFormat();
  const title = usePolicyTitle();
  const found = useQuery({
    queryKey: ['ledger', 'entry', props.index],
    queryFn: async () =>
      (await api.ledgerEntries({ fromIndex: props.index, toIndex: props.index + 1 })).entries[0] ?? null,
    ...(props.known ? { initialData: props.known } : {}),
    staleTime: 60_000,
  });
  const listed = found.data;
  const entry = listed ? (entryOf(listed.index, listed.bytes) ?? listed) : null;
  return (
    <Drawer open title={words.ledger.entryTitle(props.index)} size={560} onClose={props.onClose}>
      {found.isPending && <Skeleton />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.data === null && <Empty title={words.ledger.empty} />}
      {entry && (
        <div className="entry stack">
          <section>
            <h3>{words.ledger.inWords}</h3>
            <p className="small quiet tabular">{entry.at !== '' && format.full(entry.at)}</p>
            <Sentence entry={entry} />
            {entry.policies.length > 0 && (
              <>
                <p className="small quiet">{words.ledger.policies}</p>
                <ul className="entry-policies">
                  {entry.policies.map((id) => (
                    <li key={id}>
                      {title(id)} <span className="mono quiet">{id}</span>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </section>
          <ProofSection entry={entry} />
          <details>
            <summary>{words.ledger.json}</summary>
            <pre className="mono">{JSON.stringify(draftOf(entry.bytes), null, 2) ?? entry.bytes}</pre>
          </details>
        </div>
      )}
    </Drawer>
  );
}

function ProofSection(props: { entry: LedgerEntry }) {
  const words = useWords();
  const format = useFormat();
  const [busy, setBusy] = useState(false);
  const [proved, setProved] = useState<Proved | null>(null);
  const [shown, setShown] = useState(0);
  const [error, setError] = useState<unknown>(null);
  const { entry } = props;
  useEffect(() => {
    setProved(null);
    setError(null);
  }, [entry.index]);
  const total = proved?.steps.length ?? 0;
  useEffect(() => {
    if (shown >= total) return undefined;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const timer = setTimeout(() => setShown(still ? total : shown + 1), still ? 0 : 140);
    return () => clearTimeout(timer);
  }, [shown, total]);
  const run = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    setProved(null);
    setShown(0);
    try {
      const state = await queries.ensureQueryData(stateQuery);
      const proof = await api.ledgerProof(entry.index);
      setProved(prove(entry.bytes, proof, state.verifier));
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const waiting = error !== null && problemOf(error).status === 404;
  const failed = proved?.steps.find((each) => !each.good);
  return (
    <section className="proof stack">
      <div className="row">
        <h3 className="grow">{words.ledger.proof}</h3>
        <Button type="primary" loading={busy} onClick={() => void run()}>
          {busy ? words.ledger.proving : words.ledger.prove}
        </Button>
      </div>
      {waiting ? (
        <p className="quiet">{words.ledger.waitingCheckpoint}</p>
      ) : (
        error !== null && <Failed error={error} compact />
      )}
      {proved && (
        <>
          {shown >= total && (
            <p className={proved.good ? 'proof-end good' : 'proof-end bad'} role="status">
              {proved.good ? <CheckCircleFilled /> : <CloseCircleFilled />}
              <span>
                {proved.good
                  ? words.ledger.proved(entry.index, format.number(proved.size))
                  : `${words.ledger.failed}${failed ? ` (${words.ledger.failedAt}: ${stepWords(failed, words)})` : ''}`}
                <br />
                <small className="quiet">{words.ledger.computedHere}</small>
              </span>
            </p>
          )}
          <ol className="proof-steps">
            {proved.steps.slice(0, shown).map((each, index) => (
              <li key={index} className={each.good ? 'good' : 'bad'}>
                <span className="tabular quiet">{words.ledger.step(index + 1, total)}</span>
                <span className="grow">{stepWords(each, words)}</span>
                {'hash' in each && <span className="mono quiet">{each.hash.slice(0, 16)}…</span>}
                {each.kind === 'note' && <span className="mono quiet">{each.origin}</span>}
                {each.good ? <CheckCircleFilled /> : <CloseCircleFilled />}
              </li>
            ))}
          </ol>
          <ProofTree steps={proved.steps} shown={shown} />
        </>
      )}
    </section>
  );
}

function stepWords(step: Step, words: ReturnType<typeof useWords>): string {
  switch (step.kind) {
    case 'leaf':
      return step.good ? words.ledger.stepLeaf : words.ledger.leafBad;
    case 'join':
      return step.side === 'left' ? words.ledger.stepJoinLeft : words.ledger.stepJoinRight;
    case 'root':
      return step.good ? words.ledger.stepRoot : words.ledger.stepRootBad;
    case 'note':
      return step.good ? words.ledger.stepNote : words.ledger.stepNoteBad;
  }
}
