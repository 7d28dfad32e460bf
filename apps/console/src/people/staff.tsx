import type { Person, Right } from '@huke/sdk';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { api, queries } from '../api.ts';
import { Empty, Loaded } from '../parts/states.tsx';
import { tell, tellFailure } from '../parts/toast.tsx';
import { useMe } from '../shell/session.ts';
import { capital, useFormat, useWords } from '../words/index.ts';
import { useTeams } from './lists.ts';
import { OnceShown } from './once-shown.tsx';
import { linkOf, PersonForm } from './person-form.tsx';

/** The people of the organisation; what the reader may do stands in each row. */
export function Staff() {
  const words = useWords();
  const format = useFormat();
  const me = useMe();
  const { teams, teamName, employerName } = useTeams();
  const search = useSearch({ from: '/shell/people' });
  const navigate = useNavigate();
  const [editing, setEditing] = useState<Person | 'new' | null>(null);
  const [invitation, setInvitation] = useState<string | null>(null);
  const people = useInfiniteQuery({
    queryKey: ['people', 'list', search.team],
    queryFn: ({ pageParam }) =>
      api.people({
        ...(search.team === undefined ? {} : { team: search.team }),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  const may = (right: Right): boolean => me.rights.includes(right);
  const act = async (done: string, run: () => Promise<unknown>): Promise<void> => {
    try {
      await run();
      tell(done);
    } catch (error) {
      tellFailure(error);
    } finally {
      await queries.invalidateQueries({ queryKey: ['people'] });
      void queries.invalidateQueries({ queryKey: ['changes'] });
    }
  };
  const invite = async (person: Person): Promise<void> => {
    try {
      setInvitation(linkOf((await api.invitePerson(person.id)).invitation));
    } catch (error) {
      tellFailure(error);
    }
  };
  return (
    <>
      <div className="row wrap people-bar">
        <select
          className="plain-select"
          aria-label={words.people.team}
          value={search.team ?? ''}
          onChange={(event) =>
            void navigate({
              to: '/people',
              search: { ...search, team: event.target.value === '' ? undefined : event.target.value },
            })
          }
        >
          <option value="">
            {words.people.team}: {words.common.all}
          </option>
          {teams.map((team) => (
            <option key={team.id} value={team.id}>
              {team.name}
            </option>
          ))}
        </select>
        <span className="grow" />
        {may('people:write') && (
          <Button type="primary" onClick={() => setEditing('new')}>
            {words.people.add}
          </Button>
        )}
      </div>
      <Loaded of={people} rows={10}>
        {(data) => {
          const rows = data.pages.flatMap((page) => page.rows);
          if (rows.length === 0) return <Empty title={words.people.empty} hint={words.people.emptyHint} />;
          return (
            <div className="table-box panel">
              <table className="plain-table">
                <thead>
                  <tr>
                    <th>{words.people.name}</th>
                    <th>{words.people.staffNumber}</th>
                    <th>{words.people.post}</th>
                    <th>{words.people.team}</th>
                    <th>{words.people.employer}</th>
                    <th>{words.people.factor}</th>
                    <th>{words.people.lastSignIn}</th>
                    <th>{words.people.state}</th>
                    <th />
                  </tr>
                </thead>
                <tbody>
                  {rows.map((person) => (
                    <tr key={person.id}>
                      <td className="nowrap" title={person.email}>
                        {person.name}
                      </td>
                      <td className="tabular">{person.staffNumber}</td>
                      <td className="nowrap">{words.codes.posts[person.post]}</td>
                      <td className="nowrap">{teamName(person.team)}</td>
                      <td className="nowrap">{employerName(person.employer)}</td>
                      <td className="nowrap">
                        <Factors person={person} />
                      </td>
                      <td className="tabular nowrap">
                        {person.lastSignInAt === null
                          ? capital(words.people.never)
                          : format.when(person.lastSignInAt)}
                      </td>
                      <td>
                        <span
                          className={
                            { waiting: 'tag warn', active: 'tag accent', locked: 'tag danger', left: 'tag' }[
                              person.state
                            ]
                          }
                        >
                          {words.codes.personStates[person.state]}
                        </span>
                      </td>
                      <td className="row-acts">
                        {person.state !== 'left' && may('people:write') && (
                          <>
                            <Button size="small" onClick={() => setEditing(person)}>
                              {words.people.edit}
                            </Button>
                            {person.id !== me.id && (
                              <Popconfirm
                                title={words.people.leave}
                                description={<p className="confirm-text">{words.people.leaveAsk}</p>}
                                okText={words.people.leave}
                                okButtonProps={{ danger: true }}
                                onConfirm={() => act(words.people.left, () => api.personLeaves(person.id))}
                              >
                                <Button size="small" danger>
                                  {words.people.leave}
                                </Button>
                              </Popconfirm>
                            )}
                          </>
                        )}
                        {person.state === 'active' &&
                          may('people:write') &&
                          person.secondFactor.passkeys === 0 &&
                          !person.secondFactor.totp && (
                            <Button size="small" onClick={() => void invite(person)}>
                              {words.people.inviteAgain}
                            </Button>
                          )}
                        {person.state === 'locked' && may('people:unlock') && (
                          <Button
                            size="small"
                            onClick={() => void act(words.people.unlocked, () => api.unlockPerson(person.id))}
                          >
                            {words.people.unlock}
                          </Button>
                        )}
                        {person.state !== 'left' && may('factors:reset') && person.id !== me.id && (
                          <Popconfirm
                            title={words.people.resetFactor}
                            description={<p className="confirm-text">{words.people.resetAsk}</p>}
                            okText={words.people.resetFactor}
                            onConfirm={() =>
                              act(words.people.changeRequested, () => api.resetFactor(person.id))
                            }
                          >
                            <Button size="small">{words.people.resetFactor}</Button>
                          </Popconfirm>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {people.hasNextPage && (
                <p className="table-more">
                  <Button loading={people.isFetchingNextPage} onClick={() => void people.fetchNextPage()}>
                    {words.common.more}
                  </Button>
                </p>
              )}
            </div>
          );
        }}
      </Loaded>
      {editing !== null && (
        <PersonForm
          person={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onInvited={setInvitation}
        />
      )}
      {invitation !== null && (
        <OnceShown
          title={words.people.invited}
          hint={words.people.invitationOnce}
          secret={invitation}
          onClose={() => setInvitation(null)}
        />
      )}
    </>
  );
}

function Factors(props: { person: Person }) {
  const words = useWords();
  const { totp, passkeys } = props.person.secondFactor;
  const names = [
    ...(passkeys > 0 ? [words.people.passkeys(passkeys)] : []),
    ...(totp ? [words.people.totp] : []),
  ];
  if (names.length === 0) return <span className="tag warn">{words.people.noFactor}</span>;
  return <span>{capital(names.join(words.listJoin))}</span>;
}
