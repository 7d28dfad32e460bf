import { recognizerChecksums, type RecognizerRow, type RecognizerRule } from '@huke/sdk';
import { Button, Checkbox, Input, Select, Slider } from 'antd';
import { useEffect, useState } from 'react';
import { api } from '../api.ts';
import { LevelDot } from '../parts/level.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { tell } from '../parts/toast.tsx';
import { useFormat, useWords } from '../words/index.ts';
import type { Tried } from './analyse.tsx';
import { type Detector, useDetector } from './detector.ts';
import { Field } from './field.tsx';
import { bounded, emptyRecognizer, reasonOf, type Wrong } from './rule-draft.ts';
import { TrialResult } from './trial-result.tsx';
import { useTrial } from './use-trial.ts';

type Judged = { readonly wrong: Wrong | null };

/** Judges a recogniser in this browser while it is typed; null while nothing is known. */
function useJudged(detector: Detector | null, rule: RecognizerRule): Judged | null {
  const [judged, setJudged] = useState<{ rule: RecognizerRule; wrong: Wrong | null } | null>(null);
  useEffect(() => {
    if (detector === null || rule.pattern === '') return undefined;
    let here = true;
    const { checksum, type, ...rest } = rule;
    const data = { ...rest, type: type as Parameters<Detector['compileRecognizer']>[0]['type'] };
    const timer = setTimeout(() => {
      detector.compileRecognizer(checksum === null ? data : { ...data, checksum }).then(
        () => here && setJudged({ rule, wrong: null }),
        (error: unknown) => {
          if (!here || !(error instanceof detector.DetectError)) return;
          setJudged({ rule, wrong: { code: error.reason || error.code, at: error.at } });
        },
      );
    }, 150);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [detector, rule]);
  return judged?.rule === rule ? judged : null;
}

/** Writes a recogniser: judged while typing, tried on the text, saved. */
export function RecognizerForm(props: {
  row: RecognizerRow | null;
  text: string;
  onTried: (tried: Tried | null) => void;
  onBack: () => void;
  onSaved: () => void;
}) {
  const words = useWords();
  const format = useFormat();
  const detector = useDetector();
  const [rule, setRule] = useState<RecognizerRule>(props.row?.rule ?? emptyRecognizer);
  const judged = useJudged(detector, rule);
  const run = useTrial(props);
  const set = (change: Partial<RecognizerRule>): void => {
    setRule({ ...rule, ...change });
    run.reset();
  };
  const wrong = run.wrong ?? judged?.wrong ?? null;
  const complete = rule.name.trim() !== '' && rule.pattern !== '';
  const ready = complete && judged !== null && wrong === null;
  const row = detector?.rows.find((each) => each.type === rule.type);
  const tryOut = (): void => {
    if (ready && props.text.trim() !== '')
      void run.tryOut({ recognizer: rule, ...(props.row ? { replaces: props.row.id } : {}) });
  };
  const save = (): Promise<void> =>
    run.save(async () => {
      const whole = { ...rule, name: rule.name.trim() };
      if (props.row) await api.changeRecognizer(props.row.id, { version: props.row.version, rule: whole });
      else await api.createRecognizer(whole);
      tell(words.lab.saved);
    });
  const fixed = wrong?.code === 'endless' && wrong.at !== null ? bounded(rule.pattern, wrong.at) : null;
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
      <h2>{props.row ? words.lab.editRecognizer : words.lab.addRecognizer}</h2>
      <Field label={words.lab.name} hint={words.lab.nameHint}>
        {(id, about) => (
          <Input
            id={id}
            aria-describedby={about}
            maxLength={40}
            value={rule.name}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label={words.lab.pattern} hint={words.lab.patternHint}>
        {(id, about) => (
          <Input.TextArea
            id={id}
            aria-describedby={about}
            className="mono"
            autoSize={{ minRows: 1, maxRows: 5 }}
            maxLength={512}
            spellCheck={false}
            status={wrong && complete ? 'error' : ''}
            value={rule.pattern}
            onChange={(event) => set({ pattern: event.target.value.replaceAll(/[\r\n]/g, '') })}
          />
        )}
      </Field>
      <div aria-live="polite">
        {wrong && rule.pattern !== '' && (
          <div className="rule-trouble">
            {wrong.at !== null && (
              <p>
                <code className="mono rule-pattern">
                  {rule.pattern.slice(0, wrong.at)}
                  <mark className="mark-wrong">{rule.pattern.slice(wrong.at, wrong.at + 1) || ' '}</mark>
                  {rule.pattern.slice(wrong.at + 1)}
                </code>{' '}
                <span className="small">{words.lab.patternAt(wrong.at + 1)}</span>
              </p>
            )}
            <p>{reasonOf(words, wrong)}</p>
            {fixed !== null && (
              <button type="button" className="chip" onClick={() => set({ pattern: fixed })}>
                {words.lab.bound}
              </button>
            )}
          </div>
        )}
        {judged && !wrong && <span className="tag accent">{words.lab.patternRight}</span>}
      </div>
      <Checkbox checked={rule.ignoreCase} onChange={(event) => set({ ignoreCase: event.target.checked })}>
        {words.lab.ignoreCase}
      </Checkbox>
      <Field label={words.lab.ruleType} hint={words.lab.ruleTypeHint}>
        {(id, about) => (
          <div className="row">
            <Select
              id={id}
              aria-describedby={about}
              className="grow"
              showSearch={{ optionFilterProp: 'label' }}
              value={rule.type}
              options={Object.entries(words.codes.entityTypes)
                .filter(([type]) => detector === null || detector.rows.some((each) => each.type === type))
                .map(([value, label]) => ({ value, label }))}
              onChange={(type: string) => set({ type })}
            />
            {row && <LevelDot level={row.level} sensitive={row.sensitive} full />}
          </div>
        )}
      </Field>
      <div className="two-fields">
        <Field label={words.lab.context} hint={words.lab.contextHint}>
          {(id, about) => (
            <WordsInput id={id} about={about} value={rule.context} onChange={(context) => set({ context })} />
          )}
        </Field>
        <Field label={words.lab.not} hint={words.lab.notHint}>
          {(id, about) => (
            <WordsInput id={id} about={about} value={rule.not} onChange={(not) => set({ not })} />
          )}
        </Field>
      </div>
      <div className="two-fields">
        <Field label={words.lab.checksum}>
          {(id) => (
            <Select
              id={id}
              value={rule.checksum ?? 'none'}
              options={(['none', ...recognizerChecksums] as const).map((value) => ({
                value,
                label: words.lab.checksums[value],
              }))}
              onChange={(chosen: string) =>
                set({ checksum: recognizerChecksums.find((each) => each === chosen) ?? null })
              }
            />
          )}
        </Field>
        <Field label={`${words.lab.baseScore} ${format.percent(rule.score)}`} hint={words.lab.baseScoreHint}>
          {(id, about) => (
            <Slider
              id={id}
              min={0.05}
              max={1}
              step={0.05}
              value={rule.score}
              ariaLabelForHandle={words.lab.baseScore}
              tooltip={{ open: false }}
              aria-describedby={about}
              onChange={(score: number) => set({ score })}
            />
          )}
        </Field>
      </div>
      {run.failure && <Refusal problem={run.failure} />}
      {run.trial && <TrialResult trial={run.trial} />}
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

function WordsInput(props: {
  id: string;
  about: string | undefined;
  value: readonly string[];
  onChange: (words: readonly string[]) => void;
}) {
  return (
    <Select
      id={props.id}
      {...(props.about === undefined ? {} : { 'aria-describedby': props.about })}
      mode="tags"
      open={false}
      suffixIcon={null}
      tokenSeparators={[',', '，', '、', ';', '；']}
      value={[...props.value]}
      onChange={(next: string[]) => props.onChange(next.map((word) => word.trim()).filter(Boolean))}
    />
  );
}
