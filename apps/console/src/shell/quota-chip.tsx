import { reasons, type Reason } from '@huke/sdk';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, queries } from '../api.ts';
import { tell, tellFailure } from '../parts/toast.tsx';
import { useWords } from '../words/index.ts';

export const quotaQuery = { queryKey: ['quota'], queryFn: api.quota, staleTime: 60_000 };

/** Today's reveals left, always in the corner; a press says more and asks for more. */
export function QuotaChip() {
  const words = useWords();
  const { data } = useQuery(quotaQuery);
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState<Reason>('customer-asked');
  const [busy, setBusy] = useState(false);
  if (!data) return null;
  const left = Math.max(0, data.limit - data.used);
  const share = data.limit === 0 ? 0 : left / data.limit;
  const raise = async (): Promise<void> => {
    setBusy(true);
    try {
      queries.setQueryData(quotaQuery.queryKey, await api.raiseQuota(reason));
      tell(words.shell.raised);
      setOpen(false);
    } catch (error) {
      tellFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="quota-holder" onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}>
      <button
        type="button"
        className={share <= 0.2 ? 'quota low tabular' : 'quota tabular'}
        aria-expanded={open}
        title={words.shell.quotaHint}
        onClick={() => setOpen(!open)}
      >
        <span className="quota-bar" aria-hidden="true">
          <span style={{ width: `${share * 100}%` }} />
        </span>
        <span aria-live="polite">{words.shell.quota(left, data.limit)}</span>
      </button>
      {open && (
        <div className="quota-pop panel">
          <p className="small quiet">{words.shell.quotaHint}</p>
          <label className="small" htmlFor="quota-reason">
            {words.shell.raiseReason}
          </label>
          <select
            id="quota-reason"
            className="plain-select"
            value={reason}
            onChange={(event) => setReason(event.target.value as Reason)}
          >
            {reasons.map((each) => (
              <option key={each} value={each}>
                {words.codes.reasons[each]}
              </option>
            ))}
          </select>
          <div className="row">
            <button type="button" className="chip" disabled={busy} onClick={() => void raise()}>
              {words.shell.raiseQuota}
            </button>
            <button type="button" className="chip" onClick={() => setOpen(false)}>
              {words.common.close}
            </button>
          </div>
        </div>
      )}
    </div>
  );
}
