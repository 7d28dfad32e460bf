import type { EntityType } from '../src/types.ts';
import { entityTypes } from '../src/types.ts';
import type { Random } from './random.ts';
import { entityValues, fillerValues } from './values.ts';

export type Entity = { readonly type: EntityType; readonly start: number; readonly end: number };
/** One labelled text; offsets are UTF-16 code units. */
export type Labelled = {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly entities: readonly Entity[];
};

const types: ReadonlySet<string> = new Set(entityTypes);
const isType = (name: string): name is EntityType => types.has(name);

/** Chooses one of each `<a|b|c>`; inner choices first. Angle brackets without a bar stay. */
function choose(random: Random, template: string): string {
  let text = template;
  for (let round = 0; round < 4; round += 1) {
    const next = text.replace(/<([^<>]*\|[^<>]*)>/g, (_, options: string) => random.pick(options.split('|')));
    if (next === text) return text;
    text = next;
  }
  return text;
}

/** Fills a template: `{TYPE:form}` become labelled values, `{filler}` plain ones, `\n` and `\t` breaks. */
export function fill(random: Random, template: string): { text: string; entities: Entity[] } {
  const chosen = choose(random, template).replaceAll('\\n', '\n').replaceAll('\\t', '\t');
  const entities: Entity[] = [];
  let text = '';
  let at = 0;
  for (const match of chosen.matchAll(/\{([A-Z_]+|[a-z][a-z0-9]*)(?::([a-z]+))?\}/g)) {
    const [whole, name = '', form = ''] = match;
    text += chosen.slice(at, match.index);
    at = match.index + whole.length;
    if (isType(name)) {
      const makeValue = entityValues[name];
      if (makeValue === undefined) throw new Error(`corpus: no values of ${name}`);
      const value = makeValue(random, form);
      entities.push({ type: name, start: text.length, end: text.length + value.length });
      text += value;
    } else {
      const make = fillerValues[name];
      if (make === undefined) throw new Error(`corpus: no filler named ${name}`);
      text += make(random, form);
    }
  }
  return { text: text + chosen.slice(at), entities };
}

/** Reads hand-written markup: `我叫[PERSON:某某]` labels what stands behind the colon. */
export function read(marked: string): { text: string; entities: Entity[] } {
  const source = marked.replaceAll('\\n', '\n').replaceAll('\\t', '\t');
  const entities: Entity[] = [];
  let text = '';
  let at = 0;
  for (const match of source.matchAll(/\[([A-Z_]+):([^\]]+)\]/g)) {
    const [whole, name = '', value = ''] = match;
    if (!isType(name)) continue;
    text += source.slice(at, match.index);
    at = match.index + whole.length;
    entities.push({ type: name, start: text.length, end: text.length + value.length });
    text += value;
  }
  return { text: text + source.slice(at), entities };
}
