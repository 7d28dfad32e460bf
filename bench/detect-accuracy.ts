import { type EntityType, find } from '@huke/detect';
import { corpus, type Entity, type Labelled } from '../packages/detect/corpus/index.ts';
import { crosswoz } from '../packages/detect/train/samples.ts';
import { atLeast, atMost, type Ratio, type Report, type Result, report, result } from './report.ts';

export const summary = 'detector against labelled texts never tuned on: per type, leaks, false alarms';

type Span = { readonly type: EntityType; readonly start: number; readonly end: number };
type Tally = { right: number; touched: number; foundTouching: number; found: number; wanted: number };

const meets = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;
const f1 = (hits: number, found: number, wanted: number): number =>
  found + wanted === 0 ? 1 : (2 * hits) / (found + wanted);

/** Counts of one text, strict (same type, same span) and by overlap (same type, touching), added to the tallies. */
export function score(tallies: Map<string, Tally>, gold: readonly Entity[], found: readonly Span[]): void {
  const of = (type: string): Tally => {
    const tally = tallies.get(type) ?? { right: 0, touched: 0, foundTouching: 0, found: 0, wanted: 0 };
    tallies.set(type, tally);
    return tally;
  };
  for (const g of gold) {
    const same = found.filter((f) => f.type === g.type && meets(f, g));
    for (const tally of [of(g.type), of('all')]) {
      tally.wanted += 1;
      if (same.length > 0) tally.touched += 1;
      if (same.some((f) => f.start === g.start && f.end === g.end)) tally.right += 1;
    }
  }
  for (const f of found) {
    const touches = gold.some((g) => g.type === f.type && meets(f, g));
    for (const tally of [of(f.type), of('all')]) {
      tally.found += 1;
      if (touches) tally.foundTouching += 1;
    }
  }
}

/** Personal characters of a text, and how many of them no finding of any type covers. */
export function leaked(gold: readonly Entity[], found: readonly Span[]): { personal: number; open: number } {
  let personal = 0;
  let open = 0;
  for (const g of gold) {
    for (let i = g.start; i < g.end; i += 1) {
      personal += 1;
      if (!found.some((f) => i >= f.start && i < f.end)) open += 1;
    }
  }
  return { personal, open };
}

const proseKinds: ReadonlySet<string> = new Set(['news', 'social', 'plain']);
const oddKinds: ReadonlySet<string> = new Set(['odd', 'call']);
const one = (subject: string, unit: string, figure: number): Result => result(subject, unit, [figure]);

type Figures = {
  readonly tallies: Map<string, Tally>;
  readonly leak: number;
};

function examine(records: readonly Labelled[]): Figures {
  const tallies = new Map<string, Tally>();
  let personal = 0;
  let open = 0;
  for (const { text, entities } of records) {
    const found = find(text);
    score(tallies, entities, found);
    const leak = leaked(entities, found);
    personal += leak.personal;
    open += leak.open;
  }
  return { tallies, leak: personal === 0 ? 0 : open / personal };
}

const whole = ({ tallies }: Figures): Tally =>
  tallies.get('all') ?? { right: 0, touched: 0, foundTouching: 0, found: 0, wanted: 0 };
const strict = (figures: Figures): number => {
  const all = whole(figures);
  return f1(all.right, all.found, all.wanted);
};
const recall = ({ right, wanted }: Tally): number => (wanted === 0 ? 1 : right / wanted);

/** False names per 1,000 characters of the real service chat that training leaves out; null where it is absent. */
function falseNames(): number | null {
  const turns = crosswoz('rest');
  if (turns.length === 0) return null;
  let characters = 0;
  let names = 0;
  for (const { text } of turns) {
    characters += text.length;
    names += find(text).filter((f) => f.type === 'PERSON').length;
  }
  return (names / characters) * 1000;
}

export async function run(): Promise<Report> {
  const test = corpus('test');
  const service = test.filter((r) => !proseKinds.has(r.kind) && r.kind !== 'lookalike');
  const lookalikes = test.filter((r) => r.entities.length === 0 && !proseKinds.has(r.kind));
  const prose = test.filter((r) => r.kind === 'news' || r.kind === 'social');
  const writtenProse = prose.filter((r) => r.id.startsWith('test-prose'));
  const writtenService = test.filter((r) => r.id.startsWith('test-service'));
  const all = examine(service);
  const alarmed = lookalikes.filter((r) => find(r.text).length > 0).length;
  const results: Result[] = [
    one('records', 'records', test.length),
    one('service texts: strict micro F1', 'share', strict(all)),
    one('service texts: leak', 'share', all.leak),
    one('hand-written service texts: strict micro F1', 'share', strict(examine(writtenService))),
    one('look-alike records alarmed', 'share', alarmed / lookalikes.length),
  ];
  for (const [type, t] of [...all.tallies].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (type === 'all') continue;
    results.push(
      one(`${type}: precision, strict`, 'share', t.found === 0 ? 1 : t.right / t.found),
      one(`${type}: recall, strict`, 'share', recall(t)),
      one(`${type}: F1, strict`, 'share', f1(t.right, t.found, t.wanted)),
      one(
        `${type}: F1, overlap`,
        'share',
        (2 * t.touched) / (t.found - t.foundTouching + t.touched + t.wanted),
      ),
    );
  }
  const canonical = recall(whole(examine(service.filter((r) => !oddKinds.has(r.kind)))));
  const odd = recall(whole(examine(service.filter((r) => oddKinds.has(r.kind)))));
  const namesIn = (records: readonly Labelled[]): number => {
    const t = examine(
      records.map((r) => ({ ...r, entities: r.entities.filter((e) => e.type === 'PERSON') })),
    ).tallies;
    const person = t.get('PERSON');
    return person === undefined ? 0 : f1(person.right, person.found, person.wanted);
  };
  const written = namesIn(writtenProse);
  const plainly = service.filter((r) => !oddKinds.has(r.kind));
  const byHand = (r: Labelled): boolean => r.id.startsWith('test-service');
  const share = (records: readonly Labelled[]): number => recall(whole(examine(records)));
  const ofType = (type: string): number => {
    const tally = examine(plainly).tallies.get(type);
    return tally === undefined ? 1 : recall(tally);
  };
  results.push(
    one('canonical forms: recall, from templates', 'share', share(plainly.filter((r) => !byHand(r)))),
    one('canonical forms: recall, hand-written', 'share', share(plainly.filter(byHand))),
    one('canonical forms: recall of PERSON', 'share', ofType('PERSON')),
    one('canonical forms: recall of ADDRESS', 'share', ofType('ADDRESS')),
    one('canonical forms: recall', 'share', canonical),
    one('odd forms: recall', 'share', odd),
    one('names in news and social texts: F1', 'share', namesIn(prose)),
    one('names in hand-written news and social texts: F1', 'share', written),
  );
  const ratios: Record<string, Ratio> = {
    'strict micro F1 (0.93)': atLeast(strict(all), 0.93, 1),
    'leak (2 %)': atMost(Math.max(all.leak, 0.0001), 0.02),
    'look-alike records alarmed (3 %)': atMost(Math.max(alarmed / lookalikes.length, 0.0001), 0.03),
    'canonical forms (99 %)': atLeast(canonical, 0.99, 1),
    'odd forms (95 %)': atLeast(odd, 0.95, 1),
    'names in news and social texts (0.60)': atLeast(written, 0.6, 1),
  };
  const wrong = falseNames();
  if (wrong === null)
    process.stderr.write('detect-accuracy: crosswoz-dialogues.jsonl is absent, its part is skipped\n');
  else {
    results.push(one('false names in real service chat', 'per 1,000 characters', wrong));
    ratios['false names (0.3 per 1,000 characters)'] = atMost(Math.max(wrong, 0.001), 0.3);
  }
  return report('detect-accuracy', results, ratios);
}
