import type { TextFinding } from '@huke/sdk';
import { LevelDot } from '../parts/level.tsx';
import { named, useFormat, useWords } from '../words/index.ts';

/** Each finding with its level, score, place and evidence. */
export function FindingTable(props: { findings: readonly TextFinding[] }) {
  const words = useWords();
  const format = useFormat();
  return (
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
          {props.findings.map((finding) => (
            <tr key={`${finding.start}/${finding.type}`}>
              <td className="nowrap">
                {named(words.codes.entityTypes, finding.type)}
                {finding.recognizer !== undefined && (
                  <>
                    {' '}
                    <span className="tag accent">{words.lab.by(finding.recognizer)}</span>
                  </>
                )}
              </td>
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
  );
}
