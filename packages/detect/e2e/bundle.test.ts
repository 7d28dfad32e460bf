import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { expect, it } from 'vitest';

/** Most bytes of a bundle without the model of names, compressed. */
const most = 150_000;

it('is small in a bundle without the model of names, and holds its pattern engine apart', async () => {
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: true,
      rolldownOptions: {
        input: fileURLToPath(new URL('../src/core.ts', import.meta.url)),
        preserveEntrySignatures: 'strict',
      },
    },
  })) as Rolldown.RolldownOutput;
  const [entry, ...others] = built.output.filter((each) => each.type === 'chunk');
  const size = gzipSync(entry?.code ?? '', { level: 9 }).length;
  expect(size).toBeGreaterThan(20_000);
  expect(size).toBeLessThan(most);
  expect(others.some((each) => each.moduleIds.some((id) => id.includes('/re2js/')))).toBe(true);
  expect(entry?.moduleIds.filter((id) => id.includes('/re2js/') || id.includes('/name/'))).toEqual([]);
});
