/**
 * Packs the steps of a trie: from state `s` by symbol `y` to `target[base[s] + y]` where `check` there is `s`.
 * `children[s]` lists symbol and state; states below `from` (the root, unless given) are left out. States are numbered in breadth-first order.
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
  let free = 1;
  children.forEach((list, s) => {
    if (s < from || list.length === 0) return;
    const first = (list[0] as readonly [number, number])[0];
    for (let slot = Math.max(free, first); ; slot += 1) {
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
      if (!list.every(([sym]) => check[at + sym] === -1)) continue;
      base[s] = at;
      for (const [sym, next] of list) {
        check[at + sym] = s;
        target[at + sym] = next;
      }
      break;
    }
    while (check[free] !== -1) free += 1;
  });
  return { base, check, target };
}
