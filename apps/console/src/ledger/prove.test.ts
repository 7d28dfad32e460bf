import {
  formatVerifierKey,
  leafHash,
  nodeHash,
  signatureTypes,
  signCheckpoint,
  signerKey,
  toBase64,
} from '@huke/ledger';
import type { LedgerProof } from '@huke/sdk';
import { describe, expect, test } from 'vitest';
import { checkpointOf, prove } from './prove.ts';

const key = signerKey('log.example', signatureTypes.ed25519, new Uint8Array(32).fill(7));
const verifier = formatVerifierKey(key.verifier);
const entries = ['one', 'two', 'three'].map((text) => new TextEncoder().encode(JSON.stringify({ text })));
const [a, b, c] = entries.map((entry) => leafHash(entry)) as [Uint8Array, Uint8Array, Uint8Array];
const root = nodeHash(nodeHash(a, b), c);
const decoder = new TextDecoder();
const checkpoint = decoder.decode(
  signCheckpoint({ origin: 'log.example', size: 3, root, extensions: [] }, key),
);
const entry = toBase64(entries[1] ?? new Uint8Array());
const proof: LedgerProof = {
  index: 1,
  size: 3,
  leaf: toBase64(b),
  hashes: [toBase64(a), toBase64(c)],
  root: toBase64(root),
  checkpoint,
  entry,
};
const flipped = (base64: string): string => (base64.startsWith('A') ? 'B' : 'A') + base64.slice(1);

describe('the proof in the browser', () => {
  test('leads from the entry to the signed checkpoint, each step named', () => {
    const proved = prove(entry, proof, verifier);
    expect(proved.good).toBe(true);
    expect(proved.steps.map((step) => step.kind)).toEqual(['leaf', 'join', 'join', 'root', 'note']);
    expect(proved.steps[1]).toMatchObject({ side: 'left', from: 0, to: 2 });
    expect(proved.steps[2]).toMatchObject({ side: 'right', from: 0, to: 3 });
  });

  test('an entry that was altered fails at its leaf', () => {
    const altered = toBase64(new TextEncoder().encode(JSON.stringify({ text: 'twO' })));
    const proved = prove(altered, proof, verifier);
    expect([proved.good, proved.steps.at(-1)?.kind]).toEqual([false, 'leaf']);
  });

  test('an altered entry with a leaf to match fails at the root', () => {
    const bytes = new TextEncoder().encode(JSON.stringify({ text: 'twO' }));
    const proved = prove(toBase64(bytes), { ...proof, leaf: toBase64(leafHash(bytes)) }, verifier);
    expect(proved.good).toBe(false);
    expect(proved.steps.find((step) => step.kind === 'root')?.good).toBe(false);
  });

  test.each([0, 1])('hash %i of the path, changed, is found', (at) => {
    const hashes = proof.hashes.map((hash, index) => (index === at ? flipped(hash) : hash));
    expect(prove(entry, { ...proof, hashes }, verifier).good).toBe(false);
  });

  test.each([
    ['a hash too few', { ...proof, hashes: proof.hashes.slice(1) }],
    ['another place', { ...proof, index: 0 }],
    ['another size', { ...proof, size: 4 }],
    ['a checkpoint of nothing', { ...proof, checkpoint: '' }],
    ['a checkpoint edited', { ...proof, checkpoint: checkpoint.replace('\n3\n', '\n4\n') }],
  ])('%s is found', (_, wrong) => {
    expect(prove(entry, wrong, verifier).good).toBe(false);
  });

  test('another log’s key does not verify it', () => {
    const other = signerKey('log.example', signatureTypes.ed25519, new Uint8Array(32).fill(8));
    expect(prove(entry, proof, formatVerifierKey(other.verifier)).good).toBe(false);
    expect(checkpointOf(checkpoint, formatVerifierKey(other.verifier))).toBeNull();
    expect(checkpointOf(checkpoint, verifier)?.size).toBe(3);
  });
});
