import type { ImportAllowance } from '@huke/sdk';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { api, problemOf, queries } from '../api.ts';
import { Refusal } from '../parts/refusal.tsx';
import { Empty } from '../parts/states.tsx';
import { useMe } from '../shell/session.ts';
import { useFormat, useWords } from '../words/index.ts';
import '../parts/table.css';
import './imports.css';

const key = ['imports', 'allowances'] as const;
const listed = { queryKey: key, queryFn: api.importAllowances, refetchInterval: 15_000 };
const usual = 10_000;
const most = 500_000;

/** How many large imports wait for whoever decides about them. */
export function useAskedAllowances(enabled: boolean): number {
  const { data } = useQuery({ ...listed, enabled });
  return data?.rows.filter((each) => each.state === 'asked').length ?? 0;
}

/** Large imports: whoever imports asks for one here, officers grant it here. */
export function Allowances(props: { mayAsk: boolean }) {
  const words = useWords();
  const [error, setError] = useState<unknown>(null);
  const list = useQuery(listed);
  const rows = list.data?.rows ?? [];
  const act = async (work: () => Promise<unknown>): Promise<void> => {
    setError(null);
    try {
      await work();
    } catch (failure) {
      setError(failure);
    } finally {
      await queries.invalidateQueries({ queryKey: key });
    }
  };
  if (!props.mayAsk && list.data && rows.length === 0)
    return <Empty title={words.imports.largeEmpty} hint={words.imports.largeDecide} />;
  return (
    <section className="stack">
      <h2>{words.imports.large}</h2>
      <p className="quiet">{props.mayAsk ? words.imports.largeHint : words.imports.largeDecide}</p>
      {props.mayAsk && <Ask act={act} />}
      {error !== null && <Refusal problem={problemOf(error)} />}
      {rows.length > 0 && <Rows rows={rows} act={act} />}
    </section>
  );
}

type Act = (work: () => Promise<unknown>) => Promise<void>;

function Ask(props: { act: Act }) {
  const words = useWords();
  const me = useMe();
  const [values, setValues] = useState(usual);
  const team = me.team?.id;
  if (team === undefined) return null;
  const fits = Number.isInteger(values) && values >= 1 && values <= most;
  return (
    <form
      className="row wrap"
      onSubmit={(event) => {
        event.preventDefault();
        if (fits) void props.act(() => api.askImportAllowance({ values, team }));
      }}
    >
      <label className="row">
        <span>{words.imports.values}</span>
        <input
          className="plain-input tabular"
          type="number"
          min={1}
          max={most}
          value={values}
          onChange={(event) => setValues(event.target.valueAsNumber)}
        />
      </label>
      <Button htmlType="submit" disabled={!fits}>
        {words.imports.ask}
      </Button>
    </form>
  );
}

function Rows(props: { rows: readonly ImportAllowance[]; act: Act }) {
  const words = useWords();
  const format = useFormat();
  const officer = useMe().rights.includes('imports:allow');
  const decide = (row: ImportAllowance, how: 'grant' | 'refuse' | 'end') => () =>
    void props.act(() => api.decideImportAllowance(row.id, how));
  return (
    <div className="table-box panel">
      <table className="plain-table">
        <thead>
          <tr>
            <th>{words.imports.askedBy}</th>
            <th>{words.imports.asked}</th>
            <th>{words.imports.usedValues}</th>
            <th>{words.imports.until}</th>
            <th>{words.imports.decidedBy}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={row.id}>
              <td>
                {row.person.name} <span className="quiet tabular">{row.person.staffNumber}</span>
                <br />
                <span className={row.state === 'granted' ? 'tag accent' : 'tag'}>
                  {words.imports.allowanceStates[row.state]}
                </span>
              </td>
              <td className="tabular">{format.number(row.values)}</td>
              <td className="tabular">{format.number(row.used)}</td>
              <td className="tabular nowrap">{format.when(row.expiresAt)}</td>
              <td>{row.decidedBy?.name ?? ''}</td>
              <td className="row-acts allowance-acts">
                {officer && row.state === 'asked' && (
                  <>
                    <Button type="primary" onClick={decide(row, 'grant')}>
                      {words.imports.grant}
                    </Button>
                    <Button onClick={decide(row, 'refuse')}>{words.imports.refuse}</Button>
                  </>
                )}
                {(row.state === 'granted' || (row.state === 'asked' && !officer)) && (
                  <Button onClick={decide(row, 'end')}>{words.imports.endAllowance}</Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
