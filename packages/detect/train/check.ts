/**
 * `npm run check-names --workspace @huke/detect`: learns from the train part alone and prints figures of dev, so that
 * work on names never looks at the test part. `--model` takes the shipped model, `--both` learns from dev too; `--errors WORD` also prints
 * what went wrong in the sets whose name begins so. `--forecast` adds the totals of the last blind set, whose errors
 * are never read.
 */
import { corpus, generated, type Labelled, written } from '../corpus/index.ts';
import { find } from '../src/find.ts';
import { finder } from '../src/name/finder.ts';
import { names } from '../src/name/index.ts';
import { decode } from '../src/name/lexicon.ts';
import { learn } from './learn.ts';
import { crosswoz, isHeld } from './samples.ts';

const words = process.argv.slice(2);
const named = words.includes('--errors') ? (words[words.indexOf('--errors') + 1] ?? '') : null;
const using = words.includes('--model')
  ? names()
  : finder(decode(learn(words.includes('--both') ? ['train', 'dev'] : ['train'])));
const look = (text: string) => find(text, { names: using });
const plain: ReadonlySet<string> = new Set(['news', 'social', 'plain', 'lookalike']);
const odd: ReadonlySet<string> = new Set(['odd', 'call']);
const percent = (part: number, whole: number): string =>
  `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;

function show(title: string, records: readonly Labelled[]): void {
  const tally = { right: 0, found: 0, wanted: 0, open: 0, personal: 0, canonical: 0, wantedCanonical: 0 };
  const types = new Map<string, { right: number; found: number; wanted: number; open: number }>();
  const of = (type: string) => {
    const one = types.get(type) ?? { right: 0, found: 0, wanted: 0, open: 0 };
    types.set(type, one);
    return one;
  };
  let clean = 0;
  let alarmed = 0;
  const wrong: string[] = [];
  for (const { text, entities, kind } of records) {
    const found = look(text);
    if (entities.length === 0 && kind !== 'news' && kind !== 'social') {
      clean += 1;
      if (found.length > 0) alarmed += 1;
    }
    for (const g of entities) {
      const one = of(g.type);
      const right = found.some((f) => f.type === g.type && f.start === g.start && f.end === g.end) ? 1 : 0;
      let open = 0;
      for (let i = g.start; i < g.end; i += 1) if (!found.some((f) => i >= f.start && i < f.end)) open += 1;
      one.wanted += 1;
      one.right += right;
      one.open += open;
      tally.wanted += 1;
      tally.right += right;
      tally.open += open;
      tally.personal += g.end - g.start;
      if (!odd.has(kind) && !plain.has(kind)) {
        tally.wantedCanonical += 1;
        tally.canonical += right;
      }
      if (right === 0) wrong.push(`- ${g.type} ${text.slice(g.start, g.end)}\t${kind}\t${text}`);
    }
    for (const f of found) {
      of(f.type).found += 1;
      tally.found += 1;
      if (!entities.some((g) => f.type === g.type && f.start === g.start && f.end === g.end))
        wrong.push(`+ ${f.type} ${f.score} ${text.slice(f.start, f.end)}\t${kind}\t${text}`);
    }
  }
  process.stdout.write(
    `${title}: F1 ${percent(2 * tally.right, tally.found + tally.wanted)}, leak ${percent(tally.open, tally.personal)}, canonical ${percent(tally.canonical, tally.wantedCanonical)}, clean alarmed ${alarmed} of ${clean}\n`,
  );
  for (const type of ['PERSON', 'ADDRESS']) {
    const one = of(type);
    process.stdout.write(
      `    ${type}: precision ${percent(one.right, one.found)}, recall ${percent(one.right, one.wanted)}, open ${one.open}\n`,
    );
  }
  if (named !== null && title.startsWith(named) && title !== 'forecast') {
    for (const line of wrong) process.stdout.write(`  ${line.replaceAll('\n', '⏎')}\n`);
  }
}

const hand = written('dev');
const generatedDev = generated('dev', 14);
show(
  'templates',
  generatedDev.filter((r) => r.kind !== 'news' && r.kind !== 'social'),
);
show(
  'prose templates',
  generatedDev.filter((r) => r.kind === 'news' || r.kind === 'social'),
);
show(
  'written',
  hand.filter((r) => !isHeld(r) && r.kind !== 'news' && r.kind !== 'social'),
);
show(
  'held',
  hand.filter((r) => isHeld(r) && r.id.startsWith('fresh-')),
);
const blinds = [
  'blind-desk',
  'blind-last',
  'blind-round',
  ...(words.includes('--forecast') ? ['forecast'] : []),
];
for (const title of blinds)
  show(
    title,
    hand.filter((r) => r.id.replace(/^blind-f/, 'f').startsWith(title)),
  );
const all = corpus('dev').filter((r) => !r.id.startsWith('blind-forecast'));
show(
  'service',
  all.filter((r) => !plain.has(r.kind)),
);
show(
  'lookalikes',
  all.filter((r) => r.entities.length === 0),
);
let characters = 0;
let alarms = 0;
for (const { text } of crosswoz('rest')) {
  characters += text.length;
  for (const f of look(text)) {
    if (f.type !== 'PERSON') continue;
    alarms += 1;
    if (named === 'chat') process.stdout.write(`  ${text.slice(f.start, f.end)}\t${text}\n`);
  }
}
process.stdout.write(
  `false names in real chat: ${((1000 * alarms) / Math.max(1, characters)).toFixed(3)} per 1,000\n`,
);
