import { SearchOutlined } from '@ant-design/icons';
import type { Purpose, Scenario, SearchAnswer } from '@huke/sdk';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { api, problemOf } from '../api.ts';
import { useFieldKinds } from '../parts/catalogues.ts';
import { Refusal } from '../parts/refusal.tsx';
import { pick, useLanguage, useWords } from '../words/index.ts';
import { fieldFor } from './search-kind.ts';
import './search.css';

export type Found = SearchAnswer;

/** One box: says what it will search by; what is typed stays in this box and in the request's body. */
export function SearchBox(props: {
  purpose: Purpose;
  scenario: Scenario;
  caseId?: string | undefined;
  onFound: (found: Found | null) => void;
}) {
  const words = useWords();
  const language = useLanguage();
  const kinds = useFieldKinds().data?.fields ?? [];
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const searchable = kinds.filter((kind) => kind.searchable);
  const detected = fieldFor(typed, kinds);
  const field = searchable.find((kind) => kind.field === chosen) ?? detected;
  useEffect(() => {
    input.current?.focus();
  }, []);

  const search = async (): Promise<void> => {
    if (!field || busy) return;
    setBusy(true);
    setError(null);
    props.onFound(null);
    try {
      props.onFound(
        await api.search({
          field: field.field,
          value: typed.trim(),
          purpose: props.purpose,
          scenario: props.scenario,
          ...(props.caseId === undefined ? {} : { case: props.caseId }),
        }),
      );
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="search-box"
      role="search"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void search();
      }}
    >
      <div className="search-line">
        <SearchOutlined aria-hidden="true" />
        <input
          ref={input}
          type="text"
          name="q"
          value={typed}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={120}
          aria-label={words.search.title}
          placeholder={words.search.placeholder}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button type="primary" htmlType="submit" loading={busy} disabled={!field || typed.trim() === ''}>
          {words.search.go}
        </Button>
      </div>
      <div className="search-how">
        <span aria-live="polite" className="grow">
          {typed.trim() === ''
            ? words.search.privacy
            : field
              ? words.search.willSearch(pick(field.label, language))
              : words.search.typeMore}
        </span>
        <label className="row">
          <span>{words.search.as}</span>
          <select className="plain-select" value={chosen} onChange={(event) => setChosen(event.target.value)}>
            <option value="">{words.search.auto}</option>
            {searchable.map((kind) => (
              <option key={kind.field} value={kind.field}>
                {pick(kind.label, language)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {error !== null && <Refusal problem={problemOf(error)} />}
    </form>
  );
}
