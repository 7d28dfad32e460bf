/**
 * What a running program remembers of accounts, so that one put back to an old state is found at once. Losing it with
 * the process loses nothing that the head's sum would not show.
 */
export type Memory = {
  /** The step that an account was seen at; remembers the highest. */
  readonly see: (name: string, seq: number) => void;
  /** The highest step seen, 0 where it was never seen. */
  readonly seen: (name: string) => number;
  /** Names of everything seen. */
  readonly names: () => Iterable<string>;
};

const kept = 200_000;

/** Makes an empty one. */
export function newMemory(): Memory {
  const steps = new Map<string, number>();
  return {
    see: (name, seq) => {
      const before = steps.get(name) ?? 0;
      if (seq <= before) return;
      steps.delete(name);
      steps.set(name, seq);
      if (steps.size > kept) steps.delete(steps.keys().next().value ?? '');
    },
    seen: (name) => steps.get(name) ?? 0,
    names: () => steps.keys(),
  };
}
