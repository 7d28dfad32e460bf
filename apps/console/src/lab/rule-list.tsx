import type { RecognizerRow, WordListRow } from '@huke/sdk';
import { Button, Popconfirm, Switch } from 'antd';
import { useState } from 'react';
import { api } from '../api.ts';
import { Empty } from '../parts/states.tsx';
import { tell, tellFailure } from '../parts/toast.tsx';
import { named, useFormat, useWords } from '../words/index.ts';
import type { RuleKind } from './rule-draft.ts';

type Row = RecognizerRow | WordListRow;

/** All rules of a kind with their state; who may change them finds the acts here. */
export function RuleList(props: {
  kind: RuleKind;
  rows: readonly Row[];
  mayChange: boolean;
  altered: boolean;
  onOpen: (row: Row | null) => void;
  onHistory: (row: Row) => void;
  onChanged: () => void;
}) {
  const words = useWords();
  const [all, setAll] = useState(false);
  const live = props.rows.filter((row) => row.state !== 'deleted');
  const deleted = props.rows.length - live.length;
  const one = props.kind === 'recognizers';
  return (
    <div className="stack">
      <div className="row wrap">
        <p className="small quiet grow">{one ? words.lab.recognizersHint : words.lab.wordListsHint}</p>
        {props.mayChange && !props.altered && (
          <Button type="primary" onClick={() => props.onOpen(null)}>
            {one ? words.lab.addRecognizer : words.lab.addWordList}
          </Button>
        )}
      </div>
      {props.altered && (
        <p className="rule-trouble" role="alert">
          {words.lab.rulesAltered}
        </p>
      )}
      {live.length === 0 && (
        <Empty
          title={one ? words.lab.noRecognizers : words.lab.noWordLists}
          {...(props.mayChange
            ? { hint: one ? words.lab.noRecognizersHint : words.lab.noWordListsHint }
            : {})}
        />
      )}
      <ul className="rule-list">
        {(all ? props.rows : live).map((row) => (
          <RuleItem key={row.id} {...props} row={row} mayChange={props.mayChange && !props.altered} />
        ))}
      </ul>
      {deleted > 0 && (
        <button type="button" className="link-button small" onClick={() => setAll(!all)}>
          {all ? words.lab.hideDeleted : words.lab.showDeleted(deleted)}
        </button>
      )}
    </div>
  );
}

function RuleItem(props: {
  kind: RuleKind;
  row: Row;
  mayChange: boolean;
  onOpen: (row: Row) => void;
  onHistory: (row: Row) => void;
  onChanged: () => void;
}) {
  const words = useWords();
  const format = useFormat();
  const { row } = props;
  const name = row.rule?.name ?? row.id;
  const [busy, setBusy] = useState(false);
  const act = async (run: () => Promise<unknown>, said: string | null): Promise<void> => {
    setBusy(true);
    try {
      await run();
      if (said !== null) tell(said);
    } catch (error) {
      tellFailure(error);
    } finally {
      setBusy(false);
      props.onChanged();
    }
  };
  const change = props.kind === 'recognizers' ? api.changeRecognizer : api.changeWordList;
  const remove = props.kind === 'recognizers' ? api.deleteRecognizer : api.deleteWordList;
  const tone = row.state === 'on' ? 'tag accent' : row.state === 'broken' ? 'tag danger' : 'tag';
  return (
    <li className="rule-item">
      <div className="row">
        <strong className="grow ellipsis" title={name}>
          {name}
        </strong>
        <span className={tone}>{words.lab.ruleStates[row.state]}</span>
        {props.mayChange && row.state !== 'deleted' && (
          <Switch
            size="small"
            loading={busy}
            checked={row.state !== 'off'}
            aria-label={row.state === 'off' ? words.lab.switchOn(name) : words.lab.switchOff(name)}
            onChange={(on) => void act(() => change(row.id, { version: row.version, on }), null)}
          />
        )}
      </div>
      {row.rule && 'pattern' in row.rule && (
        <p className="row wrap small">
          <span className="tag">{named(words.codes.entityTypes, row.rule.type)}</span>
          <code className="mono rule-pattern">{row.rule.pattern}</code>
        </p>
      )}
      {row.rule && 'count' in row.rule && (
        <p className="row wrap small">
          <span className="tag tabular">{words.lab.wordCount(format.number(row.rule.count))}</span>
          <span className="quiet">{row.rule.reason}</span>
        </p>
      )}
      {row.trouble && (
        <p className="rule-trouble" role="alert">
          {words.lab.troubles[row.trouble]}
        </p>
      )}
      <div className="row wrap small">
        <span className="quiet grow">
          {words.lab.changed(row.changedBy?.name ?? '—', format.when(row.changedAt))}
        </span>
        {props.mayChange && row.state !== 'deleted' && (
          <button type="button" className="link-button" onClick={() => props.onOpen(row)}>
            {words.lab.edit}
          </button>
        )}
        <button type="button" className="link-button" onClick={() => props.onHistory(row)}>
          {words.lab.history}
        </button>
        {props.mayChange && row.state !== 'deleted' && (
          <Popconfirm
            title={<span className="confirm-text">{words.lab.removeAsk(name)}</span>}
            okText={words.lab.remove}
            cancelText={words.common.cancel}
            onConfirm={() => act(() => remove(row.id), words.lab.removed)}
          >
            <button type="button" className="link-button danger-link">
              {words.lab.remove}
            </button>
          </Popconfirm>
        )}
      </div>
    </li>
  );
}
