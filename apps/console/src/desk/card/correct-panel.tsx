import type { CardField, CaseDetail, CustomerChanged } from '@huke/sdk';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { api, problemOf, queries } from '../../api.ts';
import { Refusal } from '../../parts/refusal.tsx';
import { pick, useFormat, useLanguage, useWords } from '../../words/index.ts';
import { refreshVerification } from './use-verification.ts';

/** Corrects one value on its row; what was typed stays through refusals, and a missing verification is one press away. */
export function CorrectPanel(props: {
  theCase: CaseDetail;
  field: CardField;
  value: string;
  onValue: (value: string) => void;
  onVerify: () => void;
  onDone: (said: string) => void;
  onClose: () => void;
}) {
  const words = useWords();
  const format = useFormat();
  const { field, theCase } = props;
  const label = pick(field.label, useLanguage());
  const box = useRef<HTMLInputElement>(null);
  const said = useRef<HTMLDivElement>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    box.current?.focus();
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  useEffect(() => {
    if (error !== null) said.current?.scrollIntoView({ block: 'nearest' });
  }, [error]);
  const told = ({ pending }: CustomerChanged): string => {
    const waits = pending.find((each) => each.state === 'waiting');
    if (!waits) return words.card.corrected;
    return waits.needsSecond
      ? words.card.correctConfirm(label)
      : words.card.correctWaits(label, format.when(waits.dueAt));
  };
  const save = async (): Promise<void> => {
    const value = props.value.trim();
    if (value === '' || theCase.customer === null) return;
    setBusy(true);
    setError(null);
    try {
      const changed = await api.changeCustomer(theCase.customer, {
        changes: [{ field: field.field, item: field.item, value }],
        purpose: theCase.purpose,
        case: theCase.id,
        scenario: theCase.scenario,
      });
      await Promise.all([
        refreshVerification(theCase),
        queries.invalidateQueries({ queryKey: ['card', theCase.customer] }),
      ]);
      props.onDone(told(changed));
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  const problem = error === null ? null : problemOf(error);
  const unverified = problem?.needs?.some((need) => need.kind === 'verification') ?? false;
  return (
    <div
      className="act panel"
      role="dialog"
      aria-label={words.card.correctFor(label)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') props.onClose();
      }}
    >
      <header className="row">
        <strong className="grow">{words.card.correctFor(label)}</strong>
        <button type="button" className="icon-button" aria-label={words.common.close} onClick={props.onClose}>
          ×
        </button>
      </header>
      <p className="small quiet">
        {field.group === 'contact' ? words.card.correctContactHint : words.card.correctHint}
      </p>
      <form
        className="stack"
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div className="row">
          <input
            ref={box}
            className="plain-input tabular grow"
            autoComplete="off"
            spellCheck={false}
            maxLength={500}
            aria-label={words.card.newValue}
            placeholder={words.card.newValue}
            value={props.value}
            onChange={(event) => props.onValue(event.target.value)}
          />
          <Button type="primary" htmlType="submit" loading={busy} disabled={props.value.trim() === ''}>
            {words.card.correct}
          </Button>
        </div>
      </form>
      <div ref={said}>
        {problem && (
          <Refusal problem={problem}>
            {unverified && (
              <Button type="primary" onClick={props.onVerify}>
                {words.card.verifyFirst}
              </Button>
            )}
          </Refusal>
        )}
      </div>
    </div>
  );
}
