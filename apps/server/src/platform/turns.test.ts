import { expect, it } from 'vitest';
import { takeTurns } from './turns.ts';

it('gives who asks while it runs a run that began after they asked, one for all of them', async () => {
  const gates: (() => void)[] = [];
  const { run, idle } = takeTurns(async () => {
    const nth = gates.length;
    await new Promise<void>((done) => gates.push(done));
    return nth;
  });
  const [first, second, third] = [run(), run(), run()];
  expect(gates).toHaveLength(1);
  gates[0]?.();
  expect(await first).toBe(0);
  await expect.poll(() => gates.length).toBe(2);
  let still = true;
  const ended = idle().then(() => (still = false));
  expect(still).toBe(true);
  gates[1]?.();
  expect(await Promise.all([second, third])).toEqual([1, 1]);
  await ended;
});

it('goes on after a run that failed', async () => {
  let n = 0;
  const { run, idle } = takeTurns(async () => {
    if (n++ === 0) throw new Error('failed');
    return n;
  });
  const [first, second] = [run(), run()];
  await expect(first).rejects.toThrow('failed');
  expect(await second).toBe(2);
  await idle();
});
