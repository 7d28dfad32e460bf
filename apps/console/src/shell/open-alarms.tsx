import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api } from '../api.ts';
import { useWords } from '../words/index.ts';
import { ring } from './sound.ts';

/** How many alarms nobody has looked at; rings when one comes. */
export function OpenAlarms() {
  const words = useWords();
  const { data } = useQuery({
    queryKey: ['alarms', 'open', 'count'],
    queryFn: () => api.alarms({ open: true }),
    refetchInterval: 60_000,
  });
  const count = data?.rows.length ?? 0;
  const newest = data?.rows[0]?.id;
  const before = useRef<string | null>(null);
  useEffect(() => {
    if (data && before.current !== null && newest !== undefined && newest > before.current) ring();
    if (data) before.current = newest ?? '';
  }, [data, newest]);
  if (count === 0) return null;
  const shown = data?.next ? `${count}+` : String(count);
  return (
    <span className="nav-badge tabular">
      {shown}
      <span className="sr">{words.alarms.waiting(shown)}</span>
    </span>
  );
}
