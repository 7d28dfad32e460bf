import { useState } from 'react';
import { useMe } from '../shell/session.ts';
import { Analyse, type Tried } from './analyse.tsx';
import { RulesPanel } from './rules-panel.tsx';

/** Posts that read the organisation's rules; the server says who may change them. */
const readers: readonly string[] = [
  'security-officer',
  'compliance-officer',
  'auditor',
  'security-admin',
  'audit-admin',
];

/** A text at the left, and for officers the organisation's own rules at the right, which they try on it. */
export function Workbench() {
  const { post } = useMe();
  const [text, setText] = useState('');
  const [tried, setTried] = useState<Tried | null>(null);
  const reads = readers.includes(post);
  const left = <Analyse text={text} onText={setText} tried={tried} onTried={setTried} />;
  if (!reads) return left;
  return (
    <div className="workbench">
      {left}
      <RulesPanel text={text} onTried={setTried} />
    </div>
  );
}
