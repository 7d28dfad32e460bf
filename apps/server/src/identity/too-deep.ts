/** How deep JSON may go; no request of ours goes deeper than six. */
export const deepest = 32;

/** Whether a parsed value is nested deeper than any request is; never recurses itself. */
export function tooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    const next: unknown[] = [];
    for (const each of level)
      if (typeof each === 'object' && each !== null)
        for (const inner of Object.values(each)) next.push(inner);
    level = next;
  }
  return false;
}
