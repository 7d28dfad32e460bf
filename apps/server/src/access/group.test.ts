import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grouped } from './group.ts';

describe('a group', () => {
  it('answers each item its own result, whatever the groups', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer()), fc.integer({ min: 1, max: 5 }), async (items, largest) => {
        const sizes: number[] = [];
        const group = grouped<number, string>({
          largest,
          abreast: 2,
          order: (a, b) => a - b,
          run: async (some) => {
            sizes.push(some.length);
            await Promise.resolve();
            return some.map((each) => `r${each}`);
          },
        });
        const results = await Promise.all(items.map((item) => group.add(item)));
        expect(results).toEqual(items.map((item) => `r${item}`));
        expect(sizes.every((size) => size <= largest)).toBe(true);
      }),
    );
  });

  it('forms the next group while one is on its way', async () => {
    const groups: (readonly number[])[] = [];
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const group = grouped<number, number>({
      largest: 10,
      abreast: 1,
      run: async (items) => {
        groups.push(items);
        await gate;
        return items;
      },
    });
    const first = group.add(1);
    await Promise.resolve();
    await Promise.resolve();
    const rest = [group.add(2), group.add(3)];
    open();
    expect(await Promise.all([first, ...rest])).toEqual([1, 2, 3]);
    expect(groups).toEqual([[1], [2, 3]]);
    await group.drain();
  });

  it('loses nobody who asks just as a group ends', async () => {
    const group = grouped<number, number>({ largest: 1, abreast: 1, run: async (items) => items });
    const told: number[] = [];
    for (let i = 0; i < 50; i++) {
      const one = group.add(i);
      void one.then(async (n) => told.push(await group.add(n + 1000)));
      await one;
      for (let turn = 0; turn < i % 7; turn++) await Promise.resolve();
    }
    await group.drain();
    await Promise.resolve();
    expect(told).toHaveLength(50);
  });

  it('fails the bad item alone', async () => {
    const failures: unknown[] = [];
    const group = grouped<number, number>({
      largest: 10,
      abreast: 1,
      run: async (items) => {
        if (items.includes(2)) throw new Error('bad item');
        return items;
      },
      failed: (error) => failures.push(error),
    });
    const results = await Promise.allSettled([group.add(1), group.add(2), group.add(3)]);
    expect(results.map((each) => each.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(failures).toHaveLength(1);
  });

  it('answers only after what is to be done after it, while the next group is on its way', async () => {
    const ran: (readonly number[])[] = [];
    const open: (() => void)[] = [];
    const group = grouped<number, number>({
      largest: 10,
      abreast: 1,
      run: async (items) => {
        ran.push(items);
        return items;
      },
      after: () => new Promise((resolve) => open.push(resolve)),
    });
    const answered: number[] = [];
    const first = group.add(1).then((n) => answered.push(n));
    await expect.poll(() => open).toHaveLength(1);
    const second = group.add(2).then((n) => answered.push(n));
    await expect.poll(() => open).toHaveLength(2);
    expect([ran, answered]).toEqual([[[1], [2]], []]);
    open[1]?.();
    await second;
    expect(answered).toEqual([2]);
    open[0]?.();
    await Promise.all([first, group.drain()]);
    expect(answered).toEqual([2, 1]);
  });

  it('is not tried again when what comes after it fails, and nobody of it is answered', async () => {
    let runs = 0;
    const group = grouped<number, number>({
      largest: 10,
      abreast: 1,
      run: async (items) => {
        runs += 1;
        return items;
      },
      after: async () => {
        throw new Error('not witnessed');
      },
    });
    const results = await Promise.allSettled([group.add(1), group.add(2)]);
    expect(results.map((each) => each.status)).toEqual(['rejected', 'rejected']);
    expect(runs).toBe(1);
    await group.drain();
  });
});
