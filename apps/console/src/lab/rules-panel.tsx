import type { RecognizerRow, WordListRow } from '@huke/sdk';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, queries } from '../api.ts';
import { Loaded } from '../parts/states.tsx';
import { useWords } from '../words/index.ts';
import type { Tried } from './analyse.tsx';
import { RecognizerForm } from './recognizer-form.tsx';
import type { RuleKind } from './rule-draft.ts';
import { RuleHistory } from './rule-history.tsx';
import { RuleList } from './rule-list.tsx';
import { WordListForm } from './word-list-form.tsx';

/** What the panel shows: a list, or one rule being written or looked back on; `row` null = a new one. */
type Open =
  | { readonly view: 'list' }
  | { readonly view: 'form'; readonly row: RecognizerRow | WordListRow | null }
  | { readonly view: 'history'; readonly row: RecognizerRow | WordListRow };

const list: Open = { view: 'list' };

async function rulesOf(kind: RuleKind) {
  if (kind === 'recognizers') {
    const { recognizers: rows, ...rest } = await api.recognizers();
    return { ...rest, rows: rows as readonly (RecognizerRow | WordListRow)[] };
  }
  const { wordLists: rows, ...rest } = await api.wordLists();
  return { ...rest, rows: rows as readonly (RecognizerRow | WordListRow)[] };
}

/** The organisation's own recognisers and word lists: seen, written, tried, switched, undone. */
export function RulesPanel(props: { text: string; onTried: (tried: Tried | null) => void }) {
  const words = useWords();
  const [kind, setKind] = useState<RuleKind>('recognizers');
  const [open, setOpen] = useState<Open>(list);
  const shown = useQuery({ queryKey: ['rules', kind], queryFn: () => rulesOf(kind) });
  const leave = (): void => {
    setOpen(list);
    props.onTried(null);
  };
  const changed = (): void => {
    void queries.invalidateQueries({ queryKey: ['rules'] });
  };
  return (
    <section className="panel rules" aria-label={words.lab.rules}>
      <div className="page-tabs" role="tablist">
        {(['recognizers', 'wordLists'] as const).map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            aria-selected={kind === each}
            onClick={() => {
              setKind(each);
              leave();
            }}
          >
            {words.lab[each]}
          </button>
        ))}
      </div>
      <Loaded of={shown}>
        {(data) => {
          if (open.view === 'history')
            return (
              <RuleHistory
                kind={kind}
                row={open.row}
                mayChange={data.mayChange}
                onBack={leave}
                onChanged={changed}
              />
            );
          if (open.view === 'list')
            return (
              <RuleList
                kind={kind}
                rows={data.rows}
                mayChange={data.mayChange}
                altered={data.altered}
                onOpen={(row) => setOpen({ view: 'form', row })}
                onHistory={(row) => setOpen({ view: 'history', row })}
                onChanged={changed}
              />
            );
          const both = { text: props.text, onTried: props.onTried, onBack: leave, onSaved: changed };
          return kind === 'recognizers' ? (
            <RecognizerForm row={open.row as RecognizerRow | null} {...both} />
          ) : (
            <WordListForm row={open.row as WordListRow | null} {...both} />
          );
        }}
      </Loaded>
    </section>
  );
}
