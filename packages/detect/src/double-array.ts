/**
 * Packs the steps of a trie: from state `s` by symbol `y` to `target[base[s] + y]` where `check` there is `s`.
 * `children[s]` lists symbol and state; states
 * below `from` (the root, unless given) are left out.
 */
export function place(
  children: readonly (readonly [number, number][])[],
  least: number,
  symbol: number,
  from = 1,
): { base: Int32Array; check: Int32Array; target: Int32Array } {
  const base = new Int32Array(children.length);
  let check = new Int32Array(least).fill(-1);
  let target = new Int32Array(least);
  // Free slots far behind are given up, so that packing is linear.
  let near = 1;
  children.forEach((list, s) => {
    if (s < from || list.length === 0) return;
    const first = (list[0] as readonly [number, number])[0];
    for (let slot = Math.max(near, first); ; slot += 1) {
      if (slot + symbol + 1 >= check.length) {
        const wider = new Int32Array(check.length * 2).fill(-1);
        wider.set(check);
        check = wider;
        const far = new Int32Array(check.length);
        far.set(target);
        target = far;
      }
      if (check[slot] !== -1) continue;
      const at = slot - first;
      if (!fits(list, check, at)) continue;
      base[s] = at;
      for (const [sym, next] of list) {
        check[at + sym] = s;
        target[at + sym] = next;
      }
      near = Math.max(near, slot - 24);
      break;
    }
  });
  return { base, check, target };
}

function fits(list: readonly (readonly [number, number])[], check: Int32Array, at: number): boolean {
  for (const [symbol] of list) if (check[at + symbol] !== -1) return false;
  return true;
}
