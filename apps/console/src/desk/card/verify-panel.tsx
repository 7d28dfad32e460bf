import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import type { CardField, CaseDetail, CaseVerification, VerifyAnswer } from '@huke/sdk';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { api, problemOf } from '../../api.ts';
import { Refusal } from '../../parts/refusal.tsx';
import { pick, useFormat, useLanguage, useWords } from '../../words/index.ts';
import { firstClaims, nextClaim } from './verify-claims.ts';
import { refreshVerification } from './use-verification.ts';

type Claim = { readonly field: string; readonly value: string };

/**
 * Takes what the caller says and answers match or no match; what was typed is forgotten with the answer. Says first
 * which classes are needed and what counts for nothing on this case.
 */
export function VerifyPanel(props: {
  theCase: CaseDetail;
  fields: readonly CardField[];
  first: string;
  /** What is needed, once it is known. */
  needs: CaseVerification | null;
  /** The way back to what the verification is for. */
  onBack: (() => void) | null;
  onClose: () => void;
}) {
  const words = useWords();
  const language = useLanguage();
  const format = useFormat();
  const { needs } = props;
  const box = useRef<HTMLDivElement>(null);
  const said = useRef<HTMLDivElement>(null);
  const [claims, setClaims] = useState<readonly Claim[]>(() =>
    firstClaims(props.first, offered(props.fields), needs),
  );
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<VerifyAnswer | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    box.current?.querySelector('input')?.focus();
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  useEffect(() => {
    if (answer !== null || error !== null) said.current?.scrollIntoView({ block: 'nearest' });
  }, [answer, error]);
  const choices = [...new Map(props.fields.map((each) => [each.field, each])).values()].filter((each) =>
    offered(props.fields).includes(each.field),
  );
  const worthless = (field: string) => needs?.fields.find((each) => each.field === field)?.worthless ?? null;
  const notes = choices.flatMap((each) => {
    const why = worthless(each.field);
    return why === null ? [] : [`${pick(each.label, language)}: ${words.verifyPanel.worthless[why]}`];
  });
  const factorOf = (field: string) => needs?.fields.find((each) => each.field === field)?.factor ?? null;
  const classes = factors
    .map((factor) => [factor, choices.filter((each) => factorOf(each.field) === factor)] as const)
    .filter(([, of]) => of.length > 0);
  const option = ({ field, label }: CardField) => (
    <option key={field} value={field} disabled={worthless(field) !== null}>
      {pick(label, language)}
    </option>
  );
  const set = (index: number, change: Partial<Claim>): void =>
    setClaims(claims.map((each, at) => (at === index ? { ...each, ...change } : each)));
  const ready = claims.every((claim) => claim.value.trim() !== '');
  const addClaim = (): void => {
    const next = nextClaim(claims, offered(props.fields), needs);
    if (next !== null && claims.length < most) setClaims([...claims, { field: next, value: '' }]);
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
      await refreshVerification(theCase);
    } catch (failure) {
      setError(failure);
      const { code } = problemOf(failure);
      if (code === 'too-guessable' || code === 'other-factors') addClaim();
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
      <p className="small quiet">
        {words.verifyPanel.hint}
        {needs && ` ${words.verifyPanel.needed(needs.classes)}`}
      </p>
      {needs?.passed && (
        <p className="small">
          <span className="tag accent">{words.verifyPanel.passedFor(format.when(needs.passed.at))}</span>
        </p>
      )}
      {notes.length > 0 && (
        <ul className="small quiet verify-notes">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
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
              {classes.map(([factor, of]) => (
                <optgroup key={factor} label={words.verifyPanel.factors[factor]}>
                  {of.map(option)}
                </optgroup>
              ))}
              {choices.filter((each) => factorOf(each.field) === null).map(option)}
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
          {claims.length < Math.min(most, choices.length) && (
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
      <div ref={said} aria-live="assertive">
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
        {answer?.result === 'pass' && props.onBack && (
          <Button type="primary" onClick={props.onBack}>
            {words.card.backToCorrect}
          </Button>
        )}
        {error !== null && <Refusal problem={problemOf(error)} />}
      </div>
    </div>
  );
}

/** Classes of what a caller can prove, as the choice lists them. */
const factors = ['self', 'held', 'contact'] as const;

/** Claims of one verification. */
const most = 4;

/** Kinds of fields that can be asked for on this case. */
const offered = (fields: readonly CardField[]): readonly string[] => [
  ...new Set(
    fields.filter((each) => each.may.some(({ action }) => action === 'verify')).map((each) => each.field),
  ),
];
