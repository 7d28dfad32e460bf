import { InboxOutlined } from '@ant-design/icons';
import type { ImportJob } from '@huke/sdk';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Popconfirm } from 'antd';
import { useRef, useState } from 'react';
import { api, problemOf, queries } from '../api.ts';
import { loadDetector } from '../lab/detector.ts';
import { Refusal } from '../parts/refusal.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { useFormat, useWords } from '../words/index.ts';
import { Allowances } from './allowances.tsx';
import { JobView } from './job-view.tsx';
import '../parts/table.css';
import './imports.css';

type Mapping = Readonly<Record<string, string>>;

/** Drop a file, look at what was recognised, then write it: each step says what it did. */
export function ImportsPage() {
  const words = useWords();
  const format = useFormat();
  const search = useSearch({ from: '/shell/imports' });
  const navigate = useNavigate();
  const [file, setFile] = useState<File | null>(null);
  const [mapping, setMapping] = useState<Mapping>({});
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const id = search.job;
  const job = useQuery({
    queryKey: ['imports', 'job', id],
    queryFn: () => api.importJob(id ?? ''),
    enabled: id !== undefined,
    refetchInterval: (query) => (query.state.data?.state === 'running' ? 1500 : false),
  });

  const start = async (chosen: File, dryRun: boolean): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const changed = Object.keys(mapping).length > 0;
      const started = await api.startImport(chosen, {
        dryRun,
        name: await safeName(chosen.name),
        ...(changed
          ? {
              mapping: JSON.stringify(
                Object.fromEntries(
                  Object.entries(mapping).map(([column, field]) => [column, field === '' ? null : field]),
                ),
              ),
            }
          : {}),
      });
      queries.setQueryData(['imports', 'job', started.id], started);
      await queries.invalidateQueries({ queryKey: ['imports', 'list'] });
      await navigate({ to: '/imports', search: { job: started.id } });
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const choose = (chosen: File | undefined): void => {
    if (!chosen) return;
    setFile(chosen);
    setMapping({});
    void start(chosen, true);
  };
  const change = async (act: (job: string) => Promise<ImportJob>): Promise<void> => {
    if (id === undefined) return;
    try {
      queries.setQueryData(['imports', 'job', id], await act(id));
    } catch (failure) {
      setError(failure);
    }
  };
  const forget = (): void => {
    setFile(null);
    setMapping({});
    setError(null);
    void navigate({ to: '/imports', search: {} });
  };
  const shown = job.data;
  const remapped = Object.keys(mapping).length > 0;
  const ready = shown?.dryRun === true && shown.state === 'done' && file !== null;
  const actions = ready && (
    <div className="row wrap">
      {remapped ? (
        <>
          <Button type="primary" loading={busy} onClick={() => void start(file, true)}>
            {words.imports.check}
          </Button>
          <span className="quiet">{words.imports.mappingChanged}</span>
        </>
      ) : (
        <Popconfirm
          title={words.imports.run}
          description={<p className="confirm-text">{words.imports.runAsk(format.number(shown.imported))}</p>}
          okText={words.imports.run}
          onConfirm={() => start(file, false)}
        >
          <Button type="primary" loading={busy} disabled={shown.rows === 0}>
            {words.imports.run}
          </Button>
        </Popconfirm>
      )}
    </div>
  );
  return (
    <div className="page stack">
      <header className="page-head">
        <div>
          <h1>{words.imports.title}</h1>
          <p>{words.imports.checkHint}</p>
        </div>
        {(file !== null || id !== undefined) && <Button onClick={forget}>{words.imports.again}</Button>}
      </header>
      {error !== null && <Refusal problem={problemOf(error)} />}
      {id === undefined && (
        <button
          type="button"
          className={over ? 'drop over' : 'drop'}
          disabled={busy}
          onClick={() => input.current?.click()}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            choose(event.dataTransfer.files[0]);
          }}
        >
          <InboxOutlined />
          <strong>{busy ? `${words.imports.checking}…` : words.imports.drop}</strong>
          <span className="quiet">{words.imports.dropHint}</span>
        </button>
      )}
      <input
        ref={input}
        type="file"
        hidden
        accept=".csv,.jsonl,.ndjson,.txt,text/csv,application/x-ndjson"
        onChange={(event) => {
          choose(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      {id !== undefined && (
        <Loaded of={job}>
          {(data) => (
            <JobView
              job={data}
              actions={actions}
              mapping={mapping}
              {...(ready
                ? {
                    onMapping: (column: string, field: string) => setMapping({ ...mapping, [column]: field }),
                  }
                : {})}
              onCancel={() => void change(api.cancelImport)}
              onResume={() => void change(api.resumeImport)}
            />
          )}
        </Loaded>
      )}
      <Allowances mayAsk />
      <History />
    </div>
  );
}

/** A file's name without what it may say of customers. */
async function safeName(name: string): Promise<string> {
  const { find, mask } = await loadDetector();
  return mask(name, find(name), { scenario: 'log' }).slice(0, 120);
}

function History() {
  const words = useWords();
  const format = useFormat();
  const navigate = useNavigate();
  const jobs = useQuery({ queryKey: ['imports', 'list'], queryFn: api.importJobs });
  const tone: Record<ImportJob['state'], string> = {
    running: 'tag warn',
    done: 'tag accent',
    failed: 'tag danger',
    cancelled: 'tag',
  };
  return (
    <section className="stack">
      <h2>{words.imports.history}</h2>
      <Loaded of={jobs} rows={3}>
        {(data) =>
          data.rows.length === 0 ? (
            <Empty title={words.imports.empty} hint={words.imports.emptyHint} />
          ) : (
            <div className="table-box panel">
              <table className="plain-table">
                <thead>
                  <tr>
                    <th>{words.imports.started}</th>
                    <th>{words.imports.format}</th>
                    <th>{words.imports.encoding}</th>
                    <th>{words.imports.rows}</th>
                    <th>{words.imports.imported}</th>
                    <th>{words.imports.known}</th>
                    <th>{words.imports.duplicates}</th>
                    <th>{words.imports.failedRows}</th>
                    <th />
                  </tr>
                </thead>
                <tbody>
                  {data.rows.map((job) => (
                    <tr key={job.id}>
                      <td className="tabular nowrap">
                        <button
                          type="button"
                          className="link-cell"
                          onClick={() => void navigate({ to: '/imports', search: { job: job.id } })}
                        >
                          {format.when(job.startedAt)}
                        </button>
                      </td>
                      <td>{job.format.toUpperCase()}</td>
                      <td>{job.encoding}</td>
                      <td className="tabular">{format.number(job.rows)}</td>
                      <td className="tabular">{job.dryRun ? '' : format.number(job.imported)}</td>
                      <td className="tabular">
                        {job.known !== null && words.imports.about(format.number(job.known))}
                      </td>
                      <td className="tabular">{format.number(job.duplicates)}</td>
                      <td className="tabular">{format.number(job.failed)}</td>
                      <td className="row-acts">
                        {job.dryRun && <span className="tag">{words.imports.dryRun}</span>}
                        <span className={tone[job.state]}>{words.codes.importStates[job.state]}</span>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
    </section>
  );
}
