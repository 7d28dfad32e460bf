import { mkdir, open, rename, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { formatCheckpointLines, parseCheckpointLines } from '@huke/ledger';
import { LedgerRoomError } from './error.ts';

/** Copies of every signed checkpoint outside the database: `checkpoints.jsonl` only grows, `checkpoint` is the last. */
export type ExportFolder = {
  /** The last checkpoint that was copied, a signed note not yet verified; `null` = none. */
  readonly last: () => Promise<Uint8Array | null>;
  /** Adds checkpoints in ascending order; resolves when they are on the disk. One caller at a time. */
  readonly add: (notes: readonly Uint8Array[]) => Promise<void>;
};

const tailLength = 1 << 16;

/** Opens the folder, making it where it is missing. Throws `export-folder`. */
export async function openExportFolder(dir: string): Promise<ExportFolder> {
  const lines = join(dir, 'checkpoints.jsonl');
  const latest = join(dir, 'checkpoint');
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new LedgerRoomError(
      'export-folder',
      'the checkpoints folder cannot be written: check HUKE_CHECKPOINTS',
      {
        cause,
      },
    );
  }
  return {
    last: async () => {
      const tail = await readTail(lines);
      return tail === null ? null : (parseCheckpointLines(lastLine(tail)).at(-1) ?? null);
    },
    add: async (notes) => {
      const last = notes.at(-1);
      if (last === undefined) return;
      await dropTornLine(lines);
      await writeSynced(lines, 'a', formatCheckpointLines(notes));
      await writeSynced(`${latest}.new`, 'w', last);
      await rename(`${latest}.new`, latest);
    },
  };
}

async function writeSynced(path: string, flags: 'a' | 'w', bytes: Uint8Array): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Bytes at the end of the file; `null` where there is no file or nothing in it. */
async function readTail(path: string): Promise<Buffer | null> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (file === null) return null;
  try {
    const { size } = await file.stat();
    const length = Math.min(size, tailLength);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return bytesRead === 0 ? null : buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function lastLine(tail: Buffer): Buffer {
  const end = tail.lastIndexOf(10);
  const start = end <= 0 ? -1 : tail.lastIndexOf(10, end - 1);
  return tail.subarray(start + 1, end + 1);
}

/** A line that a crash cut short was never confirmed: it goes. */
async function dropTornLine(path: string): Promise<void> {
  const tail = await readTail(path);
  if (tail === null || tail.at(-1) === 10) return;
  const { size } = await stat(path);
  await truncate(path, size - (tail.length - 1 - tail.lastIndexOf(10)));
}
