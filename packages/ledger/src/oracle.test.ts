import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { at, memoryLog, someEntries, testKey } from '../testing/memory-log.ts';
import {
  CompactTree,
  formatNote,
  formatSignerKey,
  formatVerifierKey,
  leafHash,
  proveConsistency,
  proveInclusion,
  signText,
  tileHashReader,
  tilePath,
  toBase64,
} from './index.ts';

const oracle = fileURLToPath(new URL('../oracle', import.meta.url));
// the module is taken from the local cache only: `go mod download` in packages/ledger/oracle puts it there
const env = { ...process.env, GOPROXY: 'off', GOFLAGS: '-mod=readonly', GOTOOLCHAIN: 'local' };
const available = spawnSync('go', ['list', '-deps', '.'], { cwd: oracle, env }).status === 0;

type Answer = {
  readonly Entries: number;
  readonly Proofs: number;
  readonly Refused: readonly string[];
  readonly Note: string;
};

const size = 70_000;
const flip = (hash: Uint8Array): Uint8Array => hash.with(31, (hash[31] ?? 0) ^ 1);

describe.skipIf(!available)(
  'golang.org/x/mod/sumdb as an independent oracle (needs go and its module)',
  () => {
    it('accepts our checkpoint, tiles, entries and proofs, refuses flipped proofs, signs as we do', async () => {
      const entries = someEntries(size);
      const log = memoryLog(entries, [size]);
      const dir = mkdtempSync(join(tmpdir(), 'huke-oracle-'));
      try {
        for (const [path, bytes] of log.files) {
          mkdirSync(dirname(join(dir, path)), { recursive: true });
          writeFileSync(join(dir, path), bytes);
        }
        const leaves = entries.map((entry) => leafHash(entry));
        const roots = new Map<number, string>();
        const tree = new CompactTree();
        for (const leaf of leaves) {
          tree.append(leaf);
          roots.set(tree.size, toBase64(tree.root()));
        }
        const read = tileHashReader(size, async (tile) => log.files.get(tilePath(tile)) ?? null);
        const pairs = [1, 2, 3, 255, 256, 257, 4096, 65_535, 65_536, 65_537, 69_999, size];
        const inclusion = [];
        const consistency = [];
        for (const of of pairs) {
          for (const old of pairs.filter((each) => each <= of)) {
            const index = old - 1;
            const path = await proveInclusion(index, of, read);
            const leaf = toBase64(at(leaves, index));
            inclusion.push({ index, size: of, leaf, root: roots.get(of), proof: path.map(toBase64) });
            const proof = await proveConsistency(old, of, read);
            consistency.push({
              old,
              size: of,
              oldRoot: roots.get(old),
              root: roots.get(of),
              proof: proof.map(toBase64),
            });
          }
        }
        const count = inclusion.length + consistency.length;
        const [bad, badly] = [await proveInclusion(300, size, read), await proveConsistency(300, size, read)];
        inclusion.push({
          index: 300,
          size,
          leaf: toBase64(at(leaves, 300)),
          root: roots.get(size),
          proof: bad.with(2, flip(at(bad, 2))).map(toBase64),
        });
        consistency.push({
          old: 300,
          size,
          oldRoot: roots.get(300),
          root: roots.get(size),
          proof: badly.with(2, flip(at(badly, 2))).map(toBase64),
        });
        const text = 'a text\n\nwith lines\n';
        const question = {
          dir,
          verifierKey: formatVerifierKey(testKey.verifier),
          signerKey: formatSignerKey(testKey),
          text,
          inclusion,
          consistency,
        };
        const input = JSON.stringify(question);
        const output = execFileSync('go', ['run', '.'], { cwd: oracle, env, input, encoding: 'utf8' });
        const answer = JSON.parse(output) as Answer;
        expect(answer.Entries).toBe(size);
        expect(answer.Proofs).toBe(count + 2);
        expect(answer.Refused).toEqual([`inclusion 300/${size}`, `consistency 300/${size}`]);
        const ours = formatNote({ text, signatures: [signText(text, testKey)] });
        expect(answer.Note).toBe(new TextDecoder().decode(ours));
      } finally {
        rmSync(dir, { recursive: true, force: true });
      }
    });
  },
);
