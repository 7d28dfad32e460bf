import type { CaseDetail } from '@huke/sdk';
import { Button } from 'antd';
import { useState } from 'react';
import { api, problemOf, queries } from '../api.ts';
import { Refusal } from '../parts/refusal.tsx';
import { tell } from '../parts/toast.tsx';
import { SearchBox, type Found } from '../search/search-box.tsx';
import { Hits } from '../search/hits.tsx';
import { useWords } from '../words/index.ts';

/** A case whose contact named nobody: search, then bind the customer that was found. */
export function BindCustomer(props: { theCase: CaseDetail }) {
  const words = useWords();
  const { theCase } = props;
  const [found, setFound] = useState<Found | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const bind = async (customer: string): Promise<void> => {
    setBusy(customer);
    setError(null);
    try {
      await api.bindCase(theCase.id, customer);
      tell(words.desk.bound);
      await queries.invalidateQueries({ queryKey: ['case', theCase.id] });
      await queries.invalidateQueries({ queryKey: ['cases'] });
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(null);
    }
  };
  return (
    <div className="bind stack">
      <div>
        <h2>{words.desk.noCustomer}</h2>
        <p className="quiet">{words.desk.noCustomerHint}</p>
      </div>
      <SearchBox
        purpose={theCase.purpose}
        scenario={theCase.scenario}
        caseId={theCase.id}
        onFound={setFound}
      />
      {error !== null && <Refusal problem={problemOf(error)} />}
      {found && (
        <Hits
          found={found}
          action={(customer) => (
            <Button type="primary" loading={busy === customer} onClick={() => void bind(customer)}>
              {words.desk.bind}
            </Button>
          )}
        />
      )}
    </div>
  );
}
