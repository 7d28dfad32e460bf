import { type Alarm, type AlarmFinding, alarmFindings } from '@huke/sdk';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { api, problemOf, queries } from '../api.ts';
import { useColleagueName } from '../parts/catalogues.ts';
import { Refusal } from '../parts/refusal.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { tell } from '../parts/toast.tsx';
import { useTeams } from '../people/lists.ts';
import { useMe } from '../shell/session.ts';
import { capital, useFormat, useLanguage, useWords } from '../words/index.ts';
import { alarmObject } from './alarm-object.ts';
import '../parts/table.css';
import './alarms.css';

/** What the system found amiss; an officer reads what to do and says what it was. */
export function AlarmsPage() {
  const words = useWords();
  const search = useSearch({ from: '/shell/alarms' });
  const navigate = useNavigate();
  const open = search.show !== 'all';
  const [error, setError] = useState<unknown>(null);
  const alarms = useInfiniteQuery({
    queryKey: ['alarms', open ? 'open' : 'all'],
    queryFn: ({ pageParam }) => api.alarms({ open, ...(pageParam === null ? {} : { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  const close = async (alarm: string, finding: AlarmFinding): Promise<void> => {
    setError(null);
    try {
      await api.closeAlarm(alarm, finding);
      tell(words.alarms.closed);
    } catch (failure) {
      setError(failure);
    } finally {
      await queries.invalidateQueries({ queryKey: ['alarms'] });
    }
  };
  return (
    <div className="page stack">
      <header className="page-head">
        <div>
          <h1>{words.alarms.title}</h1>
          <p>{words.alarms.intro}</p>
        </div>
        <div className="row" role="radiogroup" aria-label={words.alarms.title}>
          {(['open', 'all'] as const).map((each) => (
            <button
              key={each}
              type="button"
              role="radio"
              className="chip"
              aria-checked={open === (each === 'open')}
              onClick={() => void navigate({ to: '/alarms', search: each === 'all' ? { show: 'all' } : {} })}
            >
              {words.alarms[each]}
            </button>
          ))}
        </div>
      </header>
      {error !== null && <Refusal problem={problemOf(error)} />}
      <Loaded of={alarms}>
        {(data) => {
          const rows = data.pages.flatMap((page) => page.rows);
          if (rows.length === 0)
            return (
              <Empty
                title={open ? words.alarms.emptyOpen : words.alarms.empty}
                hint={words.alarms.emptyHint}
              />
            );
          return (
            <ul className="alarms">
              {rows.map((alarm) => (
                <AlarmCard key={alarm.id} alarm={alarm} onClose={close} />
              ))}
              {alarms.hasNextPage && (
                <li>
                  <Button loading={alarms.isFetchingNextPage} onClick={() => void alarms.fetchNextPage()}>
                    {words.common.more}
                  </Button>
                </li>
              )}
            </ul>
          );
        }}
      </Loaded>
    </div>
  );
}

function AlarmCard(props: {
  alarm: Alarm;
  onClose: (alarm: string, finding: AlarmFinding) => Promise<void>;
}) {
  const { alarm, onClose } = props;
  const words = useWords();
  const format = useFormat();
  const language = useLanguage();
  const me = useMe();
  const [busy, setBusy] = useState<AlarmFinding | null>(null);
  const mayClose = me.rights.includes('alarms:close') && alarm.person?.id !== me.id;
  const end = async (finding: AlarmFinding): Promise<void> => {
    setBusy(finding);
    await onClose(alarm.id, finding);
    setBusy(null);
  };
  return (
    <li className={`alarm panel ${alarm.severity}`}>
      <p className="row">
        <span className={`alarm-severity ${alarm.severity}`}>{words.alarms.severities[alarm.severity]}</span>
        <strong className="grow">{alarm.title[language]}</strong>
        <time className="small quiet tabular" dateTime={alarm.lastAt}>
          {format.when(alarm.lastAt)}
        </time>
      </p>
      <About alarm={alarm} />
      <p>{capital(alarm.next[language])}</p>
      {alarm.closed ? (
        <p className="small quiet">
          {words.alarms.closedBy(alarm.closed.by?.name ?? '', words.alarms.findings[alarm.closed.finding])}
          {' · '}
          {format.when(alarm.closed.at)}
        </p>
      ) : (
        mayClose && (
          <p className="row">
            {alarmFindings.map((finding) => (
              <Button
                key={finding}
                size="small"
                danger={finding === 'incident'}
                loading={busy === finding}
                disabled={busy !== null && busy !== finding}
                onClick={() => void end(finding)}
              >
                {words.alarms.findings[finding]}
              </Button>
            ))}
          </p>
        )
      )}
    </li>
  );
}

/** Whom and what an alarm is about, with a way to their entries where the reader may see the ledger. */
function About({ alarm }: { alarm: Alarm }) {
  const words = useWords();
  const { rights } = useMe();
  const { teamName } = useTeams();
  const colleague = useColleagueName();
  const { person, key, team, customer, times } = alarm;
  const parts = [
    alarmObject(alarm, words, { colleague }),
    person && `${words.alarms.person} ${person.name} ${person.staffNumber}`,
    key && `${words.alarms.key} …${key.slice(-6)}`,
    team && `${words.alarms.team} ${teamName(team)}`,
    customer && `${words.alarms.customer} …${customer.slice(-6)}`,
    times > 1 && words.alarms.times(times),
  ].filter((part) => typeof part === 'string' && part !== '');
  const about = person ? { person: person.id } : customer ? { customer } : null;
  const look = rights.includes('ledger:read') && about !== null;
  if (parts.length === 0) return null;
  return (
    <p className="small quiet">
      {parts.join(' · ')}
      {look && (
        <>
          {' '}
          <Link className="nowrap" to="/ledger" search={about}>
            {words.alarms.look}
          </Link>
        </>
      )}
    </p>
  );
}
