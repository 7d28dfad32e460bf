import { useWords } from '../words/index.ts';
import { Empty } from '../parts/states.tsx';

/** An address that leads nowhere. */
export function NotFound() {
  const words = useWords();
  return <Empty title={words.common.notFoundTitle} hint={words.common.notFound} />;
}

/** A page that threw; says nothing of what it held. */
export function Crashed() {
  const words = useWords();
  return (
    <Empty title={words.common.crashedTitle} hint={words.common.crashed}>
      <button type="button" className="chip" onClick={() => location.reload()}>
        {words.common.reload}
      </button>
    </Empty>
  );
}
