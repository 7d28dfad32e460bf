import { useEffect, useState } from 'react';
import { tell } from '../parts/toast.tsx';
import { useWords } from '../words/index.ts';
import { scratchMemory } from './scratch-memory.ts';

/** A few words beside the card that die with the contact. */
export function ScratchPad(props: { caseId: string; open: boolean }) {
  const words = useWords();
  const [text, setText] = useState(() => scratchMemory.read(props.caseId));
  useEffect(() => {
    if (props.open) return;
    if (scratchMemory.clear(props.caseId)) tell(words.card.scratchCleared);
    setText('');
  }, [props.open, props.caseId, words]);
  if (!props.open) return null;
  return (
    <details className="scratch">
      <summary>
        <span>{words.card.scratch}</span>
        <span className="grow ellipsis quiet">{words.card.scratchHint}</span>
      </summary>
      <textarea
        className="plain-input"
        aria-label={words.card.scratch}
        autoComplete="off"
        spellCheck={false}
        maxLength={500}
        placeholder={words.card.scratchPlaceholder}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          scratchMemory.write(props.caseId, event.target.value);
        }}
      />
    </details>
  );
}
