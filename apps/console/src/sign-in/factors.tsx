import { Button, Form, Input, QRCode } from 'antd';
import type { TotpEnrolment } from '@huke/sdk';
import { useState } from 'react';
import { auth } from '../api.ts';
import { useWords } from '../words/index.ts';
import { askPasskey, canUsePasskeys, makePasskey } from './passkeys.ts';
import { Sentence } from './sign-in-page.tsx';

type Done = (how: 'passkey' | 'totp') => void;

function useAttempt() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const attempt = async (act: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await act();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, attempt };
}

/** Makes a passkey and signs in with it, so that the session counts as passkey from here. */
export function AddPasskey(props: { onDone: Done; signIn: boolean }) {
  const words = useWords();
  const { busy, error, attempt } = useAttempt();
  const add = ({ name }: { name: string }): Promise<void> =>
    attempt(async () => {
      const credential = await makePasskey(await auth.startPasskeyEnrolment());
      await auth.finishPasskeyEnrolment(name.trim(), credential);
      if (props.signIn) await auth.finishPasskey(await askPasskey(await auth.startPasskey()));
      props.onDone('passkey');
    });
  if (!canUsePasskeys()) return <p className="small quiet">{words.enrol.passkeyNeedsName}</p>;
  return (
    <Form layout="vertical" requiredMark={false} onFinish={(values: { name: string }) => void add(values)}>
      {error !== null && <Sentence error={error} />}
      <Form.Item
        name="name"
        label={words.enrol.passkeyName}
        rules={[{ required: true, whitespace: true, message: words.enrol.passkeyNameHint }]}
      >
        <Input placeholder={words.enrol.passkeyNameHint} maxLength={60} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>
        {words.enrol.addPasskey}
      </Button>
    </Form>
  );
}

/** Shows the secret as a QR code drawn here, takes the first code, and shows the recovery codes once. */
export function AddTotp(props: { onDone: Done }) {
  const words = useWords();
  const { busy, error, attempt } = useAttempt();
  const [enrolment, setEnrolment] = useState<TotpEnrolment | null>(null);
  const [confirmed, setConfirmed] = useState(false);
  if (enrolment === null)
    return (
      <Form
        layout="vertical"
        requiredMark={false}
        onFinish={({ password }: { password: string }) =>
          void attempt(async () => setEnrolment(await auth.startTotpEnrolment(password)))
        }
      >
        {error !== null && <Sentence error={error} />}
        <Form.Item
          name="password"
          label={words.enrol.confirmPassword}
          rules={[{ required: true, message: words.signIn.needPassword }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={busy}>
          {words.enrol.startTotp}
        </Button>
      </Form>
    );
  if (confirmed)
    return <RecoveryCodes codes={enrolment.recoveryCodes} onSaved={() => props.onDone('totp')} />;
  return (
    <>
      <div className="enrol-qr" role="img" aria-label={words.enrol.qrLabel}>
        <QRCode type="svg" value={enrolment.uri} size={168} bordered={false} color="#000" bgColor="#fff" />
      </div>
      <p className="small quiet">{words.enrol.totpSecret}</p>
      <code className="mono enrol-secret">{enrolment.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      {error !== null && <Sentence error={error} />}
      <Form
        layout="vertical"
        requiredMark={false}
        onFinish={({ code }: { code: string }) =>
          void attempt(async () => {
            await auth.finishTotpEnrolment(code.replaceAll(/\s/g, ''));
            setConfirmed(true);
          })
        }
      >
        <Form.Item
          name="code"
          label={words.enrol.totpConfirm}
          rules={[{ required: true, pattern: /^\s*(\d\s*){6}$/, message: words.signIn.needCode }]}
        >
          <Input className="code-input" inputMode="numeric" autoComplete="one-time-code" maxLength={8} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={busy}>
          {words.act.confirm}
        </Button>
      </Form>
    </>
  );
}

/** Shown once; going on needs the person to say that they are saved. */
export function RecoveryCodes(props: { codes: readonly string[]; onSaved: () => void }) {
  const words = useWords();
  return (
    <>
      <h3>{words.enrol.recoveryTitle}</h3>
      <p className="small quiet">{words.enrol.recoveryText}</p>
      <ul className="recovery mono">
        {props.codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Button type="primary" onClick={props.onSaved}>
        {words.enrol.recoverySaved}
      </Button>
    </>
  );
}
