import { PlusOutlined } from '@ant-design/icons';
import type { CaseCounts, CaseRow } from '@huke/sdk';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api } from '../api.ts';
import { useCaseTypeName } from '../parts/catalogues.ts';
import { useNow } from '../parts/now.ts';
import { Empty, Failed, Skeleton } from '../parts/states.tsx';
import { useHotkey } from '../shell/hotkeys.ts';
import { useFormat, useWords } from '../words/index.ts';

export const scopes = ['mine', 'team', 'approval', 'due'] as const;
export type Scope = (typeof scopes)[number];

const countOf: Record<Scope, keyof CaseCounts> = {
  mine: 'mine',
  team: 'team',
  approval: 'waitingApproval',
  due: 'due',
};

/** The cases of a scope with counters; J and K move, Enter opens. */
export function CaseList(props: {
  scope: Scope;
  chosen: string | undefined;
  onScope: (scope: Scope) => void;
  onOpen: (id: string) => void;
}) {
  const words = useWords();
  const { scope, chosen } = props;
  const list = useRef<HTMLUListElement>(null);
  const now = useNow(30_000);
  const cases = useInfiniteQuery({
    queryKey: ['cases', scope],
    queryFn: ({ pageParam }) => api.cases({ scope, ...(pageParam === null ? {} : { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: 120_000,
  });
  const rows = cases.data?.pages.flatMap((page) => page.rows) ?? [];
  const counts = cases.data?.pages[0]?.counts;
  const [cursor, setCursor] = useState<string | undefined>(chosen);
  useEffect(() => {
    setCursor(chosen);
  }, [chosen]);

  const move = (step: number) => (): boolean => {
    if (document.activeElement?.closest('.card-fields')) return false;
    if (rows.length === 0) return false;
    const at = rows.findIndex((row) => row.id === cursor);
    const next = rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + step))];
    if (!next) return false;
    setCursor(next.id);
    list.current?.querySelector(`[data-case="${CSS.escape(next.id)}"]`)?.scrollIntoView({ block: 'nearest' });
    return true;
  };
  useHotkey('down', move(1));
  useHotkey('up', move(-1));
  useHotkey('open', () => {
    if (cursor === undefined || document.activeElement?.closest('.desk-pane.card')) return false;
    props.onOpen(cursor);
    return true;
  });

  return (
    <>
      <div className="case-scopes" role="tablist" aria-label={words.desk.counters}>
        {scopes.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            aria-selected={scope === each}
            onClick={() => props.onScope(each)}
          >
            <strong className="tabular">{counts?.[countOf[each]] ?? '–'}</strong>
            <span>{words.desk[each]}</span>
          </button>
        ))}
      </div>
      {cases.isPending && <Skeleton rows={8} height={36} />}
      {cases.isError && !cases.data && <Failed error={cases.error} retry={() => void cases.refetch()} />}
      {cases.data && rows.length === 0 && (
        <Empty
          title={scope === 'mine' ? words.desk.emptyMine : words.desk.emptyScope}
          hint={scope === 'mine' ? words.desk.emptyMineHint : words.desk.emptyScopeHint}
        />
      )}
      <ul ref={list} className="case-rows">
        {rows.map((row) => (
          <Row
            key={row.id}
            row={row}
            chosen={row.id === chosen}
            under={row.id === cursor}
            showAgent={scope !== 'mine'}
            now={now}
            onOpen={props.onOpen}
          />
        ))}
        {cases.hasNextPage && (
          <li className="case-more">
            <button
              type="button"
              className="chip"
              disabled={cases.isFetchingNextPage}
              onClick={() => void cases.fetchNextPage()}
            >
              <PlusOutlined /> {words.common.more}
            </button>
          </li>
        )}
      </ul>
    </>
  );
}

function Row(props: {
  row: CaseRow;
  chosen: boolean;
  under: boolean;
  showAgent: boolean;
  now: number;
  onOpen: (id: string) => void;
}) {
  const words = useWords();
  const format = useFormat();
  const typeName = useCaseTypeName();
  const { row } = props;
  const overdue = row.dueAt !== null && row.state !== 'closed' && Date.parse(row.dueAt) < props.now;
  return (
    <li>
      <button
        type="button"
        className={props.under ? 'case-row under' : 'case-row'}
        data-case={row.id}
        aria-current={props.chosen}
        onClick={() => props.onOpen(row.id)}
      >
        <span className="row">
          <strong className="grow ellipsis" title={typeName(row.type)}>
            {typeName(row.type)}
          </strong>
          {row.contact?.live && (
            <span className="tag accent">
              {row.channel === 'call' ? words.desk.live : words.desk.liveChat}
            </span>
          )}
          {row.waitingApproval && <span className="tag warn">{words.desk.waitingShort}</span>}
          {!row.contact?.live && row.state !== 'open' && (
            <span className="tag">{words.codes.caseStates[row.state]}</span>
          )}
        </span>
        <span className="row small quiet tabular">
          <span className="grow ellipsis">
            {row.customer === null ? words.desk.noCustomer : row.customerLabel}
            {props.showAgent && row.agent && ` · ${row.agent.name}`}
          </span>
          {overdue ? (
            <span className="overdue">{words.desk.overdue}</span>
          ) : (
            <span>{row.dueAt ? words.desk.dueAt(format.when(row.dueAt)) : format.when(row.openedAt)}</span>
          )}
        </span>
      </button>
    </li>
  );
}
