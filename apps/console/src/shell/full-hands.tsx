import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useCallback, useState } from 'react';
import { useWords } from '../words/index.ts';
import { type Event, useEvents } from './events.ts';

/** Says that a customer did not get through because the reader holds all that one can, and where to make room. */
export function FullHands() {
  const words = useWords();
  const [quietest, setQuietest] = useState<string | null>(null);
  useEvents(
    useCallback((event: Event) => {
      if (event.topic === 'contact-refused') setQuietest(event.id ?? null);
      if (event.topic === 'contact-ended') setQuietest(null);
    }, []),
  );
  if (quietest === null) return null;
  const done = (): void => setQuietest(null);
  return (
    <section className="full-hands" role="alert">
      <p>{words.desk.handsFull}</p>
      <p className="row">
        <Link to="/desk" search={{ scope: 'mine', case: quietest }} onClick={done}>
          {words.desk.handsFullOpen}
        </Link>
        <span className="grow" />
        <Button size="small" onClick={done}>
          {words.common.close}
        </Button>
      </p>
    </section>
  );
}
