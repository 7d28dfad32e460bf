import type { Trial } from '@huke/sdk';
import { useWords } from '../words/index.ts';

/** What a draft would do, in a few lines: new and replaced findings, and hits in ordinary messages. */
export function TrialResult(props: { trial: Trial; list?: string }) {
  const words = useWords();
  const { trial, list } = props;
  const { sample } = trial;
  const hits = list === undefined ? 0 : trial.words.filter((each) => each.list === list).length;
  return (
    <div className="trial stack" role="status">
      <div className="row wrap">
        <span className="tag accent">
          {list === undefined ? words.lab.added(trial.added.length) : words.lab.wordHits(hits)}
        </span>
        {trial.replaced.length > 0 && (
          <span className="tag warn">{words.lab.replaced(trial.replaced.length)}</span>
        )}
        <span className={sample.hits > 0 ? 'tag danger' : 'tag'}>
          {sample.hits > 0
            ? words.lab.sampleHits(sample.hits, sample.messages)
            : words.lab.sampleNone(sample.messages)}
        </span>
      </div>
      {trial.replaced.length > 0 && <p className="small quiet">{words.lab.replacedHint}</p>}
      {sample.examples.length > 0 && (
        <ul className="small trial-examples">
          {sample.examples.map((each) => (
            <li key={each.text}>
              {each.text.slice(0, each.start)}
              <mark className="mark-word">{each.text.slice(each.start, each.end)}</mark>
              {each.text.slice(each.end)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
