import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import type { CardField, CaseDetail, VerifyAnswer } from '@huke/sdk';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { api, problemOf } from '../../api.ts';
import { Refusal } from '../../parts/refusal.tsx';
import { pick, useLanguage, useWords } from '../../words/index.ts';

type Claim = { readonly field: string; readonly value: string };

/** Takes what the caller says and answers match or no match; what was typed is forgotten with the answer. */
export function VerifyPanel(props: {
  theCase: CaseDetail;
  fields: readonly CardField[];
  first: string;
  onClose: () => void;
}) {
  const words = useWords();
  const language = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  const [claims, setClaims] = useState<readonly Claim[]>([{ field: props.first, value: '' }]);
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<VerifyAnswer | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    box.current?.querySelector('input')?.focus();
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const choices = [...new Map(props.fields.map((each) => [each.field, each])).values()].filter((each) =>
    each.may.some(({ action }) => action === 'verify'),
  );
  const set = (index: number, change: Partial<Claim>): void =>
    setClaims(claims.map((each, at) => (at === index ? { ...each, ...change } : each)));
  const ready = claims.every((claim) => claim.value.trim() !== '');
  const addClaim = (): void => {
    const unused = choices.find((each) => !claims.some((claim) => claim.field === each.field));
    if (unused && claims.length < 3) setClaims([...claims, { field: unused.field, value: '' }]);
  };
  const check = async (): Promise<void> => {
    const { theCase } = props;
    if (!ready || theCase.customer === null) return;
    setBusy(true);
    setError(null);
    setAnswer(null);
    try {
      const verified = await api.verify(theCase.customer, {
        claims: claims.map((claim) => ({ field: claim.field, value: claim.value.trim() })),
        purpose: theCase.purpose,
        case: theCase.id,
        scenario: theCase.scenario,
      });
      setAnswer(verified);
      setClaims(claims.map((claim) => ({ ...claim, value: '' })));
    } catch (failure) {
      setError(failure);
      if (problemOf(failure).code === 'too-guessable') addClaim();
    } finally {
      setBusy(false);
      const inputs = [...(box.current?.querySelectorAll('input') ?? [])];
      (inputs.find((each) => each.value === '') ?? inputs[0])?.focus();
    }
  };
  return (
    <div
      ref={box}
      className="act panel"
      role="dialog"
      aria-label={words.verifyPanel.title}
      onKeyDown={(event) => {
        if (event.key === 'Escape') props.onClose();
      }}
    >
      <header className="row">
        <strong className="grow">{words.verifyPanel.title}</strong>
        <button type="button" className="icon-button" aria-label={words.common.close} onClick={props.onClose}>
          ×
        </button>
      </header>
      <p className="small quiet">{words.verifyPanel.hint}</p>
      <form
        className="stack"
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void check();
        }}
      >
        {claims.map((claim, index) => (
          <div className="verify-claim" key={index}>
            <select
              className="plain-select"
              aria-label={words.verifyPanel.field}
              value={claim.field}
              onChange={(event) => set(index, { field: event.target.value })}
            >
              {choices.map((each) => (
                <option key={each.field} value={each.field}>
                  {pick(each.label, language)}
                </option>
              ))}
            </select>
            <input
              className="plain-input tabular"
              autoComplete="off"
              spellCheck={false}
              maxLength={200}
              aria-label={words.verifyPanel.value}
              placeholder={words.verifyPanel.value}
              value={claim.value}
              onChange={(event) => set(index, { value: event.target.value })}
            />
            {claims.length > 1 && (
              <button
                type="button"
                className="icon-button"
                aria-label={words.verifyPanel.removeClaim}
                onClick={() => setClaims(claims.filter((_, at) => at !== index))}
              >
                ×
              </button>
            )}
          </div>
        ))}
        <div className="row">
          {claims.length < Math.min(3, choices.length) && (
            <button type="button" className="link-button" onClick={addClaim}>
              + {words.verifyPanel.addClaim}
            </button>
          )}
          <span className="grow" />
          <Button type="primary" htmlType="submit" loading={busy} disabled={!ready}>
            {words.verifyPanel.submit}
          </Button>
        </div>
      </form>
      <div aria-live="assertive">
        {answer && (
          <p className={`verify-answer ${answer.result}`}>
            {answer.result === 'pass' ? <CheckCircleFilled /> : <CloseCircleFilled />}
            <span className="grow">
              <strong>{words.verifyPanel[answer.result]}</strong>
              <br />
              <span className="small">
                {answer.result === 'pass' ? words.verifyPanel.passHint : words.verifyPanel.failHint}
              </span>
            </span>
            <span className="small quiet">{words.verifyPanel.left(answer.guessesLeft)}</span>
          </p>
        )}
        {error !== null && <Refusal problem={problemOf(error)} />}
      </div>
    </div>
  );
}
