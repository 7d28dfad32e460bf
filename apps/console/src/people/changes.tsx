import type { PendingChange } from '@huke/sdk';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { api, queries } from '../api.ts';
import { Empty, Loaded } from '../parts/states.tsx';
import { tell, tellFailure } from '../parts/toast.tsx';
import { named, useFormat, useWords } from '../words/index.ts';
import { usePersonName, useTeams } from './lists.ts';

/** Changes that a second officer confirms; who asked cannot. */
export function Changes() {
  const words = useWords();
  const format = useFormat();
  const name = usePersonName();
  const { teamName } = useTeams();
  const [busy, setBusy] = useState<string | null>(null);
  const changes = useQuery({ queryKey: ['changes'], queryFn: api.pendingChanges });
  const act = async (change: PendingChange, done: string, run: () => Promise<unknown>): Promise<void> => {
    setBusy(change.id);
    try {
      await run();
      tell(done);
    } catch (error) {
      tellFailure(error);
    } finally {
      setBusy(null);
      await queries.invalidateQueries({ queryKey: ['changes'] });
      void queries.invalidateQueries({ queryKey: ['people'] });
    }
  };
  const becomes = (change: PendingChange): string => {
    if (change.to === null) return '';
    return change.kind === 'team' ? teamName(change.to) : named(words.codes.posts, change.to);
  };
  return (
    <Loaded of={changes}>
      {(data) =>
        data.changes.length === 0 ? (
          <Empty title={words.people.emptyChanges} hint={words.people.emptyChangesHint} />
        ) : (
          <div className="table-box panel">
            <table className="plain-table">
              <thead>
                <tr>
                  <th>{words.people.change}</th>
                  <th>{words.people.who}</th>
                  <th>{words.people.becomes}</th>
                  <th>{words.people.requestedBy}</th>
                  <th>{words.people.expires}</th>
                  <th />
                </tr>
              </thead>
              <tbody>
                {data.changes.map((change) => (
                  <tr key={change.id}>
                    <td className="nowrap">{words.codes.changes[change.kind]}</td>
                    <td>{name(change.person)}</td>
                    <td>{becomes(change)}</td>
                    <td>{name(change.requestedBy)}</td>
                    <td className="tabular nowrap">{format.when(change.expiresAt)}</td>
                    <td className="row-acts">
                      {change.mayConfirm ? (
                        <Button
                          size="small"
                          type="primary"
                          loading={busy === change.id}
                          onClick={() =>
                            void act(change, words.people.confirmed, () => api.confirmChange(change.id))
                          }
                        >
                          {words.people.confirm}
                        </Button>
                      ) : (
                        <span className="small quiet">{words.people.notYou}</span>
                      )}
                      <Button
                        size="small"
                        onClick={() =>
                          void act(change, words.people.refusedDone, () => api.refuseChange(change.id))
                        }
                      >
                        {words.people.refuse}
                      </Button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )
      }
    </Loaded>
  );
}
