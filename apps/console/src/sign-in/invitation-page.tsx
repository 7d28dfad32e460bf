import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Form } from 'antd';
import { useState } from 'react';
import { auth, queries } from '../api.ts';
import { Empty, Skeleton } from '../parts/states.tsx';
import { meQuery } from '../shell/session.ts';
import { useWords } from '../words/index.ts';
import { Frame } from './frame.tsx';
import { takeLinkToken } from './link-token.ts';
import { NewPassword } from './new-password.tsx';
import { Sentence } from './sign-in-page.tsx';

/** An invited person sets a password and goes on to their second factor. */
export function InvitationPage() {
  const words = useWords();
  const navigate = useNavigate();
  const [token] = useState(takeLinkToken);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const invitation = useQuery({
    queryKey: ['invitation'],
    queryFn: () => auth.openInvitation(token ?? ''),
    enabled: token !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (token === null || invitation.isError)
    return (
      <Frame title={words.invitation.title}>
        <Empty title={words.invitation.badLink} hint={words.invitation.badLinkHint} />
        {invitation.isError && <Sentence error={invitation.error} />}
      </Frame>
    );
  if (!invitation.data)
    return (
      <Frame title={words.invitation.title}>
        <Skeleton rows={4} />
      </Frame>
    );
  const { name, email, post } = invitation.data;
  const accept = async ({ password }: { password: string }): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await auth.acceptInvitation(token, password);
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
  return (
    <Frame title={words.invitation.title} intro={words.invitation.intro}>
      <p>
        <strong>{name}</strong> <span className="quiet">{words.codes.posts[post]}</span>
        <br />
        <span className="quiet">{email}</span>
      </p>
      {error !== null && <Sentence error={error} />}
      <Form
        layout="vertical"
        requiredMark={false}
        onFinish={(values: { password: string }) => void accept(values)}
      >
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <NewPassword />
        <Button type="primary" size="large" htmlType="submit" loading={busy} block>
          {words.invitation.submit}
        </Button>
      </Form>
    </Frame>
  );
}
