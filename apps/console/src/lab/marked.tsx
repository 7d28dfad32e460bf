import type { TextFinding, TextWord } from '@huke/sdk';
import { named, useWords } from '../words/index.ts';
import { segments } from './segments.ts';
import { marksOf } from './shown.ts';

/** A text with its findings coloured by level and named, and its listed words; `fresh` ones stand out. */
export function Marked(props: {
  text: string;
  findings: readonly TextFinding[];
  words?: readonly TextWord[];
  fresh?: (finding: TextFinding) => boolean;
}) {
  const words = useWords();
  const marks = marksOf(props.findings, props.words ?? []);
  return (
    <p className="lab-text">
      {segments(props.text, marks).map((segment, index) => {
        const { finding, word } = segment.finding ?? { finding: null, word: null };
        if (finding) {
          const fresh = props.fresh?.(finding) ? ' mark-fresh' : '';
          return (
            <mark
              key={index}
              className={`mark-${finding.level}${fresh}`}
              title={words.codes.levels[finding.level]}
            >
              {segment.text}
              <small>{finding.recognizer ?? named(words.codes.entityTypes, finding.type)}</small>
            </mark>
          );
        }
        if (word)
          return (
            <mark key={index} className="mark-word" title={word.reason}>
              {segment.text}
              <small>{word.list}</small>
            </mark>
          );
        return <span key={index}>{segment.text}</span>;
      })}
    </p>
  );
}
