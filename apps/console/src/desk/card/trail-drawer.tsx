import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { api } from '../../api.ts';
import { Sentence } from '../../ledger/sentence.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { useFormat, useWords } from '../../words/index.ts';

/** Who looked at this customer: the ledger's entries about them, newest first, in words. */
export function TrailDrawer(props: { customer: string; caseId: string; onClose: () => void }) {
  const words = useWords();
  const format = useFormat();
  const trail = useInfiniteQuery({
    queryKey: ['trail', props.customer],
    queryFn: ({ pageParam }) =>
      api.trail(props.customer, { case: props.caseId, ...(pageParam === null ? {} : { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    staleTime: 0,
    retry: false,
  });
  return (
    <Drawer open title={words.card.whoLooked} size={480} onClose={props.onClose}>
      <Loaded of={trail}>
        {(data) => {
          const entries = data.pages.flatMap((page) => page.entries);
          if (entries.length === 0) return <Empty title={words.ledger.empty} hint={words.ledger.emptyHint} />;
          return (
            <ol>
              {entries.map((entry) => (
                <li key={entry.index} className="trail-item">
                  <p className="row small quiet tabular">
                    <time dateTime={entry.at}>{format.full(entry.at)}</time>
                    <span className="grow" />
                    <span>#{entry.index}</span>
                  </p>
                  <Sentence entry={entry} />
                </li>
              ))}
              {trail.hasNextPage && (
                <Button block loading={trail.isFetchingNextPage} onClick={() => void trail.fetchNextPage()}>
                  {words.common.more}
                </Button>
              )}
            </ol>
          );
        }}
      </Loaded>
    </Drawer>
  );
}
