import { useWords } from '../words/index.ts';
import type { Step } from './prove.ts';

const step = 42;
const width = 400;

/** The path drawn from the leaf up: what was computed here, and the siblings that came with the proof. */
export function ProofTree(props: { steps: readonly Step[]; shown: number }) {
  const words = useWords();
  const nodes = props.steps.filter((each) => each.kind === 'leaf' || each.kind === 'join');
  const joins = nodes.length - 1;
  const height = (joins + 1) * step + 24;
  const x = (level: number): number => width / 2 + (level % 2 === 0 ? -26 : 26);
  const y = (level: number): number => height - 34 - level * step;
  return (
    <svg
      className="proof-tree"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={words.ledger.proof}
      preserveAspectRatio="xMidYMid meet"
    >
      {nodes.map((node, level) => {
        if (node.kind !== 'join') return null;
        const side = node.side === 'left' ? -1 : 1;
        const away = x(level - 1) + side * 112;
        const done = level < props.shown;
        return (
          <g key={level} className={done ? 'done' : 'ahead'}>
            <path d={`M${x(level - 1)} ${y(level - 1)}L${x(level)} ${y(level)}L${away} ${y(level - 1)}`} />
            <Node x={away} y={y(level - 1)} text={node.sibling} sibling />
          </g>
        );
      })}
      {nodes.map((node, level) => (
        <g key={level} className={level < props.shown ? (node.good ? 'done' : 'bad') : 'ahead'}>
          <Node
            x={x(level)}
            y={y(level)}
            text={'hash' in node ? node.hash : ''}
            label={level === 0 ? words.ledger.leaf : level === joins ? words.ledger.root : ''}
          />
        </g>
      ))}
    </svg>
  );
}

function Node(props: { x: number; y: number; text: string; label?: string; sibling?: boolean }) {
  return (
    <g transform={`translate(${props.x} ${props.y})`} className={props.sibling ? 'sibling' : 'own'}>
      <rect x="-46" y="-12" width="92" height="24" rx="5" />
      <text textAnchor="middle" dy="4">
        {props.text.slice(0, 10)}
      </text>
      {props.label && (
        <text textAnchor="middle" dy="26" className="proof-label">
          {props.label}
        </text>
      )}
    </g>
  );
}
