import type { KeyTook, ServiceKey } from '@huke/sdk';
import { capital, useFormat, useWords } from '../words/index.ts';

const kinds = [
  'views',
  'searches',
  'reveals',
  'uses',
  'redeems',
  'writes',
  'entries',
] as const satisfies readonly (keyof KeyTook)[];

/** What a key took, today and in seven days; what it never did is left out. */
export function Took(props: { took: ServiceKey['took'] }) {
  const words = useWords();
  const format = useFormat();
  const { took } = props;
  const label = {
    views: words.people.tookViews,
    searches: words.people.tookSearches,
    reveals: words.people.tookReveals,
    uses: words.people.tookUses,
    redeems: words.people.tookRedeems,
    writes: words.people.tookWrites,
    entries: words.people.tookEntries,
  };
  const some = took === null ? [] : kinds.filter((kind) => took.week[kind] > 0);
  if (took === null || some.length === 0)
    return <span className="quiet">{capital(words.people.tookNothing)}</span>;
  return (
    <dl className="key-took">
      {some.map((kind) => (
        <div key={kind}>
          <dt>{capital(label[kind])}</dt>
          <dd className="tabular">
            {format.number(took.today[kind])} / {format.number(took.week[kind])}
          </dd>
        </div>
      ))}
    </dl>
  );
}
