import {
  FileDoneOutlined,
  MessageOutlined,
  PhoneOutlined,
  SafetyOutlined,
  EditOutlined,
  SwapOutlined,
  AuditOutlined,
  PlayCircleOutlined,
} from '@ant-design/icons';
import type { CaseDetail, TimelineItem } from '@huke/sdk';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Popconfirm, Popover, Select } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { api, problemOf, queries } from '../api.ts';
import { useFound } from '../lab/detector.ts';
import { useCaseTypeName } from '../parts/catalogues.ts';
import { Refusal } from '../parts/refusal.tsx';
import { Empty } from '../parts/states.tsx';
import { tell } from '../parts/toast.tsx';
import { useMe } from '../shell/session.ts';
import { capital, named, useFormat, useWords } from '../words/index.ts';

/** What happened on a case, a note's place, and what can be done with the case. */
export function CasePane(props: { theCase: CaseDetail }) {
  const words = useWords();
  const format = useFormat();
  const typeName = useCaseTypeName();
  const { theCase } = props;
  const me = useMe();
  const [error, setError] = useState<unknown>(null);
  const end = useRef<HTMLLIElement>(null);
  const count = theCase.timeline.length;
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [count]);

  const act = async (done: string, run: () => Promise<unknown>): Promise<void> => {
    setError(null);
    try {
      await run();
      tell(done);
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['case', theCase.id] }),
        queries.invalidateQueries({ queryKey: ['cases'] }),
      ]);
    } catch (failure) {
      setError(failure);
    }
  };
  const live = theCase.contact?.live === true;
  const closed = theCase.state === 'closed';
  const writes = theCase.agent?.id === me.id || me.rights.includes('cases:lead');
  return (
    <>
      <header className="case-head">
        <div className="row wrap">
          <h1 className="grow">{typeName(theCase.type)}</h1>
          {!closed && <CaseActions theCase={theCase} act={act} />}
        </div>
        <p className="row wrap small quiet">
          <span className="mono">{theCase.number}</span>
          {live ? (
            <span className="tag accent">
              {theCase.channel === 'call' ? words.desk.live : words.desk.liveChat}
            </span>
          ) : (
            <span className="tag">{words.codes.caseStates[theCase.state]}</span>
          )}
          <span>{words.codes.channels[theCase.channel]}</span>
          {theCase.contact && <span>{words.desk.direction[theCase.contact.direction]}</span>}
          {theCase.party && theCase.party.capacity !== 'customer' && (
            <span className="tag warn">
              {words.desk.party} {words.codes.capacities[theCase.party.capacity]}
            </span>
          )}
          <span className="tabular" title={words.desk.openedAt(format.when(theCase.openedAt))}>
            {theCase.dueAt
              ? words.desk.dueAt(format.when(theCase.dueAt))
              : words.desk.openedAt(format.when(theCase.openedAt))}
          </span>
        </p>
        {theCase.origin === 'self' && !live && !closed && (
          <p className="case-notice">{words.desk.selfOpened}</p>
        )}
        {error !== null && <Refusal problem={problemOf(error)} />}
        {theCase.notesWithheld && (
          <>
            <p className="case-notice">{words.desk.notesWithheld}</p>
            <Refusal problem={theCase.notesWithheld} />
          </>
        )}
      </header>
      <ol className="timeline" aria-label={words.desk.timeline}>
        {count === 0 && (
          <li>
            <Empty title={words.desk.noTimeline} hint={words.desk.noTimelineHint} />
          </li>
        )}
        {theCase.timeline.map((item, index) => (
          <Item key={`${item.at}/${index}`} item={item} />
        ))}
        <li ref={end} />
      </ol>
      {!closed && writes && theCase.customer !== null && <NoteBox theCase={theCase} act={act} />}
    </>
  );
}

type Act = (done: string, run: () => Promise<unknown>) => Promise<void>;

function CaseActions(props: { theCase: CaseDetail; act: Act }) {
  const words = useWords();
  const { theCase, act } = props;
  const contact = theCase.contact;
  return (
    <span className="row">
      <Transfer {...props} />
      {contact?.live && (
        <Popconfirm
          title={words.desk.endContact}
          description={<p className="confirm-text">{words.desk.endContactHint}</p>}
          okText={words.desk.endContact}
          onConfirm={() => act(words.desk.contactEnded, () => api.endContact(contact.id))}
        >
          <Button>{words.desk.endContact}</Button>
        </Popconfirm>
      )}
      <Popconfirm
        title={words.desk.closeCase}
        description={<p className="confirm-text">{words.desk.closeCaseHint}</p>}
        okText={words.desk.closeCase}
        onConfirm={() => act(words.desk.closed, () => api.closeCase(theCase.id))}
      >
        <Button>{words.desk.closeCase}</Button>
      </Popconfirm>
    </span>
  );
}

function Transfer(props: { theCase: CaseDetail; act: Act }) {
  const words = useWords();
  const me = useMe();
  const [open, setOpen] = useState(false);
  const [to, setTo] = useState<string | null>(null);
  const colleagues = useQuery({ queryKey: ['colleagues'], queryFn: api.colleagues, enabled: open });
  const options = (colleagues.data?.people ?? [])
    .filter((each) => each.id !== props.theCase.agent?.id)
    .map((each) => ({
      value: each.id,
      label: `${each.name} ${each.staffNumber}${each.id === me.id ? ` (${words.common.you})` : ''}`,
    }));
  return (
    <Popover
      open={open}
      trigger="click"
      onOpenChange={setOpen}
      title={words.desk.transfer}
      content={
        <div className="stack transfer">
          <p className="small quiet">{words.desk.transferHint}</p>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            loading={colleagues.isPending}
            value={to}
            placeholder={words.desk.transferTo}
            aria-label={words.desk.transferTo}
            options={options}
            onChange={setTo}
          />
          <Button
            type="primary"
            disabled={to === null}
            onClick={() => {
              if (to === null) return;
              setOpen(false);
              void props.act(words.desk.transferred, () => api.transferCase(props.theCase.id, to));
            }}
          >
            {words.desk.transfer}
          </Button>
        </div>
      }
    >
      <Button>{words.desk.transfer}</Button>
    </Popover>
  );
}

const icons: Record<TimelineItem['kind'], ReactNode> = {
  opened: <PlayCircleOutlined />,
  contact: <PhoneOutlined />,
  note: <EditOutlined />,
  message: <MessageOutlined />,
  access: <SafetyOutlined />,
  approval: <AuditOutlined />,
  transfer: <SwapOutlined />,
  closed: <FileDoneOutlined />,
};

function Item(props: { item: TimelineItem }) {
  const words = useWords();
  const format = useFormat();
  const { item } = props;
  return (
    <li className={`timeline-item ${item.kind}`}>
      <span className="timeline-icon" aria-hidden="true">
        {icons[item.kind]}
      </span>
      <div className="grow">
        <p className="small quiet row wrap">
          <span>{words.codes.timeline[item.kind]}</span>
          {item.code && <span>{codeName(item.code, words)}</span>}
          {item.person && (
            <span>
              {item.person.name} {item.person.staffNumber}
            </span>
          )}
          <span className="grow" />
          <time className="tabular" dateTime={item.at}>
            {format.when(item.at)}
          </time>
        </p>
        {item.text !== undefined && <p className="timeline-text tabular">{item.text}</p>}
        {item.kind === 'note' && item.text === undefined && (
          <p className="small quiet">{words.desk.noteWithheld}</p>
        )}
        {item.entry !== undefined && item.kind !== 'note' && (
          <p className="small quiet tabular">{capital(words.common.entry(item.entry))}</p>
        )}
      </div>
    </li>
  );
}

/** A code of the timeline, part by part, in words where the catalogue knows them. */
function codeName(code: string, words: ReturnType<typeof useWords>): string {
  const tables: Readonly<Record<string, string>> = {
    ...words.codes.outcomes,
    ...words.codes.approvalStates,
    ...words.codes.channels,
    ...words.codes.purposes,
    ...words.codes.actions,
    ...words.desk.origin,
    ...words.codes.timelineCodes,
  };
  if (tables[code]) return tables[code];
  const contact = /^(.+)-(in|out)$/.exec(code);
  if (contact?.[1] !== undefined && tables[contact[1]])
    return `${tables[contact[1]]} · ${contact[2] === 'in' ? words.desk.direction.in : words.desk.direction.out}`;
  return code
    .split(/[:/ ]/)
    .map((part) => named(tables, part))
    .join(' · ');
}

function NoteBox(props: { theCase: CaseDetail; act: Act }) {
  const words = useWords();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const found = useFound(text);
  const save = async (): Promise<void> => {
    if (text.trim() === '' || busy) return;
    setBusy(true);
    await props.act(words.desk.noteSaved, async () => {
      const typed = text.trim();
      const kept = await api.addNote(props.theCase.id, typed);
      const { offends = [] } = kept;
      if (kept.text !== undefined && kept.text !== typed) tell(words.desk.noteCovered);
      for (const each of offends) tell(words.desk.noteOffends(each.list, each.reason), true);
      setText('');
    });
    setBusy(false);
  };
  return (
    <form
      className="note-box"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Input.TextArea
        value={text}
        autoSize={{ minRows: 2, maxRows: 6 }}
        maxLength={4000}
        spellCheck={false}
        aria-label={words.desk.addNote}
        placeholder={words.desk.notePlaceholder}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save();
        }}
      />
      <div className="row">
        <span className="grow small quiet" aria-live="polite">
          {found > 0 && words.desk.noteFound(found)}
        </span>
        <Button htmlType="submit" type="primary" loading={busy} disabled={text.trim() === ''}>
          {words.desk.noteSave}
        </Button>
      </div>
    </form>
  );
}
