import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lockFolder } from './folder-lock.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'huke-lock-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const newFolder = (name: string): string => {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  return path;
};

/** A process that locks the folder, says so, and stays. */
async function holder(path: string): Promise<ChildProcess> {
  const program = `import { lockFolder } from ${JSON.stringify(fileURLToPath(new URL('./folder-lock.ts', import.meta.url)))};
    await lockFolder(${JSON.stringify(path)}); console.log('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  return child;
}

test('a folder is locked once, and again after release', async () => {
  const path = newFolder('once');
  const lock = await lockFolder(path);
  await expect(lockFolder(path)).rejects.toMatchObject({
    code: 'locked',
    message: `another server (process ${process.pid}) uses the data folder: stop it first, or set HUKE_DATA to another folder`,
  });
  await lock.release();
  await (await lockFolder(path)).release();
});

test('a folder with a path longer than a socket may have is locked', async () => {
  const path = newFolder('x'.repeat(150));
  const lock = await lockFolder(path);
  await expect(lockFolder(path)).rejects.toMatchObject({ code: 'locked' });
  await lock.release();
});

test('another process is refused by number, and what it leaves when killed is taken over', async () => {
  const path = newFolder('killed');
  const child = await holder(path);
  await expect(lockFolder(path)).rejects.toThrow(`process ${child.pid}`);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  if (process.platform === 'linux') expect(readdirSync(path)).toHaveLength(1);
  const lock = await lockFolder(path);
  await expect(lockFolder(path)).rejects.toThrow(`process ${process.pid}`);
  await lock.release();
  expect(readdirSync(path)).toEqual([]);
});

test('of many that take over a dead lock at once, one holds it', async () => {
  const path = newFolder('race');
  for (let round = 0; round < 5; round++) {
    const child = await holder(path);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    const tries = await Promise.allSettled(Array.from({ length: 8 }, async () => await lockFolder(path)));
    const held = tries.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(held).toHaveLength(1);
    await held[0]?.release();
    expect(readdirSync(path)).toEqual([]);
  }
});

test('a folder that cannot be written is said to be', async () => {
  await expect(lockFolder('/proc')).rejects.toMatchObject({
    code: 'locked',
    message: expect.stringContaining('must be writable'),
  });
});
