import { KeyOutlined } from '@ant-design/icons';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { auth, problemOf, queries } from '../api.ts';
import { say } from '../shell/problem-words.ts';
import { meQuery } from '../shell/session.ts';
import { signInNotice } from '../shell/sign-in-notice.ts';
import { useWords } from '../words/index.ts';
import { Frame } from './frame.tsx';
import { askPasskey, canUsePasskeys } from './passkeys.ts';

type Step = 'password' | 'code' | 'recovery';

/** Mail and password, then a code; or one press of a passkey; then back to where the person was. */
export function SignInPage() {
  const words = useWords();
  const { back } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const [step, setStep] = useState<Step>('password');
  const [busy, setBusy] = useState<'form' | 'passkey' | null>(null);
  const [error, setError] = useState<unknown>(null);
  const notice = signInNotice.get();

  const enter = async (): Promise<void> => {
    signInNotice.set(null);
    queries.removeQueries();
    await queries.fetchQuery(meQuery);
    await navigate({ href: back ?? '/', replace: true });
  };
  const attempt = async (kind: 'form' | 'passkey', act: () => Promise<void>): Promise<void> => {
    setBusy(kind);
    setError(null);
    try {
      await act();
    } catch (failure) {
      setError(failure);
      if (problemOf(failure).code === 'challenge-over') setStep('password');
    } finally {
      setBusy(null);
    }
  };
  const byPasskey = (): Promise<void> =>
    attempt('passkey', async () => {
      await auth.finishPasskey(await askPasskey(await auth.startPasskey()));
      await enter();
    });
  const byPassword = (values: { email: string; password: string }): Promise<void> =>
    attempt('form', async () => {
      const next = await auth.signIn(values.email.trim(), values.password);
      if (next === 'done') await enter();
      else setStep('code');
    });
  const byCode = ({ code }: { code: string }): Promise<void> =>
    attempt('form', async () => {
      if (step === 'code') await auth.finishTotp(code.replaceAll(/\s/g, ''));
      else await auth.recoveryCode(code.trim());
      await enter();
    });

  const title = {
    password: words.signIn.title,
    code: words.signIn.codeTitle,
    recovery: words.signIn.recoveryTitle,
  }[step];
  return (
    <Frame title={title}>
      {step === 'password' && (notice === 'expired' || notice === 'locked') && (
        <p className="frame-notice" role="status">
          {words.signIn[notice]}
        </p>
      )}
      {error !== null && <Sentence error={error} />}
      {step === 'password' ? (
        <>
          {canUsePasskeys() && (
            <>
              <Button
                size="large"
                icon={<KeyOutlined />}
                loading={busy === 'passkey'}
                disabled={busy === 'form'}
                onClick={() => void byPasskey()}
                block
              >
                {words.signIn.passkey}
              </Button>
              <span className="frame-or">{words.signIn.or}</span>
            </>
          )}
          <PasswordForm busy={busy} onFinish={byPassword} />
          <p className="small quiet">{words.signIn.help}</p>
        </>
      ) : (
        <CodeForm key={step} step={step} busy={busy !== null} onFinish={byCode} onStep={setStep} />
      )}
    </Frame>
  );
}

/** What went wrong, as a sentence. */
export function Sentence(props: { error: unknown }) {
  const words = useWords();
  const said = say(problemOf(props.error), words);
  return (
    <p className="frame-error" role="alert">
      {said.sentence} <span className="mono">{said.support ?? said.code}</span>
    </p>
  );
}

function PasswordForm(props: {
  busy: string | null;
  onFinish: (values: { email: string; password: string }) => Promise<void>;
}) {
  const words = useWords();
  return (
    <Form layout="vertical" requiredMark={false} onFinish={(values) => void props.onFinish(values)}>
      <Form.Item
        name="email"
        label={words.signIn.email}
        rules={[{ required: true, message: words.signIn.needEmail }]}
      >
        <Input size="large" type="email" autoComplete="username webauthn" autoFocus inputMode="email" />
      </Form.Item>
      <Form.Item
        name="password"
        label={words.signIn.password}
        rules={[{ required: true, message: words.signIn.needPassword }]}
      >
        <Input.Password size="large" autoComplete="current-password" />
      </Form.Item>
      <Button
        type="primary"
        size="large"
        htmlType="submit"
        loading={props.busy === 'form'}
        disabled={props.busy === 'passkey'}
        block
      >
        {words.signIn.submit}
      </Button>
    </Form>
  );
}

function CodeForm(props: {
  step: 'code' | 'recovery';
  busy: boolean;
  onFinish: (values: { code: string }) => Promise<void>;
  onStep: (step: Step) => void;
}) {
  const words = useWords();
  const [typed, setTyped] = useState('');
  const code = props.step === 'code';
  const complete = code ? /^\d{6}$/.test(typed) : typed.trim().length >= 6;
  const send = (text: string): void => {
    if (props.busy) return;
    void props.onFinish({ code: text }).then(() => setTyped(''));
  };
  return (
    <>
      <p className="quiet">{code ? words.signIn.codeHint : words.signIn.recoveryHint}</p>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (complete) send(typed);
        }}
      >
        <label className="stack">
          <span>{code ? words.signIn.code : words.signIn.recovery}</span>
          <Input
            size="large"
            autoFocus
            className={code ? 'code-input' : ''}
            inputMode={code ? 'numeric' : 'text'}
            maxLength={code ? 8 : 40}
            autoComplete="one-time-code"
            value={typed}
            onChange={(event) => {
              const text = code ? event.target.value.replaceAll(/\D/g, '').slice(0, 6) : event.target.value;
              setTyped(text);
              if (code && text.length === 6 && text !== typed) send(text);
            }}
          />
        </label>
        <Button type="primary" size="large" htmlType="submit" loading={props.busy} disabled={!complete} block>
          {words.signIn.verify}
        </Button>
      </form>
      <div className="row" style={{ justifyContent: 'space-between' }}>
        <button
          type="button"
          className="link-button"
          onClick={() => props.onStep(code ? 'recovery' : 'code')}
        >
          {code ? words.signIn.useRecovery : words.signIn.useCode}
        </button>
        <button type="button" className="link-button" onClick={() => props.onStep('password')}>
          {words.signIn.otherAccount}
        </button>
      </div>
    </>
  );
}
