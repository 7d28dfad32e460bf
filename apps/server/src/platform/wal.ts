import { open } from 'node:fs/promises';
import { join } from 'node:path';

/** A place in the write-ahead log, in bytes; `before`: where the record before it begins, null where unknown. */
export type WalPlace = { readonly at: number; readonly before: number | null };

/** The file of a table, by the numbers of its database (0: shared by all) and of the file. */
export type TableFile = { readonly database: number; readonly file: number };

/** What a stretch of the log wrote: rows of these tables, and whether tables of the system were given other files. */
export type WalReading = {
  readonly next: WalPlace;
  readonly rows: readonly TableFile[];
  readonly remapped: boolean;
};

const pageSize = 8_192;
/** Others get their turn after so much. */
const chunkSize = 131_072;
/** As `initdb` makes it. */
const segmentSize = 16_777_216;
const shortHeader = 24;
const longHeader = 40;
const recordHeader = 24;
/** Record header, first block's header with all that may precede the numbers of its file, and these. */
const telling = 48;

// access/rmgrlist.h, access/heapam_xlog.h, catalog/pg_control.h
const xlog = 0;
const relmap = 7;
const heap2 = 9;
const heap = 10;
const switchToNextSegment = 0x40;
/** Insert, delete, update, update within a page; not locks, nor what vacuuming writes in place. */
const heapWrites = new Set([0x00, 0x10, 0x20, 0x40]);
const insertsMany = 0x50;

/** The log is not there, or not as PostgreSQL writes it. */
class NotInTheLog extends Error {}

/**
 * Reads the write-ahead log in `folder` from `from`, where a record begins, to `to`, up to which it is on the disk,
 * and names the tables whose rows it wrote; nothing that SQL does takes such a record back. Null = a part of it
 * is gone or broken. Layout: access/xlogrecord.h and access/xlog_internal.h of PostgreSQL 15 to 18.
 */
export async function readWal(options: {
  readonly folder: string;
  readonly timeline: string;
  readonly from: WalPlace;
  readonly to: number;
}): Promise<WalReading | null> {
  const { from, to } = options;
  const bytes = pagesOf(options);
  const rows = new Map<string, TableFile>();
  let remapped = false;
  let { at, before } = from;
  try {
    for (;;) {
      // nothing begins within the header of a page
      const start = skip(at, 0);
      if (skip(start, recordHeader) > to) break;
      const head = await bytes(start, recordHeader);
      const length = head.readUInt32LE(0);
      const prev = numberIn(head, 8);
      if (length < recordHeader || (before !== null && prev !== before)) throw new NotInTheLog();
      const end = skip(start, length);
      if (end > to) break;
      const info = head.readUInt8(16);
      const manager = head.readUInt8(17);
      if (manager === relmap) remapped = true;
      if (
        manager === heap ? heapWrites.has(info & 0x70) : manager === heap2 && (info & 0x70) === insertsMany
      ) {
        const file = fileOf(await bytes(start, Math.min(length, telling)));
        if (file !== null) rows.set(`${file.database}/${file.file}`, file);
      }
      before = start;
      at = Math.ceil(end / 8) * 8;
      if (manager === xlog && (info & 0xf0) === switchToNextSegment)
        at = Math.ceil(at / segmentSize) * segmentSize;
    }
  } catch (error) {
    if (error instanceof NotInTheLog) return null;
    throw error;
  }
  return { next: { at, before }, rows: [...rows.values()], remapped };
}

/** Where `count` bytes of records after `at` end; each page begins with a header that counts for none of them. */
function skip(at: number, count: number): number {
  let place = at;
  let left = count;
  for (;;) {
    if (place % pageSize === 0) place += headerAt(place);
    const step = Math.min(left, pageSize - (place % pageSize));
    place += step;
    left -= step;
    if (left === 0) return place;
  }
}

const headerAt = (page: number): number => (page % segmentSize === 0 ? longHeader : shortHeader);

/** The table that the first block of a record belongs to. */
function fileOf(head: Buffer): TableFile | null {
  if (head.length < telling - 8 || head.readUInt8(recordHeader) !== 0) return null;
  let at = recordHeader + 4;
  if ((head.readUInt8(recordHeader + 1) & 0x10) !== 0) {
    const image = head.readUInt8(at + 4);
    // compressed, with a hole whose length is then written out
    at += (image & 0x1c) !== 0 && (image & 0x01) !== 0 ? 7 : 5;
  }
  return { database: head.readUInt32LE(at + 4), file: head.readUInt32LE(at + 8) };
}

/** Reads bytes of records, across pages and segments; waits only for what is not in memory yet. */
function pagesOf({ folder, timeline }: { readonly folder: string; readonly timeline: string }) {
  let chunk: { readonly base: number; readonly bytes: Buffer } = { base: -1, bytes: Buffer.alloc(0) };
  let page: { readonly at: number; readonly bytes: Buffer } = { at: -1, bytes: Buffer.alloc(0) };
  const load = async (at: number): Promise<void> => {
    const base = at - (at % chunkSize);
    if (chunk.base !== base)
      chunk = { base, bytes: await readChunk(join(folder, fileName(timeline, base)), base) };
    const bytes = chunk.bytes.subarray(at - base, at - base + pageSize);
    // a segment is used again: then pages of long ago follow the new ones
    if (bytes.length < pageSize || numberIn(bytes, 8) !== at) throw new NotInTheLog();
    page = { at, bytes };
  };
  return async (from: number, count: number): Promise<Buffer> => {
    const parts: Buffer[] = [];
    let at = from;
    for (let left = count; left > 0; ) {
      if (at % pageSize === 0) at += headerAt(at);
      const inPage = at % pageSize;
      if (page.at !== at - inPage) await load(at - inPage);
      const part = page.bytes.subarray(inPage, inPage + left);
      parts.push(part);
      at += part.length;
      left -= part.length;
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  };
}

const numberIn = (bytes: Buffer, at: number): number =>
  bytes.readUInt32LE(at + 4) * 0x1_0000_0000 + bytes.readUInt32LE(at);

async function readChunk(path: string, base: number): Promise<Buffer> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new NotInTheLog() : error;
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(chunkSize), 0, chunkSize, base % segmentSize);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** XLogFileName of access/xlog_internal.h. */
function fileName(timeline: string, at: number): string {
  const segment = Math.floor(at / segmentSize);
  const perId = 0x1_0000_0000 / segmentSize;
  const hex = (n: number): string => n.toString(16).toUpperCase().padStart(8, '0');
  return `${timeline}${hex(Math.floor(segment / perId))}${hex(segment % perId)}`;
}

/** The number of a place that PostgreSQL writes as two halves, such as 0/15AFA28. */
export function walNumber(lsn: string): number {
  const [high = '', low = ''] = lsn.split('/');
  return Number.parseInt(high, 16) * 0x1_0000_0000 + Number.parseInt(low, 16);
}
