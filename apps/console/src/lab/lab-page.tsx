import { useNavigate, useSearch } from '@tanstack/react-router';
import { useWords } from '../words/index.ts';
import { Workbench } from './workbench.tsx';
import { Typing } from './typing.tsx';
import '../parts/table.css';
import './lab.css';

/** Shows how customer information is found: by the server with its reasons, or in this browser while typing. */
export function LabPage() {
  const words = useWords();
  const search = useSearch({ from: '/shell/lab' });
  const navigate = useNavigate();
  const tab = search.tab === 'local' ? 'local' : 'server';
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{words.lab.title}</h1>
          <p>{words.lab.intro}</p>
        </div>
      </header>
      <div className="page-tabs" role="tablist">
        {(['server', 'local'] as const).map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            aria-selected={tab === each}
            onClick={() => void navigate({ to: '/lab', search: { tab: each } })}
          >
            {words.lab[each]}
          </button>
        ))}
      </div>
      {tab === 'server' ? <Workbench /> : <Typing />}
    </div>
  );
}
