import type { ActForToken } from '@huke/sdk';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { api, problemOf } from '../api.ts';
import { Refusal } from '../parts/refusal.tsx';
import { OnceShown } from '../people/once-shown.tsx';
import { useFormat, useWords } from '../words/index.ts';

/** Mints the token with which a program may work on one case for the reader. */
export function ActFor() {
  const words = useWords();
  const format = useFormat();
  const [token, setToken] = useState<ActForToken | null>(null);
  const [error, setError] = useState<unknown>(null);
  const mint = async (values: { key: string; case: string }): Promise<void> => {
    setError(null);
    try {
      setToken(await api.actFor({ key: values.key.trim(), case: values.case.trim(), minutes: 10 }));
    } catch (failure) {
      setError(failure);
    }
  };
  const needed = (label: string) => [{ required: true, whitespace: true, message: label }];
  return (
    <section className="panel">
      <h2>{words.people.actForTitle}</h2>
      <p className="small quiet">{words.people.actForHint}</p>
      <details>
        <summary className="link-button">{words.people.actForMint}</summary>
        <Form
          layout="vertical"
          requiredMark={false}
          onFinish={(values: { key: string; case: string }) => void mint(values)}
        >
          {error !== null && <Refusal problem={problemOf(error)} />}
          <Form.Item name="key" label={words.people.actForKey} rules={needed(words.people.actForKey)}>
            <Input className="mono" autoComplete="off" maxLength={60} />
          </Form.Item>
          <Form.Item name="case" label={words.people.actForCase} rules={needed(words.people.actForCase)}>
            <Input className="mono" autoComplete="off" maxLength={60} />
          </Form.Item>
          <Button htmlType="submit">{words.people.actForMint}</Button>
        </Form>
      </details>
      {token && (
        <OnceShown
          title={words.people.actForTitle}
          hint={words.people.actForUntil(format.when(token.expiresAt))}
          secret={token.token}
          onClose={() => setToken(null)}
        />
      )}
    </section>
  );
}
