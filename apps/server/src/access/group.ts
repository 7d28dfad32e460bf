/** Does many small things together: what comes in while a group is on its way forms the next group. */
export type Grouped<Item, Result> = {
  readonly add: (item: Item) => Promise<Result>;
  /** Waits until nothing is on its way. */
  readonly drain: () => Promise<void>;
};

type Waiting<Item, Result> = {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
};

/**
 * Makes a group. `run` gets the items of one group and answers their results in the same order; at most `abreast`
 * groups are on their way at a time. When a group fails, its items are tried one by one, so that one bad item does
 * not fail its neighbours; `failed` hears of each that fails alone, and its promise rejects. `after`: what must be done
 * with the results before they are answered, while the next group is on its way already; where it fails, the group is
 * not tried again.
 */
export function grouped<Item, Result>(options: {
  readonly largest: number;
  readonly abreast: number;
  readonly run: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly order?: (a: Item, b: Item) => number;
  readonly failed?: (error: unknown) => void;
  readonly after?: (results: readonly Result[]) => Promise<void>;
}): Grouped<Item, Result> {
  const waiting: Waiting<Item, Result>[] = [];
  const running = new Set<Promise<void>>();
  const finishing = new Set<Promise<void>>();

  function start(): void {
    if (running.size >= options.abreast || waiting.length === 0) return;
    // whoever asks in the same turn belongs to the same group
    const one: Promise<void> = Promise.resolve()
      .then(settleNext)
      .finally(() => {
        running.delete(one);
        start();
      });
    running.add(one);
  }

  async function settleNext(): Promise<void> {
    const group = waiting.splice(0, options.largest);
    const { order } = options;
    if (order) group.sort((a, b) => order(a.item, b.item));
    if (group.length > 0) await settle(group);
  }

  function finish(group: readonly Waiting<Item, Result>[], results: readonly Result[]): void {
    const answer = (): void => group.forEach((each, i) => each.resolve(results[i] as Result));
    if (!options.after) return answer();
    const one: Promise<void> = options
      .after(results)
      .then(answer, (error: unknown) => {
        options.failed?.(error);
        for (const each of group) each.reject(error instanceof Error ? error : new Error('the group failed'));
      })
      .finally(() => finishing.delete(one));
    finishing.add(one);
  }

  async function settle(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await options.run(group.map((each) => each.item));
      if (results.length !== group.length) throw new Error('a group was answered in part');
      finish(group, results);
    } catch (error) {
      if (group.length > 1) {
        for (const each of group) await settle([each]);
        return;
      }
      options.failed?.(error);
      group[0]?.reject(error instanceof Error ? error : new Error('the group failed'));
    }
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        start();
      }),
    drain: async () => {
      while (running.size + finishing.size > 0) await Promise.all([...running, ...finishing]);
    },
  };
}
