import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import crypto from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  checkConsistency,
  checkInclusion,
  checkSubtree,
  fromBase64,
  nodePrimitives,
  portablePrimitives,
} from './index.ts';
import { isSubtree } from './ranges.ts';

const vectors = fileURLToPath(new URL('../../../../shared/vectors', import.meta.url));
const merkle = join(vectors, 'merkle');

type Vector = {
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly start: number;
  readonly end: number;
  readonly size: number;
  readonly size1: number;
  readonly size2: number;
  readonly root: string;
  readonly root1: string;
  readonly root2: string;
  readonly leafHash: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
};

function vectorsOf(kind: string): { readonly name: string; readonly vector: Vector }[] {
  const folder = join(merkle, kind);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({ name: file, vector: JSON.parse(readFileSync(join(folder, file), 'utf8')) as Vector }));
}

const bytes = (text: string): Uint8Array => fromBase64(text, 'malformed-proof');
const proofOf = ({ proof }: Vector): Uint8Array[] => (proof ?? []).map(bytes);

const checks: Readonly<Record<string, (vector: Vector) => boolean>> = {
  inclusion: (v) => checkInclusion(bytes(v.leafHash), v.leafIdx, v.treeSize, proofOf(v), bytes(v.root)),
  consistency: (v) => checkConsistency(v.size1, v.size2, proofOf(v), bytes(v.root1), bytes(v.root2)),
  subtreeinclusion: (v) =>
    isSubtree(v) &&
    checkInclusion(bytes(v.leafHash), v.leafIdx - v.start, v.end - v.start, proofOf(v), bytes(v.root)),
  subtreeconsistency: (v) => checkSubtree(v, v.size, proofOf(v), bytes(v.root1), bytes(v.root2)),
};

describe.skipIf(!existsSync(merkle))('official Merkle vectors (shared/vectors/merkle)', () => {
  it.each(Object.entries(checks))('%s: good proofs pass, bad ones fail', (kind, check) => {
    const all = vectorsOf(kind);
    expect(all.length).toBeGreaterThan(10);
    expect(all.filter(({ vector }) => check(vector) === vector.wantErr).map(({ name }) => name)).toEqual([]);
    expect(new Set(all.map(({ vector }) => vector.wantErr)).size).toBe(2);
  });
});

type Wycheproof = {
  readonly testGroups: readonly {
    readonly publicKey: { readonly pk: string };
    readonly tests: readonly {
      readonly tcId: number;
      readonly msg: string;
      readonly sig: string;
      readonly result: string;
    }[];
  }[];
};

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));

describe.skipIf(!existsSync(join(vectors, 'ed25519.json')))('Wycheproof Ed25519 (shared/vectors)', () => {
  it.each([
    ['portable', portablePrimitives.verifyEd25519],
    ['node', nodePrimitives(crypto).verifyEd25519],
  ] as const)('%s verification agrees with every vector', (_, verifier) => {
    const { testGroups } = JSON.parse(readFileSync(join(vectors, 'ed25519.json'), 'utf8')) as Wycheproof;
    const cases = testGroups.flatMap(({ publicKey, tests }) => tests.map((test) => ({ publicKey, test })));
    const wrong = cases.filter(
      ({ publicKey, test }) =>
        verifier(hex(publicKey.pk), hex(test.msg), hex(test.sig)) !== (test.result === 'valid'),
    );
    expect(cases.length).toBeGreaterThan(100);
    expect(wrong.map(({ test }) => test.tcId)).toEqual([]);
  });
});
