import type { ContactChangeRow } from '@huke/sdk';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { api, queries } from '../api.ts';
import { useColleagueName, useFieldName } from '../parts/catalogues.ts';
import { Empty, Loaded } from '../parts/states.tsx';
import { tell, tellFailure } from '../parts/toast.tsx';
import { UndoChange } from '../parts/undo-change.tsx';
import { named, useFormat, useWords } from '../words/index.ts';

/** Changes of what verifies or reaches customers: to be confirmed by a second person, undone, or told by hand. */
export function Changes() {
  const words = useWords();
  const changes = useInfiniteQuery({
    queryKey: ['contact-changes'],
    queryFn: ({ pageParam }) => api.contactChanges(pageParam ?? undefined),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  return (
    <Loaded of={changes}>
      {(data) => {
        const rows = data.pages.flatMap((page) => page.rows);
        if (rows.length === 0)
          return <Empty title={words.contactChanges.empty} hint={words.contactChanges.emptyHint} />;
        return (
          <div className="table-box panel">
            <table className="plain-table">
              <thead>
                <tr>
                  <th>{words.contactChanges.what}</th>
                  <th>{words.contactChanges.by}</th>
                  <th>{words.contactChanges.due}</th>
                  <th>{words.people.state}</th>
                  <th>{words.contactChanges.why}</th>
                  <th>{words.contactChanges.notices}</th>
                  <th />
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <Row key={row.id} row={row} />
                ))}
              </tbody>
            </table>
            {changes.hasNextPage && (
              <Button loading={changes.isFetchingNextPage} onClick={() => void changes.fetchNextPage()}>
                {words.common.more}
              </Button>
            )}
          </div>
        );
      }}
    </Loaded>
  );
}

const refresh = (): Promise<void> => queries.invalidateQueries({ queryKey: ['contact-changes'] });

/** Whether it can still be taken back. */
const undoable = (row: ContactChangeRow): boolean =>
  ['waiting', 'applied'].includes(row.state) && Date.parse(row.undoUntil) > Date.now();

function Row({ row }: { row: ContactChangeRow }) {
  const words = useWords();
  const format = useFormat();
  const name = useFieldName();
  const colleague = useColleagueName();
  const { taken, waiting, undelivered } = row.notices;
  return (
    <tr>
      <td>
        {name(row.field)} · {words.contactChanges.acts[row.act]}
        <br />
        <span className="small quiet">··{row.customer.slice(-4)}</span>
      </td>
      <td className="nowrap">{colleague(row.person)}</td>
      <td className="tabular nowrap">{format.when(row.dueAt)}</td>
      <td>
        <span className={row.state === 'waiting' ? 'tag warn' : 'tag'}>
          {words.contactChanges.states[row.state]}
        </span>
      </td>
      <td>{row.risks.map((risk) => named(words.contactChanges.risks, risk)).join(words.listJoin)}</td>
      <td>
        {undelivered > 0 && (
          <span className="tag danger">{words.contactChanges.undelivered(undelivered)}</span>
        )}
        {waiting > 0 && <span className="tag">{words.contactChanges.waiting(waiting)}</span>}
        {taken > 0 && <span className="tag accent">{words.contactChanges.sent(taken)}</span>}
      </td>
      <td className="nowrap">
        {row.mayConfirm && <Confirm change={row.id} />}{' '}
        {undoable(row) && <UndoChange change={row.id} onDone={() => void refresh()} />}
      </td>
    </tr>
  );
}

function Confirm(props: { change: string }) {
  const words = useWords();
  const confirm = async (): Promise<void> => {
    try {
      await api.confirmContactChange(props.change);
      tell(words.contactChanges.confirmed);
    } catch (error) {
      tellFailure(error);
    } finally {
      await refresh();
    }
  };
  return (
    <Popconfirm
      title={words.contactChanges.confirm}
      description={<p className="confirm-text">{words.contactChanges.confirmAsk}</p>}
      okText={words.contactChanges.confirm}
      onConfirm={confirm}
    >
      <Button size="small" type="primary">
        {words.contactChanges.confirm}
      </Button>
    </Popconfirm>
  );
}
