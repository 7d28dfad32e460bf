import type { LedgerEntry } from '@huke/sdk';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useColleagueName, useFieldName } from '../parts/catalogues.ts';
import { api } from '../api.ts';
import { Empty, Failed, Skeleton } from '../parts/states.tsx';
import { named, useFormat, useWords } from '../words/index.ts';
import { EntryDrawer } from './entry-drawer.tsx';
import { didOf, readsNotes } from './entry.ts';
import { type Filters, FilterBar } from './filter-bar.tsx';
import { LedgerStateBar } from './ledger-state.tsx';
import { Sentence, short } from './sentence.tsx';
import '../parts/table.css';
import './ledger.css';

/** Every touch of customer information: filters as chips, a table or a time line, an entry with its proof. */
export function LedgerPage() {
  const words = useWords();
  const search = useSearch({ from: '/shell/ledger' });
  const navigate = useNavigate();
  const { entry: open, as, ...filters } = search;
  const go = (change: Partial<typeof search>): void =>
    void navigate({ to: '/ledger', search: { ...search, ...change } });
  const entries = useInfiniteQuery({
    queryKey: ['ledger', 'entries', filters],
    queryFn: ({ pageParam }) =>
      api.ledgerEntries({
        person: filters.person,
        customer: filters.customer,
        case: filters.case,
        action: filters.action,
        outcome: filters.outcome,
        since: dayStart(filters.from, 0),
        until: dayStart(filters.to, 1),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    staleTime: 20_000,
  });
  const rows = entries.data?.pages.flatMap((page) => page.entries) ?? [];
  const index = open !== undefined && /^\d{1,15}$/.test(open) ? Number(open) : null;
  const [narrow] = useState(() => matchMedia('(max-width: 700px)').matches);
  const timeline = as === undefined ? narrow : as === 'timeline';
  return (
    <div className="page ledger-page">
      <header className="page-head">
        <h1>{words.ledger.title}</h1>
        <div className="row" role="radiogroup" aria-label={words.ledger.table}>
          {(['table', 'timeline'] as const).map((each) => (
            <button
              key={each}
              type="button"
              role="radio"
              className="chip"
              aria-checked={timeline === (each === 'timeline')}
              onClick={() => go({ as: each })}
            >
              {words.ledger[each]}
            </button>
          ))}
          <Button onClick={() => void entries.refetch()}>{words.common.refresh}</Button>
        </div>
      </header>
      <LedgerStateBar />
      <FilterBar filters={filters as Filters} onChange={go} />
      {entries.isPending && <Skeleton rows={10} />}
      {entries.isError && !entries.data && (
        <Failed error={entries.error} retry={() => void entries.refetch()} />
      )}
      {entries.data && rows.length === 0 && (
        <Empty title={words.ledger.empty} hint={words.ledger.emptyHint} />
      )}
      {rows.length > 0 &&
        (timeline ? (
          <Timeline rows={rows} onOpen={(each) => go({ entry: String(each) })} />
        ) : (
          <Table rows={rows} onOpen={(each) => go({ entry: String(each) })} onFilter={go} />
        ))}
      {entries.hasNextPage && (
        <p className="ledger-more">
          <Button loading={entries.isFetchingNextPage} onClick={() => void entries.fetchNextPage()}>
            {words.common.more}
          </Button>
        </p>
      )}
      {index !== null && (
        <EntryDrawer
          index={index}
          known={rows.find((row) => row.index === index)}
          onClose={() => go({ entry: undefined })}
        />
      )}
    </div>
  );
}

/** The start of a local day, or of the day after it, as the server reads it. */
function dayStart(day: string | undefined, plus: number): string | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '');
  if (!parts) return undefined;
  return new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]) + plus).toISOString();
}

type Go = (change: Readonly<Record<string, string>>) => void;

function Table(props: { rows: readonly LedgerEntry[]; onOpen: (index: number) => void; onFilter: Go }) {
  const words = useWords();
  const format = useFormat();
  const name = useFieldName();
  const colleague = useColleagueName();
  const { codes } = words;
  const fieldsOf = (all: readonly string[]): string => {
    const names = [...new Set(all)];
    return names.length > 4
      ? words.ledger.sentence.many(names.slice(0, 3).join(words.listJoin), names.length)
      : names.join(words.listJoin);
  };
  return (
    <div className="table-box panel">
      <table className="plain-table ledger-table">
        <thead>
          <tr>
            <th>{words.ledger.index}</th>
            <th>{words.ledger.time}</th>
            <th>{words.ledger.who}</th>
            <th>{words.ledger.did}</th>
            <th>{words.ledger.to}</th>
            <th>{words.ledger.case}</th>
            <th>{words.ledger.outcome}</th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={row.index}>
              <td>
                <button type="button" className="link-cell tabular" onClick={() => props.onOpen(row.index)}>
                  {row.index}
                </button>
              </td>
              <td className="tabular nowrap">
                <time dateTime={row.at}>{row.at !== '' && format.when(row.at)}</time>
              </td>
              <td className="nowrap">
                {row.post !== null && named(codes.posts, row.post)}{' '}
                {row.person !== null ? (
                  <IdChip
                    id={row.person}
                    text={colleague(row.person)}
                    onPress={(id) => props.onFilter({ person: id })}
                  />
                ) : (
                  row.key !== null && <span className="mono quiet">{short(row.key)}</span>
                )}
              </td>
              <td className="ledger-did">
                <span>{didOf(row, words)}</span>
                {row.fields.length > 0 && !readsNotes(row) && (
                  <span className="quiet"> {fieldsOf(row.fields.map(name))}</span>
                )}
              </td>
              <td>
                {row.customer !== null && (
                  <IdChip id={row.customer} onPress={(id) => props.onFilter({ customer: id })} />
                )}
              </td>
              <td>
                {row.case !== null && <IdChip id={row.case} onPress={(id) => props.onFilter({ case: id })} />}
              </td>
              <td>
                <Outcome outcome={row.outcome} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function IdChip(props: { id: string; text?: string; onPress: (id: string) => void }) {
  return (
    <button
      type="button"
      className={props.text ? 'id-chip' : 'id-chip mono'}
      title={props.id}
      onClick={() => props.onPress(props.id)}
    >
      {props.text ?? short(props.id)}
    </button>
  );
}

/** An outcome in words; refusals and failures stand out. */
function Outcome(props: { outcome: string }) {
  const words = useWords();
  const tone = { granted: 'accent', done: '', needs: 'warn', refused: 'danger', failed: 'danger' }[
    props.outcome
  ];
  return <span className={`tag ${tone ?? ''}`}>{named(words.codes.outcomes, props.outcome)}</span>;
}

function Timeline(props: { rows: readonly LedgerEntry[]; onOpen: (index: number) => void }) {
  const format = useFormat();
  const days = new Map<string, LedgerEntry[]>();
  for (const row of props.rows) {
    const day = row.at === '' ? '' : format.date(row.at);
    days.set(day, [...(days.get(day) ?? []), row]);
  }
  return (
    <div className="stack">
      {[...days].map(([day, rows]) => (
        <section key={day} className="panel day">
          <h2>{day}</h2>
          <ol>
            {rows.map((row) => (
              <li key={row.index}>
                <time className="tabular quiet" dateTime={row.at}>
                  {row.at !== '' && format.seconds(row.at)}
                </time>
                <button type="button" className="link-cell tabular" onClick={() => props.onOpen(row.index)}>
                  {row.index}
                </button>
                <Sentence entry={row} />
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}
