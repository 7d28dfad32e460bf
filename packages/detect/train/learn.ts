import type { Split } from '../corpus/index.ts';
import { proposer } from '../src/name/finder.ts';
import { addressBits, decode, encode, personBits } from '../src/name/lexicon.ts';
import { lexiconParts } from './lexicon.ts';
import { fit, quantise, type Rows } from './regression.ts';
import { trainingSamples } from './samples.ts';

const scale = 12;
const drop = 0.2;
const started = performance.now();

/** Prints a line of progress with the seconds since the start. */
export const say = (text: string): void => {
  process.stdout.write(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}\n`);
};

/** Learns both models from the given parts of the corpora; the bytes that `decode` opens. */
export function learn(splits: readonly Split[]): Uint8Array {
  const parts = lexiconParts();
  const blank = { person: new Int8Array(1 << personBits), address: new Int8Array(1 << addressBits), scale };
  const lexicon = decode(encode({ ...parts, ...blank }));
  const propose = proposer(lexicon);
  const empty = (): Rows => ({ ids: [], ends: [], labels: [], groups: [] });
  const person = empty();
  const address = empty();
  let missed = 0;
  let wanted = 0;

  const samples = trainingSamples(1, 240, splits);
  say(`${parts.words.size} words, ${samples.length} samples`);
  for (const { text, entities } of samples) {
    const gold = new Set(entities.map((e) => `${e.type} ${e.start} ${e.end}`));
    const met = new Set<string>();
    let current = Number.NaN;
    propose(text, 0, text.length, (type, start, end, _kind, features, group) => {
      const rows = type === 'PERSON' ? person : address;
      const key = `${type} ${start} ${end}`;
      if (group !== current || rows.groups.length === 0) rows.groups.push(0);
      current = group;
      for (let i = 0; i < features.count; i += 1) rows.ids.push(features.ids[i] as number);
      rows.ends.push(rows.ids.length);
      rows.groups[rows.groups.length - 1] = rows.ends.length;
      rows.labels.push(gold.has(key) ? 1 : 0);
      if (gold.has(key)) met.add(key);
    });
    for (const key of gold) {
      if (!key.startsWith('PERSON') && !key.startsWith('ADDRESS')) continue;
      wanted += 1;
      if (!met.has(key)) missed += 1;
    }
  }
  say(
    `${person.labels.length} person spans, ${address.labels.length} address spans, ${missed} of ${wanted} never proposed`,
  );
  const personWeights = quantise(fit(person, personBits, 5, 1e-5, drop), scale);
  say('people learned');
  const addressWeights = quantise(fit(address, addressBits, 6, 1e-5, drop), scale);
  say('addresses learned');

  return encode({ ...parts, person: personWeights, address: addressWeights, scale });
}
