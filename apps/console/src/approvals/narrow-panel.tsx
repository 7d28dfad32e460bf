import type { Approval, FieldRef } from '@huke/sdk';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useFieldName } from '../parts/catalogues.ts';
import { LevelDot } from '../parts/level.tsx';
import { useWords } from '../words/index.ts';

/** Fewer fields, fewer minutes. */
export function NarrowPanel(props: {
  approval: Approval;
  busy: boolean;
  onApprove: (body: { minutes: number; fields: readonly FieldRef[] }) => void;
  onClose: () => void;
}) {
  const words = useWords();
  const name = useFieldName();
  const { approval } = props;
  const [kept, setKept] = useState<ReadonlySet<number>>(() => new Set(approval.fields.keys()));
  const choices = [...new Set([5, 10, 15, 30, approval.minutes])]
    .filter((each) => each <= approval.minutes)
    .sort((a, b) => a - b);
  const [minutes, setMinutes] = useState(choices[0] ?? approval.minutes);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.querySelector('input')?.focus();
  }, []);
  const toggle = (index: number): void => {
    const next = new Set(kept);
    if (!next.delete(index)) next.add(index);
    setKept(next);
  };
  return (
    <div
      ref={box}
      className="approval-panel"
      role="dialog"
      aria-label={words.approvals.narrowTitle}
      onKeyDown={(event) => {
        if (event.key === 'Escape') props.onClose();
      }}
    >
      <strong>{words.approvals.narrowTitle}</strong>
      <fieldset>
        <legend className="small quiet">{words.approvals.fieldsToGrant}</legend>
        {approval.fields.map((field, index) => (
          <label key={`${field.field}#${field.item ?? ''}`} className="row">
            <input type="checkbox" checked={kept.has(index)} onChange={() => toggle(index)} />
            {name(field.field)} <LevelDot level={field.level} sensitive={field.sensitive} />
          </label>
        ))}
      </fieldset>
      <div className="row wrap" role="radiogroup" aria-label={words.act.minutes}>
        {choices.map((each) => (
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
      <div className="row">
        <Button
          type="primary"
          loading={props.busy}
          disabled={kept.size === 0}
          onClick={() =>
            props.onApprove({
              minutes,
              fields: approval.fields
                .filter((_, index) => kept.has(index))
                .map(({ field, item }) => (item === undefined ? { field } : { field, item })),
            })
          }
        >
          {words.approvals.approve}
        </Button>
        <Button onClick={props.onClose}>{words.common.cancel}</Button>
        {kept.size === 0 && <span className="small quiet">{words.approvals.keepOne}</span>}
      </div>
    </div>
  );
}
