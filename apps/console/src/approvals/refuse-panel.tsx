import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { useWords } from '../words/index.ts';

const refusals = ['not-needed', 'wrong-purpose', 'too-much', 'suspicious'] as const;

/** Why it is refused; one press, or its digit. */
export function RefusePanel(props: {
  busy: boolean;
  onRefuse: (reason: string) => void;
  onClose: () => void;
}) {
  const words = useWords();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.querySelector('button')?.focus();
  }, []);
  return (
    <div
      ref={box}
      className="approval-panel"
      role="dialog"
      aria-label={words.approvals.refuseWhy}
      onKeyDown={(event) => {
        if (event.key === 'Escape') props.onClose();
        const picked = refusals[Number(event.key) - 1];
        if (picked && !props.busy) props.onRefuse(picked);
      }}
    >
      <strong>{words.approvals.refuseWhy}</strong>
      <div className="row wrap">
        {refusals.map((each, index) => (
          <button
            key={each}
            type="button"
            className="chip"
            disabled={props.busy}
            onClick={() => props.onRefuse(each)}
          >
            <kbd>{index + 1}</kbd> {words.codes.refusals[each]}
          </button>
        ))}
      </div>
      <Button onClick={props.onClose}>{words.common.cancel}</Button>
    </div>
  );
}
