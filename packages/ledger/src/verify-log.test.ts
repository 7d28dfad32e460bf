import crypto from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  at,
  type MemoryLog,
  memoryLog,
  memorySource,
  someEntries,
  testKey,
  writeTiles,
} from '../testing/memory-log.ts';
import {
  bundlePath,
  CompactTree,
  copyLog,
  describeFinding,
  formatBundle,
  formatCheckpointLines,
  leafHash,
  nodePrimitives,
  parseBundle,
  signatureTypes,
  signCheckpoint,
  signerKey,
  type TamperFinding,
  tilePath,
  tilesOf,
  tileWidth,
  type VerifyOptions,
  type VerifyResult,
  verifyLog,
} from './index.ts';

const sizes = [1, 3, 200, 256, 300, 512, 700];
const pristine = memoryLog(someEntries(700), sizes);
const honest = (): MemoryLog => {
  const [files, kept] = [new Map(pristine.files), [...pristine.kept]];
  return { ...pristine, files, kept, source: memorySource(files, kept) };
};
const primitives = nodePrimitives(crypto);
const verify = (log: MemoryLog, options?: VerifyOptions): Promise<VerifyResult> =>
  verifyLog(log.source, log.key.verifier, { primitives, ...options });
const found = async (log: MemoryLog, options?: VerifyOptions): Promise<readonly TamperFinding[]> => {
  const result = await verify(log, options);
  return result.kind === 'tampered' ? result.findings : [];
};

/** Entries as an attacker would have them, bundles rewritten to match. */
function rewriteEntries(
  log: MemoryLog,
  change: (entries: Uint8Array[]) => Uint8Array[],
  size = 700,
): Uint8Array[] {
  const bundles = [...tilesOf(size)].filter(({ level }) => level === 0);
  const before = bundles.flatMap((bundle) => parseBundle(log.files.get(bundlePath(bundle)) as Uint8Array));
  const after = change(before);
  for (const { index, width } of bundles) {
    log.files.set(bundlePath({ index, width }), formatBundle(after.slice(index * tileWidth).slice(0, width)));
  }
  return after;
}

const altered = new TextEncoder().encode('{"altered":true}');

describe('an honest log', () => {
  it('is intact, with progress to the end', async () => {
    const progress: number[] = [];
    const result = await verify(honest(), { onProgress: ({ entries }) => progress.push(entries) });
    expect(result).toMatchObject({ kind: 'intact', size: 700, checkpoints: 7 });
    expect(progress.at(-1)).toBe(700);
  });

  it('is intact at any size with any checkpoints, against any of them remembered', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 1200 }), { minLength: 1, maxLength: 12 }),
        fc.nat(),
        async (unordered, pick) => {
          const chosen = unordered.sort((a, b) => a - b);
          const log = memoryLog(someEntries(chosen.at(-1) ?? 1), chosen);
          const remembered = at(log.kept, pick % log.kept.length);
          expect(await verify(log, { remembered })).toMatchObject({
            kind: 'intact',
            checkpoints: chosen.length,
          });
        },
      ),
      { numRuns: 15 },
    );
  });

  it('is intact above two levels of tiles', async () => {
    const log = memoryLog(someEntries(66_000), [65_535, 65_536, 66_000]);
    expect(await verify(log)).toMatchObject({ kind: 'intact', size: 66_000 });
  });

  it('may have grown while it was read', async () => {
    const [small, large] = [
      memoryLog(someEntries(300), [100, 300]),
      memoryLog(someEntries(500), [100, 300, 500]),
    ];
    let reads = 0;
    const source = {
      read: (path: string) =>
        path === 'checkpoint' && reads++ === 0
          ? small.source.read(path)
          : path.startsWith('checkpoint')
            ? large.source.read(path)
            : small.source.read(path),
    };
    expect(await verifyLog(source, testKey.verifier)).toMatchObject({ kind: 'intact', size: 300 });
  });

  it('that has no checkpoint is not verified at all', async () => {
    await expect(verify(memoryLog([], []))).rejects.toMatchObject({ code: 'missing' });
  });

  it('of another key is not verified at all', async () => {
    const other = signerKey(testKey.verifier.name, signatureTypes.ed25519, new Uint8Array(32).fill(1));
    await expect(verifyLog(honest().source, other.verifier)).rejects.toMatchObject({ code: 'unsigned' });
  });
});

describe('tampering is named', () => {
  it('an altered entry by its index', async () => {
    for (const index of [0, 1, 255, 256, 511, 699]) {
      const log = honest();
      rewriteEntries(log, (entries) => entries.with(index, altered));
      expect(await found(log)).toEqual([
        { kind: 'entry-differs', from: index, through: index, altered: 'entry' },
      ]);
    }
  });

  it('an altered leaf by its index', async () => {
    const log = honest();
    const tile = log.files.get('tile/0/001') as Uint8Array;
    log.files.set('tile/0/001', tile.with(32 * 10, (tile[320] ?? 0) ^ 1));
    expect(await found(log)).toEqual([{ kind: 'entry-differs', from: 266, through: 266, altered: 'leaf' }]);
  });

  it('a removed entry, with what moved up behind it', async () => {
    const log = honest();
    rewriteEntries(log, (entries) => entries.toSpliced(260, 1));
    expect(await found(log)).toEqual([
      { kind: 'entry-differs', from: 260, through: 299, altered: 'entry' },
      { kind: 'entry-differs', from: 300, through: 511, altered: 'entry' },
      { kind: 'entries-missing', from: 699, through: 699 },
      { kind: 'entry-differs', from: 512, through: 698, altered: 'entry' },
    ]);
  });

  it('a removed entry that left a gap by its index alone', async () => {
    const log = honest();
    rewriteEntries(log, (entries) => entries.with(260, new Uint8Array(0)));
    expect(await found(log)).toEqual([{ kind: 'entry-differs', from: 260, through: 260, altered: 'entry' }]);
  });

  it('reordered entries by both indexes', async () => {
    const log = honest();
    rewriteEntries(log, (entries) => entries.with(20, at(entries, 500)).with(500, at(entries, 20)));
    expect(await found(log)).toEqual([
      { kind: 'entry-differs', from: 20, through: 20, altered: 'entry' },
      { kind: 'entry-differs', from: 500, through: 500, altered: 'entry' },
    ]);
  });

  it('an entry rewritten with all its tiles by the narrowest interval of checkpoints', async () => {
    for (const [index, from, to] of [
      [0, 0, 1],
      [2, 1, 3],
      [255, 200, 256],
      [256, 256, 300],
      [699, 512, 700],
    ] as const) {
      const log = honest();
      const entries = rewriteEntries(log, (all) => all.with(index, altered));
      writeTiles(
        log.files,
        entries.map((entry) => leafHash(entry)),
      );
      expect(await found(log)).toEqual([{ kind: 'interval', from, to, by: 'kept' }]);
    }
  });

  it('an entry and its leaf rewritten, the tiles above forgotten, by interval and tile', async () => {
    const log = honest();
    rewriteEntries(log, (entries) => entries.with(260, altered));
    const tile = Uint8Array.from(log.files.get('tile/0/001') as Uint8Array);
    tile.set(leafHash(altered), 4 * 32);
    log.files.set('tile/0/001', tile);
    expect(await found(log)).toEqual([
      { kind: 'interval', from: 256, to: 300, by: 'kept' },
      { kind: 'tile-differs', path: 'tile/1/000.p/2', from: 256, through: 511 },
    ]);
  });

  it('a rewritten entry without kept checkpoints still by the latest', async () => {
    const log = memoryLog(someEntries(700), [700]);
    log.kept.length = 0;
    writeTiles(
      log.files,
      rewriteEntries(log, (all) => all.with(5, altered)).map((entry) => leafHash(entry)),
    );
    expect(await found(log)).toEqual([{ kind: 'interval', from: 0, to: 700, by: 'latest' }]);
  });

  it('an altered tile above the leaves by its path', async () => {
    const log = honest();
    const tile = log.files.get('tile/1/000.p/2') as Uint8Array;
    log.files.set('tile/1/000.p/2', tile.with(40, (tile[40] ?? 0) ^ 1));
    expect(await found(log)).toEqual([
      { kind: 'tile-differs', path: 'tile/1/000.p/2', from: 256, through: 511 },
    ]);
    log.files.delete('tile/1/000.p/2');
    expect(await found(log)).toEqual([
      { kind: 'tile-differs', path: 'tile/1/000.p/2', from: 0, through: 511 },
    ]);
  });

  it('missing bundles and tiles by their range', async () => {
    const log = honest();
    log.files.delete('tile/entries/001');
    expect(await found(log)).toEqual([{ kind: 'entries-missing', from: 256, through: 511 }]);
    log.files.delete('tile/0/001');
    expect(await found(log)).toEqual([
      { kind: 'leaves-missing', from: 256, through: 511 },
      { kind: 'entries-missing', from: 256, through: 511 },
    ]);
    const other = honest();
    other.files.delete('tile/0/001');
    expect(await found(other)).toEqual([{ kind: 'leaves-missing', from: 256, through: 511 }]);
  });

  it('a kept checkpoint that was altered, forged or set out of order', async () => {
    const bent = honest();
    const note = at(bent.kept, 2);
    bent.kept[2] = note.with(note.length - 10, (note[note.length - 10] ?? 0) === 65 ? 66 : 65);
    expect(await found(bent)).toEqual([{ kind: 'checkpoint-invalid', after: 3 }]);

    const fork = honest();
    const tree = new CompactTree();
    for (const entry of someEntries(256, 'fork')) tree.append(leafHash(entry));
    fork.kept[3] = signCheckpoint(
      { origin: testKey.verifier.name, size: 256, root: tree.root(), extensions: [] },
      testKey,
    );
    expect(await found(fork)).toEqual([{ kind: 'interval', from: 200, to: 256, by: 'kept' }]);

    const doubled = honest();
    doubled.kept.splice(1, 0, at(doubled.kept, 0));
    expect(await found(doubled)).toEqual([{ kind: 'checkpoint-order', after: 1, size: 1 }]);
  });

  it('a log cut back by the remembered checkpoint, and by those it kept', async () => {
    const whole = honest();
    const cut = memoryLog(someEntries(512), sizes.slice(0, -1));
    const remembered = whole.kept.at(-1) as Uint8Array;
    expect(await found(cut)).toEqual([]);
    expect(await found(cut, { remembered })).toEqual([{ kind: 'rolled-back', known: 700, size: 512 }]);
    expect(await found({ ...cut, source: memorySource(cut.files, whole.kept) })).toEqual([
      { kind: 'rolled-back', known: 700, size: 512 },
    ]);
    expect(await found(memoryLog([], []), { remembered })).toEqual([
      { kind: 'rolled-back', known: 700, size: null },
    ]);
  });

  it('a log rewritten and signed anew by the remembered checkpoint', async () => {
    const remembered = at(honest().kept, 4);
    const anew = memoryLog(someEntries(700).with(100, altered), sizes);
    expect(await found(anew)).toEqual([]);
    expect(await found(anew, { remembered })).toEqual([{ kind: 'not-contained', size: 300 }]);
    expect(await found(anew, { remembered: at(honest().kept, 0) })).toEqual([]);
  });

  it('however it is done: any entry changed, with or without its tiles, is found at or around its place', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(699),
        fc.boolean(),
        fc.constantFrom('alter', 'remove', 'insert', 'swap'),
        async (index, withTiles, how) => {
          const log = honest();
          const other = (index + 1) % 700;
          const entries = rewriteEntries(log, (all) => {
            if (how === 'remove') return [...all.toSpliced(index, 1), altered];
            if (how === 'insert') return all.toSpliced(index, 0, altered).slice(0, 700);
            if (how === 'alter') return all.with(index, altered);
            return all.with(index, at(all, other)).with(other, at(all, index));
          });
          if (withTiles)
            writeTiles(
              log.files,
              entries.map((entry) => leafHash(entry)),
            );
          const first = how === 'swap' ? Math.min(index, other) : index;
          const findings = await found(log);
          if (withTiles) {
            const to = sizes.find((size) => size > first) ?? 700;
            const from = sizes.findLast((size) => size <= first) ?? 0;
            expect(findings).toContainEqual({ kind: 'interval', from, to, by: 'kept' });
          } else {
            expect(findings[0]).toMatchObject({ kind: 'entry-differs', from: first, altered: 'entry' });
          }
        },
      ),
      { numRuns: process.env['SLOW'] ? 2000 : 40 },
    );
  });

  it('and counted where there is too much of it', async () => {
    const log = honest();
    rewriteEntries(log, (all) => all.map((entry, i) => (i % 2 === 0 ? altered : entry)));
    const result = await verify(log, { limit: 10 });
    expect(result).toMatchObject({ kind: 'tampered', more: 340 });
    expect(result.kind === 'tampered' && result.findings.length).toBe(10);
  });

  it('in words', () => {
    const words = (finding: TamperFinding): string => describeFinding(finding);
    expect(words({ kind: 'entry-differs', from: 3, through: 3, altered: 'entry' })).toBe(
      'entry 3 and leaf disagree (the entry was altered: its leaf is what was signed)',
    );
    expect(words({ kind: 'entries-missing', from: 3, through: 4 })).toBe('entries 3 to 4 missing');
    expect(words({ kind: 'interval', from: 3, to: 9, by: 'kept' })).toBe(
      'the tree was rewritten between size 3 and size 9: it is not what the kept checkpoint of size 9 signed',
    );
    expect(words({ kind: 'rolled-back', known: 9, size: null })).toContain('shows no checkpoint');
  });
});

describe('a copy', () => {
  it('verifies by itself and needs no file twice', async () => {
    const log = honest();
    const files = new Map<string, Uint8Array>();
    const kept: Uint8Array[] = [];
    const sink = {
      write: async (path: string, bytes: Uint8Array) => void files.set(path, bytes),
      has: async (path: string) => files.has(path),
    };
    await copyLog(log.source, testKey.verifier, sink, async (notes) => void kept.push(...notes));
    expect(files).toEqual(log.files);
    expect(await verifyLog(memorySource(files, kept), testKey.verifier)).toMatchObject({ kind: 'intact' });
    let reads = 0;
    const counting = { read: (path: string) => (path.startsWith('tile/') && reads++, log.source.read(path)) };
    await copyLog(counting, testKey.verifier, sink, async () => {});
    expect(reads).toBe(0);
  });

  it('is refused where the log lacks a file, and its checkpoint is written last', async () => {
    const log = honest();
    log.files.delete(tilePath({ level: 1, index: 0, width: 2 }));
    const written: string[] = [];
    const sink = { write: async (path: string) => void written.push(path), has: async () => false };
    await expect(copyLog(log.source, testKey.verifier, sink, async () => {})).rejects.toMatchObject({
      code: 'missing',
    });
    expect(written).not.toContain('checkpoint');
  });
});

it('checkpoint lines that are no JSON or have no note are refused', async () => {
  const log = honest();
  for (const bad of ['{', '{"note":1}\n', '5\n']) {
    const source = {
      read: (path: string) =>
        path.startsWith('checkpoints')
          ? Promise.resolve(new TextEncoder().encode(bad))
          : log.source.read(path),
    };
    await expect(verifyLog(source, testKey.verifier)).rejects.toMatchObject({ code: 'malformed-checkpoint' });
  }
  expect(formatCheckpointLines([])).toEqual(new Uint8Array(0));
});
