import { useState } from 'react';
import { useMe } from '../shell/session.ts';
import { Analyse, type Tried } from './analyse.tsx';
import { RulesPanel } from './rules-panel.tsx';

/** A text at the left, and for officers the organisation's own rules at the right, which they try on it. */
export function Workbench() {
  const { rights } = useMe();
  const [text, setText] = useState('');
  const [tried, setTried] = useState<Tried | null>(null);
  const left = <Analyse text={text} onText={setText} tried={tried} onTried={setTried} />;
  if (!rights.includes('rules:read')) return left;
  return (
    <div className="workbench">
      {left}
      <RulesPanel text={text} onTried={setTried} />
    </div>
  );
}
