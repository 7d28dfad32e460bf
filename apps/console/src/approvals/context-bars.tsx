import type { Approval } from '@huke/sdk';
import { useFormat, useWords } from '../words/index.ts';
import { usual } from './usual.ts';

/** The last hour beside the requester's own habit and the team's: three bars and a word. */
export function ContextBars(props: { approval: Approval }) {
  const words = useWords();
  const format = useFormat();
  const { context } = props.approval;
  const verdict = usual(context);
  const bars = [
    [words.approvals.hers, context.revealsLastHour, verdict] as const,
    [words.approvals.own, context.ownHourlyMean, 'mean'] as const,
    [words.approvals.teamMean, context.teamHourlyMean, 'mean'] as const,
  ];
  const most = Math.max(1, ...bars.map(([, value]) => value));
  const tone = { usual: 'tag accent', high: 'tag warn', veryHigh: 'tag danger' }[verdict];
  return (
    <div className="context">
      <p className="row small">
        <span className="quiet grow">{words.approvals.context}</span>
        <span className={tone}>{words.approvals[verdict]}</span>
      </p>
      <dl>
        {bars.map(([label, value, kind]) => (
          <div key={label} className={`context-bar ${kind}`}>
            <dt>{label}</dt>
            <dd>
              <span style={{ width: `${Math.max(2, (value / most) * 100)}%` }} />
            </dd>
            <dd className="tabular">{format.decimal(value)}</dd>
          </div>
        ))}
      </dl>
      <p className="small quiet tabular">
        {words.approvals.casesToday} {format.number(context.casesToday)} · {words.approvals.refusalsToday}{' '}
        {format.number(context.refusalsToday)}
      </p>
    </div>
  );
}
