import type { Level } from '@huke/sdk';
import { useWords } from '../words/index.ts';
import './level.css';

/** A level as colour and letter, with a shield when it is sensitive: never colour alone. */
export function LevelDot(props: { level: Level; sensitive?: boolean; full?: boolean }) {
  const words = useWords();
  const name = words.codes.levels[props.level];
  const label = props.sensitive ? `${name}${words.listJoin}${words.common.sensitive}` : name;
  return (
    <span className={`level level-${props.level}`} title={label} role="img" aria-label={label}>
      {props.sensitive ? <Shield /> : <span className="level-dot" />}
      <span aria-hidden="true">{props.full ? name : props.level}</span>
    </span>
  );
}

function Shield() {
  return (
    <svg width="12" height="13" viewBox="0 0 12 13" aria-hidden="true" className="level-shield">
      <path d="M6 .6 11.200 2.400v3.900c0 3-2.100 5.100-5.200 6.100C2.900 11.400.8 9.300.8 6.300V2.400z" />
      <path d="M6 3.200v6" className="level-shield-mark" />
    </svg>
  );
}
