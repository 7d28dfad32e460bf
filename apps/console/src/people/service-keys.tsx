import { scopes, type Scope, type ServiceKey } from '@huke/sdk';
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Drawer, Form, Input, InputNumber, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { api, problemOf, queries } from '../api.ts';
import { Refusal } from '../parts/refusal.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { tell, tellFailure } from '../parts/toast.tsx';
import { useMe } from '../shell/session.ts';
import { capital, useFormat, useWords } from '../words/index.ts';
import { useTeams } from './lists.ts';
import { OnceShown } from './once-shown.tsx';

/** Keys of programs: scopes, teams, quota, last use; a secret is shown once. */
export function ServiceKeys() {
  const words = useWords();
  const format = useFormat();
  const writes = useMe().rights.includes('keys:write');
  const { teamName } = useTeams();
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const keys = useQuery({ queryKey: ['service-keys'], queryFn: api.serviceKeys });
  const revoke = async (key: ServiceKey): Promise<void> => {
    try {
      await api.revokeServiceKey(key.id);
      tell(words.people.revoked);
    } catch (error) {
      tellFailure(error);
    } finally {
      await queries.invalidateQueries({ queryKey: ['service-keys'] });
    }
  };
  return (
    <>
      {writes && (
        <div className="row people-bar">
          <span className="grow" />
          <Button type="primary" onClick={() => setMaking(true)}>
            {words.people.newKey}
          </Button>
        </div>
      )}
      <Loaded of={keys}>
        {(data) =>
          data.keys.length === 0 ? (
            <Empty title={words.people.emptyKeys} hint={words.people.emptyKeysHint} />
          ) : (
            <div className="table-box panel">
              <table className="plain-table">
                <thead>
                  <tr>
                    <th>{words.people.keyName}</th>
                    <th>{words.people.prefix}</th>
                    <th>{words.people.keyScopes}</th>
                    <th>{words.people.keyTeams}</th>
                    <th>{words.people.perDay}</th>
                    <th>{words.people.lastUsed}</th>
                    <th />
                  </tr>
                </thead>
                <tbody>
                  {data.keys.map((key) => (
                    <tr key={key.id}>
                      <td className="nowrap">{key.name}</td>
                      <td className="mono">{key.prefix}</td>
                      <td>
                        <span className="row wrap">
                          {key.scopes.map((scope) => (
                            <span key={scope} className="tag" title={scope}>
                              {words.codes.scopes[scope]}
                            </span>
                          ))}
                        </span>
                      </td>
                      <td>
                        {key.teams.length === 0
                          ? words.common.all
                          : key.teams.map(teamName).join(words.listJoin)}
                      </td>
                      <td className="tabular">{format.number(key.perDay)}</td>
                      <td className="tabular nowrap">
                        {key.lastUsedAt === null ? capital(words.people.never) : format.when(key.lastUsedAt)}
                      </td>
                      <td className="row-acts">
                        {key.revokedAt !== null ? (
                          <span className="tag danger">{words.people.revoked}</span>
                        ) : (
                          writes && (
                            <Popconfirm
                              title={words.people.revoke}
                              description={<p className="confirm-text">{words.people.revokeAsk(key.name)}</p>}
                              okText={words.people.revoke}
                              okButtonProps={{ danger: true }}
                              onConfirm={() => revoke(key)}
                            >
                              <Button size="small" danger>
                                {words.people.revoke}
                              </Button>
                            </Popconfirm>
                          )
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
      {making && <KeyForm onClose={() => setMaking(false)} onMade={setSecret} />}
      {secret !== null && (
        <OnceShown
          title={words.people.keyShown}
          hint={words.people.keyShownHint}
          secret={secret}
          onClose={() => setSecret(null)}
        />
      )}
    </>
  );
}

type Values = { name: string; scopes: Scope[]; teams?: string[]; perDay: number };

function KeyForm(props: { onClose: () => void; onMade: (secret: string) => void }) {
  const words = useWords();
  const { teams } = useTeams();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const make = async (values: Values): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const { key } = await api.createServiceKey({
        ...values,
        name: values.name.trim(),
        teams: values.teams ?? [],
      });
      await queries.invalidateQueries({ queryKey: ['service-keys'] });
      props.onMade(key);
      props.onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Drawer open title={words.people.newKey} size={420} onClose={props.onClose}>
      <Form
        layout="vertical"
        requiredMark={false}
        initialValues={{ perDay: 10_000, scopes: [] }}
        onFinish={(values: Values) => void make(values)}
      >
        {error !== null && <Refusal problem={problemOf(error)} />}
        <Form.Item
          name="name"
          label={words.people.keyName}
          rules={[{ required: true, whitespace: true, message: words.people.keyName }]}
        >
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="scopes"
          label={words.people.keyScopes}
          rules={[{ required: true, type: 'array', min: 1, message: words.people.keyScopes }]}
        >
          <Checkbox.Group
            className="column"
            options={scopes.map((scope) => ({ value: scope, label: words.codes.scopes[scope] }))}
          />
        </Form.Item>
        <Form.Item name="teams" label={words.people.keyTeams} extra={words.people.keyTeamsHint}>
          <Select mode="multiple" options={teams.map((team) => ({ value: team.id, label: team.name }))} />
        </Form.Item>
        <Form.Item
          name="perDay"
          label={words.people.perDay}
          rules={[{ required: true, message: words.people.perDay }]}
        >
          <InputNumber min={1} max={10_000_000} precision={0} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={busy}>
          {words.people.newKey}
        </Button>
      </Form>
    </Drawer>
  );
}
