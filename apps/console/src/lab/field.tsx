import { type ReactNode, useId } from 'react';

/** A label, its control and a hint that belongs to it. */
export function Field(props: {
  label: string;
  hint?: string;
  children: (id: string, about: string | undefined) => ReactNode;
}) {
  const id = useId();
  const about = props.hint === undefined ? undefined : `${id}-hint`;
  return (
    <div className="rule-field">
      <label htmlFor={id}>{props.label}</label>
      {props.children(id, about)}
      {props.hint !== undefined && (
        <span className="small quiet" id={about}>
          {props.hint}
        </span>
      )}
    </div>
  );
}
