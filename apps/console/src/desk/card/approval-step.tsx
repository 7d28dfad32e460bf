import { type Post, reasons } from '@huke/sdk';
import { Button } from 'antd';
import { useState } from 'react';
import { api, problemOf, queries } from '../../api.ts';
import { Refusal } from '../../parts/refusal.tsx';
import { Failed } from '../../parts/states.tsx';
import { useWords } from '../../words/index.ts';
import { reasonChips } from './act-flow.ts';
import { Chips, type StepProps } from './act-step.tsx';

/** Asks somebody else to allow it. */
export function ApprovalStep(props: StepProps & { by: readonly Post[] }) {
  const words = useWords();
  const { flow, theCase } = props;
  const [minutes, setMinutes] = useState(10);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const send = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const { field, item } = flow.wish.field;
      const approval = await api.requestApproval({
        action: flow.wish.action === 'copy' ? 'copy' : 'reveal',
        customer: theCase.customer ?? '',
        fields: [{ field, item }],
        purpose: theCase.purpose,
        case: theCase.id,
        scenario: theCase.scenario,
        reason: flow.reason,
        minutes,
      });
      void queries.invalidateQueries({ queryKey: ['approvals'] });
      props.onFlow({ ...flow, at: 'waiting', approval });
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const chips = reasonChips(theCase.reasons, reasons);
  return (
    <div
      className="stack"
      onKeyDown={(event) => {
        const typing = event.target instanceof HTMLInputElement;
        const picked = typing ? undefined : chips[Number(event.key) - 1];
        if (picked) props.onFlow({ ...flow, reason: picked, at: 'approval', by: props.by });
        if (event.key !== 'Enter' || busy) return;
        event.preventDefault();
        void send();
      }}
    >
      <p>
        <strong>{words.act.approvalTitle}</strong>
        {props.by.length > 0 && (
          <>
            <br />
            <span className="small quiet">
              {words.act.approvalBy(props.by.map((post) => words.codes.posts[post]).join(words.listJoin))}
            </span>
          </>
        )}
      </p>
      <Chips
        value={flow.reason}
        suggested={theCase.reasons}
        onPick={(reason) => props.onFlow({ ...flow, reason, at: 'approval', by: props.by })}
      />
      <div className="row" role="radiogroup" aria-label={words.act.minutes}>
        <span className="small quiet">{words.act.minutes}</span>
        {[5, 10, 15, 30].map((each) => (
          <button
            key={each}
            type="button"
            role="radio"
            className="chip"
            aria-checked={each === minutes}
            onClick={() => setMinutes(each)}
          >
            {words.common.minutes(each)}
          </button>
        ))}
      </div>
      {error !== null && <Refusal problem={problemOf(error)} />}
      <Button type="primary" loading={busy} data-first="" onClick={() => void send()}>
        {words.act.send}
      </Button>
    </div>
  );
}

/** Shows where the approval stands. */
export function WaitingStep(props: StepProps) {
  const words = useWords();
  const { flow } = props;
  const [error, setError] = useState<unknown>(null);
  if (flow.at !== 'waiting') return null;
  const { approval } = flow;
  const withdraw = async (): Promise<void> => {
    try {
      await api.cancelApproval(approval.id);
      void queries.invalidateQueries({ queryKey: ['approvals'] });
      props.onClose();
    } catch (failure) {
      setError(failure);
    }
  };
  const again = (
    <Button data-first="" onClick={() => props.onFlow({ ...flow, at: 'approval', by: [] })}>
      {words.act.askAgain}
    </Button>
  );
  return (
    <div className="stack" aria-live="polite">
      {approval.state === 'pending' && (
        <>
          <p>
            <strong className="waiting-dots">{words.act.waitingTitle}</strong>
            <br />
            <span className="small quiet">{words.act.waitingHint}</span>
          </p>
          <Button data-first="" onClick={() => void withdraw()}>
            {words.act.withdraw}
          </Button>
        </>
      )}
      {approval.state === 'approved' && (
        <>
          <p>
            <strong>{words.act.approvedTitle}</strong>
            <br />
            <span className="small quiet">{words.act.approvedHint(approval.minutes)}</span>
          </p>
          <Button
            type="primary"
            data-first=""
            autoFocus
            onClick={() => props.onTry({ ...flow, at: 'sending' })}
          >
            {words.act.showNow}
          </Button>
        </>
      )}
      {approval.state === 'refused' && (
        <>
          <p>
            <strong>{words.act.refusedTitle}</strong>
            <br />
            <span className="small quiet">
              {words.codes.refusals[approval.refusal ?? ''] ??
                (words.codes.reasons as Readonly<Record<string, string>>)[approval.refusal ?? ''] ??
                ''}
              {approval.decidedBy && ` · ${approval.decidedBy.name}`}
            </span>
          </p>
          {again}
        </>
      )}
      {(approval.state === 'expired' || approval.state === 'cancelled') && (
        <>
          <p>
            <strong>
              {approval.state === 'expired' ? words.act.expiredTitle : words.act.cancelledTitle}
            </strong>
          </p>
          {again}
        </>
      )}
      {error !== null && <Failed error={error} compact />}
    </div>
  );
}
