import type { TextWord } from '@huke/sdk';
import { useWords } from '../words/index.ts';

const mostRows = 200;

/** Each listed word in a text, with its list and what people are told. */
export function WordTable(props: { text: string; hits: readonly TextWord[] }) {
  const words = useWords();
  return (
    <div className="table-box panel">
      <table className="plain-table">
        <thead>
          <tr>
            <th>{words.lab.word}</th>
            <th>{words.lab.listedIn}</th>
            <th>{words.lab.reason}</th>
            <th>{words.lab.place}</th>
          </tr>
        </thead>
        <tbody>
          {props.hits.slice(0, mostRows).map((hit) => (
            <tr key={hit.start}>
              <td>{props.text.slice(hit.start, hit.end)}</td>
              <td className="nowrap">{hit.list}</td>
              <td>{hit.reason}</td>
              <td className="tabular nowrap">
                {hit.start}–{hit.end}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
