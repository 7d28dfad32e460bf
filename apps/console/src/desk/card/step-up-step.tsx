import { KeyOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../api.ts';
import { Failed } from '../../parts/states.tsx';
import { askPasskey, canUsePasskeys } from '../../sign-in/passkeys.ts';
import { useWords } from '../../words/index.ts';
import type { StepProps } from './act-step.tsx';

/** Asks who is here once more, by passkey or code. */
export function StepUpStep(props: StepProps) {
  const words = useWords();
  const { flow, theCase } = props;
  const { wish } = flow;
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const start = flow.at === 'step-up' ? flow.start : null;
  const byKey = canUsePasskeys() && start?.methods.includes('passkey') === true;
  const began = useRef(false);

  const attempt = async (act: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await act();
    } catch (failure) {
      setError(failure);
      setCode('');
    } finally {
      setBusy(false);
    }
  };
  const open = (): Promise<void> =>
    attempt(async () => {
      const made = await api.startStepUp({
        action: wish.action,
        customer: theCase.customer ?? '',
        case: theCase.id,
        field: wish.field.field,
        item: wish.field.item,
        purpose: theCase.purpose,
      });
      props.onFlow({ ...flow, at: 'step-up', start: made });
    });
  useEffect(() => {
    if (began.current) return;
    began.current = true;
    void open();
  });
  const finish = (body: Parameters<typeof api.finishStepUp>[1]): Promise<void> =>
    attempt(async () => {
      if (start === null) return;
      const finished = await api.finishStepUp(start.id, body);
      props.onTry({ ...flow, at: 'sending' }, { ...finished, covers: start.covers });
    });
  const byPasskey = (): Promise<void> =>
    attempt(async () => {
      if (start?.passkey) await finish({ passkey: await askPasskey(start.passkey) });
    });
  return (
    <div className="stack">
      <p>
        <strong>{words.act.stepUpTitle}</strong>
        <br />
        {start && (
          <span className="small quiet">
            {start.covers === 'case-level' ? words.act.stepUpCase : words.act.stepUpField}
          </span>
        )}
      </p>
      {error !== null && (
        <Failed error={error} compact {...(start === null ? { retry: () => void open() } : {})} />
      )}
      {byKey && (
        <Button
          type="primary"
          icon={<KeyOutlined />}
          loading={busy}
          data-first=""
          onClick={() => void byPasskey()}
        >
          {words.act.usePasskey}
        </Button>
      )}
      {start?.methods.includes('totp') && (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            void finish({ totp: code });
          }}
        >
          <input
            className="plain-input code-input tabular"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            aria-label={words.act.codeLabel}
            placeholder={words.act.codeLabel}
            value={code}
            {...(byKey ? {} : { 'data-first': '', autoFocus: true })}
            onChange={(event) => {
              const typed = event.target.value.replaceAll(/\D/g, '');
              setCode(typed);
              if (typed.length === 6 && !busy) void finish({ totp: typed });
            }}
          />
          <Button htmlType="submit" loading={busy} disabled={code.length !== 6}>
            {words.act.confirm}
          </Button>
        </form>
      )}
    </div>
  );
}
