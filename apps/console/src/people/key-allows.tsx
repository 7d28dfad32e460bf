import type { KeyJob, KeyRights } from '@huke/sdk';
import { capital, useFormat, useWords } from '../words/index.ts';
import { useTeams } from './lists.ts';

/** What a key allows, in plain words: scopes, teams, requests a day, and the job that its program does by itself. */
export function KeyAllows(props: { rights: KeyRights }) {
  const words = useWords();
  const format = useFormat();
  const { teamName } = useTeams();
  const { scopes, teams, perDay, job } = props.rights;
  return (
    <div className="stack tight">
      <span className="row wrap">
        {scopes.map((scope) => (
          <span key={scope} className="tag" title={scope}>
            {words.codes.scopes[scope]}
          </span>
        ))}
      </span>
      <span className="small quiet">
        {[
          ...(teams.length === 0 ? [] : [teams.map(teamName).join(words.listJoin)]),
          words.people.perDayLine(format.number(perDay)),
        ].join(words.listJoin)}
      </span>
      {job !== null && <JobLine job={job} />}
    </div>
  );
}

function JobLine(props: { job: KeyJob }) {
  const words = useWords();
  const format = useFormat();
  const { teamName } = useTeams();
  const { purpose, teams, rows, until } = props.job;
  return (
    <span className="small key-job">
      {capital(
        words.people.jobLine(
          words.codes.purposes[purpose],
          teams.map(teamName).join(words.listJoin),
          format.number(rows),
          until,
        ),
      )}
    </span>
  );
}
