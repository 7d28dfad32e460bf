import { useEffect, useState } from 'react';
import { Skeleton } from '../parts/states.tsx';
import { useFormat, useWords } from '../words/index.ts';
import { type Detector, useDetector } from './detector.ts';
import { Marked } from './marked.tsx';

/** Finds and masks a text, and says how many milliseconds that took. */
function examine(detector: Detector, text: string) {
  const before = performance.now();
  const findings = detector.find(text);
  const masked = detector.mask(text, findings, { scenario: 'chat' });
  return { text, findings, masked, took: performance.now() - before };
}

/** Masks while one types, in this browser, and says how long a keystroke took. */
export function Typing() {
  const words = useWords();
  const format = useFormat();
  const detector = useDetector();
  const [shown, setShown] = useState<ReturnType<typeof examine> | null>(null);
  useEffect(() => {
    if (detector) setShown((now) => now ?? examine(detector, words.lab.sampleText));
  }, [detector, words]);
  if (detector === null || shown === null) return <Skeleton rows={6} />;
  return (
    <div className="stack">
      <p className="quiet">{words.lab.localHint}</p>
      <textarea
        className="plain-input lab-input"
        aria-label={words.lab.input}
        autoComplete="off"
        spellCheck={false}
        maxLength={20_000}
        value={shown.text}
        onChange={(event) => setShown(examine(detector, event.target.value))}
      />
      <p className="row small quiet tabular">
        <span>{words.lab.chars(format.number(shown.text.length))}</span>
        <span>{words.lab.found(shown.findings.length)}</span>
        <span data-took={shown.took}>{words.lab.took(shown.took.toFixed(2))}</span>
      </p>
      <div className="two-texts">
        <section className="panel lab-part">
          <Marked text={shown.text} findings={shown.findings} />
        </section>
        <section className="panel lab-part">
          <h3>{words.lab.localMasked}</h3>
          <p className="lab-text tabular">{shown.masked}</p>
        </section>
      </div>
    </div>
  );
}
