import type { PasskeyRow } from '@huke/sdk';
import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Popconfirm } from 'antd';
import { useState } from 'react';
import { api, auth, queries } from '../api.ts';
import { Loaded } from '../parts/states.tsx';
import { tell, tellFailure } from '../parts/toast.tsx';
import { SessionTable } from '../people/session-table.tsx';
import { meQuery, pagesFor, useMe } from '../shell/session.ts';
import { ChangePassword } from '../sign-in/enrol-page.tsx';
import { AddPasskey, AddTotp, RecoveryCodes } from '../sign-in/factors.tsx';
import { Sentence } from '../sign-in/sign-in-page.tsx';
import { useFormat, useWords } from '../words/index.ts';
import { ActFor } from './act-for.tsx';
import '../people/people.css';
import '../sign-in/sign-in.css';

/** The reader's own passkeys, codes, password and sessions. */
export function MePage() {
  const words = useWords();
  const format = useFormat();
  const me = useMe();
  const sessions = useQuery({
    queryKey: ['sessions', 'mine'],
    queryFn: () => api.sessions({ person: me.id }),
  });
  const refresh = (): void => {
    void queries.fetchQuery({ ...meQuery, staleTime: 0 });
    void queries.invalidateQueries({ queryKey: ['passkeys'] });
    void queries.invalidateQueries({ queryKey: ['sessions'] });
  };
  const endOthers = async (): Promise<void> => {
    try {
      for (const session of sessions.data?.sessions ?? [])
        if (!session.current) await api.endSession(session.id);
      tell(words.people.ended);
    } catch (error) {
      tellFailure(error);
    } finally {
      refresh();
    }
  };
  return (
    <div className="page stack">
      <header className="page-head">
        <div>
          <h1>{words.shell.me}</h1>
          <p>
            {me.name} · {words.common.staff(me.staffNumber)} · {words.codes.posts[me.post]} ·{' '}
            {words.codes.strengths[me.strength]} · {words.me.authenticatedAt(format.when(me.authenticatedAt))}
          </p>
        </div>
      </header>
      <div className="two">
        <section className="panel">
          <h2>{words.me.passkeys}</h2>
          <Passkeys onChanged={refresh} />
          <details>
            <summary className="link-button">{words.enrol.addPasskey}</summary>
            <AddPasskey
              signIn={me.strength === 'password'}
              onDone={() => {
                tell(words.enrol.passkeyAdded);
                refresh();
              }}
            />
          </details>
        </section>
        <section className="panel">
          <h2>{words.enrol.totpTitle}</h2>
          <p>
            <span className={me.secondFactor.totp ? 'tag accent' : 'tag warn'}>
              {me.secondFactor.totp ? words.me.totpOn : words.me.totpOff}
            </span>
          </p>
          <details>
            <summary className="link-button">
              {me.secondFactor.totp ? words.me.replaceTotp : words.enrol.startTotp}
            </summary>
            <AddTotp
              onDone={() => {
                tell(words.enrol.totpDone);
                refresh();
              }}
            />
          </details>
          {me.secondFactor.totp && (
            <details>
              <summary className="link-button">{words.me.newRecovery}</summary>
              <NewRecovery />
            </details>
          )}
        </section>
        <section className="panel">
          <h2>{words.password.change}</h2>
          <details>
            <summary className="link-button">{words.password.change}</summary>
            <ChangePassword onDone={refresh} />
          </details>
        </section>
        {pagesFor(me).some((page) => page.word === 'desk') && <ActFor />}
      </div>
      <section className="stack">
        <div className="row">
          <h2 className="grow">{words.me.sessions}</h2>
          {(sessions.data?.sessions.length ?? 0) > 1 && (
            <Button onClick={() => void endOthers()}>{words.me.endOthers}</Button>
          )}
        </div>
        <Loaded of={sessions} rows={3}>
          {(data) => <SessionTable rows={data.sessions} mayEnd />}
        </Loaded>
      </section>
    </div>
  );
}

function Passkeys(props: { onChanged: () => void }) {
  const words = useWords();
  const format = useFormat();
  const passkeys = useQuery({ queryKey: ['passkeys'], queryFn: auth.passkeys });
  const remove = async (passkey: PasskeyRow): Promise<void> => {
    try {
      await auth.deletePasskey(passkey.id);
      tell(words.me.removed);
    } catch (error) {
      tellFailure(error);
    } finally {
      props.onChanged();
    }
  };
  return (
    <Loaded of={passkeys} rows={2}>
      {(rows) =>
        rows.length === 0 ? (
          <p className="quiet">{words.me.noPasskeys}</p>
        ) : (
          <ul className="lines">
            {rows.map((passkey) => (
              <li key={passkey.id}>
                <span className="grow">{passkey.name}</span>
                <span className="small quiet tabular">{format.date(passkey.createdAt)}</span>
                <Popconfirm
                  title={words.me.remove}
                  description={<p className="confirm-text">{words.me.removeAsk(passkey.name)}</p>}
                  okText={words.me.remove}
                  okButtonProps={{ danger: true }}
                  onConfirm={() => remove(passkey)}
                >
                  <Button size="small" type="text" danger>
                    {words.me.remove}
                  </Button>
                </Popconfirm>
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

function NewRecovery() {
  const words = useWords();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  if (codes !== null) return <RecoveryCodes codes={codes} onSaved={() => setCodes(null)} />;
  const make = async ({ password }: { password: string }): Promise<void> => {
    setError(null);
    try {
      setCodes((await auth.newRecoveryCodes(password)).recoveryCodes);
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      onFinish={(values: { password: string }) => void make(values)}
    >
      {error !== null && <Sentence error={error} />}
      <p className="small quiet">{words.me.newRecoveryHint}</p>
      <Form.Item
        name="password"
        label={words.enrol.confirmPassword}
        rules={[{ required: true, message: words.signIn.needPassword }]}
      >
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Button htmlType="submit">{words.me.newRecovery}</Button>
    </Form>
  );
}
