import { useNavigate, useSearch } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { api } from '../api.ts';
import { Empty, Failed, Skeleton } from '../parts/states.tsx';
import { useHotkey } from '../shell/hotkeys.ts';
import { useMe } from '../shell/session.ts';
import { useWords } from '../words/index.ts';
import { BindCustomer } from './bind-customer.tsx';
import { CustomerCard } from './card/customer-card.tsx';
import { CaseList, type Scope, scopes } from './case-list.tsx';
import { CasePane } from './case-pane.tsx';
import './desk.css';

type Pane = 'list' | 'case' | 'card';

/** My desk: cases, the chosen case's course, its customer's card; one pane at a time on a telephone. */
export function DeskPage() {
  const words = useWords();
  const search = useSearch({ from: '/shell/desk' });
  const navigate = useNavigate();
  const own = useMe().rights.includes('cases:hold');
  const scope: Scope = scopes.find((each) => each === search.scope) ?? (own ? 'mine' : 'team');
  const chosen = search.case;
  const [pane, setPane] = useState<Pane>(chosen ? 'card' : 'list');
  const open = useCallback(
    (id: string) => {
      setPane('card');
      void navigate({ to: '/desk', search: { scope, case: id } });
    },
    [navigate, scope],
  );
  const theCase = useQuery({
    queryKey: ['case', chosen],
    queryFn: () => api.case(chosen ?? ''),
    enabled: chosen !== undefined,
    staleTime: 60_000,
  });
  useHotkey('search', () => void navigate({ to: '/search', search: { case: chosen } }));
  useEffect(() => {
    if (chosen === undefined) setPane('list');
  }, [chosen]);

  const tabs: readonly (readonly [Pane, string])[] = [
    ['list', words.desk.paneCases],
    ['case', words.desk.paneCase],
    ['card', words.desk.paneCard],
  ];
  const nothing = <Empty title={words.desk.pick} hint={words.desk.pickHint} />;
  const { data, error, isPending } = theCase;
  const loading = chosen !== undefined && isPending;
  return (
    <div className="desk" data-pane={pane}>
      <div className="desk-tabs" role="tablist">
        {tabs.map(([each, label]) => (
          <button
            key={each}
            type="button"
            role="tab"
            aria-selected={pane === each}
            onClick={() => setPane(each)}
          >
            {label}
          </button>
        ))}
      </div>
      <section className="desk-pane list" aria-label={words.desk.paneCases}>
        <CaseList
          scope={scope}
          chosen={chosen}
          onScope={(next) => void navigate({ to: '/desk', search: { scope: next, case: chosen } })}
          onOpen={open}
        />
      </section>
      <section className="desk-pane case" aria-label={words.desk.paneCase}>
        {chosen === undefined ? (
          nothing
        ) : data ? (
          <CasePane key={data.id} theCase={data} />
        ) : loading ? (
          <Skeleton rows={7} />
        ) : (
          <Failed error={error} retry={() => void theCase.refetch()} />
        )}
      </section>
      <section className="desk-pane card" aria-label={words.desk.paneCard}>
        {loading && <Skeleton rows={9} height={18} />}
        {data &&
          (data.state === 'closed' ? (
            <Empty title={words.desk.closedNotice} />
          ) : data.customer === null ? (
            <BindCustomer theCase={data} />
          ) : (
            <CustomerCard key={`${data.id}/${data.customer}`} theCase={data} customer={data.customer} />
          ))}
      </section>
    </div>
  );
}
