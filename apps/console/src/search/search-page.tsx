import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { api, problemOf, queries } from '../api.ts';
import { useCaseTypeName, useCaseTypes } from '../parts/catalogues.ts';
import { Refusal } from '../parts/refusal.tsx';
import { Empty } from '../parts/states.tsx';
import { tell } from '../parts/toast.tsx';
import { useMe } from '../shell/session.ts';
import { useWords } from '../words/index.ts';
import { Hits } from './hits.tsx';
import { type Found, SearchBox } from './search-box.tsx';

/** Finds a customer by what they told, for a case or to open one; results stay masked. */
export function SearchPage() {
  const words = useWords();
  const params = useSearch({ from: '/shell/search' });
  const navigate = useNavigate();
  const types = useCaseTypes();
  const typeName = useCaseTypeName();
  const cases = useQuery({
    queryKey: ['cases', 'mine', 'first'],
    queryFn: () => api.cases({ scope: 'mine' }),
  });
  const open = (cases.data?.rows ?? []).filter((row) => row.state !== 'closed');
  const theCase = open.find((row) => row.id === params.case);
  const type = types.find((each) => each.type === params.purpose) ?? types[0];
  const leads = useMe().rights.includes('cases:lead');
  const colleagues = useQuery({ queryKey: ['colleagues'], queryFn: api.colleagues, enabled: leads });
  const [agent, setAgent] = useState('');
  const [found, setFound] = useState<Found | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);

  const work = async (customer: string, act: () => Promise<{ id: string }>, done: string): Promise<void> => {
    setBusy(customer);
    setError(null);
    try {
      const { id } = await act();
      tell(done);
      await queries.invalidateQueries({ queryKey: ['cases'] });
      await queries.invalidateQueries({ queryKey: ['case', id] });
      await navigate({ to: '/desk', search: { case: id } });
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(null);
    }
  };
  const action = (customer: string) =>
    theCase && theCase.customer === null ? (
      <Button
        type="primary"
        loading={busy === customer}
        onClick={() => void work(customer, () => api.bindCase(theCase.id, customer), words.desk.bound)}
      >
        {words.desk.bind}
      </Button>
    ) : (
      <Button
        loading={busy === customer}
        disabled={!type}
        onClick={() =>
          type &&
          void work(
            customer,
            () => api.openCase({ type: type.type, customer, ...(agent === '' ? {} : { agent }) }),
            words.desk.caseCreated,
          )
        }
      >
        {words.search.openCaseWith}
      </Button>
    );
  return (
    <div className="page search-page">
      <header className="page-head">
        <h1>{words.search.title}</h1>
        <div className="row wrap">
          <label className="row">
            <span className="small quiet">{words.search.case}</span>
            <select
              className="plain-select"
              value={theCase?.id ?? ''}
              onChange={(event) =>
                void navigate({
                  to: '/search',
                  search: { ...params, case: event.target.value === '' ? undefined : event.target.value },
                })
              }
            >
              <option value="">{words.search.noCase}</option>
              {open.map((row) => (
                <option key={row.id} value={row.id}>
                  {row.number} {typeName(row.type)}
                </option>
              ))}
            </select>
          </label>
          {!theCase && (
            <label className="row">
              <span className="small quiet">{words.search.purpose}</span>
              <select
                className="plain-select"
                value={type?.type ?? ''}
                onChange={(event) =>
                  void navigate({ to: '/search', search: { ...params, purpose: event.target.value } })
                }
              >
                {types.map((each) => (
                  <option key={each.type} value={each.type}>
                    {typeName(each.type)}
                  </option>
                ))}
              </select>
            </label>
          )}
          {!theCase && leads && (
            <label className="row">
              <span className="small quiet">{words.desk.newCaseFor}</span>
              <select
                className="plain-select"
                value={agent}
                onChange={(event) => setAgent(event.target.value)}
              >
                <option value="">{words.common.you}</option>
                {colleagues.data?.people.map((each) => (
                  <option key={each.id} value={each.id}>
                    {each.name} {each.staffNumber}
                  </option>
                ))}
              </select>
            </label>
          )}
        </div>
      </header>
      <SearchBox
        purpose={theCase?.purpose ?? type?.purpose ?? 'account-inquiry'}
        scenario={theCase?.scenario ?? type?.scenario ?? 'call'}
        caseId={theCase?.id}
        onFound={setFound}
      />
      {error !== null && <Refusal problem={problemOf(error)} />}
      {found ? (
        <Hits found={found} action={action} />
      ) : (
        <Empty title={words.search.start} hint={words.search.startHint} />
      )}
    </div>
  );
}
