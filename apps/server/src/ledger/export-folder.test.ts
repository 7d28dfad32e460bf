import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openExportFolder } from './export-folder.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'huke-export-'));
});
afterEach(() => rm(dir, { recursive: true }));

const note = (n: number): Uint8Array => Buffer.from(`note ${n}\n\n— name AAAA\n`);

it('keeps every checkpoint and knows the last, also when opened again', async () => {
  const folder = await openExportFolder(join(dir, 'new', 'folder'));
  expect(await folder.last()).toBe(null);
  await folder.add([]);
  await folder.add([note(1), note(2)]);
  await folder.add([note(3)]);
  const again = await openExportFolder(join(dir, 'new', 'folder'));
  expect(Buffer.from((await again.last()) ?? []).toString()).toBe(Buffer.from(note(3)).toString());
  const lines = (await readFile(join(dir, 'new', 'folder', 'checkpoints.jsonl'), 'utf8'))
    .trimEnd()
    .split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { note: string }).note.slice(0, 6))).toEqual([
    'note 1',
    'note 2',
    'note 3',
  ]);
  expect(await readFile(join(dir, 'new', 'folder', 'checkpoint'), 'utf8')).toContain('note 3');
});

it('drops a line that a crash cut short, and nothing else', async () => {
  const folder = await openExportFolder(dir);
  await folder.add([note(1)]);
  await appendFile(join(dir, 'checkpoints.jsonl'), '{"note":"no');
  expect(Buffer.from((await folder.last()) ?? []).toString()).toContain('note 1');
  await folder.add([note(2)]);
  const lines = (await readFile(join(dir, 'checkpoints.jsonl'), 'utf8')).trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  await writeFile(join(dir, 'checkpoints.jsonl'), '{"note":"cut');
  expect(await folder.last()).toBe(null);
  await folder.add([note(3)]);
  expect(Buffer.from((await folder.last()) ?? []).toString()).toContain('note 3');
});

it('that cannot be written is refused at start', async () => {
  await writeFile(join(dir, 'file'), '');
  await expect(openExportFolder(join(dir, 'file', 'folder'))).rejects.toMatchObject({
    code: 'export-folder',
  });
});
