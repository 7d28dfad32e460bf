import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input } from 'antd';
import { api, queries } from '../api.ts';
import { Empty, Loaded } from '../parts/states.tsx';
import { tell, tellFailure } from '../parts/toast.tsx';
import { useMe } from '../shell/session.ts';
import { useWords } from '../words/index.ts';
import { teamsQuery } from './lists.ts';

/** Teams, which bound what people meet, and employers, which bound what they may. */
export function Teams() {
  const words = useWords();
  const writes = useMe().rights.includes('teams:write');
  const teams = useQuery(teamsQuery);
  const [teamForm] = Form.useForm<{ name: string }>();
  const [employerForm] = Form.useForm<{ name: string; outsourced?: boolean }>();
  const add = async (run: () => Promise<unknown>, reset: () => void): Promise<void> => {
    try {
      await run();
      tell(words.people.saved);
      reset();
      await queries.invalidateQueries({ queryKey: ['teams'] });
    } catch (error) {
      tellFailure(error);
    }
  };
  return (
    <Loaded of={teams}>
      {(data) => (
        <div className="two">
          <section className="panel">
            <h2>{words.people.team}</h2>
            {data.teams.length === 0 && (
              <Empty title={words.people.emptyTeams} hint={words.people.emptyTeamsHint} />
            )}
            <ul className="lines">
              {data.teams.map((team) => (
                <li key={team.id}>
                  <span className="grow">{team.name}</span>
                  <span className="quiet tabular">{words.people.members(team.people)}</span>
                </li>
              ))}
            </ul>
            {writes && (
              <Form
                form={teamForm}
                layout="inline"
                onFinish={({ name }) =>
                  void add(
                    () => api.createTeam(name.trim()),
                    () => teamForm.resetFields(),
                  )
                }
              >
                <Form.Item
                  name="name"
                  rules={[{ required: true, whitespace: true, message: words.people.teamName }]}
                >
                  <Input
                    placeholder={words.people.teamName}
                    aria-label={words.people.teamName}
                    maxLength={60}
                  />
                </Form.Item>
                <Button htmlType="submit">{words.people.addTeam}</Button>
              </Form>
            )}
          </section>
          <section className="panel">
            <h2>{words.people.employer}</h2>
            <ul className="lines">
              {data.employers.map((employer) => (
                <li key={employer.id}>
                  <span className="grow">{employer.name}</span>
                  {employer.outsourced && <span className="tag warn">{words.people.outsourced}</span>}
                </li>
              ))}
            </ul>
            {writes && (
              <Form
                form={employerForm}
                layout="inline"
                onFinish={({ name, outsourced }) =>
                  void add(
                    () => api.createEmployer(name.trim(), outsourced ?? false),
                    () => employerForm.resetFields(),
                  )
                }
              >
                <Form.Item
                  name="name"
                  rules={[{ required: true, whitespace: true, message: words.people.employerName }]}
                >
                  <Input
                    placeholder={words.people.employerName}
                    aria-label={words.people.employerName}
                    maxLength={60}
                  />
                </Form.Item>
                <Form.Item name="outsourced" valuePropName="checked">
                  <Checkbox>{words.people.outsourced}</Checkbox>
                </Form.Item>
                <Button htmlType="submit">{words.people.addEmployer}</Button>
              </Form>
            )}
          </section>
        </div>
      )}
    </Loaded>
  );
}
