import type { Level } from '@huke/sdk';
import { named, useWords } from '../words/index.ts';
import { segments } from './segments.ts';

type Shown = { readonly type: string; readonly start: number; readonly end: number; readonly level: Level };

/** A text with its findings coloured by level and named. */
export function Marked(props: { text: string; findings: readonly Shown[] }) {
  const words = useWords();
  return (
    <p className="lab-text">
      {segments(props.text, props.findings).map((segment, index) =>
        segment.finding === null ? (
          <span key={index}>{segment.text}</span>
        ) : (
          <mark
            key={index}
            className={`mark-${segment.finding.level}`}
            title={words.codes.levels[segment.finding.level]}
          >
            {segment.text}
            <small>{named(words.codes.entityTypes, segment.finding.type)}</small>
          </mark>
        ),
      )}
    </p>
  );
}
