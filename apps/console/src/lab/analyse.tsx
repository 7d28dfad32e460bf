import { scenarios, type Scenario, type TextFindings, type Trial } from '@huke/sdk';
import { Button } from 'antd';
import { useState } from 'react';
import { api, problemOf } from '../api.ts';
import { Refusal } from '../parts/refusal.tsx';
import { Empty } from '../parts/states.tsx';
import { useWords } from '../words/index.ts';
import { FindingTable } from './finding-table.tsx';
import { Marked } from './marked.tsx';
import { WordTable } from './word-table.tsx';

type Result = TextFindings & { readonly text: string };

/** A trial of a draft on the text as it was then. */
export type Tried = { readonly text: string; readonly trial: Trial };

/** Paste a text, see each finding with its level, score and evidence, and the text masked for a scenario. */
export function Analyse(props: {
  text: string;
  onText: (text: string) => void;
  tried: Tried | null;
  onTried: (tried: Tried | null) => void;
}) {
  const words = useWords();
  const { text, tried } = props;
  const [result, setResult] = useState<Result | null>(null);
  const [scenario, setScenario] = useState<Scenario>('chat');
  const [masked, setMasked] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const analyse = async (of: string, under: Scenario): Promise<void> => {
    if (of.trim() === '') return;
    setBusy(true);
    setError(null);
    props.onTried(null);
    try {
      const [found, covered] = await Promise.all([api.findings(of), api.maskText(of, under)]);
      setResult({ ...found, text: of });
      setMasked(covered.text);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const shown: Result | null = tried ? { ...tried.trial, text: tried.text } : result;
  const added = new Set(tried?.trial.added.map((each) => each.start));
  const total = shown ? shown.findings.length + shown.words.length : 0;
  return (
    <div className="stack lab-left">
      <textarea
        className="plain-input lab-input"
        aria-label={words.lab.input}
        placeholder={words.lab.placeholder}
        autoComplete="off"
        spellCheck={false}
        maxLength={20_000}
        value={text}
        onChange={(event) => props.onText(event.target.value)}
      />
      <div className="row wrap">
        <Button
          type="primary"
          loading={busy}
          disabled={text.trim() === ''}
          onClick={() => void analyse(text, scenario)}
        >
          {words.lab.run}
        </Button>
        <Button
          onClick={() => {
            props.onText(words.lab.sampleText);
            void analyse(words.lab.sampleText, scenario);
          }}
        >
          {words.lab.sample}
        </Button>
      </div>
      {error !== null && <Refusal problem={problemOf(error)} />}
      {shown && total === 0 && <Empty title={words.lab.nothing} hint={words.lab.nothingHint} />}
      {shown && total > 0 && (
        <>
          <section className="panel lab-part stack">
            <h2>{words.lab.found(shown.findings.length)}</h2>
            <Marked
              text={shown.text}
              findings={shown.findings}
              words={shown.words}
              fresh={(finding) => added.has(finding.start)}
            />
          </section>
          {!tried && (
            <section className="panel lab-part stack">
              <div className="row wrap">
                <h2 className="grow">{words.lab.masked}</h2>
                <select
                  className="plain-select lab-scenario"
                  aria-label={words.lab.masked}
                  value={scenario}
                  onChange={(event) => {
                    const next = event.target.value as Scenario;
                    setScenario(next);
                    void analyse(shown.text, next);
                  }}
                >
                  {scenarios.map((each) => (
                    <option key={each} value={each}>
                      {words.codes.scenarios[each]}
                    </option>
                  ))}
                </select>
              </div>
              <p className="lab-text tabular">{masked}</p>
            </section>
          )}
          {shown.findings.length > 0 && <FindingTable findings={shown.findings} />}
          {shown.words.length > 0 && (
            <>
              <h2>
                {words.lab.listed} · {words.lab.wordHits(shown.words.length + shown.wordsLeft)}
              </h2>
              <WordTable text={shown.text} hits={shown.words} />
            </>
          )}
        </>
      )}
    </div>
  );
}
