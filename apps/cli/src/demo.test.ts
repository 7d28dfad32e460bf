import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { run } from './demo.ts';
import { run as serve } from './serve.ts';

const folder = mkdtempSync(join(tmpdir(), 'huke-demo-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

it('prints who can sign in with which code, and says what to do where no demo is', async () => {
  const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.stubEnv('HUKE_DATA', folder);
  await expect(run()).rejects.toThrow('npm start -- --demo makes it');
  const person = { post: 'agent', email: 'a@demo.huke.test', password: 'pw', totpSecret: 'A'.repeat(32) };
  writeFileSync(join(folder, 'demo.json'), JSON.stringify({ url: '', people: [person], serviceKeys: [] }));
  expect(await run()).toBe(0);
  expect(printed.mock.calls[0]?.[0]).toMatch(/^agent +a@demo\.huke\.test +pw {2}\d{6}\n$/);
});

it('refuses an option of the server that is none', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect(await serve(['--port', '9000'])).toBe(2);
  expect(said.mock.calls[0]?.[0]).toContain('HUKE_PORT');
});
