import { type FieldKind, scenarios } from '@huke/sdk';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api.ts';
import { useDetector } from '../lab/detector.ts';
import { LevelDot } from '../parts/level.tsx';
import { Loaded } from '../parts/states.tsx';
import { pick, useLanguage, useWords } from '../words/index.ts';

/** Field × scenario with invented examples; a typed value is masked here, in this browser. */
export function MaskMatrix(props: { kinds: readonly FieldKind[] }) {
  const words = useWords();
  const language = useLanguage();
  const masks = useQuery({ queryKey: ['masks'], queryFn: api.masks, staleTime: 600_000 });
  const [chosen, setChosen] = useState(props.kinds[0]?.field ?? '');
  const kind = props.kinds.find((each) => each.field === chosen) ?? props.kinds[0];
  return (
    <Loaded of={masks} rows={10}>
      {(data) => {
        const cells = new Map(data.masks.map((mask) => [`${mask.field}/${mask.scenario}`, mask]));
        return (
          <div className="stack">
            {kind && <Preview key={kind.field} kind={kind} />}
            <div className="table-box panel">
              <table className="plain-table matrix">
                <thead>
                  <tr>
                    <th>{words.fields.field}</th>
                    {scenarios.map((scenario) => (
                      <th key={scenario}>{words.codes.scenarios[scenario]}</th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {props.kinds.map((each) => (
                    <tr key={each.field} className={each.field === kind?.field ? 'chosen' : ''}>
                      <th scope="row">
                        <button type="button" className="link-cell" onClick={() => setChosen(each.field)}>
                          {pick(each.label, language)}
                        </button>
                        <LevelDot level={each.level} sensitive={each.sensitive || each.protectAsSensitive} />
                      </th>
                      {scenarios.map((scenario) => {
                        const cell = cells.get(`${each.field}/${scenario}`);
                        return (
                          <td key={scenario} className="tabular" title={cell?.shape}>
                            {cell?.example ?? <span className="quiet">—</span>}
                          </td>
                        );
                      })}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </div>
        );
      }}
    </Loaded>
  );
}

function Preview(props: { kind: FieldKind }) {
  const words = useWords();
  const language = useLanguage();
  const [value, setValue] = useState('');
  const detector = useDetector(value !== '');
  const { kind } = props;
  const types = new Set<string>(detector?.maskRows.map((row) => row.type));
  return (
    <section className="panel preview">
      <label className="stack">
        <span>
          <strong>
            {words.fields.preview} · {pick(kind.label, language)}
          </strong>{' '}
          <span className="small quiet">{words.fields.previewHint}</span>
        </span>
        <input
          className="plain-input tabular"
          autoComplete="off"
          spellCheck={false}
          maxLength={120}
          placeholder={words.fields.previewValue}
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
      </label>
      {detector && value !== '' && types.has(kind.type) && (
        <dl aria-live="polite">
          {scenarios.map((scenario) => (
            <div key={scenario}>
              <dt className="small quiet">{words.codes.scenarios[scenario]}</dt>
              <dd className="tabular">
                {detector.maskValue(
                  kind.type as Parameters<typeof detector.maskValue>[0],
                  value,
                  scenario,
                  kind.level,
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
