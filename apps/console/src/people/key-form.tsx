import {
  type KeyRights,
  type Purpose,
  purposes,
  type Scope,
  scopes,
  type ServiceKey,
  type ServiceKeyCreated,
} from '@huke/sdk';
import { Button, Checkbox, Drawer, Form, Input, InputNumber, Select, Switch } from 'antd';
import { useState } from 'react';
import { api, problemOf, queries } from '../api.ts';
import { Refusal } from '../parts/refusal.tsx';
import { tell } from '../parts/toast.tsx';
import { useWords } from '../words/index.ts';
import { useTeams } from './lists.ts';

type Values = {
  name: string;
  scopes: Scope[];
  teams?: string[];
  perDay: number;
  jobs: boolean;
  purpose?: Purpose;
  jobTeams?: string[];
  rows?: number;
  until?: string;
};

/** A new key, or other rights of one; what reaches customers or the ledger, and what widens, waits for a second officer. */
export function KeyForm(props: {
  serviceKey: ServiceKey | null;
  onClose: () => void;
  onMade: (made: ServiceKeyCreated) => void;
}) {
  const words = useWords();
  const { teams } = useTeams();
  const { serviceKey } = props;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [form] = Form.useForm<Values>();
  const jobs = Form.useWatch('jobs', form);
  const save = async (values: Values): Promise<void> => {
    setBusy(true);
    setError(null);
    const body = { name: values.name.trim(), ...rightsOf(values) };
    try {
      if (serviceKey === null) props.onMade(await api.createServiceKey(body));
      else {
        const changed = await api.changeServiceKey(serviceKey.id, body);
        tell('kind' in changed ? words.people.changeRequested : words.people.narrowed);
      }
      await queries.invalidateQueries({ queryKey: ['service-keys'] });
      void queries.invalidateQueries({ queryKey: ['changes'] });
      props.onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const options = teams.map((team) => ({ value: team.id, label: team.name }));
  const needed = (label: string) => [{ required: true, message: label }];
  return (
    <Drawer
      open
      title={serviceKey ? serviceKey.name : words.people.newKey}
      size={440}
      onClose={props.onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initialOf(serviceKey)}
        onFinish={(values: Values) => void save(values)}
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
          extra={words.people.keyScopesHint}
          rules={[{ required: true, type: 'array', min: 1, message: words.people.keyScopes }]}
        >
          <Checkbox.Group
            className="column"
            options={scopes.map((scope) => ({ value: scope, label: words.codes.scopes[scope] }))}
          />
        </Form.Item>
        <Form.Item name="teams" label={words.people.keyTeams} extra={words.people.keyTeamsHint}>
          <Select mode="multiple" options={options} />
        </Form.Item>
        <Form.Item name="perDay" label={words.people.perDay} rules={needed(words.people.perDay)}>
          <InputNumber min={1} max={10_000_000} precision={0} />
        </Form.Item>
        <Form.Item name="jobs" label={words.people.job} valuePropName="checked" extra={words.people.jobHint}>
          <Switch checkedChildren={words.people.job} unCheckedChildren={words.people.noJob} />
        </Form.Item>
        {jobs && (
          <>
            <Form.Item name="purpose" label={words.people.jobPurpose} rules={needed(words.people.jobPurpose)}>
              <Select
                options={purposes.map((purpose) => ({
                  value: purpose,
                  label: words.codes.purposes[purpose],
                }))}
              />
            </Form.Item>
            <Form.Item name="jobTeams" label={words.people.jobTeams} rules={needed(words.people.jobTeams)}>
              <Select mode="multiple" options={options} />
            </Form.Item>
            <div className="pair">
              <Form.Item name="rows" label={words.people.jobRows} rules={needed(words.people.jobRows)}>
                <InputNumber min={1} max={1_000_000} precision={0} />
              </Form.Item>
              <Form.Item name="until" label={words.people.jobUntil} rules={needed(words.people.jobUntil)}>
                <Input type="date" />
              </Form.Item>
            </div>
          </>
        )}
        <Button type="primary" htmlType="submit" loading={busy}>
          {serviceKey ? words.common.save : words.people.newKey}
        </Button>
      </Form>
    </Drawer>
  );
}

function rightsOf(values: Values): KeyRights {
  const { purpose, jobTeams, rows, until } = values;
  const complete = values.jobs && purpose !== undefined && rows !== undefined && until !== undefined;
  return {
    scopes: values.scopes,
    teams: values.teams ?? [],
    perDay: values.perDay,
    job: complete ? { purpose, teams: jobTeams ?? [], rows, until } : null,
  };
}

function initialOf(key: ServiceKey | null): Partial<Values> {
  if (key === null) return { perDay: 10_000, scopes: [], jobs: false };
  const { name, perDay, job } = key;
  return {
    name,
    perDay,
    scopes: [...key.scopes],
    teams: [...key.teams],
    jobs: job !== null,
    ...(job ? { purpose: job.purpose, jobTeams: [...job.teams], rows: job.rows, until: job.until } : {}),
  };
}
