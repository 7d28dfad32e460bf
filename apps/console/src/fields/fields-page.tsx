import type { FieldKind } from '@huke/sdk';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useFieldKinds } from '../parts/catalogues.ts';
import { LevelDot } from '../parts/level.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { useMe } from '../shell/session.ts';
import { named, pick, useLanguage, useWords } from '../words/index.ts';
import { FieldForm } from './field-form.tsx';
import { MaskMatrix } from './mask-matrix.tsx';
import '../parts/table.css';
import './fields.css';

/** Kinds of fields and what each scenario shows of them. */
export function FieldsPage() {
  const words = useWords();
  const search = useSearch({ from: '/shell/fields' });
  const navigate = useNavigate();
  const kinds = useFieldKinds();
  const { rights } = useMe();
  const [adding, setAdding] = useState(false);
  const tab = search.tab === 'kinds' ? 'kinds' : 'matrix';
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{words.fields.title}</h1>
          <p>{words.fields.intro}</p>
        </div>
        {rights.includes('fields:add') && (
          <Button type="primary" onClick={() => setAdding(true)}>
            {words.fields.add}
          </Button>
        )}
      </header>
      <div className="page-tabs" role="tablist">
        {(['matrix', 'kinds'] as const).map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            aria-selected={tab === each}
            onClick={() => void navigate({ to: '/fields', search: { tab: each } })}
          >
            {words.fields[each]}
          </button>
        ))}
      </div>
      <Loaded of={kinds} rows={10}>
        {(data) =>
          data.fields.length === 0 ? (
            <Empty title={words.fields.empty} hint={words.fields.emptyHint} />
          ) : tab === 'matrix' ? (
            <MaskMatrix kinds={data.fields} />
          ) : (
            <Kinds kinds={data.fields} />
          )
        }
      </Loaded>
      {adding && <FieldForm onClose={() => setAdding(false)} />}
    </div>
  );
}

function Kinds(props: { kinds: readonly FieldKind[] }) {
  const words = useWords();
  const language = useLanguage();
  return (
    <div className="table-box panel">
      <table className="plain-table">
        <thead>
          <tr>
            <th>{words.fields.field}</th>
            <th>{words.fields.code}</th>
            <th>{words.fields.type}</th>
            <th>{words.fields.level}</th>
            <th>{words.fields.group}</th>
            <th>{words.fields.flags}</th>
            <th>{words.fields.retention}</th>
          </tr>
        </thead>
        <tbody>
          {props.kinds.map((kind) => (
            <tr key={kind.field}>
              <td className="nowrap">
                {pick(kind.label, language)}{' '}
                {kind.own && <span className="tag accent">{words.fields.own}</span>}
              </td>
              <td className="mono">{kind.field}</td>
              <td className="nowrap">{named(words.codes.entityTypes, kind.type)}</td>
              <td>
                <LevelDot level={kind.level} sensitive={kind.sensitive || kind.protectAsSensitive} />
              </td>
              <td>{words.codes.groups[kind.group]}</td>
              <td>
                <span className="row">
                  {kind.many && <span className="tag">{words.fields.many}</span>}
                  {kind.searchable && <span className="tag">{words.fields.searchable}</span>}
                  {kind.verifiable && <span className="tag">{words.fields.verifiable}</span>}
                </span>
              </td>
              <td className="nowrap">{named(words.codes.retentions, kind.retention)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
