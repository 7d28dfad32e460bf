import {
  CheckCircleOutlined,
  CopyOutlined,
  EditOutlined,
  EyeInvisibleOutlined,
  EyeOutlined,
  MailOutlined,
  MessageOutlined,
  PhoneOutlined,
} from '@ant-design/icons';
import type { Approval, CardField, PendingContactChange } from '@huke/sdk';
import { Popover } from 'antd';
import { memo, type ReactNode } from 'react';
import { usePolicyTitle } from '../../parts/catalogues.ts';
import { LevelDot } from '../../parts/level.tsx';
import { pick, useFormat, useLanguage, useWords } from '../../words/index.ts';
import type { Wish } from './act-flow.ts';
import { Ring } from './ring.tsx';
import { keyOf, type Shown } from './reveals.ts';

export type RowActs = {
  readonly act: (wish: Wish) => void;
  readonly verify: (field: CardField) => void;
  readonly correct: (field: CardField) => void;
  readonly hide: (field: CardField) => void;
};

/** One value: label, mask or clear text in tabular figures, level and why, and what can be done. */
export const FieldRow = memo(function FieldRow(props: {
  field: CardField;
  uses: readonly ('dial' | 'text' | 'mail')[];
  shown: Shown | undefined;
  approval: Approval | undefined;
  /** A change of this value that waits. */
  change: PendingContactChange | undefined;
  active: boolean;
  acts: RowActs;
}) {
  const words = useWords();
  const format = useFormat();
  const label = pick(props.field.label, useLanguage());
  const { field, shown, acts } = props;
  const may = (action: Wish['action'] | 'verify' | 'correct'): boolean =>
    field.may.some((each) => each.action === action);
  const needs = (action: string): string => {
    const lacks = field.may.find((each) => each.action === action)?.needs ?? [];
    const named = lacks.map((need) => (words.codes.needs as Readonly<Record<string, string>>)[need] ?? need);
    return named.length === 0 ? '' : ` (${named.join(words.listJoin)})`;
  };
  const hidden = field.show === 'hidden' || field.value === undefined;
  const long = (field.value?.length ?? 0) > 20;
  const usesIcons: Record<string, ReactNode> = {
    dial: <PhoneOutlined />,
    text: <MessageOutlined />,
    mail: <MailOutlined />,
  };
  const button = (name: string, hint: string, icon: ReactNode, key: string | null, press: () => void) => (
    <button
      key={name}
      type="button"
      className="icon-button"
      tabIndex={props.active ? 0 : -1}
      aria-label={`${name} ${label}`}
      title={`${name}${hint}${key ? ` · ${key}` : ''}`}
      onClick={press}
    >
      {icon}
    </button>
  );
  return (
    <li
      className={`field${long ? ' long' : ''}${props.active ? ' active' : ''}${shown ? ' shown' : ''}`}
      tabIndex={0}
      data-field={keyOf(field)}
      aria-label={`${label}: ${shown ? words.codes.shows['clear'] : (field.value ?? words.card.hidden)}`}
    >
      <span className="field-label" title={label}>
        {label}
      </span>
      <span
        className={shown ? 'field-value tabular clear' : 'field-value tabular'}
        onCopy={(event) => event.preventDefault()}
        onCut={(event) => event.preventDefault()}
        onDragStart={(event) => event.preventDefault()}
        data-value={shown ? 'clear' : 'masked'}
      >
        {shown ? shown.value : hidden ? <span className="quiet">{words.card.hidden}</span> : field.value}
      </span>
      <span className="field-state">
        {shown ? (
          <Ring shown={shown} label={words.card.hideNow} />
        ) : props.approval?.state === 'pending' ? (
          <span className="tag warn" title={words.desk.waiting}>
            {words.desk.waitingShort}
          </span>
        ) : props.approval?.state === 'approved' ? (
          <span className="tag accent">{words.act.approvedTitle}</span>
        ) : props.change ? (
          <span className="tag warn nowrap" title={words.card.waitsHint(format.when(props.change.dueAt))}>
            {props.change.needsSecond && !props.change.confirmed
              ? words.card.waitsConfirm
              : words.card.waits(hoursTo(props.change.dueAt))}
          </span>
        ) : (
          <Popover
            trigger={['hover', 'focus']}
            mouseEnterDelay={0.25}
            placement="left"
            title={words.card.why}
            content={<Why field={field} />}
          >
            <button
              type="button"
              className="why"
              tabIndex={props.active ? 0 : -1}
              aria-label={`${words.card.why}: ${label}`}
            >
              <LevelDot level={field.level} sensitive={field.sensitive} />
            </button>
          </Popover>
        )}
      </span>
      <span className="field-acts">
        {shown
          ? button(words.card.hideNow, '', <EyeInvisibleOutlined />, 'Esc', () => acts.hide(field))
          : may('reveal') &&
            button(words.card.reveal, needs('reveal'), <EyeOutlined />, 'R', () =>
              acts.act({ action: 'reveal', field }),
            )}
        {may('verify') &&
          button(words.card.verify, needs('verify'), <CheckCircleOutlined />, 'V', () => acts.verify(field))}
        {may('copy') &&
          button(words.card.copy, needs('copy'), <CopyOutlined />, 'C', () =>
            acts.act({ action: 'copy', field }),
          )}
        {may('use') &&
          props.uses.map((use) =>
            button(words.card[use], needs('use'), usesIcons[use], null, () =>
              acts.act({ action: 'use', use, field }),
            ),
          )}
        {may('correct') &&
          button(words.card.correct, needs('correct'), <EditOutlined />, null, () => acts.correct(field))}
      </span>
    </li>
  );
});

/** Hours until then, the begun one counted whole. */
function hoursTo(iso: string): number {
  return Math.max(1, Math.ceil((Date.parse(iso) - Date.now()) / 3_600_000));
}

/** Why a value is shown as it is: its level and the policies that keep the mask. */
export function Why(props: { field: CardField }) {
  const words = useWords();
  const title = usePolicyTitle();
  const { field } = props;
  return (
    <div className="why-box">
      <LevelDot level={field.level} sensitive={field.sensitive} full />
      {field.sensitive && <p className="small">{words.common.sensitive}</p>}
      {field.show === 'hidden' && <p className="small">{words.card.hiddenHint}</p>}
      {field.policies.length === 0 ? (
        <p className="small">{words.card.noPolicy}</p>
      ) : (
        <>
          <p className="small quiet">{words.card.whyMasked}</p>
          <ul>
            {field.policies.map((id) => (
              <li key={id}>{title(id)}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
