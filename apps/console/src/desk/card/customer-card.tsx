import { EyeInvisibleOutlined, HistoryOutlined, TeamOutlined } from '@ant-design/icons';
import type { CardField, CaseDetail, CustomerCard as Card, Me } from '@huke/sdk';
import { useQuery } from '@tanstack/react-query';
import { Popover } from 'antd';
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { api, problemOf } from '../../api.ts';
import { useFieldKinds, useFieldName } from '../../parts/catalogues.ts';
import { Refusal } from '../../parts/refusal.tsx';
import { Empty, Failed, Skeleton } from '../../parts/states.tsx';
import { type Event, useEvents } from '../../shell/events.ts';
import { useHotkey } from '../../shell/hotkeys.ts';
import { useMe } from '../../shell/session.ts';
import { isRefusal } from '../../shell/problem-words.ts';
import { useFormat, useWords } from '../../words/index.ts';
import { ScratchPad } from '../scratch-pad.tsx';
import { ActPanel } from './act-panel.tsx';
import { usesOf, type Wish } from './act-flow.ts';
import { CorrectPanel } from './correct-panel.tsx';
import { FieldRow, type RowActs } from './field-row.tsx';
import { approvalOf } from './my-approvals.ts';
import { keyOf } from './reveals.ts';
import { useActs } from './use-acts.ts';
import { useVerification } from './use-verification.ts';
import { VerifyPanel } from './verify-panel.tsx';
import './card.css';

const TrailDrawer = lazy(async () => ({ default: (await import('./trail-drawer.tsx')).TrailDrawer }));
const HistoryDrawer = lazy(async () => ({ default: (await import('./history-drawer.tsx')).HistoryDrawer }));

const groups = ['identity', 'contact', 'accounts', 'orders', 'other'] as const;

/** The protected card of a case's customer; loading it is one masked view in the ledger, so it loads once. */
export function CustomerCard(props: { theCase: CaseDetail; customer: string }) {
  const { theCase, customer } = props;
  const me = useMe();
  const card = useQuery({
    queryKey: ['card', customer, theCase.id],
    queryFn: () => api.customer(customer, viewOf(me, theCase)),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    refetchOnReconnect: false,
    retry: false,
  });
  if (card.data) return <CardBody key={theCase.id} card={card.data} theCase={theCase} />;
  if (card.isPending) return <Skeleton rows={9} height={18} />;
  const problem = problemOf(card.error);
  if (isRefusal(problem))
    return (
      <div className="card-refused">
        <Refusal problem={problem} />
      </div>
    );
  return <Failed error={card.error} retry={() => void card.refetch()} />;
}

/** Quality checks look for their own purpose, everybody else for the case's. */
function viewOf({ rights }: Me, theCase: CaseDetail) {
  return rights.includes('cases:check')
    ? ({ scenario: 'quality-check', purpose: 'quality-check', case: theCase.id } as const)
    : { scenario: theCase.scenario, purpose: theCase.purpose, case: theCase.id };
}

function CardBody(props: { card: Card; theCase: CaseDetail }) {
  const words = useWords();
  const { card, theCase } = props;
  const acts = useActs(theCase);
  const me = useMe();
  const kinds = useFieldKinds().data?.fields;
  const types = useMemo(() => new Map(kinds?.map((kind) => [kind.field, kind.type])), [kinds]);
  const order = useMemo(() => new Map(kinds?.map((kind, index) => [kind.field, index])), [kinds]);
  const list = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(null);
  const [verifying, setVerifying] = useState<string | null>(null);
  const [correcting, setCorrecting] = useState<{ readonly key: string; readonly value: string } | null>(null);
  const needs = useVerification(theCase);
  const [drawer, setDrawer] = useState<'trail' | 'history' | null>(null);
  const panelKey = acts.flow ? keyOf(acts.flow.wish.field) : (verifying ?? correcting?.key ?? null);
  const live = theCase.contact?.live ?? false;

  const { hideAll, say, setFlow } = acts;
  const hideEverything = useCallback((): boolean => {
    const some = acts.shown.size > 0 || acts.flow !== null || verifying !== null || correcting !== null;
    if (acts.shown.size > 0) say(words.card.allHidden);
    hideAll();
    setFlow(null);
    setVerifying(null);
    setCorrecting(null);
    return some;
  }, [acts.shown.size, acts.flow, verifying, correcting, hideAll, say, setFlow, words]);
  useEffect(() => {
    hideAll();
  }, [live, theCase.state, hideAll]);
  useEvents(
    useCallback(
      (event: Event) => {
        // a grant that ended may be what was shown by: its event is told to who had it alone
        if (event.topic === 'grant' || (event.topic === 'contact-ended' && event.id === theCase.id))
          hideAll();
      },
      [hideAll, theCase.id],
    ),
  );

  const offers = (field: CardField, action: Wish['action'] | 'verify'): boolean =>
    field.may.some((each) => each.action === action);
  const focused = (action: Wish['action'] | 'verify'): CardField | undefined =>
    card.fields.find((field) => keyOf(field) === active) ??
    card.fields.find((field) => offers(field, action));
  const start = acts.start;
  const rowActs = useRef<RowActs>({
    act: () => undefined,
    verify: () => undefined,
    correct: () => undefined,
    hide: () => undefined,
  });
  rowActs.current = {
    act: (wish) => {
      setVerifying(null);
      setCorrecting(null);
      setActive(keyOf(wish.field));
      start(wish);
    },
    verify: (field) => {
      setFlow(null);
      setCorrecting(null);
      setActive(keyOf(field));
      setVerifying(keyOf(field));
    },
    correct: (field) => {
      setFlow(null);
      setVerifying(null);
      setActive(keyOf(field));
      setCorrecting({ key: keyOf(field), value: '' });
    },
    hide: (field) => acts.hide(field),
  };
  const stable = useMemo<RowActs>(
    () => ({
      act: (wish) => rowActs.current.act(wish),
      verify: (field) => rowActs.current.verify(field),
      correct: (field) => rowActs.current.correct(field),
      hide: (field) => rowActs.current.hide(field),
    }),
    [],
  );
  const byKey = (action: Wish['action']) => (): void => {
    const field = focused(action);
    if (field) stable.act({ action, field });
    else say(words.card.noPolicy);
  };
  useHotkey('reveal', byKey('reveal'));
  useHotkey('copy', byKey('copy'));
  useHotkey('verify', () => {
    const field = [focused('verify'), ...card.fields].find(
      (each) => each !== undefined && offers(each, 'verify'),
    );
    if (field) stable.verify(field);
  });
  useHotkey('hide', hideEverything);
  const move = (step: number): boolean => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-field]') ?? [])];
    if (!list.current?.contains(document.activeElement)) return false;
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    rows[Math.max(0, Math.min(rows.length - 1, at + step))]?.focus();
    return true;
  };
  useHotkey('down', () => move(1));
  useHotkey('up', () => move(-1));

  const closePanel = (): void => {
    setFlow(null);
    setVerifying(null);
    setCorrecting(null);
    const row = [...(list.current?.querySelectorAll<HTMLElement>('[data-field]') ?? [])];
    row.find((each) => each.dataset['field'] === active)?.focus();
  };
  const first = card.fields.find((field) => keyOf(field) === verifying)?.field ?? '';
  const corrected = card.fields.find((field) => keyOf(field) === correcting?.key);
  const changeOf = (field: CardField) =>
    needs?.changes.find(
      (each) =>
        each.state === 'waiting' &&
        each.field === field.field &&
        (each.item === field.item ||
          (each.item === null && card.fields.find((first) => first.field === field.field) === field)),
    );
  const panel = acts.flow ? (
    <ActPanel
      flow={acts.flow}
      theCase={theCase}
      onFlow={setFlow}
      onTry={(next, confirmed) => void acts.attempt(next, confirmed)}
      onClose={closePanel}
      onVerify={() => {
        const { field } = acts.flow?.wish ?? {};
        if (field) stable.verify(field);
      }}
    />
  ) : verifying !== null ? (
    <VerifyPanel
      // what counts decides what is asked first, so it waits for that
      key={needs === null ? 'early' : 'known'}
      theCase={theCase}
      fields={card.fields}
      // what is being changed cannot stand for its own change
      first={correcting === null ? first : ''}
      needs={needs}
      onBack={correcting === null ? null : () => setVerifying(null)}
      onClose={correcting === null ? closePanel : () => setVerifying(null)}
    />
  ) : correcting !== null && corrected ? (
    <CorrectPanel
      theCase={theCase}
      field={corrected}
      value={correcting.value}
      onValue={(value) => setCorrecting({ ...correcting, value })}
      onVerify={() => setVerifying(correcting.key)}
      onDone={(said) => {
        say(said);
        closePanel();
      }}
      onClose={closePanel}
    />
  ) : null;

  return (
    <div className="card">
      <div className="card-head">
        <Badges card={card} />
        <span className="grow" />
        {acts.shown.size > 0 && (
          <button type="button" className="chip" onClick={hideEverything}>
            <EyeInvisibleOutlined /> {words.card.hideNow} <kbd>Esc</kbd>
          </button>
        )}
        {me.rights.includes('customers:trail') && (
          <button type="button" className="chip" onClick={() => setDrawer('trail')}>
            <TeamOutlined /> {words.card.whoLooked}
          </button>
        )}
        <button type="button" className="chip" onClick={() => setDrawer('history')}>
          <HistoryOutlined /> {words.card.history}
        </button>
      </div>
      <p className="card-status" role="status" aria-live="polite">
        {acts.status}
      </p>
      <div
        ref={list}
        className="card-fields"
        onFocus={(event) => {
          const row = event.target.closest<HTMLElement>('[data-field]');
          if (row?.dataset['field'] !== undefined) setActive(row.dataset['field']);
        }}
      >
        {card.fields.length === 0 && <Empty title={words.card.empty} hint={words.card.emptyHint} />}
        {groups.map((group) => {
          const fields = card.fields
            .filter((field) => field.group === group)
            .toSorted(
              (a, b) =>
                (order.get(a.field) ?? 999) - (order.get(b.field) ?? 999) || (keyOf(a) < keyOf(b) ? -1 : 1),
            );
          if (fields.length === 0) return null;
          return (
            <section key={group} className="card-group">
              <h3>{words.codes.groups[group]}</h3>
              <ul>
                {fields.map((field) => (
                  <FieldSlot key={keyOf(field)} panel={keyOf(field) === panelKey ? panel : null}>
                    <FieldRow
                      field={field}
                      uses={usesOf(types.get(field.field), field.field)}
                      shown={acts.shown.get(keyOf(field))}
                      approval={approvalOf(acts.approvals, field)}
                      change={changeOf(field)}
                      active={active === keyOf(field)}
                      acts={stable}
                    />
                  </FieldSlot>
                ))}
              </ul>
            </section>
          );
        })}
        <Parties card={card} />
      </div>
      <ScratchPad
        caseId={theCase.id}
        open={theCase.state !== 'closed' && (live || theCase.contact === null)}
      />
      <Suspense fallback={null}>
        {drawer === 'trail' && (
          <TrailDrawer customer={card.id} caseId={theCase.id} onClose={() => setDrawer(null)} />
        )}
        {drawer === 'history' && (
          <HistoryDrawer theCase={theCase} card={card} onClose={() => setDrawer(null)} />
        )}
      </Suspense>
    </div>
  );
}

/** A row and the panel that floats below it without moving the others. */
function FieldSlot(props: { panel: ReactNode; children: ReactNode }) {
  return (
    <>
      {props.children}
      {props.panel && <li className="act-slot">{props.panel}</li>}
    </>
  );
}

function Badges(props: { card: Card }) {
  const words = useWords();
  return (
    <span className="row wrap">
      {props.card.badges.map((badge) => (
        <Popover key={badge} content={<p className="why-box">{words.codes.badges[badge].means}</p>}>
          <span
            className={badge === 'vip' || badge === 'colleague' ? 'tag accent' : 'tag warn'}
            tabIndex={0}
            aria-label={`${words.codes.badges[badge].name}: ${words.codes.badges[badge].means}`}
          >
            {words.codes.badges[badge].name}
          </span>
        </Popover>
      ))}
    </span>
  );
}

function Parties(props: { card: Card }) {
  const words = useWords();
  const format = useFormat();
  const name = useFieldName();
  if (props.card.parties.length === 0) return null;
  return (
    <section className="card-group">
      <h3>{words.card.parties}</h3>
      <ul>
        {props.card.parties.map((party) => (
          <li key={party.id} className="party">
            <span className="tag">{words.codes.capacities[party.capacity]}</span>
            <span className="tabular">{party.name}</span>
            <span className="small quiet">
              {party.fields.length > 0 &&
                `${words.card.partyScope} ${party.fields.map(name).join(words.listJoin)}`}
              {party.expiresAt && ` · ${words.card.until(format.date(party.expiresAt))}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
