import type { ReactNode } from 'react';
import { problemOf } from '../api.ts';
import { say } from '../shell/problem-words.ts';
import { useWords } from '../words/index.ts';
import './states.css';

/** An empty list that says how it fills. */
export function Empty(props: { title: string; hint?: string; children?: ReactNode }) {
  return (
    <div className="state" role="status">
      <svg width="56" height="40" viewBox="0 0 56 40" aria-hidden="true">
        <rect x="4" y="6" width="48" height="28" rx="5" className="state-sheet" />
        <path d="M12 15h16M12 21h32M12 27h24" className="state-lines" />
      </svg>
      <strong>{props.title}</strong>
      {props.hint && <p>{props.hint}</p>}
      {props.children}
    </div>
  );
}

/** A part that failed to load: one sentence, the code for support, and another try. */
export function Failed(props: { error: unknown; retry?: () => void; compact?: boolean }) {
  const words = useWords();
  const problem = problemOf(props.error);
  const said = say(problem, words);
  return (
    <div className={props.compact ? 'state compact' : 'state'} role="alert">
      {!props.compact && <strong>{words.common.failedTitle}</strong>}
      <p>{said.sentence}</p>
      {props.retry && (
        <button type="button" className="chip" onClick={props.retry}>
          {words.common.retry}
        </button>
      )}
      <SupportCode code={said.code} support={said.support} />
    </div>
  );
}

/** The code that a person reads out to support. */
export function SupportCode(props: { code: string; support: string | null }) {
  const words = useWords();
  return (
    <small className="support">
      {words.common.support} <span className="mono">{props.support ?? props.code}</span>
    </small>
  );
}

/** Grey bars in the shape of what will come. */
export function Skeleton(props: { rows?: number; height?: number }) {
  const words = useWords();
  return (
    <div className="skeleton" role="status" aria-label={words.common.loading} aria-busy="true">
      {Array.from({ length: props.rows ?? 6 }, (_, index) => (
        <span key={index} style={{ height: props.height ?? 14, width: `${92 - ((index * 17) % 38)}%` }} />
      ))}
    </div>
  );
}

type Loadable<T> = {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly refetch: () => unknown;
};

/** Skeleton while loading, a failure with another try, otherwise the content. */
export function Loaded<T>(props: { of: Loadable<T>; rows?: number; children: (data: T) => ReactNode }) {
  if (props.of.data !== undefined) return props.children(props.of.data);
  if (props.of.isPending) return <Skeleton rows={props.rows ?? 6} />;
  return <Failed error={props.of.error} retry={() => void props.of.refetch()} />;
}
