import type { SessionRow } from '@huke/sdk';
import { Button } from 'antd';
import { useState } from 'react';
import { api, queries } from '../api.ts';
import { tell, tellFailure } from '../parts/toast.tsx';
import { useFormat, useWords } from '../words/index.ts';
import '../parts/table.css';

/** Sessions with device and address; each can be ended. */
export function SessionTable(props: {
  rows: readonly SessionRow[];
  nameOf?: (person: string) => string;
  mayEnd: boolean;
}) {
  const words = useWords();
  const format = useFormat();
  const [busy, setBusy] = useState<string | null>(null);
  const end = async (session: SessionRow): Promise<void> => {
    setBusy(session.id);
    try {
      await api.endSession(session.id);
      tell(words.people.ended);
    } catch (error) {
      tellFailure(error);
    } finally {
      setBusy(null);
      await queries.invalidateQueries({ queryKey: ['sessions'] });
    }
  };
  return (
    <div className="table-box panel">
      <table className="plain-table">
        <thead>
          <tr>
            {props.nameOf && <th>{words.people.who}</th>}
            <th>{words.people.device}</th>
            <th>{words.people.address}</th>
            <th>{words.people.strength}</th>
            <th>{words.people.started}</th>
            <th>{words.people.lastSeen}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {props.rows.map((session) => (
            <tr key={session.id}>
              {props.nameOf && <td className="nowrap">{props.nameOf(session.person)}</td>}
              <td>{session.device}</td>
              <td className="mono">{session.address}</td>
              <td className="nowrap">{words.codes.strengths[session.strength]}</td>
              <td className="tabular nowrap">{format.when(session.createdAt)}</td>
              <td className="tabular nowrap">{format.when(session.lastSeenAt)}</td>
              <td className="row-acts">
                {session.current ? (
                  <span className="tag accent">{words.people.current}</span>
                ) : (
                  props.mayEnd && (
                    <Button size="small" loading={busy === session.id} onClick={() => void end(session)}>
                      {words.people.endSession}
                    </Button>
                  )
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
