import { type Reason, reasons } from '@huke/sdk';
import { Button, Input } from 'antd';
import { useWords } from '../../words/index.ts';
import { reasonChips } from './act-flow.ts';
import { Chips, type StepProps } from './act-step.tsx';

/** Asks why a value is wanted. */
export function ReasonStep(props: StepProps) {
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
