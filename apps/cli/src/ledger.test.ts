import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CompactTree,
  formatBundle,
  formatCheckpointLines,
  formatVerifierKey,
  type LogSource,
  leafHash,
  parseBundle,
  type SignerKey,
  signatureTypes,
  signCheckpoint,
  signerKey,
  tilePath,
  tilesOf,
} from '@huke/ledger';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from './ledger.ts';

const key = signerKey('ledger.huke.local/org_test', signatureTypes.ed25519, new Uint8Array(32).fill(5));
const token = 'a-service-key';

/** A log in memory; `files` may be altered. */
function makeLog(count: number, sizes: readonly number[], by: SignerKey = key, salt = 'n') {
  const files = new Map<string, Uint8Array>();
  const entries = Array.from({ length: count }, (_, i) => Buffer.from(`{"${salt}":${i}}`));
  const kept: Uint8Array[] = [];
  const tree = new CompactTree();
  const levels: Uint8Array[][] = [];
  entries.forEach((entry) => {
    tree.append(leafHash(entry), (level, _, hash) => {
      if (level % 8 === 0) (levels[level / 8] ??= []).push(hash);
    });
    const checkpoint = { origin: by.verifier.name, size: tree.size, root: tree.root(), extensions: [] };
    if (sizes.includes(tree.size)) kept.push(signCheckpoint(checkpoint, by));
  });
  for (const tile of tilesOf(count)) {
    const from = tile.index * 256;
    files.set(tilePath(tile), Buffer.concat((levels[tile.level] ?? []).slice(from, from + tile.width)));
    if (tile.level === 0)
      files.set(
        tilePath(tile).replace('tile/0/', 'tile/entries/'),
        formatBundle(entries.slice(from, from + 256)),
      );
  }
  files.set('checkpoint', kept.at(-1) as Uint8Array);
  const source: LogSource = {
    read: async (path) => {
      const after = /^checkpoints\?after=(\d+)$/.exec(path)?.[1];
      if (after === undefined) return files.get(path) ?? null;
      return formatCheckpointLines(
        sizes.flatMap((size, i) => (size > Number(after) ? kept.slice(i, i + 1) : [])),
      );
    },
  };
  return { files, source };
}

let dir: string;
let server: Server;
let url: string;
let log: ReturnType<typeof makeLog>;
let slowDown = 0;
let said: Readonly<Record<string, unknown>> = {};
/** Runs once, after the next checkpoint was given. */
let readOnce: (() => void) | null = null;

type Answer = { readonly status: number; readonly body?: Uint8Array | string };

/** What a server with this log answers. */
async function answer(requested: string, authorization: string | undefined): Promise<Answer> {
  const path = requested.replace('/api/v1/ledger/', '');
  if (authorization !== `Bearer ${token}`) return { status: 401 };
  if (slowDown > 0 && slowDown--) return { status: 429 };
  if (path === 'state')
    return { status: 200, body: JSON.stringify({ verifier: formatVerifierKey(key.verifier), ...said }) };
  const body = await log.source.read(path);
  if (path === 'checkpoint') {
    readOnce?.();
    readOnce = null;
  }
  return body === null ? { status: 404 } : { status: 200, body };
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'huke-cli-'));
  log = makeLog(600, [10, 300, 600]);
  said = {};
  server = createServer((request, response) => {
    answer(request.url ?? '', request.headers.authorization).then(
      ({ status, body }) => response.writeHead(status, { 'retry-after': '0.01' }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(dir, { recursive: true });
});

/** Runs the command: exit status, what it printed and what it said on the terminal. */
async function huke(args: readonly string[], terminal = false, withToken: string | undefined = token) {
  let [out, err] = ['', ''];
  const status = await run(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    terminal,
    token: withToken,
    signedWithinMs: 300,
  });
  return { status, out, err };
}
const vkey = formatVerifierKey(key.verifier);
const altered = Buffer.from('{"altered":true}');
const alter = (files: Map<string, Uint8Array>): void => {
  const entries = parseBundle(files.get('tile/entries/001') as Uint8Array);
  files.set('tile/entries/001', formatBundle(entries.with(44, altered)));
};

describe('huke ledger verify', () => {
  it('of an intact log ends with 0 and says whose key it trusted', async () => {
    const { status, out, err } = await huke(['verify', '--url', url]);
    expect(out).toContain('intact: 600 entries, 3 kept checkpoints');
    expect(out).toContain('presented by the log itself and trusted on first use');
    expect(out).toContain(`--key '${vkey}'`);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect((await huke(['verify', '--url', url, '--key', vkey])).out).toContain('given by --key');
  });

  it('shows progress on a terminal', async () => {
    const { err } = await huke(['verify', '--url', url], true);
    expect(err).toContain('verifying 600 of 600 entries (100 %), 3 checkpoints');
  });

  it('of an altered entry ends with 1 and names its index', async () => {
    alter(log.files);
    const { status, out } = await huke(['verify', '--url', url]);
    expect(status).toBe(1);
    expect(out).toContain('TAMPERED: entry 300 and leaf disagree');
  });

  it('of a log whose server refuses to sign ends with 1 and says from which entry on', async () => {
    said = { healthy: false, code: 'journal-missing', index: 601 };
    const { status, out } = await huke(['verify', '--url', url]);
    expect(status).toBe(1);
    expect(out).toContain('TAMPERED: the server signs nothing any more: journal-missing, entry 601');
    said = { healthy: false, code: 'checkpoint-failed', index: null };
    expect((await huke(['verify', '--url', url])).status).toBe(0);
  });

  it.each(['size', 'journalled'])(
    'of a log that is not signed as far as its server’s %s ends with 2, unless it is a moment later',
    async (member) => {
      const since = join(dir, 'behind', 'last');
      said = { [member]: 603, healthy: false, code: 'unproven', index: null };
      const behind = await huke(['verify', '--url', url, '--since', since]);
      expect(behind.out).toContain('3 entries lie beyond the last checkpoint and were not signed in time');
      expect(behind.status).toBe(2);
      readOnce = () => {
        log = makeLog(603, [10, 300, 600, 603]);
      };
      const signed = await huke(['verify', '--url', url, '--since', since]);
      expect({ status: signed.status, err: signed.err }).toEqual({ status: 0, err: '' });
    },
  );

  it('with a journal names each entry that was answered and is another one now', async () => {
    const lines = (indexes: readonly number[]): string =>
      indexes
        .map(
          (index) => `${index} ${Buffer.from(leafHash(Buffer.from(`{"n":${index}}`))).toString('base64')}\n`,
        )
        .join('');
    await writeFile(join(dir, 'run_1-000001.journal'), `budget 7\n${lines([0, 255, 300, 599, 600])}599 torn`);
    const right = await huke(['verify', '--url', url, '--journal', dir]);
    expect(right.out).toContain("the journal's 4 entries are contained");
    expect(right.out).toContain(
      '1 of the journal lie beyond the last checkpoint: not signed yet, or cut off',
    );
    expect(right.status).toBe(2);
    // a server that signs them at once lets all be well
    readOnce = () => {
      log = makeLog(601, [10, 300, 600, 601]);
    };
    const signed = await huke(['verify', '--url', url, '--journal', dir]);
    expect(signed.out).toContain("the journal's 5 entries are contained");
    expect(signed.status).toBe(0);
    log = makeLog(601, [10, 300, 601], key, 'other');
    const wrong = await huke(['verify', '--url', url, '--journal', dir]);
    expect(wrong.out).toContain('TAMPERED: entry 255 was answered, but another one stands in its place');
    expect(wrong.status).toBe(1);
    await writeFile(join(dir, 'run_1-000001.journal'), 'nothing\n');
    expect((await huke(['verify', '--url', url, '--journal', dir])).status).toBe(2);
  });

  it('with a folder that holds no journal does not say that all is well', async () => {
    const { status, err } = await huke(['verify', '--url', url, '--journal', dir]);
    expect(status).toBe(2);
    expect(err).toContain('there is no journal in');
  });

  it('waits where the server asks to slow down', async () => {
    slowDown = 3;
    expect((await huke(['verify', '--url', url])).status).toBe(0);
  });

  it('remembers the last checkpoint and the key, and finds a log that was rolled back or signed by another', async () => {
    const since = join(dir, 'state', 'last');
    const first = await huke(['verify', '--url', url, '--since', since]);
    expect(first.out).toContain(`remembered in ${since}`);
    expect(await readFile(since)).toEqual(Buffer.from(log.files.get('checkpoint') as Uint8Array));
    const again = await huke(['verify', '--url', url, '--since', since]);
    expect(again.out).toContain('the remembered checkpoint of size 600 is contained');
    expect(again.out).toContain(`remembered in ${since}.key`);

    log = makeLog(300, [10, 300]);
    const back = await huke(['verify', '--url', url, '--since', since]);
    expect(back.status).toBe(1);
    expect(back.out).toContain('rolled back: it shows size 300, but size 600 was signed before');

    log = makeLog(700, [10, 300, 600, 700], key, 'rewritten');
    const forked = await huke(['verify', '--url', url, '--since', since]);
    expect(forked.status).toBe(1);
    expect(forked.out).toContain('does not contain the remembered checkpoint of size 600');

    const thief = signerKey(key.verifier.name, signatureTypes.ed25519, new Uint8Array(32).fill(6));
    log = makeLog(600, [10, 300, 600], thief);
    const stolen = await huke(['verify', '--url', url, '--since', since]);
    expect(stolen.status).toBe(1);
    expect(stolen.out).toContain('no known key signed this note');
    expect(await readFile(since, 'utf8')).toContain('\n600\n');
  });

  it('that cannot run ends with 2 and says what to do', async () => {
    const statusOf = async (...args: string[]): Promise<number> => (await huke(args)).status;
    expect((await huke(['verify', '--url', url], false, 'wrong')).err).toContain('set HUKE_TOKEN');
    expect(await statusOf('verify', '--url', 'http://127.0.0.1:9')).toBe(2);
    expect(await statusOf('verify', '--dir', join(dir, 'nothing'))).toBe(2);
    expect(await statusOf('verify', '--dir', join(dir, 'nothing'), '--key', vkey)).toBe(2);
    expect(await statusOf('verify', '--url', url, '--dir', dir)).toBe(2);
    expect(await statusOf('verify', '--url', url, '--key', 'nonsense')).toBe(2);
    expect(await statusOf('verify', '--nonsense')).toBe(2);
    expect(await statusOf('nonsense')).toBe(2);
    expect(await statusOf()).toBe(2);
    await writeFile(join(dir, 'since'), 'no checkpoint');
    const { status, err } = await huke(['verify', '--url', url, '--since', join(dir, 'since')]);
    expect({ status, err }).toMatchObject({
      status: 2,
      err: expect.stringContaining('is no checkpoint') as string,
    });
  });
});

describe('huke ledger export', () => {
  it('makes a copy that verifies offline, grows, and shows what was altered in it', async () => {
    const copy = join(dir, 'copy');
    const first = await huke(['export', '--url', url, '--dir', copy]);
    expect(first).toMatchObject({ status: 0, out: expect.stringContaining('copied: 600 entries') as string });
    expect((await huke(['verify', '--dir', copy])).out).toContain('intact: 600 entries, 3 kept checkpoints');
    const { mtimeMs } = await stat(join(copy, 'tile/0/000'));

    log = makeLog(900, [10, 300, 600, 900]);
    expect((await huke(['export', '--url', url, '--dir', copy])).status).toBe(0);
    expect((await huke(['verify', '--dir', copy])).out).toContain('intact: 900 entries, 4 kept checkpoints');
    expect((await stat(join(copy, 'tile/0/000'))).mtimeMs).toBe(mtimeMs);

    const bundle = join(copy, 'tile/entries/001');
    const entries = parseBundle(await readFile(bundle));
    await writeFile(bundle, formatBundle(entries.with(0, altered)));
    const { status, out } = await huke(['verify', '--dir', copy]);
    expect(status).toBe(1);
    expect(out).toContain('TAMPERED: entry 256 and leaf disagree');
    await writeFile(join(copy, 'checkpoints.jsonl'), 'garbage\n');
    expect((await huke(['verify', '--dir', copy])).status).toBe(1);
  });

  it('needs a folder', async () => {
    expect((await huke(['export', '--url', url])).status).toBe(2);
  });
});
