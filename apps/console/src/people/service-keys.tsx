import type { ServiceKey, ServiceKeyCreated } from '@huke/sdk';
import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { api, queries } from '../api.ts';
import { Empty, Loaded } from '../parts/states.tsx';
import { tell, tellFailure } from '../parts/toast.tsx';
import { useMe } from '../shell/session.ts';
import { capital, useFormat, useWords } from '../words/index.ts';
import { KeyAllows } from './key-allows.tsx';
import { KeyForm } from './key-form.tsx';
import { Took } from './key-took.tsx';
import { usePersonName } from './lists.ts';
import { OnceShown } from './once-shown.tsx';

/** Keys of programs: what each allows, what it took, who asked for it; a secret is shown once. */
export function ServiceKeys() {
  const words = useWords();
  const format = useFormat();
  const writes = useMe().rights.includes('keys:write');
  const personName = usePersonName();
  const [editing, setEditing] = useState<ServiceKey | 'new' | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const keys = useQuery({ queryKey: ['service-keys'], queryFn: api.serviceKeys });
  const act = async (run: () => Promise<void>): Promise<void> => {
    try {
      await run();
    } catch (error) {
      tellFailure(error);
    } finally {
      await queries.invalidateQueries({ queryKey: ['service-keys'] });
      void queries.invalidateQueries({ queryKey: ['changes'] });
    }
  };
  const made = ({ key }: ServiceKeyCreated): void => {
    if (key === null) tell(words.people.keyWaits);
    else setSecret(key);
  };
  return (
    <>
      {writes && (
        <div className="row people-bar">
          <span className="grow" />
          <Button type="primary" onClick={() => setEditing('new')}>
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
              <table className="plain-table keys-table">
                <thead>
                  <tr>
                    <th>{words.people.keyName}</th>
                    <th>{words.people.keyScopes}</th>
                    <th>{words.people.keyTook}</th>
                    <th>{words.people.keyMaker}</th>
                    <th>{words.people.lastUsed}</th>
                    <th>{words.people.keyEnds}</th>
                    <th />
                  </tr>
                </thead>
                <tbody>
                  {data.keys.map((key) => (
                    <tr key={key.id}>
                      <td className="nowrap">
                        <div className="stack tight">
                          <span>{key.name}</span>
                          <span className="mono small quiet">{key.prefix}</span>
                          <KeyState serviceKey={key} />
                        </div>
                      </td>
                      <td>
                        <KeyAllows rights={key} />
                      </td>
                      <td>
                        <Took took={key.took} />
                      </td>
                      <td>{key.maker === null ? '—' : personName(key.maker)}</td>
                      <td className="tabular nowrap">
                        {key.lastUsedAt === null ? capital(words.people.never) : format.when(key.lastUsedAt)}
                      </td>
                      <td className="tabular nowrap">{format.when(key.expiresAt)}</td>
                      <td className="row-acts">
                        {writes && (
                          <Acts
                            serviceKey={key}
                            onEdit={() => setEditing(key)}
                            onClaim={() => act(async () => made(await api.claimServiceKey(key.id)))}
                            onRotate={() => act(async () => made(await api.rotateServiceKey(key.id)))}
                            onRevoke={() =>
                              act(async () => {
                                await api.revokeServiceKey(key.id);
                                tell(words.people.revoked);
                              })
                            }
                          />
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
      {editing !== null && (
        <KeyForm
          serviceKey={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onMade={made}
        />
      )}
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

const looks: Readonly<Record<ServiceKey['state'], string>> = {
  waiting: 'tag warn',
  unclaimed: 'tag warn',
  live: 'tag accent',
  expired: 'tag danger',
  revoked: 'tag danger',
};

function KeyState(props: { serviceKey: ServiceKey }) {
  const words = useWords();
  const format = useFormat();
  const { state, claimUntil } = props.serviceKey;
  return (
    <span>
      <span className={looks[state]}>{words.codes.keyStates[state]}</span>
      {claimUntil !== null && (
        <span className="small quiet"> {words.people.claimUntil(format.when(claimUntil))}</span>
      )}
    </span>
  );
}

function Acts(props: {
  serviceKey: ServiceKey;
  onEdit: () => void;
  onClaim: () => Promise<void>;
  onRotate: () => Promise<void>;
  onRevoke: () => Promise<void>;
}) {
  const words = useWords();
  const { serviceKey: key } = props;
  if (key.state === 'revoked') return null;
  return (
    <>
      {key.mayClaim && (
        <Button size="small" type="primary" onClick={() => void props.onClaim()}>
          {words.people.claim}
        </Button>
      )}
      {key.state === 'live' && (
        <Button size="small" onClick={props.onEdit}>
          {words.people.editKey}
        </Button>
      )}
      {key.state !== 'waiting' && !key.mayClaim && (
        <Popconfirm
          title={words.people.rotate}
          description={<p className="confirm-text">{words.people.rotateAsk}</p>}
          okText={words.people.rotate}
          onConfirm={props.onRotate}
        >
          <Button size="small">{words.people.rotate}</Button>
        </Popconfirm>
      )}
      <Popconfirm
        title={words.people.revoke}
        description={<p className="confirm-text">{words.people.revokeAsk(key.name)}</p>}
        okText={words.people.revoke}
        okButtonProps={{ danger: true }}
        onConfirm={props.onRevoke}
      >
        <Button size="small" danger>
          {words.people.revoke}
        </Button>
      </Popconfirm>
    </>
  );
}
