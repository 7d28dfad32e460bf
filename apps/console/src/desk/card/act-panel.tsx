import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { Refusal } from '../../parts/refusal.tsx';
import { pick, useLanguage, useWords } from '../../words/index.ts';
import type { StepProps } from './act-step.tsx';
import { ApprovalStep, WaitingStep } from './approval-step.tsx';
import { Why } from './field-row.tsx';
import { ReasonStep } from './reason-step.tsx';
import { StepUpStep } from './step-up-step.tsx';

/** The step where an act stands, beside its field. */
export function ActPanel(props: StepProps & { readonly onVerify: () => void }) {
  const words = useWords();
  const language = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  const { flow } = props;
  const ready = flow.at === 'step-up' && flow.start !== null;
  useEffect(() => {
    const first = box.current?.querySelector<HTMLElement>('[data-first]') ?? box.current;
    first?.focus();
    box.current?.scrollIntoView({ block: 'nearest' });
  }, [flow.at, ready]);
  const action = flow.wish.use
    ? words.card[flow.wish.use]
    : words.card[flow.wish.action === 'copy' ? 'copy' : 'reveal'];
  return (
    <div
      ref={box}
      className="act panel"
      role="dialog"
      aria-label={`${action} ${pick(flow.wish.field.label, language)}`}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape') props.onClose();
      }}
    >
      <header className="row">
        <strong className="grow">
          {action} · {pick(flow.wish.field.label, language)}
        </strong>
        <button type="button" className="icon-button" aria-label={words.common.close} onClick={props.onClose}>
          ×
        </button>
      </header>
      {flow.at === 'not-offered' && (
        <>
          <p>{words.act.notOffered}</p>
          <Why field={flow.wish.field} />
        </>
      )}
      {flow.at === 'reason' && <ReasonStep {...props} />}
      {flow.at === 'sending' && <p className="quiet">{words.act.sending}</p>}
      {flow.at === 'step-up' && <StepUpStep {...props} />}
      {flow.at === 'approval' && <ApprovalStep {...props} by={flow.by} />}
      {flow.at === 'waiting' && <WaitingStep {...props} />}
      {flow.at === 'refused' && (
        <Refusal problem={flow.problem}>
          {flow.problem.needs?.some((need) => need.kind === 'verification') && (
            <Button type="primary" onClick={props.onVerify}>
              {words.card.verifyFirst}
            </Button>
          )}
        </Refusal>
      )}
    </div>
  );
}
