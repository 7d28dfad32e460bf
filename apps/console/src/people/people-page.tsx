import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMe } from '../shell/session.ts';
import { useWords } from '../words/index.ts';
import { Changes } from './changes.tsx';
import { ServiceKeys } from './service-keys.tsx';
import { Sessions } from './sessions.tsx';
import { Staff } from './staff.tsx';
import { Teams } from './teams.tsx';
import '../parts/table.css';
import './people.css';

const tabs = [
  { tab: 'people', word: 'tabPeople', right: 'people:read', view: Staff },
  { tab: 'teams', word: 'tabTeams', right: 'people:read', view: Teams },
  { tab: 'changes', word: 'tabChanges', right: 'changes:read', view: Changes },
  { tab: 'sessions', word: 'tabSessions', right: 'sessions:read', view: Sessions },
  { tab: 'keys', word: 'tabKeys', right: 'keys:read', view: ServiceKeys },
] as const;

/** People and what belongs to them, as far as the reader's rights go. */
export function PeoplePage() {
  const words = useWords();
  const me = useMe();
  const search = useSearch({ from: '/shell/people' });
  const navigate = useNavigate();
  const allowed = tabs.filter(({ right }) => me.rights.includes(right));
  const open = allowed.find(({ tab }) => tab === search.tab) ?? allowed[0];
  return (
    <div className="page">
      <header className="page-head">
        <h1>{words.people.title}</h1>
      </header>
      <div className="page-tabs" role="tablist">
        {allowed.map(({ tab, word }) => (
          <button
            key={tab}
            type="button"
            role="tab"
            aria-selected={tab === open?.tab}
            onClick={() => void navigate({ to: '/people', search: { tab } })}
          >
            {words.people[word]}
          </button>
        ))}
      </div>
      {open && <open.view />}
    </div>
  );
}
