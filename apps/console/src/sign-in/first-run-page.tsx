import { useNavigate } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { auth, queries } from '../api.ts';
import { Empty } from '../parts/states.tsx';
import { meQuery } from '../shell/session.ts';
import { useWords } from '../words/index.ts';
import { Frame } from './frame.tsx';
import { takeLinkToken } from './link-token.ts';
import { NewPassword } from './new-password.tsx';
import { Sentence } from './sign-in-page.tsx';

type Values = { name: string; staffNumber: string; email: string; password: string };

/** The one-time page that makes the first system administrator. */
export function FirstRunPage() {
  const words = useWords();
  const navigate = useNavigate();
  const [token] = useState(takeLinkToken);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  if (token === null)
    return (
      <Frame title={words.firstRun.title}>
        <Empty title={words.firstRun.badLink} hint={words.firstRun.badLinkHint} />
      </Frame>
    );
  const create = async ({ name, staffNumber, email, password }: Values): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await auth.firstRun({ token, name, staffNumber, email, password });
      await auth.signIn(email, password);
      queries.removeQueries();
      await queries.fetchQuery(meQuery);
      await navigate({ to: '/enrol', replace: true });
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const needed = (name: keyof Values, label: string, type = 'text') => (
    <Form.Item name={name} label={label} rules={[{ required: true, whitespace: true, message: label }]}>
      <Input type={type} autoComplete={type === 'email' ? 'username' : 'off'} />
    </Form.Item>
  );
  return (
    <Frame title={words.firstRun.title} intro={words.firstRun.intro}>
      {error !== null && <Sentence error={error} />}
      <Form layout="vertical" requiredMark={false} onFinish={(values: Values) => void create(values)}>
        {needed('name', words.firstRun.name)}
        {needed('staffNumber', words.firstRun.staffNumber)}
        {needed('email', words.signIn.email, 'email')}
        <NewPassword />
        <Button type="primary" size="large" htmlType="submit" loading={busy} block>
          {words.firstRun.submit}
        </Button>
      </Form>
    </Frame>
  );
}
