import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { api } from '../api.ts';
import { Empty, Loaded } from '../parts/states.tsx';
import { useWords } from '../words/index.ts';
import { Request } from './queue.tsx';

/** What was decided, newest first. */
export function History(props: { mine: boolean }) {
  const words = useWords();
  const history = useInfiniteQuery({
    queryKey: ['approvals', 'history', props.mine],
    queryFn: ({ pageParam }) =>
      api.approvals({
        ...(props.mine ? { mine: true } : {}),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  return (
    <Loaded of={history}>
      {(data) => {
        const rows = data.pages.flatMap((page) => page.rows).filter((each) => each.state !== 'pending');
        if (rows.length === 0)
          return <Empty title={words.approvals.emptyHistory} hint={words.approvals.emptyHistoryHint} />;
        const tone = {
          approved: 'accent',
          refused: 'danger',
          pending: 'warn',
          cancelled: '',
          expired: '',
        } as const;
        return (
          <ul className="approvals">
            {rows.map((approval) => (
              <li key={approval.id} className="approval panel past">
                <Request approval={approval} />
                <span className={`tag ${tone[approval.state]}`}>
                  {words.codes.approvalStates[approval.state]}
                </span>
              </li>
            ))}
            {history.hasNextPage && (
              <Button loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
                {words.common.more}
              </Button>
            )}
          </ul>
        );
      }}
    </Loaded>
  );
}
