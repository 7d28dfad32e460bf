import { type PolicyCard, posts } from '@huke/sdk';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { api } from '../api.ts';
import { Empty, Loaded } from '../parts/states.tsx';
import { capital, pick, useFormat, useLanguage, useWords } from '../words/index.ts';
import { factsOf } from './policy-facts.ts';
import './policies.css';

/** A card for each policy: title, one plain sentence, whom it touches, hits, and the text that runs. */
export function PoliciesPage() {
  const words = useWords();
  const search = useSearch({ from: '/shell/policies' });
  const navigate = useNavigate();
  const policies = useQuery({ queryKey: ['policies'], queryFn: api.policies, staleTime: 60_000 });
  const fits = (card: PolicyCard): boolean => {
    const facts = factsOf(card.text);
    const byPost =
      search.post === undefined ||
      facts.posts === null ||
      facts.posts.length === 0 ||
      (facts.posts as readonly string[]).includes(search.post);
    return byPost && (search.effect === undefined || card.effect === search.effect);
  };
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{words.policies.title}</h1>
          <p>{words.policies.intro}</p>
        </div>
        <div className="row wrap">
          <select
            className="plain-select policy-post"
            aria-label={words.policies.filterPost}
            value={search.post ?? ''}
            onChange={(event) =>
              void navigate({
                to: '/policies',
                search: { ...search, post: event.target.value === '' ? undefined : event.target.value },
              })
            }
          >
            <option value="">
              {words.policies.filterPost}: {words.common.all}
            </option>
            {posts.map((post) => (
              <option key={post} value={post}>
                {words.codes.posts[post]}
              </option>
            ))}
          </select>
          {(['permit', 'forbid'] as const).map((effect) => (
            <button
              key={effect}
              type="button"
              className="chip"
              aria-pressed={search.effect === effect}
              onClick={() =>
                void navigate({
                  to: '/policies',
                  search: { ...search, effect: search.effect === effect ? undefined : effect },
                })
              }
            >
              {words.policies[effect]}
            </button>
          ))}
        </div>
      </header>
      <Loaded of={policies} rows={8}>
        {(data) => {
          const cards = data.policies.filter(fits);
          if (cards.length === 0)
            return <Empty title={words.policies.empty} hint={words.policies.emptyHint} />;
          return (
            <ul className="policies">
              {cards.map((card) => (
                <Card key={card.id} card={card} open={card.id === search.policy} />
              ))}
            </ul>
          );
        }}
      </Loaded>
    </div>
  );
}

function Card(props: { card: PolicyCard; open: boolean }) {
  const words = useWords();
  const format = useFormat();
  const language = useLanguage();
  const { card } = props;
  const facts = factsOf(card.text);
  const who =
    facts.posts?.length === 0
      ? words.policies.everyone
      : facts.posts?.map((post) => words.codes.posts[post]).join(words.listJoin);
  const what =
    facts.actions.length === 0
      ? words.policies.anything
      : facts.actions.map((action) => words.codes.actions[action]).join(words.listJoin);
  const needs = card.needs.map(
    (need) => (words.codes.needs as Readonly<Record<string, string>>)[need.split(':')[0] ?? need] ?? need,
  );
  return (
    <li className={`policy panel ${card.effect}`} id={card.id}>
      <div className="row">
        <span className={card.effect === 'permit' ? 'tag accent' : 'tag danger'}>
          {words.policies[card.effect]}
        </span>
        <span className="grow" />
        <span className="small quiet tabular">{words.policies.hits(format.number(card.hits7d))}</span>
      </div>
      <h2>{capital(pick(card.title, language))}</h2>
      <p>{capital(pick(card.why, language))}</p>
      <dl className="policy-facts small">
        {who !== undefined && (
          <>
            <dt>{words.policies.touches}</dt>
            <dd>{capital(who)}</dd>
          </>
        )}
        <dt>{words.policies.about}</dt>
        <dd>{capital(what)}</dd>
        {needs.length > 0 && (
          <>
            <dt>{words.policies.needs}</dt>
            <dd>{capital(needs.join(words.listJoin))}</dd>
          </>
        )}
      </dl>
      <details open={props.open}>
        <summary>
          {words.policies.cedar} <span className="mono quiet">{card.id}</span>
        </summary>
        <pre className="mono">{card.text}</pre>
        <p className="small quiet">
          {words.policies.file} <span className="mono">{card.file}</span>
        </p>
      </details>
    </li>
  );
}
