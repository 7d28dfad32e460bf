import type { RecognizerRow, RecognizerRule, RuleVersion, WordListRow, WordListSummary } from '@huke/sdk';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { api, queries } from '../api.ts';
import { Loaded } from '../parts/states.tsx';
import { tell, tellFailure } from '../parts/toast.tsx';
import { useFormat, useWords } from '../words/index.ts';
import type { RuleKind } from './rule-draft.ts';

type Version = RuleVersion<RecognizerRule> | RuleVersion<WordListSummary>;

/** Who changed what of a rule, newest first; an older version can be made current again. */
export function RuleHistory(props: {
  kind: RuleKind;
  row: RecognizerRow | WordListRow;
  mayChange: boolean;
  onBack: () => void;
  onChanged: () => void;
}) {
  const words = useWords();
  const format = useFormat();
  const { id } = props.row;
  const versions = useQuery({
    queryKey: ['rules', 'versions', id],
    queryFn: async (): Promise<readonly Version[]> =>
      (props.kind === 'recognizers' ? await api.recognizerVersions(id) : await api.wordListVersions(id))
        .versions,
  });
  const restore = async (version: number): Promise<void> => {
    try {
      await (props.kind === 'recognizers'
        ? api.restoreRecognizer(id, version)
        : api.restoreWordList(id, version));
      tell(words.lab.restored);
    } catch (error) {
      tellFailure(error);
    }
    await queries.invalidateQueries({ queryKey: ['rules', 'versions', id] });
    props.onChanged();
  };
  return (
    <div className="stack">
      <div className="row">
        <h2 className="grow ellipsis">
          {words.lab.history} · {props.row.rule?.name ?? id}
        </h2>
        <Button onClick={props.onBack}>{words.lab.back}</Button>
      </div>
      <Loaded of={versions}>
        {(all) => (
          <ol className="rule-list">
            {all.map((each, index) => (
              <li key={each.version} className="rule-item">
                <div className="row wrap">
                  <strong className="grow">
                    {words.lab.version(each.version)} · {words.lab.acts[each.act]}
                  </strong>
                  {index === 0 && <span className="tag accent">{words.lab.current}</span>}
                </div>
                {each.rule && 'pattern' in each.rule && (
                  <code className="mono rule-pattern">{each.rule.pattern}</code>
                )}
                {each.rule && 'count' in each.rule && (
                  <span className="small tabular">{words.lab.wordCount(format.number(each.rule.count))}</span>
                )}
                {!each.genuine && <p className="rule-trouble">{words.lab.notGenuine}</p>}
                <div className="row wrap small">
                  <span className="quiet grow">
                    {words.lab.changed(each.by?.name ?? '—', format.full(each.at))}
                  </span>
                  {props.mayChange && each.rule && (index > 0 || each.act === 'deleted') && (
                    <button type="button" className="link-button" onClick={() => void restore(each.version)}>
                      {words.lab.restore}
                    </button>
                  )}
                </div>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </div>
  );
}
