import { scenarios, type Scenario } from '@huke/sdk';
import { Button } from 'antd';
import { useState } from 'react';
import { api, problemOf } from '../api.ts';
import { LevelDot } from '../parts/level.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { Empty } from '../parts/states.tsx';
import { named, useFormat, useWords } from '../words/index.ts';
import { Marked } from './marked.tsx';

type Finding = Awaited<ReturnType<typeof api.findings>>['findings'][number];
type Result = { readonly text: string; readonly findings: readonly Finding[] };

/** Paste a text, see each finding with its level, score and evidence, and the text masked for a scenario. */
export function Analyse() {
  const words = useWords();
  const format = useFormat();
  const [text, setText] = useState('');
  const [result, setResult] = useState<Result | null>(null);
  const [scenario, setScenario] = useState<Scenario>('chat');
  const [masked, setMasked] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const analyse = async (of: string, under: Scenario): Promise<void> => {
    if (of.trim() === '') return;
    setBusy(true);
    setError(null);
    try {
      const [found, covered] = await Promise.all([api.findings(of), api.maskText(of, under)]);
      setResult({ text: of, findings: found.findings });
      setMasked(covered.text);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="stack">
      <textarea
        className="plain-input lab-input"
        aria-label={words.lab.input}
        placeholder={words.lab.placeholder}
        autoComplete="off"
        spellCheck={false}
        maxLength={20_000}
        value={text}
        onChange={(event) => setText(event.target.value)}
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
            setText(words.lab.sampleText);
            void analyse(words.lab.sampleText, scenario);
          }}
        >
          {words.lab.sample}
        </Button>
      </div>
      {error !== null && <Refusal problem={problemOf(error)} />}
      {result && result.findings.length === 0 && (
        <Empty title={words.lab.nothing} hint={words.lab.nothingHint} />
      )}
      {result && result.findings.length > 0 && (
        <>
          <section className="panel lab-part stack">
            <h2>{words.lab.found(result.findings.length)}</h2>
            <Marked text={result.text} findings={result.findings} />
          </section>
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
                  void analyse(result.text, next);
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
          <div className="table-box panel">
            <table className="plain-table">
              <thead>
                <tr>
                  <th>{words.lab.type}</th>
                  <th>{words.lab.level}</th>
                  <th>{words.lab.score}</th>
                  <th>{words.lab.span}</th>
                  <th>{words.lab.why}</th>
                </tr>
              </thead>
              <tbody>
                {result.findings.map((finding) => (
                  <tr key={`${finding.start}/${finding.type}`}>
                    <td className="nowrap">{named(words.codes.entityTypes, finding.type)}</td>
                    <td>
                      <LevelDot level={finding.level} sensitive={finding.sensitive} />
                    </td>
                    <td className="nowrap">
                      <span className="confidence">
                        <span style={{ width: `${finding.score * 100}%` }} />
                      </span>
                      <span className="tabular">{format.percent(finding.score)}</span>
                    </td>
                    <td className="tabular nowrap">
                      {finding.start}–{finding.end}
                    </td>
                    <td>
                      <span className="row wrap">
                        {(finding.why ?? []).map((each) => (
                          <span key={each.code} className={each.weight < 0 ? 'tag warn' : 'tag'}>
                            {named(words.codes.evidence, each.code)}{' '}
                            <span className="tabular">
                              {each.weight > 0 ? '+' : ''}
                              {format.decimal(each.weight)}
                            </span>
                          </span>
                        ))}
                      </span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </div>
  );
}
