import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { api } from '../api.ts';
import { Empty, Loaded } from '../parts/states.tsx';
import { useMe } from '../shell/session.ts';
import { useWords } from '../words/index.ts';
import { usePersonName } from './lists.ts';
import { SessionTable } from './session-table.tsx';

/** Who is signed in where; one person's when the address names one. */
export function Sessions() {
  const words = useWords();
  const name = usePersonName();
  const me = useMe();
  const search = useSearch({ from: '/shell/people' });
  const navigate = useNavigate();
  const sessions = useQuery({
    queryKey: ['sessions', 'all', search.person],
    queryFn: () => api.sessions(search.person === undefined ? {} : { person: search.person }),
  });
  return (
    <>
      {search.person !== undefined && (
        <p className="people-bar">
          <button
            type="button"
            className="chip"
            aria-pressed="true"
            onClick={() => void navigate({ to: '/people', search: { tab: 'sessions' } })}
          >
            {name(search.person)} ×
          </button>
        </p>
      )}
      <Loaded of={sessions}>
        {(data) =>
          data.sessions.length === 0 ? (
            <Empty title={words.people.emptySessions} hint={words.people.emptySessionsHint} />
          ) : (
            <SessionTable rows={data.sessions} nameOf={name} mayEnd={me.rights.includes('sessions:end')} />
          )
        }
      </Loaded>
    </>
  );
}
