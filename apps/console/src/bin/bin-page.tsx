import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { api, problemOf, queries } from '../api.ts';
import { useColleagueName } from '../parts/catalogues.ts';
import { Refusal } from '../parts/refusal.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { tell } from '../parts/toast.tsx';
import { useFormat, useWords } from '../words/index.ts';
import '../parts/table.css';

/** Deleted customers, still sealed; each can be brought back. */
export function BinPage() {
  const words = useWords();
  const format = useFormat();
  const colleague = useColleagueName();
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const bin = useInfiniteQuery({
    queryKey: ['bin'],
    queryFn: ({ pageParam }) => api.bin(pageParam ?? undefined),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    retry: false,
  });
  const restore = async (id: string): Promise<void> => {
    setBusy(id);
    setError(null);
    try {
      await api.restoreCustomer(id);
      tell(words.bin.restored);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(null);
      await queries.invalidateQueries({ queryKey: ['bin'] });
    }
  };
  return (
    <div className="page stack">
      <header className="page-head">
        <div>
          <h1>{words.bin.title}</h1>
          <p>{words.bin.intro}</p>
        </div>
      </header>
      {error !== null && <Refusal problem={problemOf(error)} />}
      <Loaded of={bin}>
        {(data) => {
          const rows = data.pages.flatMap((page) => page.rows);
          if (rows.length === 0) return <Empty title={words.bin.empty} hint={words.bin.emptyHint} />;
          return (
            <div className="table-box panel">
              <table className="plain-table">
                <thead>
                  <tr>
                    <th>{words.bin.label}</th>
                    <th>{words.bin.when}</th>
                    <th>{words.bin.by}</th>
                    <th />
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={row.id}>
                      <td className="tabular">{row.label}</td>
                      <td className="tabular nowrap">{format.when(row.binnedAt)}</td>
                      <td>{row.binnedBy.startsWith('per_') ? colleague(row.binnedBy) : row.binnedBy}</td>
                      <td className="row-acts">
                        <Button size="small" loading={busy === row.id} onClick={() => void restore(row.id)}>
                          {words.bin.restore}
                        </Button>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {bin.hasNextPage && (
                <p className="table-more">
                  <Button loading={bin.isFetchingNextPage} onClick={() => void bin.fetchNextPage()}>
                    {words.common.more}
                  </Button>
                </p>
              )}
            </div>
          );
        }}
      </Loaded>
    </div>
  );
}
