import type { ReactNode } from 'react';
import { useFieldName } from '../parts/catalogues.ts';
import { LevelDot } from '../parts/level.tsx';
import { Empty } from '../parts/states.tsx';
import { capital, useWords } from '../words/index.ts';
import type { Found } from './search-box.tsx';

/** What a search found, masked; absent and not yours look the same. */
export function Hits(props: { found: Found; action: (customer: string) => ReactNode }) {
  const words = useWords();
  const name = useFieldName();
  const { hits, tooMany, guessesLeft, entry } = props.found;
  return (
    <section className="hits" aria-live="polite">
      <p className="row small quiet tabular">
        <span className="grow">{hits.length > 0 && words.search.hits(hits.length)}</span>
        <span>{words.search.left(guessesLeft)}</span>
        <span>{capital(words.common.entry(entry))}</span>
      </p>
      {tooMany && <Empty title={words.search.tooMany} hint={words.search.tooManyHint} />}
      {hits.length === 0 && !tooMany && <Empty title={words.search.none} hint={words.search.noneHint} />}
      <ul>
        {hits.map((hit) => (
          <li key={hit.id} className="hit panel">
            <div className="row">
              <strong className="grow tabular">{hit.label}</strong>
              {props.action(hit.id)}
            </div>
            <dl>
              {hit.fields
                .filter((field) => field.value !== undefined)
                .map((field) => (
                  <div key={`${field.field}#${field.item}`}>
                    <dt>{name(field.field)}</dt>
                    <dd className="tabular">{field.value}</dd>
                    <LevelDot level={field.level} sensitive={field.sensitive} />
                  </div>
                ))}
            </dl>
          </li>
        ))}
      </ul>
    </section>
  );
}
