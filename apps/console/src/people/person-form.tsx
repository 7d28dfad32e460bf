import {
  hiredEvidence,
  type HiredEvidence,
  type Person,
  type PersonCreate,
  type Post,
  posts,
  ladder,
} from '@huke/sdk';
import { Button, Checkbox, Drawer, Form, Input, Select, Switch } from 'antd';
import { useState } from 'react';
import { api, problemOf, queries } from '../api.ts';
import { Refusal } from '../parts/refusal.tsx';
import { tell } from '../parts/toast.tsx';
import { useWords } from '../words/index.ts';
import { minutesOf, timeOf } from './duty-time.ts';
import { useTeams } from './lists.ts';

type Values = {
  name: string;
  staffNumber: string;
  email: string;
  post: Post;
  team: string | null;
  employer: string;
  hiredOn?: string;
  hiredEvidence?: HiredEvidence;
  limited: boolean;
  from?: string;
  to?: string;
  days?: number[];
};

/** The address to hand over. */
export const linkOf = (invitation: string): string =>
  invitation.includes('/') ? invitation : `${location.origin}/invitation#token=${invitation}`;

const week = [1, 2, 3, 4, 5, 6, 7];

/** A new person, or what changes of one; some changes wait for a second officer. */
export function PersonForm(props: {
  person: Person | null;
  onClose: () => void;
  onInvited: (invitation: string) => void;
}) {
  const words = useWords();
  const { teams, employers } = useTeams();
  const { person } = props;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [form] = Form.useForm<Values>();
  const limited = Form.useWatch('limited', form);
  const hiredOn = Form.useWatch('hiredOn', form);
  const [today] = useState(() => new Date().toISOString().slice(0, 10));
  const known = person?.hiredOn.slice(0, 10) ?? today;
  const earlier = Boolean(hiredOn) && (hiredOn ?? '') < known;
  const save = async (values: Values): Promise<void> => {
    setBusy(true);
    setError(null);
    const body: PersonCreate = {
      name: values.name.trim(),
      staffNumber: values.staffNumber.trim(),
      email: values.email.trim(),
      post: values.post,
      team: values.team ?? null,
      employer: values.employer,
      ...(values.hiredOn && values.hiredOn !== person?.hiredOn.slice(0, 10)
        ? { hiredOn: values.hiredOn }
        : {}),
      ...(earlier && values.hiredEvidence ? { hiredEvidence: values.hiredEvidence } : {}),
      duty: values.limited
        ? { from: minutesOf(values.from ?? ''), to: minutesOf(values.to ?? ''), days: values.days ?? week }
        : null,
    };
    try {
      if (person === null) {
        const { invitation, changes } = await api.createPerson(body);
        if (invitation === null) tell(words.people.waitsForSecond);
        else {
          const waits = changes.map((change) => words.codes.changes[change.kind]);
          if (waits.length > 0) tell(words.people.waits(waits.join(words.listJoin)));
          props.onInvited(linkOf(invitation));
        }
      } else {
        const changed = await api.changePerson(person.id, body);
        tell('kind' in changed ? words.people.changeRequested : words.people.saved);
      }
      await queries.invalidateQueries({ queryKey: ['people'] });
      void queries.invalidateQueries({ queryKey: ['changes'] });
      props.onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const initial: Partial<Values> = person
    ? {
        name: person.name,
        staffNumber: person.staffNumber,
        email: person.email,
        post: person.post,
        team: person.team,
        employer: person.employer,
        hiredOn: person.hiredOn.slice(0, 10),
        limited: person.duty !== null,
        from: timeOf(person.duty?.from ?? 540),
        to: timeOf(person.duty?.to ?? 1080),
        days: [...(person.duty?.days ?? [1, 2, 3, 4, 5])],
      }
    : { post: ladder[0], limited: false, from: '09:00', to: '18:00', days: [1, 2, 3, 4, 5], team: null };
  const needed = (label: string) => [{ required: true, message: label }];
  return (
    <Drawer open title={person ? person.name : words.people.add} size={440} onClose={props.onClose}>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        onFinish={(values: Values) => void save(values)}
      >
        {error !== null && <Refusal problem={problemOf(error)} />}
        <Form.Item name="name" label={words.people.name} rules={needed(words.people.name)}>
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
        <div className="pair">
          <Form.Item
            name="staffNumber"
            label={words.people.staffNumber}
            rules={needed(words.people.staffNumber)}
          >
            <Input maxLength={20} autoComplete="off" />
          </Form.Item>
          <Form.Item name="hiredOn" label={words.people.hiredOn}>
            <Input type="date" />
          </Form.Item>
        </div>
        {earlier && (
          <Form.Item
            name="hiredEvidence"
            label={words.people.hiredEvidence}
            extra={words.people.hiredEvidenceHint}
            rules={needed(words.people.hiredEvidence)}
          >
            <Select
              options={hiredEvidence.map((each) => ({ value: each, label: words.codes.hiredEvidence[each] }))}
            />
          </Form.Item>
        )}
        <Form.Item
          name="email"
          label={words.people.email}
          rules={[{ required: true, type: 'email', message: words.people.email }]}
        >
          <Input type="email" maxLength={200} autoComplete="off" />
        </Form.Item>
        <Form.Item name="post" label={words.people.post} rules={needed(words.people.post)}>
          <Select options={posts.map((post) => ({ value: post, label: words.codes.posts[post] }))} />
        </Form.Item>
        <div className="pair">
          <Form.Item name="team" label={words.people.team}>
            <Select
              allowClear
              options={teams.map((team) => ({ value: team.id, label: team.name }))}
              onClear={() => form.setFieldValue('team', null)}
            />
          </Form.Item>
          <Form.Item name="employer" label={words.people.employer} rules={needed(words.people.employer)}>
            <Select options={employers.map((employer) => ({ value: employer.id, label: employer.name }))} />
          </Form.Item>
        </div>
        <Form.Item name="limited" label={words.people.duty} valuePropName="checked">
          <Switch checkedChildren={words.people.duty} unCheckedChildren={words.people.dutyAlways} />
        </Form.Item>
        {limited && (
          <>
            <div className="pair">
              <Form.Item name="from" label={words.people.dutyFrom} rules={needed(words.people.dutyFrom)}>
                <Input type="time" />
              </Form.Item>
              <Form.Item name="to" label={words.people.dutyTo} rules={needed(words.people.dutyTo)}>
                <Input type="time" />
              </Form.Item>
            </div>
            <Form.Item name="days" label={words.people.dutyDays} rules={needed(words.people.dutyDays)}>
              <Checkbox.Group
                options={week.map((day) => ({ value: day, label: words.people.days[day % 7] ?? day }))}
              />
            </Form.Item>
          </>
        )}
        <Button type="primary" htmlType="submit" loading={busy}>
          {words.common.save}
        </Button>
      </Form>
    </Drawer>
  );
}
