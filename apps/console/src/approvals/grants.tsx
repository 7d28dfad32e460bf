import type { Grant } from '@huke/sdk';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { api, queries } from '../api.ts';
import { useFieldName } from '../parts/catalogues.ts';
import { Empty, Loaded } from '../parts/states.tsx';
import { tell, tellFailure } from '../parts/toast.tsx';
import { useFormat, useWords } from '../words/index.ts';

/** Time-boxed grants; both sides may revoke one. */
export function Grants(props: { mine: boolean }) {
  const words = useWords();
  const format = useFormat();
  const name = useFieldName();
  const grants = useInfiniteQuery({
    queryKey: ['grants', props.mine],
    queryFn: ({ pageParam }) =>
      api.grants({
        ...(props.mine ? { mine: true } : {}),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  const revoke = async (grant: Grant): Promise<void> => {
    try {
      await api.revokeGrant(grant.id);
      tell(words.approvals.revoked);
    } catch (error) {
      tellFailure(error);
    } finally {
      await queries.invalidateQueries({ queryKey: ['grants'] });
    }
  };
  return (
    <Loaded of={grants}>
      {(data) => {
        const rows = data.pages.flatMap((page) => page.rows);
        if (rows.length === 0)
          return <Empty title={words.approvals.emptyGrants} hint={words.approvals.emptyGrantsHint} />;
        return (
          <div className="table-box panel">
            <table className="plain-table">
              <thead>
                <tr>
                  <th>{words.approvals.requester}</th>
                  <th>{words.fields.field}</th>
                  <th>{words.ledger.did}</th>
                  <th>{words.approvals.approver}</th>
                  <th>{words.approvals.until}</th>
                  <th>{words.people.state}</th>
                  <th />
                </tr>
              </thead>
              <tbody>
                {rows.map((grant) => (
                  <tr key={grant.id}>
                    <td className="nowrap">
                      {grant.person.name} <span className="quiet tabular">{grant.person.staffNumber}</span>
                    </td>
                    <td>{grant.fields.map((each) => name(each.field)).join(words.listJoin)}</td>
                    <td>{words.codes.actions[grant.action]}</td>
                    <td className="nowrap">{grant.approver.name}</td>
                    <td className="tabular nowrap">{format.when(grant.expiresAt)}</td>
                    <td>
                      <span className={grant.state === 'live' ? 'tag accent' : 'tag'}>
                        {words.codes.grantStates[grant.state]}
                      </span>
                    </td>
                    <td>
                      {grant.state === 'live' && (
                        <Popconfirm
                          title={words.approvals.revoke}
                          description={<p className="confirm-text">{words.approvals.revokeAsk}</p>}
                          okText={words.approvals.revoke}
                          okButtonProps={{ danger: true }}
                          onConfirm={() => revoke(grant)}
                        >
                          <Button size="small" danger>
                            {words.approvals.revoke}
                          </Button>
                        </Popconfirm>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            {grants.hasNextPage && (
              <Button loading={grants.isFetchingNextPage} onClick={() => void grants.fetchNextPage()}>
                {words.common.more}
              </Button>
            )}
          </div>
        );
      }}
    </Loaded>
  );
}
