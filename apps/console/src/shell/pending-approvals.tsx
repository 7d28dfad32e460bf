import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api } from '../api.ts';
import { useWords } from '../words/index.ts';
import { ring } from './sound.ts';

/** The requests that wait for a decision; the same list that the queue shows. */
export const pendingQuery = {
  queryKey: ['approvals', 'pending'],
  queryFn: () => api.approvals({ state: 'pending' }),
};

/** How many requests wait for the reader; rings softly when one comes. */
export function PendingApprovals() {
  const words = useWords();
  const { data } = useQuery({ ...pendingQuery, refetchInterval: 60_000 });
  const count = data?.rows.filter((each) => each.mayDecide).length ?? 0;
  const before = useRef<number | null>(null);
  useEffect(() => {
    if (before.current !== null && count > before.current) ring();
    if (data) before.current = count;
  }, [count, data]);
  if (count === 0) return null;
  return (
    <span className="nav-badge tabular">
      {count > 99 ? '99+' : count}
      <span className="sr">{words.approvals.new(count)}</span>
    </span>
  );
}
