import { useMemo, useState } from 'react';
import { Skeleton } from '../parts/states.tsx';
import { useFormat, useWords } from '../words/index.ts';
import { useDetector } from './detector.ts';
import { Marked } from './marked.tsx';

/** Masks while one types, in this browser, and says how long a keystroke took. */
export function Typing() {
  const words = useWords();
  const format = useFormat();
  const detector = useDetector();
  const [text, setText] = useState(words.lab.sampleText);
  const result = useMemo(() => {
    if (detector === null) return null;
    const before = performance.now();
    const findings = detector.find(text);
    const masked = detector.mask(text, findings, { scenario: 'chat' });
    return { findings, masked, took: performance.now() - before };
  }, [detector, text]);
  if (result === null) return <Skeleton rows={6} />;
  return (
    <div className="stack">
      <p className="quiet">{words.lab.localHint}</p>
      <textarea
        className="plain-input lab-input"
        aria-label={words.lab.input}
        autoComplete="off"
        spellCheck={false}
        maxLength={20_000}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <p className="row small quiet tabular">
        <span>{words.lab.chars(format.number(text.length))}</span>
        <span>{words.lab.found(result.findings.length)}</span>
        <span data-took={result.took}>{words.lab.took(result.took.toFixed(2))}</span>
      </p>
      <div className="two-texts">
        <section className="panel lab-part">
          <Marked text={text} findings={result.findings} />
        </section>
        <section className="panel lab-part">
          <h3>{words.lab.localMasked}</h3>
          <p className="lab-text tabular">{result.masked}</p>
        </section>
      </div>
    </div>
  );
}
