/**
 * A trie whose states are numbered level by level, so that the children of state `s` are the states from `first[s]`
 * up to `first[s + 1]`; each is reached by its symbol in `symbols`. State 0 is the root.
 */
export type Levels = { readonly first: Int32Array; readonly symbols: Uint16Array };

/**
 * Packs the steps of a trie: from state `s` by symbol `y` to `target[base[s] + y]` where `check` there is `s`, −1
 * where nothing stands. `least` slots are there in any case, `most` is the highest symbol. The root is left out.
 */
export function place(levels: Levels, least: number, most: number): Placed {
  return drained(placing(levels, least, most));
}

type Placed = { base: Int32Array; check: Int32Array; target: Int32Array };

/** The result of steps that are done one after the other without a pause. */
export function drained<T>(steps: Generator<void, T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** States between two pauses. */
const slice = 4096;

/** `place` with a pause now and then. */
export function* placing({ first, symbols }: Levels, least: number, most: number): Generator<void, Placed> {
  const states = first.length - 1;
  const base = new Int32Array(states);
  let check = new Int32Array(least).fill(-1);
  let target = new Int32Array(least);
  // Free slots far behind are given up, so that packing is linear.
  let near = 1;
  for (let s = 1; s < states; s += 1) {
    if (s % slice === 0) yield;
    const from = first[s] as number;
    const to = first[s + 1] as number;
    if (from === to) continue;
    const lead = symbols[from] as number;
    let slot = near > lead ? near : lead;
    for (; ; slot += 1) {
      if (slot + most + 1 >= check.length) {
        check = wider(check, -1);
        target = wider(target, 0);
      }
      if (check[slot] === -1 && (to === from + 1 || fits(check, slot - lead, symbols, from, to))) break;
    }
    const at = slot - lead;
    base[s] = at;
    for (let child = from; child < to; child += 1) {
      const place = at + (symbols[child] as number);
      check[place] = s;
      target[place] = child;
    }
    if (slot - 24 > near) near = slot - 24;
  }
  return { base, check, target };
}

function fits(check: Int32Array, at: number, symbols: Uint16Array, from: number, to: number): boolean {
  for (let child = from; child < to; child += 1)
    if (check[at + (symbols[child] as number)] !== -1) return false;
  return true;
}

function wider(list: Int32Array, fill: number): Int32Array<ArrayBuffer> {
  const wide = new Int32Array(list.length * 2).fill(fill, list.length);
  wide.set(list);
  return wide;
}
