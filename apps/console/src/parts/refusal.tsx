import type { Problem } from '@huke/sdk';
import type { ReactNode } from 'react';
import { isRefusal, missing, say, whomToAsk } from '../shell/problem-words.ts';
import { capital, pick, useLanguage, useWords } from '../words/index.ts';
import { usePolicies, usePolicyTitle } from './catalogues.ts';
import { SupportCode } from './states.tsx';
import './refusal.css';

/** Says which rule stopped something, what is missing, whom to ask, and that it was recorded. */
export function Refusal(props: { problem: Problem; children?: ReactNode }) {
  const words = useWords();
  const title = usePolicyTitle();
  const policies = usePolicies();
  const language = useLanguage();
  const why = (id: string): string => pick(policies.get(id)?.why ?? { zh: '', en: '' }, language);
  const { problem } = props;
  const said = say(problem, words);
  const refusal = isRefusal(problem);
  const lacks = missing(problem, words);
  const ask = whomToAsk(problem, words);
  const known = (problem.policies ?? []).filter((id) => policies.has(id));
  const own = words.problems[problem.code];
  const rules = known.includes(problem.code) ? [problem.code] : own && lacks.length === 0 ? [] : known;
  return (
    <section className="refusal" role="alert">
      <strong>{refusal && !own ? words.refusal.title : said.sentence}</strong>
      {rules.length > 0 && (
        <ul>
          {rules.map((id) => (
            <li key={id}>
              {title(id)}
              <br />
              <span className="small quiet">{capital(why(id))}</span>
            </li>
          ))}
        </ul>
      )}
      {refusal && !own && rules.length === 0 && <p>{said.sentence}</p>}
      {lacks.length > 0 && (
        <p>
          {words.refusal.missing}
          <span className="refusal-lacks">
            {lacks.map((lack) => (
              <span key={lack} className="tag warn">
                {lack}
              </span>
            ))}
          </span>
        </p>
      )}
      {refusal && <p>{ask ? words.refusal.ask(ask) : words.refusal.askDefault}</p>}
      {props.children && <div className="row wrap">{props.children}</div>}
      <footer>
        {problem.entry !== undefined && (
          <small>
            {words.refusal.recorded} {words.common.entry(problem.entry)}
          </small>
        )}
        <SupportCode code={said.code} support={said.support} />
      </footer>
    </section>
  );
}
