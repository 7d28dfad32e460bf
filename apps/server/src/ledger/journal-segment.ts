import { type FileHandle, open } from 'node:fs/promises';

/** One file of the journal while it is being written. */
export type Segment = {
  readonly name: string;
  /** Bytes that are on the disk for good. */
  readonly size: () => number;
  /** Adds text; resolves when it is on the disk. After a failure the segment is of no further use. */
  readonly add: (text: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Makes a new file at `dir`/`name`, readable by its owner only; it and its name are on the disk when this resolves. */
export async function createSegment(dir: string, name: string, text: string): Promise<Segment> {
  const file = await open(`${dir}/${name}`, 'wx', 0o600);
  let size = 0;
  const add = async (more: string): Promise<void> => {
    const bytes = Buffer.from(more, 'latin1');
    let written = 0;
    while (written < bytes.length) {
      written += (await file.write(bytes, written, bytes.length - written, size + written)).bytesWritten;
    }
    await file.datasync();
    // whoever took the file away took what was written into it, too
    if ((await file.stat()).nlink === 0) throw new Error('the file was removed');
    size += bytes.length;
  };
  try {
    await add(text);
    await syncFolder(dir);
  } catch (error) {
    await file.close();
    throw error;
  }
  return { name, size: () => size, add, close: () => closeQuietly(file) };
}

/** Names made or removed in the folder are on the disk when this resolves. */
export async function syncFolder(dir: string): Promise<void> {
  const folder = await open(dir, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function closeQuietly(file: FileHandle): Promise<void> {
  await file.close().catch(() => {});
}
