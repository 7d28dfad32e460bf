import fs from 'node:fs';
import { promisify } from 'node:util';

// numbers rather than handles: a replica that ends without closing its file loses nothing by it
const [openFile, write, datasync, sync, close] = [
  promisify(fs.open),
  promisify(fs.write),
  promisify(fs.fdatasync),
  promisify(fs.fsync),
  promisify(fs.close),
];

/** One file of the journal while it is being written. */
export type Segment = {
  readonly name: string;
  /** Adds text; resolves when it is on the disk. After a failure the segment is of no further use. */
  readonly add: (text: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Makes a new file at `dir`/`name`, readable by its owner only; it and its name are on the disk when this resolves. */
export async function createSegment(dir: string, name: string, text: string): Promise<Segment> {
  const file = await openFile(`${dir}/${name}`, 'wx', 0o600);
  let size = 0;
  const add = async (more: string): Promise<void> => {
    const bytes = Buffer.from(more, 'latin1');
    for (let written = 0; written < bytes.length; ) {
      const rest = await write(file, bytes, written, bytes.length - written, size + written);
      written += rest.bytesWritten;
    }
    await datasync(file);
    // whoever took the file away took what was written into it, too
    if (fs.fstatSync(file).nlink === 0) throw new Error('the file was removed');
    size += bytes.length;
  };
  const end = (): Promise<void> => close(file).catch(() => {});
  try {
    await add(text);
    await syncFolder(dir);
  } catch (error) {
    await end();
    throw error;
  }
  return { name, add, close: end };
}

/** Names made or removed in the folder are on the disk when this resolves. */
export async function syncFolder(dir: string): Promise<void> {
  const folder = await openFile(dir, 'r');
  try {
    await sync(folder);
  } finally {
    await close(folder);
  }
}
