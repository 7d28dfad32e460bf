import { useNavigate } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { auth, queries } from '../api.ts';
import { tell } from '../parts/toast.tsx';
import { meQuery, useMaybeMe } from '../shell/session.ts';
import { useWords } from '../words/index.ts';
import { AddPasskey, AddTotp } from './factors.tsx';
import { Frame } from './frame.tsx';
import { NewPassword } from './new-password.tsx';
import { Sentence } from './sign-in-page.tsx';

/** What must be done before anything else: a new password, a second factor. */
export function EnrolPage() {
  const words = useWords();
  const navigate = useNavigate();
  const { data: me } = useMaybeMe();
  if (!me) return null;
  const refresh = async (): Promise<void> => {
    await queries.fetchQuery({ ...meQuery, staleTime: 0 });
  };
  if (me.mustDo.includes('change-password'))
    return (
      <Frame title={words.password.change} intro={words.password.mustChange}>
        <ChangePassword onDone={() => void refresh()} />
      </Frame>
    );
  const open = !me.mustDo.includes('second-factor');
  return (
    <Frame title={words.enrol.title} intro={words.enrol.intro} wide>
      <div className="enrol">
        <section className="panel">
          <h2>{words.enrol.passkeyTitle}</h2>
          <p className="small quiet">{words.enrol.passkeyText}</p>
          <AddPasskey
            signIn
            onDone={() => {
              tell(words.enrol.passkeyAdded);
              void refresh();
            }}
          />
        </section>
        <section className="panel">
          <h2>{words.enrol.totpTitle}</h2>
          <p className="small quiet">{words.enrol.totpText}</p>
          {me.secondFactor.totp ? (
            <p className="tag accent">{words.me.totpOn}</p>
          ) : (
            <AddTotp
              onDone={() => {
                tell(words.enrol.totpDone);
                void refresh();
              }}
            />
          )}
        </section>
      </div>
      {open && (
        <Button type="primary" size="large" onClick={() => void navigate({ to: '/' })}>
          {words.enrol.finish}
        </Button>
      )}
    </Frame>
  );
}

/** The current password and a new one. */
export function ChangePassword(props: { onDone: () => void }) {
  const words = useWords();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [form] = Form.useForm<{ current: string; password: string }>();
  const change = async (values: { current: string; password: string }): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await auth.changePassword(values.current, values.password);
      form.resetFields();
      tell(words.password.changed);
      props.onDone();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => void change(values)}>
      {error !== null && <Sentence error={error} />}
      <Form.Item
        name="current"
        label={words.password.current}
        rules={[{ required: true, message: words.signIn.needPassword }]}
      >
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <NewPassword />
      <Button type="primary" htmlType="submit" loading={busy}>
        {words.password.change}
      </Button>
    </Form>
  );
}
