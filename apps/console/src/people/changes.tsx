import type { PendingChange } from '@huke/sdk';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { api, queries } from '../api.ts';
import { Empty, Loaded } from '../parts/states.tsx';
import { tell, tellFailure } from '../parts/toast.tsx';
import { named, useFormat, useWords } from '../words/index.ts';
import { KeyAllows } from './key-allows.tsx';
import { usePersonName, useTeams } from './lists.ts';

/** Changes that a second officer confirms; who asked cannot. */
export function Changes() {
  const words = useWords();
  const format = useFormat();
  const name = usePersonName();
  const { teamName, employerName } = useTeams();
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
      void queries.invalidateQueries({ queryKey: ['service-keys'] });
    }
  };
  const becomes = ({ kind, to }: PendingChange): string => {
    if (to === null) return '';
    if (kind === 'team') return teamName(to);
    if (kind === 'employer') return employerName(to);
    return kind === 'post' ? named(words.codes.posts, to) : to;
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
                    <td className="nowrap">
                      {change.person === null ? change.key?.name : name(change.person)}
                    </td>
                    <td>
                      <Meaning change={change} becomes={becomes(change)} />
                    </td>
                    <td className="nowrap">{name(change.requestedBy)}</td>
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

/** What the change would allow, in plain words, beside what is allowed now. */
function Meaning(props: { change: PendingChange; becomes: string }) {
  const words = useWords();
  const { change, becomes } = props;
  const { key } = change;
  if (key === null)
    return (
      <div className="stack tight change-what">
        {becomes !== '' && <strong>{becomes}</strong>}
        <span>{words.people.personChangeWhat[change.kind]}</span>
        {change.evidence !== null && (
          <span className="small quiet">
            {words.people.evidenceLine(words.codes.hiredEvidence[change.evidence])}
          </span>
        )}
      </div>
    );
  return (
    <div className="stack tight change-what">
      <span>{words.people.keyChangeWhat[change.kind]}</span>
      <KeyAllows rights={key.proposed} />
      {change.kind === 'key-change' && key.now !== null && (
        <>
          <span className="small quiet">{words.people.allowedBefore}</span>
          <KeyAllows rights={key.now} />
        </>
      )}
    </div>
  );
}
