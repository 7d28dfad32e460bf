import type { Approval } from '@huke/sdk';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { api, queries } from '../api.ts';
import { useCaseTypeName, useCaseTypes, useFieldName, usePolicyTitle } from '../parts/catalogues.ts';
import { LevelDot } from '../parts/level.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { tell, tellFailure } from '../parts/toast.tsx';
import { useHotkey } from '../shell/hotkeys.ts';
import { pendingQuery } from '../shell/pending-approvals.tsx';
import { useMe } from '../shell/session.ts';
import { named, useFormat, useWords } from '../words/index.ts';
import { ContextBars } from './context-bars.tsx';
import { NarrowPanel } from './narrow-panel.tsx';
import { RefusePanel } from './refuse-panel.tsx';

type Doing = { readonly id: string; readonly what: 'narrow' | 'refuse' } | null;

/** The live queue: J and K move, A approves, N narrows, X refuses. */
export function Queue(props: { mine: boolean }) {
  const words = useWords();
  const me = useMe();
  const pending = useQuery(pendingQuery);
  const rows = (pending.data?.rows ?? []).filter((each) => !props.mine || each.requester.id === me.id);
  const [at, setAt] = useState<string | null>(null);
  const [doing, setDoing] = useState<Doing>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const current = rows.find((each) => each.id === at) ?? rows[0];
  const decide = async (approval: Approval, done: string, act: () => Promise<Approval>): Promise<void> => {
    setBusy(approval.id);
    try {
      await act();
      tell(done);
      setDoing(null);
    } catch (error) {
      tellFailure(error);
    } finally {
      setBusy(null);
      await queries.invalidateQueries({ queryKey: ['approvals'] });
      void queries.invalidateQueries({ queryKey: ['grants'] });
    }
  };
  const move = (step: number) => (): void => {
    const index = rows.findIndex((each) => each.id === current?.id);
    const next = rows[Math.max(0, Math.min(rows.length - 1, index + step))];
    if (!next) return;
    setAt(next.id);
    list.current?.querySelector<HTMLElement>(`[data-approval="${CSS.escape(next.id)}"]`)?.focus();
  };
  const whenMine = (act: (approval: Approval) => void) => (): boolean => {
    if (!current?.mayDecide || busy !== null) return false;
    act(current);
    return true;
  };
  const approve = (approval: Approval): void =>
    void decide(approval, words.approvals.approved, () => api.approve(approval.id));
  useHotkey('down', move(1));
  useHotkey('up', move(-1));
  useHotkey('approve', whenMine(approve));
  useHotkey(
    'narrow',
    whenMine((each) => setDoing({ id: each.id, what: 'narrow' })),
  );
  useHotkey(
    'refuse',
    whenMine((each) => setDoing({ id: each.id, what: 'refuse' })),
  );
  useHotkey('hide', () => {
    if (doing === null) return false;
    setDoing(null);
    return true;
  });
  return (
    <Loaded of={pending}>
      {() =>
        rows.length === 0 ? (
          <Empty title={words.approvals.empty} hint={words.approvals.emptyHint} />
        ) : (
          <ul ref={list} className="approvals" aria-live="polite">
            {rows.map((approval) => (
              <li
                key={approval.id}
                className={approval.id === current?.id ? 'approval panel at' : 'approval panel'}
                data-approval={approval.id}
                tabIndex={0}
                onFocus={() => setAt(approval.id)}
              >
                <Request approval={approval} />
                <ContextBars approval={approval} />
                {approval.mayDecide ? (
                  <div className="approval-acts">
                    <Button type="primary" loading={busy === approval.id} onClick={() => approve(approval)}>
                      {words.approvals.approve} · {words.common.minutes(approval.minutes)} <kbd>A</kbd>
                    </Button>
                    <Button onClick={() => setDoing({ id: approval.id, what: 'narrow' })}>
                      {words.approvals.narrow} <kbd>N</kbd>
                    </Button>
                    <Button danger onClick={() => setDoing({ id: approval.id, what: 'refuse' })}>
                      {words.approvals.refuse} <kbd>X</kbd>
                    </Button>
                  </div>
                ) : (
                  <Blocked approval={approval} />
                )}
                {doing?.id === approval.id && doing.what === 'narrow' && (
                  <NarrowPanel
                    approval={approval}
                    busy={busy === approval.id}
                    onClose={() => setDoing(null)}
                    onApprove={(body) =>
                      void decide(approval, words.approvals.approved, () => api.approve(approval.id, body))
                    }
                  />
                )}
                {doing?.id === approval.id && doing.what === 'refuse' && (
                  <RefusePanel
                    busy={busy === approval.id}
                    onClose={() => setDoing(null)}
                    onRefuse={(reason) =>
                      void decide(approval, words.approvals.refused, () => api.refuse(approval.id, reason))
                    }
                  />
                )}
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

/** Who asks for what, about whom, in which case, why. */
export function Request(props: { approval: Approval }) {
  const words = useWords();
  const format = useFormat();
  const field = useFieldName();
  const typeName = useCaseTypeName();
  const { approval } = props;
  const usualPurpose = useCaseTypes().find((each) => each.type === approval.caseType)?.purpose;
  return (
    <div className="approval-what">
      <p>
        <strong>{approval.requester.name}</strong>{' '}
        <span className="quiet tabular">{approval.requester.staffNumber}</span>{' '}
        {words.approvals.wants(words.codes.actions[approval.action])}
      </p>
      <p className="row wrap">
        {grouped(approval.fields).map(([each, count]) => (
          <span key={each.field} className="tag">
            {field(each.field)} {count > 1 && `×${count} `}
            <LevelDot level={each.level} sensitive={each.sensitive} />
          </span>
        ))}
        <span className="tabular">{approval.customerLabel}</span>
      </p>
      <p className="small quiet">
        {typeName(approval.caseType)} ·{' '}
        {approval.purpose !== usualPurpose && `${words.codes.purposes[approval.purpose]} · `}
        {words.codes.scenarios[approval.scenario]} · {words.codes.reasons[approval.reason]}
      </p>
      <p className="small quiet tabular">
        {format.when(approval.createdAt)}
        {approval.state === 'pending' && ` · ${words.approvals.expiresIn(format.when(approval.expiresAt))}`}
        {approval.decidedBy &&
          ` · ${words.codes.approvalStates[approval.state]} ${approval.decidedBy.name} ${format.when(approval.decidedAt ?? approval.createdAt)}`}
        {approval.refusal !== undefined &&
          ` · ${named({ ...words.codes.reasons, ...words.codes.refusals }, approval.refusal)}`}
      </p>
    </div>
  );
}

/** Fields with how many of each are asked for: several bank cards are one tag. */
function grouped(fields: Approval['fields']): readonly (readonly [Approval['fields'][number], number])[] {
  const names = [...new Set(fields.map((each) => each.field))];
  return names.flatMap((name) => {
    const all = fields.filter((each) => each.field === name);
    return all[0] ? [[all[0], all.length] as const] : [];
  });
}

function Blocked(props: { approval: Approval }) {
  const words = useWords();
  const title = usePolicyTitle();
  const me = useMe();
  const { approval } = props;
  const withdraw = async (): Promise<void> => {
    try {
      await api.cancelApproval(approval.id);
      await queries.invalidateQueries({ queryKey: ['approvals'] });
    } catch (error) {
      tellFailure(error);
    }
  };
  return (
    <div className="approval-acts">
      {approval.requester.id === me.id ? (
        <Button onClick={() => void withdraw()}>{words.act.withdraw}</Button>
      ) : (
        <span className="small quiet">
          {words.approvals.cannot}
          {approval.blockedBy !== undefined &&
            ` (${words.problems[approval.blockedBy] ?? title(approval.blockedBy)})`}
        </span>
      )}
    </div>
  );
}
