import { type CaseDetail, type Reason, reasons } from '@huke/sdk';
import { useWords } from '../../words/index.ts';
import { type Flow, reasonChips } from './act-flow.ts';
import type { Confirmed } from './use-acts.ts';

/** What every step of an act gets. */
export type StepProps = {
  readonly flow: Flow;
  readonly theCase: CaseDetail;
  readonly onFlow: (flow: Flow) => void;
  readonly onTry: (flow: Flow, confirmed?: Confirmed) => void;
  readonly onClose: () => void;
};

/** Reasons to choose from, the case's own first; their numbers are keys. */
export function Chips(props: {
  value: Reason;
  suggested: readonly string[];
  onPick: (reason: Reason) => void;
}) {
  const words = useWords();
  const chips = reasonChips(props.suggested, reasons);
  return (
    <div className="act-chips" role="radiogroup" aria-label={words.act.chooseReason}>
      {chips.map((each, index) => (
        <button
          key={each}
          type="button"
          role="radio"
          className="chip"
          aria-checked={each === props.value}
          {...(each === props.value ? { 'data-first': '' } : {})}
          onClick={() => props.onPick(each)}
        >
          <kbd>{index + 1}</kbd>
          {words.codes.reasons[each]}
        </button>
      ))}
    </div>
  );
}
