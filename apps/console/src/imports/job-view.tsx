import type { ImportJob } from '@huke/sdk';
import { Button, Progress } from 'antd';
import type { ReactNode } from 'react';
import { useFieldKinds, useFieldName } from '../parts/catalogues.ts';
import { useNow } from '../parts/now.ts';
import { named, pick, useFormat, useLanguage, useWords } from '../words/index.ts';
import { secondsLeft, share } from './progress.ts';

/** Ends after which an import can go on from where it stopped. */
const resumable: ReadonlySet<string> = new Set(['interrupted', 'probes-gone', 'rows-alike']);

/** One job: progress while it runs, then what it found or wrote, columns and a masked preview. */
export function JobView(props: {
  job: ImportJob;
  mapping: Readonly<Record<string, string>>;
  onMapping?: (column: string, field: string) => void;
  onCancel: () => void;
  onResume: () => void;
  actions: ReactNode;
}) {
  const words = useWords();
  const format = useFormat();
  const { job } = props;
  const now = useNow(1000);
  const running = job.state === 'running';
  const part = share(job);
  const left = running ? secondsLeft(job, now) : null;
  const title = {
    running: job.dryRun ? words.imports.checking : words.imports.running,
    done: job.dryRun ? words.imports.checkedTitle : words.imports.doneTitle,
    failed: words.imports.failedTitle,
    cancelled: words.imports.cancelled,
  }[job.state];
  const facts = [
    [words.imports.rows, format.number(job.rows)],
    ...(job.dryRun ? [] : [[words.imports.imported, format.number(job.imported)] as const]),
    ...(job.known === null
      ? []
      : [[words.imports.known, words.imports.about(format.number(job.known))] as const]),
    [words.imports.duplicates, format.number(job.duplicates)],
    [words.imports.failedRows, format.number(job.failed)],
  ] as const;
  return (
    <section className="panel job stack" aria-live="polite">
      <div className="row wrap">
        <h2 className="grow">{title}</h2>
        <span className="quiet">
          {job.format.toUpperCase()} · {job.encoding}
          {job.bytesTotal !== null && ` · ${format.bytes(job.bytesTotal)}`}
        </span>
        {props.actions}
        {running && <Button onClick={props.onCancel}>{words.imports.cancelJob}</Button>}
      </div>
      {running && (
        <div>
          <Progress
            percent={part === null ? 0 : Math.round(part * 100)}
            status="active"
            aria-label={title}
            showInfo={part !== null}
          />
          <p className="small quiet tabular">
            {words.imports.rate(format.number(Math.round(job.rowsPerSecond)))}
            {left !== null && ` · ${words.imports.left(format.duration(left))}`}
          </p>
        </div>
      )}
      <dl className="job-facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="tabular">{value}</dd>
          </div>
        ))}
      </dl>
      {job.state === 'failed' && resumable.has(job.code ?? '') && (
        <p>
          <Button onClick={props.onResume}>{words.imports.resume}</Button>
        </p>
      )}
      {job.code !== null && <p className="tag danger">{named(words.problems, job.code)}</p>}
      {job.failed + job.duplicates > 0 && !running && (
        <p>
          <a href={`/api/v1/customers/import/${encodeURIComponent(job.id)}/errors.csv`} download>
            {words.imports.errorsFile}
          </a>
        </p>
      )}
      {job.columns.length > 0 && <Columns {...props} />}
      {job.preview.length > 0 && <Preview job={job} />}
    </section>
  );
}

function Columns(props: {
  job: ImportJob;
  mapping: Readonly<Record<string, string>>;
  onMapping?: (column: string, field: string) => void;
}) {
  const words = useWords();
  const format = useFormat();
  const language = useLanguage();
  const name = useFieldName();
  const kinds = useFieldKinds().data?.fields ?? [];
  return (
    <div className="table-box">
      <table className="plain-table">
        <caption>{words.imports.columns}</caption>
        <thead>
          <tr>
            <th>{words.imports.column}</th>
            <th>{words.imports.field}</th>
            <th>{words.imports.confidence}</th>
          </tr>
        </thead>
        <tbody>
          {props.job.columns.map(({ column, field, confidence }) => (
            <tr key={column}>
              <td>{column}</td>
              <td>
                {props.onMapping ? (
                  <select
                    className="plain-select"
                    aria-label={`${words.imports.field} ${column}`}
                    value={props.mapping[column] ?? field ?? ''}
                    onChange={(event) => props.onMapping?.(column, event.target.value)}
                  >
                    <option value="">{words.imports.ignore}</option>
                    {kinds.map((kind) => (
                      <option key={kind.field} value={kind.field}>
                        {pick(kind.label, language)}
                      </option>
                    ))}
                  </select>
                ) : field === null ? (
                  <span className="quiet">{words.imports.ignore}</span>
                ) : (
                  name(field)
                )}
              </td>
              <td>
                <span className="confidence">
                  <span style={{ width: `${confidence * 100}%` }} />
                </span>
                <span className="tabular">{format.percent(confidence)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Preview(props: { job: ImportJob }) {
  const words = useWords();
  const name = useFieldName();
  const columns = [...new Set(props.job.preview.flatMap((row) => Object.keys(row)))];
  return (
    <div className="table-box">
      <table className="plain-table">
        <caption>{words.imports.preview}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column}>{name(column)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.job.preview.map((row, index) => (
            <tr key={index}>
              {columns.map((column) => (
                <td key={column} className="tabular nowrap">
                  {row[column]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
