import { useNow } from '../../parts/now.ts';
import { type Shown, secondsLeft } from './reveals.ts';

const radius = 9;
const around = 2 * Math.PI * radius;

/** A ring that empties while a value is shown, with the seconds inside. */
export function Ring(props: { shown: Shown; label: string }) {
  const now = useNow(250);
  const { from, until } = props.shown;
  const share = Math.max(0, Math.min(1, (until - now) / (until - from)));
  const left = secondsLeft(props.shown, now);
  return (
    <span className={left <= 5 ? 'ring low' : 'ring'} role="timer" aria-label={props.label}>
      <svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true">
        <circle cx="12" cy="12" r={radius} className="ring-track" />
        <circle
          cx="12"
          cy="12"
          r={radius}
          className="ring-left"
          strokeDasharray={around}
          strokeDashoffset={around * (1 - share)}
          transform="rotate(-90 12 12)"
        />
      </svg>
      <span className="tabular">{left}</span>
    </span>
  );
}
