import { useState } from 'react';
import { named, useWords } from '../words/index.ts';
import { entryActions } from './entry.ts';

export type Filters = {
  readonly [K in 'person' | 'customer' | 'case' | 'action' | 'outcome' | 'from' | 'to']?: string | undefined;
};

const ids = ['person', 'customer', 'case'] as const;
const days = ['from', 'to'] as const;

/** Filters as chips: what is set stands there and can be taken away, what is not can be added. */
export function FilterBar(props: { filters: Filters; onChange: (change: Filters) => void }) {
  const words = useWords();
  const { filters, onChange } = props;
  const actions = entryActions(words);
  const names: Record<keyof Filters, string> = {
    person: words.ledger.filterPerson,
    customer: words.ledger.filterCustomer,
    case: words.ledger.filterCase,
    action: words.ledger.filterAction,
    outcome: words.ledger.filterOutcome,
    from: words.ledger.filterFrom,
    to: words.ledger.filterTo,
  };
  const set = (Object.keys(names) as (keyof Filters)[]).filter((key) => filters[key] !== undefined);
  const shown = (key: keyof Filters): string => {
    const value = filters[key] ?? '';
    if (key === 'action') return named(actions, value);
    return key === 'outcome' ? named(words.codes.outcomes, value) : value;
  };
  const [adding, setAdding] = useState<keyof Filters | null>(null);
  const [typed, setTyped] = useState('');
  const add = (key: keyof Filters, value: string): void => {
    setAdding(null);
    setTyped('');
    if (value.trim() !== '') onChange({ [key]: value.trim() });
  };
  return (
    <div className="filters" role="group" aria-label={words.common.filters}>
      {set.map((key) => (
        <button
          key={key}
          type="button"
          className="chip"
          aria-pressed="true"
          title={words.common.clearFilters}
          onClick={() => onChange({ [key]: undefined })}
        >
          <span className="quiet">{names[key]}</span> {shown(key)} <span aria-hidden="true">×</span>
        </button>
      ))}
      <select
        className="plain-select"
        aria-label={names.action}
        value={filters.action ?? ''}
        onChange={(event) => onChange({ action: event.target.value === '' ? undefined : event.target.value })}
      >
        <option value="">{names.action}</option>
        {Object.entries(actions).map(([code, label]) => (
          <option key={code} value={code}>
            {label}
          </option>
        ))}
      </select>
      <select
        className="plain-select"
        aria-label={names.outcome}
        value={filters.outcome ?? ''}
        onChange={(event) =>
          onChange({ outcome: event.target.value === '' ? undefined : event.target.value })
        }
      >
        <option value="">{names.outcome}</option>
        {Object.entries(words.codes.outcomes).map(([code, label]) => (
          <option key={code} value={code}>
            {label}
          </option>
        ))}
      </select>
      {adding === null ? (
        [...ids, ...days]
          .filter((key) => filters[key] === undefined)
          .map((key) => (
            <button key={key} type="button" className="chip" onClick={() => setAdding(key)}>
              + {names[key]}
            </button>
          ))
      ) : (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            add(adding, typed);
          }}
        >
          <input
            className="plain-input mono"
            type={adding === 'from' || adding === 'to' ? 'date' : 'text'}
            aria-label={names[adding]}
            placeholder={names[adding]}
            pattern={adding === 'from' || adding === 'to' ? undefined : '[\\w.:-]{1,80}'}
            autoFocus
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setAdding(null);
            }}
          />
          <button type="submit" className="chip">
            {words.common.add}
          </button>
          <button type="button" className="chip" onClick={() => setAdding(null)}>
            {words.common.cancel}
          </button>
        </form>
      )}
    </div>
  );
}
