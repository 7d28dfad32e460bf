import { useNavigate, useSearch } from '@tanstack/react-router';
import { Allowances, useAskedAllowances } from '../imports/allowances.tsx';
import { useWords } from '../words/index.ts';
import { useMe } from '../shell/session.ts';
import { Changes } from './changes.tsx';
import { Grants } from './grants.tsx';
import { History } from './history.tsx';
import { Queue } from './queue.tsx';
import '../parts/table.css';
import './approvals.css';

const tabs = ['queue', 'large', 'history', 'grants', 'changes'] as const;

/** Requests to decide, what was decided, and the grants that came of it. */
export function ApprovalsPage() {
  const words = useWords();
  const search = useSearch({ from: '/shell/approvals' });
  const navigate = useNavigate();
  const tab = tabs.find((each) => each === search.tab) ?? 'queue';
  const mine = search.mine === '1';
  const { rights } = useMe();
  const sees = rights.includes('contact-changes:read');
  const decides = rights.includes('imports:allow');
  const asked = useAskedAllowances(decides);
  const names = { ...words.approvals, large: words.imports.large };
  return (
    <div className="page">
      <header className="page-head">
        <h1>{words.approvals.title}</h1>
        <button
          type="button"
          className="chip"
          aria-pressed={mine}
          onClick={() =>
            void navigate({ to: '/approvals', search: { ...search, mine: mine ? undefined : '1' } })
          }
        >
          {words.approvals.mineOnly}
        </button>
      </header>
      <div className="page-tabs" role="tablist">
        {tabs
          .filter((each) => (each !== 'changes' || sees) && (each !== 'large' || decides))
          .map((each) => (
            <button
              key={each}
              type="button"
              role="tab"
              aria-selected={tab === each}
              onClick={() => void navigate({ to: '/approvals', search: { ...search, tab: each } })}
            >
              {names[each]}
              {each === 'large' && asked > 0 && ` (${asked})`}
            </button>
          ))}
      </div>
      {tab === 'queue' && <Queue mine={mine} />}
      {tab === 'large' && decides && <Allowances mayAsk={false} />}
      {tab === 'history' && <History mine={mine} />}
      {tab === 'grants' && <Grants mine={mine} />}
      {tab === 'changes' && sees && <Changes />}
    </div>
  );
}
