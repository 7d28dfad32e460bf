import type { WordListRow } from '@huke/sdk';
import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { api } from '../api.ts';
import { Refusal } from '../parts/refusal.tsx';
import { Loaded } from '../parts/states.tsx';
import { tell } from '../parts/toast.tsx';
import { useFormat, useWords } from '../words/index.ts';
import type { Tried } from './analyse.tsx';
import { type Detector, useDetector } from './detector.ts';
import { Field } from './field.tsx';
import { codeOf, decoded, reasonOf, wordsIn, type Wrong } from './rule-draft.ts';
import { TrialResult } from './trial-result.tsx';
import { useTrial } from './use-trial.ts';

type Props = {
  row: WordListRow | null;
  text: string;
  onTried: (tried: Tried | null) => void;
  onBack: () => void;
  onSaved: () => void;
};

const largestFile = 2_000_000;

/** Writes a word list; an existing one is fetched with its words first. */
export function WordListForm(props: Props) {
  const id = props.row?.id;
  const detail = useQuery({
    queryKey: ['rules', 'words', id, props.row?.version],
    queryFn: () => api.wordList(id ?? ''),
    enabled: id !== undefined,
  });
  if (id === undefined) return <Write {...props} name="" reason="" listed="" />;
  return (
    <Loaded of={detail}>
      {({ rule }) => (
        <Write {...props} name={rule.name} reason={rule.reason} listed={rule.words.join('\n')} />
      )}
    </Loaded>
  );
}

/** What the detector says of the words, in this browser. */
function judge(detector: Detector | null, words: readonly string[]): Wrong | null {
  if (detector === null || words.length === 0) return null;
  try {
    detector.compileWords([{ name: '', reason: '', words }]);
    return null;
  } catch (error) {
    if (!(error instanceof detector.DetectError)) throw error;
    return { code: codeOf('words', error.reason), at: error.at };
  }
}

function Write(props: Props & { name: string; reason: string; listed: string }) {
  const words = useWords();
  const format = useFormat();
  const detector = useDetector();
  const [name, setName] = useState(props.name);
  const [reason, setReason] = useState(props.reason);
  const [listed, setListed] = useState(props.listed);
  const file = useRef<HTMLInputElement>(null);
  const run = useTrial(props);
  // long lists are read and judged after the keystroke, so that typing does not wait
  const settled = useDeferredValue(listed);
  const read = useMemo(() => wordsIn(settled), [settled]);
  const judged = useMemo(() => judge(detector, read.words), [detector, read]);
  const wrong = run.wrong ?? judged;
  const rule = { name: name.trim(), reason: reason.trim(), words: read.words };
  const ready =
    rule.name !== '' && rule.reason !== '' && read.words.length > 0 && wrong === null && settled === listed;
  const edit = (set: (value: string) => void, value: string): void => {
    set(value);
    run.reset();
  };
  const take = async (chosen: File | undefined): Promise<void> => {
    if (!chosen) return;
    if (chosen.size > largestFile) return tell(words.lab.fileTooLarge, true);
    edit(
      setListed,
      (listed.trim() === '' ? '' : `${listed.trimEnd()}\n`) +
        decoded(new Uint8Array(await chosen.arrayBuffer())),
    );
  };
  const tryOut = (): void => {
    if (ready && props.text.trim() !== '')
      void run.tryOut({ wordList: rule, ...(props.row ? { replaces: props.row.id } : {}) });
  };
  const save = (): Promise<void> =>
    run.save(async () => {
      if (props.row) await api.changeWordList(props.row.id, { version: props.row.version, rule });
      else await api.createWordList(rule);
      tell(words.lab.saved);
    });
  return (
    <form
      className="stack rule-form"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) tryOut();
      }}
    >
      <h2>{props.row ? words.lab.editWordList : words.lab.addWordList}</h2>
      <Field label={words.lab.name}>
        {(id) => (
          <Input
            id={id}
            maxLength={40}
            value={name}
            onChange={(event) => edit(setName, event.target.value)}
          />
        )}
      </Field>
      <Field label={words.lab.reason} hint={words.lab.reasonHint}>
        {(id, about) => (
          <Input
            id={id}
            aria-describedby={about}
            maxLength={200}
            value={reason}
            onChange={(event) => edit(setReason, event.target.value)}
          />
        )}
      </Field>
      <Field label={words.lab.words} hint={words.lab.wordsHint}>
        {(id, about) => (
          <textarea
            id={id}
            aria-describedby={about}
            className="plain-input word-input"
            spellCheck={false}
            value={listed}
            onChange={(event) => edit(setListed, event.target.value)}
            onDrop={(event) => {
              if (event.dataTransfer.files.length === 0) return;
              event.preventDefault();
              void take(event.dataTransfer.files[0]);
            }}
          />
        )}
      </Field>
      <div className="row wrap small">
        <span className="quiet grow tabular" aria-live="polite">
          {words.lab.wordsRead(format.number(read.words.length), format.number(read.repeated))}
        </span>
        <Button size="small" onClick={() => file.current?.click()}>
          {words.lab.upload}
        </Button>
        <input
          ref={file}
          type="file"
          accept=".txt,.csv,text/plain"
          hidden
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
      </div>
      {wrong && (
        <p className="rule-trouble" role="alert">
          {wrong.at === null
            ? reasonOf(words, wrong)
            : words.lab.wordWrong(
                format.number(read.lines[wrong.at] ?? wrong.at + 1),
                reasonOf(words, wrong),
              )}
        </p>
      )}
      {run.failure && <Refusal problem={run.failure} />}
      {run.trial && <TrialResult trial={run.trial} list={rule.name} />}
      <p className="small quiet">{props.text.trim() === '' ? words.lab.tryEmpty : words.lab.tryHint}</p>
      <div className="row wrap">
        <Button onClick={tryOut} loading={run.busy === 'try'} disabled={!ready || props.text.trim() === ''}>
          {words.lab.tryIt}
        </Button>
        <Button type="primary" htmlType="submit" loading={run.busy === 'save'} disabled={!ready}>
          {words.common.save}
        </Button>
        <Button type="text" onClick={props.onBack}>
          {words.common.cancel}
        </Button>
      </div>
    </form>
  );
}
