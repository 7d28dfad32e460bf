import { useEffect, useRef } from 'react';
import { useWords } from '../words/index.ts';
import { keyNames } from './keys.ts';

/** The table of keys. */
export function KeyTable(props: { onClose: () => void }) {
  const words = useWords();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    button.current?.focus();
  }, []);
  return (
    <div
      className="keys-back"
      role="presentation"
      onMouseDown={(event) => event.target === event.currentTarget && props.onClose()}
    >
      <div
        className="keys panel"
        role="dialog"
        aria-modal="true"
        aria-labelledby="keys-title"
        onKeyDown={(event) => event.key === 'Escape' && props.onClose()}
      >
        <div className="row">
          <h2 id="keys-title" className="grow">
            {words.keys.title}
          </h2>
          <button ref={button} type="button" className="chip" onClick={props.onClose}>
            {words.common.close}
          </button>
        </div>
        <dl>
          {keyNames.map(({ keys, word }) => (
            <div key={word} style={{ display: 'contents' }}>
              <dt className="row">
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{words.keys[word]}</dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  );
}
