import { KeyOutlined } from '@ant-design/icons';
import { type CaseDetail, type Post, type Reason, reasons } from '@huke/sdk';
import { Button, Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { api, problemOf, queries } from '../../api.ts';
import { Refusal } from '../../parts/refusal.tsx';
import { Failed } from '../../parts/states.tsx';
import { askPasskey, canUsePasskeys } from '../../sign-in/passkeys.ts';
import { pick, useLanguage, useWords } from '../../words/index.ts';
import { type Flow, reasonChips } from './act-flow.ts';
import { Why } from './field-row.tsx';
import type { Confirmed } from './use-acts.ts';

export type PanelProps = {
  readonly flow: Flow;
  readonly theCase: CaseDetail;
  readonly onFlow: (flow: Flow) => void;
  readonly onTry: (flow: Flow, confirmed?: Confirmed) => void;
  readonly onClose: () => void;
};

/** The step where an act stands, beside its field. */
export function ActPanel(props: PanelProps) {
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
      {flow.at === 'refused' && <Refusal problem={flow.problem} />}
    </div>
  );
}

function Chips(props: { value: Reason; suggested: readonly string[]; onPick: (reason: Reason) => void }) {
  const words = useWords();
  const chips = reasonChips(props.suggested, reasons);
  return (
    <div className="act-chips" role="radiogroup" aria-label={words.act.chooseReason}>
      {chips.map((each, index) => (
        <button
          key={each}
          type="button"
          role="radio"
          className="chip"
          aria-checked={each === props.value}
          {...(each === props.value ? { 'data-first': '' } : {})}
          onClick={() => props.onPick(each)}
        >
          <kbd>{index + 1}</kbd>
          {words.codes.reasons[each]}
        </button>
      ))}
    </div>
  );
}

function ReasonStep(props: PanelProps) {
  const words = useWords();
  const { flow, theCase } = props;
  const chips = reasonChips(theCase.reasons, reasons);
  const send = (reason: Reason): void => props.onTry({ ...flow, reason, at: 'sending' });
  return (
    <div
      className="stack"
      onKeyDown={(event) => {
        const typing = event.target instanceof HTMLInputElement;
        const picked = typing ? undefined : chips[Number(event.key) - 1];
        if (picked) {
          event.preventDefault();
          send(picked);
        } else if (event.key === 'Enter') {
          event.preventDefault();
          send(flow.reason);
        }
      }}
    >
      <Chips
        value={flow.reason}
        suggested={theCase.reasons}
        onPick={(reason) => props.onFlow({ ...flow, reason, at: 'reason' })}
      />
      {flow.reason === 'other' && (
        <Input
          value={flow.note}
          maxLength={200}
          aria-label={words.act.note}
          placeholder={words.act.notePlaceholder}
          onChange={(event) => props.onFlow({ ...flow, note: event.target.value, at: 'reason' })}
        />
      )}
      <footer className="row">
        <span className="grow small quiet">{words.act.reasonKeys}</span>
        <Button type="primary" onClick={() => send(flow.reason)}>
          {words.act.go[flow.wish.action]}
        </Button>
      </footer>
    </div>
  );
}

function StepUpStep(props: PanelProps) {
  const words = useWords();
  const { flow, theCase } = props;
  const { wish } = flow;
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const start = flow.at === 'step-up' ? flow.start : null;
  const byKey = canUsePasskeys() && start?.methods.includes('passkey') === true;
  const began = useRef(false);

  const attempt = async (act: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await act();
    } catch (failure) {
      setError(failure);
      setCode('');
    } finally {
      setBusy(false);
    }
  };
  const open = (): Promise<void> =>
    attempt(async () => {
      const made = await api.startStepUp({
        action: wish.action,
        customer: theCase.customer ?? '',
        case: theCase.id,
        field: wish.field.field,
        item: wish.field.item,
        purpose: theCase.purpose,
      });
      props.onFlow({ ...flow, at: 'step-up', start: made });
    });
  useEffect(() => {
    if (began.current) return;
    began.current = true;
    void open();
  });
  const finish = (body: Parameters<typeof api.finishStepUp>[1]): Promise<void> =>
    attempt(async () => {
      if (start === null) return;
      const finished = await api.finishStepUp(start.id, body);
      props.onTry({ ...flow, at: 'sending' }, { ...finished, covers: start.covers });
    });
  const byPasskey = (): Promise<void> =>
    attempt(async () => {
      if (start?.passkey) await finish({ passkey: await askPasskey(start.passkey) });
    });
  return (
    <div className="stack">
      <p>
        <strong>{words.act.stepUpTitle}</strong>
        <br />
        {start && (
          <span className="small quiet">
            {start.covers === 'case-level' ? words.act.stepUpCase : words.act.stepUpField}
          </span>
        )}
      </p>
      {error !== null && (
        <Failed error={error} compact {...(start === null ? { retry: () => void open() } : {})} />
      )}
      {byKey && (
        <Button
          type="primary"
          icon={<KeyOutlined />}
          loading={busy}
          data-first=""
          onClick={() => void byPasskey()}
        >
          {words.act.usePasskey}
        </Button>
      )}
      {start?.methods.includes('totp') && (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            void finish({ totp: code });
          }}
        >
          <input
            className="plain-input code-input tabular"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            aria-label={words.act.codeLabel}
            placeholder={words.act.codeLabel}
            value={code}
            {...(byKey ? {} : { 'data-first': '', autoFocus: true })}
            onChange={(event) => {
              const typed = event.target.value.replaceAll(/\D/g, '');
              setCode(typed);
              if (typed.length === 6 && !busy) void finish({ totp: typed });
            }}
          />
          <Button htmlType="submit" loading={busy} disabled={code.length !== 6}>
            {words.act.confirm}
          </Button>
        </form>
      )}
    </div>
  );
}

function ApprovalStep(props: PanelProps & { by: readonly Post[] }) {
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

function WaitingStep(props: PanelProps) {
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
