import { access, mkdir, open, readFile, rename } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatCheckpointLines, type LogSink, type LogSource } from '@huke/ledger';

/** A log to verify, as it presents itself. */
export type PresentedLog = LogSource & {
  /** The verifier key that it names; `null` = none. */
  readonly key: () => Promise<string | null>;
  /** Entries that it must hold by what its server says: committed, or answered from its own memory; 0 = a copy. */
  readonly reach: () => Promise<number>;
  /** Why its server signs nothing any more, and from which entry on; `null` = it signs, or it is a copy. */
  readonly refusal: () => Promise<string | null>;
};

const linesAtOnce = 1_000;
const tries = 20;

/** The log of a running server. `token` is a service key with the scope `ledger:read`. */
export function urlLog(url: string, token: string | undefined): PresentedLog {
  const base = `${url.replace(/\/+$/, '')}/api/v1/ledger/`;
  const get = async (path: string): Promise<Response | null> => {
    for (let i = 1; ; i++) {
      const response = await fetch(base + path, {
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        redirect: 'error',
      });
      if (response.ok) return response;
      await response.body?.cancel();
      if (response.status === 404) return null;
      if (response.status === 401 || response.status === 403)
        throw new Error('the server refuses: set HUKE_TOKEN to a service key with the scope ledger:read');
      if (response.status !== 429 || i === tries)
        throw new Error(`the server answered ${response.status} for ${path}`);
      await sleep(Math.min(Number(response.headers.get('retry-after')) || 1, 10) * 1000);
    }
  };
  return {
    read: async (path) => {
      const response = await get(path);
      return response === null ? null : new Uint8Array(await response.arrayBuffer());
    },
    key: async () => {
      const state = (await (await get('state'))?.json()) as { verifier?: unknown } | undefined;
      return typeof state?.verifier === 'string' ? state.verifier : null;
    },
    reach: async () => {
      const state = (await (await get('state'))?.json()) as
        | { size?: unknown; journalled?: unknown }
        | undefined;
      return Math.max(0, ...[state?.size, state?.journalled].filter((each) => typeof each === 'number'));
    },
    refusal: async () => {
      const state = (await (await get('state'))?.json()) as
        | { healthy?: unknown; code?: unknown; index?: unknown }
        | undefined;
      if (state?.healthy !== false || state.code === 'checkpoint-failed' || state.code === 'unproven')
        return null;
      const code = typeof state.code === 'string' ? state.code : 'unknown';
      return typeof state.index === 'number' ? `${code}, entry ${state.index}` : code;
    },
  };
}

/** A log copied by `huke ledger export`: tlog-tiles files, `checkpoint`, `checkpoints.jsonl`, `key`. */
export function dirLog(dir: string): PresentedLog {
  let lines: AsyncIterator<string> | null = null;
  /** Verification asks for the kept checkpoints in order, so the file is read once from front to back. */
  const nextLines = async (): Promise<Uint8Array> => {
    const taken: string[] = [];
    while (taken.length < linesAtOnce) {
      const line = await lines?.next();
      if (line === undefined || line.done === true) break;
      taken.push(`${line.value}\n`);
    }
    return new TextEncoder().encode(taken.join(''));
  };
  return {
    read: async (path) => {
      const after = /^checkpoints\?after=(\d+)$/.exec(path)?.[1];
      if (after === undefined) return readIfThere(join(dir, path));
      const file = join(dir, 'checkpoints.jsonl');
      if (after === '0') {
        if (!(await exists(file))) return null;
        lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity })[
          Symbol.asyncIterator
        ]();
      }
      return nextLines();
    },
    key: async () => (await readIfThere(join(dir, 'key')))?.toString('utf8') ?? null,
    reach: async () => 0,
    refusal: async () => null,
  };
}

/** Writes a log's files under a folder; full tiles that are there already are kept. */
export function dirSink(dir: string): LogSink & {
  /** Starts `checkpoints.jsonl` afresh, and puts it in place of the old one at `done`. */
  readonly keeper: () => Promise<{
    readonly keep: (notes: readonly Uint8Array[]) => Promise<void>;
    readonly done: () => Promise<void>;
  }>;
} {
  return {
    write: (path, bytes) => writeWhole(join(dir, path), bytes),
    has: (path) => exists(join(dir, path)),
    keeper: async () => {
      await mkdir(dir, { recursive: true });
      const file = await open(join(dir, 'checkpoints.jsonl.new'), 'w');
      return {
        keep: async (notes) => {
          await file.writeFile(formatCheckpointLines(notes));
        },
        done: async () => {
          await file.sync();
          await file.close();
          await rename(join(dir, 'checkpoints.jsonl.new'), join(dir, 'checkpoints.jsonl'));
        },
      };
    },
  };
}

/** Writes a file whole or not at all. */
export async function writeWhole(path: string, bytes: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(`${path}.new`, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}

/** Bytes of a file, `null` where there is none. */
export async function readIfThere(path: string): Promise<Buffer | null> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
