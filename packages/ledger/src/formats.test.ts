import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, someEntries, testKey, writeTiles } from '../testing/memory-log.ts';
import {
  bundlePath,
  fromBase64,
  formatBundle,
  formatSignerKey,
  formatNote,
  formatTlogProof,
  formatVerifierKey,
  hashAt,
  leafHash,
  openCheckpoint,
  openNote,
  parseBundle,
  parseCheckpoint,
  parseNote,
  parseSignerKey,
  parseTilePath,
  parseTlogProof,
  parseVerifierKey,
  signatureTypes,
  signCheckpoint,
  signerKey,
  signText,
  tileHashReader,
  tilePath,
  tilesOf,
  toBase64,
  proveInclusion,
  checkInclusion,
} from './index.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('base64', () => {
  it('is the platform’s, both ways', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(fromBase64(toBase64(bytes), 'malformed-note')).toEqual(bytes);
      }),
    );
  });

  it.each(['A', 'AA', 'AAA', 'AB==', 'AAB=', 'A===', '====', 'AA=A', 'AA==AA==', 'AA-_', 'AAA\n', 'ＡAAA'])(
    'refuses %j',
    (bad) => {
      expect(() => fromBase64(bad, 'malformed-note')).toThrow('not base64');
    },
  );
});

describe('tile paths', () => {
  it.each([
    ['tile/0/x001/x234/067', { kind: 'hashes', level: 0, index: 1234067, width: 256 }],
    ['tile/0/000', { kind: 'hashes', level: 0, index: 0, width: 256 }],
    ['tile/63/999.p/255', { kind: 'hashes', level: 63, index: 999, width: 255 }],
    ['tile/1/x001/000.p/1', { kind: 'hashes', level: 1, index: 1000, width: 1 }],
    ['tile/entries/x273/112.p/7', { kind: 'entries', index: 273112, width: 7 }],
  ] as const)('%s', (path, named) => {
    expect(parseTilePath(path)).toEqual(named);
    expect(named.kind === 'entries' ? bundlePath(named) : tilePath(named)).toBe(path);
  });

  it.each([
    'tile/0/0',
    'tile/0/0000',
    'tile/0/x000/001',
    'tile/00/001',
    'tile/64/001',
    'tile/-1/001',
    'tile/0/001.p/0',
    'tile/0/001.p/256',
    'tile/0/001.p/01',
    'tile/0/x001',
    'tile/0/001/002',
    'tile/0/../001',
    'tile/data/001',
    '/tile/0/001',
    'tile/0/001/',
  ])('%s is none', (path) => {
    expect(parseTilePath(path)).toBe(null);
  });

  it('name every index once', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.integer({ min: 1, max: 256 }), fc.nat(63), (n, width, level) => {
        const index = n % 1e15;
        expect(parseTilePath(tilePath({ level, index, width }))).toEqual({
          kind: 'hashes',
          level,
          index,
          width,
        });
      }),
    );
  });

  it('cover a tree of 70,000 as the specification says', () => {
    const tiles = [...tilesOf(70_000)];
    expect(tiles.filter(({ level, width }) => level === 0 && width === 256)).toHaveLength(273);
    expect(tiles.filter(({ width }) => width < 256).map(tilePath)).toEqual([
      'tile/0/273.p/112',
      'tile/1/001.p/17',
      'tile/2/000.p/1',
    ]);
    expect([...tilesOf(256)].map(tilePath)).toEqual(['tile/0/000', 'tile/1/000.p/1']);
    expect([...tilesOf(0)]).toEqual([]);
  });

  it('serve proofs from tiles alone', async () => {
    const leaves = someEntries(70_000).map((entry) => leafHash(entry));
    const files = new Map<string, Uint8Array>();
    const root = writeTiles(files, leaves).root();
    const read = tileHashReader(leaves.length, async (tile) => files.get(tilePath(tile)) ?? null);
    for (const index of [0, 1, 255, 256, 65_535, 65_536, 69_887, 69_999]) {
      const proof = await proveInclusion(index, leaves.length, read);
      expect(checkInclusion(at(leaves, index), index, leaves.length, proof, root)).toBe(true);
    }
    files.delete('tile/1/001.p/17');
    await expect(proveInclusion(0, leaves.length, read)).rejects.toMatchObject({ code: 'missing' });
    files.set('tile/1/001.p/17', new Uint8Array(5));
    await expect(proveInclusion(0, leaves.length, read)).rejects.toMatchObject({ code: 'malformed-tile' });
    expect(() => hashAt(new Uint8Array(32), 1)).toThrow('has no hash 1');
  });
});

describe('bundles', () => {
  it('carry entries of 0 to 65,535 bytes and no longer ones', () => {
    const entries = [new Uint8Array(0), utf8('x'), new Uint8Array(65_535).fill(1)];
    expect(parseBundle(formatBundle(entries))).toEqual(entries);
    expect(() => formatBundle([new Uint8Array(65_536)])).toThrow('65535 is the most');
  });

  it.each([[[0]], [[0, 2, 1]], [[0, 1, 9, 1]]])('refuse %j, cut short', (bytes) => {
    expect(() => parseBundle(new Uint8Array(bytes))).toThrow('ends inside entry');
  });
});

describe('keys', () => {
  it('are those of the Go checksum database', () => {
    const key = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
    expect(formatVerifierKey(parseVerifierKey(key))).toBe(key);
    const note =
      'If you think cryptography is the answer to your problem,\nthen you don’t know what your problem is.\n\n' +
      '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
    const opened = openNote(parseNote(utf8(note.replace('’', "'"))), [parseVerifierKey(key)]);
    expect(opened.verified.map(({ key: { name } }) => name)).toEqual(['PeterNeumann']);
  });

  it('come back from their written form', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.constantFrom(...Object.values(signatureTypes)),
        (seed, type) => {
          const key = signerKey('huke.example/log', type, seed);
          expect(parseSignerKey(formatSignerKey(key))).toEqual(key);
          expect(parseVerifierKey(formatVerifierKey(key.verifier))).toEqual(key.verifier);
        },
      ),
      { numRuns: 20 },
    );
  });

  it.each([
    ['', 'should read'],
    ['name+00000000', 'should read'],
    ['na me+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', 'no spaces'],
    ['PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', 'do not belong together'],
    ['PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', 'type'],
    ['PeterNeumann+c74f20a3+ARpc', '32 bytes'],
  ])('refuse %j', (key, why) => {
    expect(() => parseVerifierKey(key)).toThrow(why);
  });

  it('never show a secret that is broken', () => {
    const secret = formatSignerKey(testKey);
    for (const bad of [secret.slice(12), `${secret}AAAA`, secret.replace('+', '-'), secret.slice(0, -8)]) {
      try {
        parseSignerKey(bad);
        expect.unreachable();
      } catch (error) {
        expect(String(error)).not.toContain(secret.slice(-30, -10));
      }
    }
  });
});

describe('notes', () => {
  const other = signerKey('huke.example/other', signatureTypes.ed25519, new Uint8Array(32).fill(9));
  const body = 'first line\n\nlast line\n';
  const note = { text: body, signatures: [signText(body, other), signText(body, testKey)] };

  it('keep text with empty lines and all signatures', () => {
    expect(parseNote(formatNote(note))).toEqual(note);
  });

  it('are verified by the known keys, unknown ones ignored', () => {
    expect(openNote(note, [testKey.verifier]).verified).toEqual([{ key: testKey.verifier }]);
    expect(openNote(note, [testKey.verifier, other.verifier]).verified).toHaveLength(2);
    const forged = { ...note, signatures: [{ ...signText('other\n', other) }, signText(body, testKey)] };
    expect(openNote(forged, [testKey.verifier]).verified).toHaveLength(1);
    expect(() => openNote(forged, [testKey.verifier, other.verifier])).toThrow(
      expect.objectContaining({ code: 'bad-signature' }),
    );
  });

  it('with no known key are refused, the name alone does not help', () => {
    const impostor = signerKey(testKey.verifier.name, signatureTypes.ed25519, new Uint8Array(32).fill(1));
    expect(() =>
      openNote({ text: body, signatures: [signText(body, impostor)] }, [testKey.verifier]),
    ).toThrow(expect.objectContaining({ code: 'unsigned' }));
  });

  it('with any byte of text or signature changed are refused', () => {
    const bytes = formatNote({ text: body, signatures: [signText(body, testKey)] });
    for (let i = 0; i < bytes.length; i++) {
      const bad = bytes.with(i, (bytes[i] ?? 0) ^ 1);
      expect(() => openNote(parseNote(bad), [testKey.verifier])).toThrow();
    }
  });

  it.each([
    ['', 'no signatures'],
    ['text\n', 'no signatures'],
    ['text\n\n— name\n', 'signature line'],
    ['text\n\n- name AAAAAAA=\n', 'signature line'],
    ['text\n\n— na+me AAAAAAA=\n', 'signature line'],
    ['text\n\n— name AAAA\n', 'too short'],
    ['text\n\n— name AAAAAAA=', 'no signatures'],
    ['te\u0001xt\n\n— name AAAAAAA=\n', 'plain UTF-8'],
    [`text\n\n${'— name AAAAAAA=\n'.repeat(101)}`, 'too many'],
  ])('%j is none', (bad, why) => {
    expect(() => parseNote(utf8(bad))).toThrow(why);
  });
});

describe('checkpoints', () => {
  const root = leafHash(utf8('root'));
  const checkpoint = { origin: testKey.verifier.name, size: 20_852_163, root, extensions: [] };

  it('come back when signed', () => {
    expect(openCheckpoint(signCheckpoint(checkpoint, testKey), testKey.verifier)).toEqual({
      ...checkpoint,
      cosignatures: [],
    });
  });

  it('of another origin, or signed by a witness only, are refused', () => {
    expect(() =>
      openCheckpoint(signCheckpoint({ ...checkpoint, origin: 'x' }, testKey), testKey.verifier),
    ).toThrow('another log');
    const witness = signerKey('witness.example', signatureTypes.cosignature, new Uint8Array(32).fill(3));
    const note = parseNote(signCheckpoint(checkpoint, testKey));
    const only = formatNote({ text: note.text, signatures: [signText(note.text, witness, 1)] });
    expect(() => openCheckpoint(only, testKey.verifier, [witness.verifier])).toThrow('itself did not sign');
  });

  it('carry cosignatures with their time', () => {
    const witness = signerKey('witness.example', signatureTypes.cosignature, new Uint8Array(32).fill(3));
    const note = parseNote(signCheckpoint(checkpoint, testKey));
    const cosigned = {
      ...note,
      signatures: [...note.signatures, signText(note.text, witness, 1_679_315_147)],
    };
    const opened = openCheckpoint(formatNote(cosigned), testKey.verifier, [witness.verifier]);
    expect(opened.cosignatures).toEqual([{ key: witness.verifier, time: 1_679_315_147 }]);
    const signature = cosigned.signatures[1];
    if (signature === undefined) return expect.unreachable();
    for (const bad of [
      signature.signature.with(7, 0),
      signature.signature.with(20, (signature.signature[20] ?? 0) ^ 1),
      signature.signature.slice(1),
    ]) {
      const forged = formatNote({
        ...note,
        signatures: [...note.signatures, { ...signature, signature: bad }],
      });
      expect(() => openCheckpoint(forged, testKey.verifier, [witness.verifier])).toThrow(
        expect.objectContaining({ code: 'bad-signature' }),
      );
    }
    expect(() => signText(note.text, witness)).toThrow('needs its time');
  });

  it.each([
    'x\n1\n',
    'x\n01\nAAAA\n',
    'x\n-1\nAAAA\n',
    `x\n1\n${'A'.repeat(43)}=\n\n`,
    `\n1\n${'A'.repeat(43)}=\n`,
    `x\n9007199254740992\n${'A'.repeat(43)}=\n`,
    'x\n1\nAAAA\n',
    `x\n1\n${'A'.repeat(43)}=`,
  ])('%j is none', (bad) => {
    expect(() => parseCheckpoint(bad)).toThrow(expect.objectContaining({ code: 'malformed-checkpoint' }));
  });

  it('read extension lines', () => {
    expect(parseCheckpoint(`x\n0\n${'A'.repeat(43)}=\nmore\n`).extensions).toEqual(['more']);
  });
});

describe('tlog-proof', () => {
  const checkpoint = signCheckpoint(
    { origin: testKey.verifier.name, size: 2, root: leafHash(utf8('r')), extensions: [] },
    testKey,
  );
  it.each([
    { index: 0, path: [leafHash(utf8('s'))], checkpoint },
    { index: 73_894, path: [], checkpoint, extra: utf8('more') },
  ])('comes back', (proof) => {
    expect(parseTlogProof(formatTlogProof(proof))).toEqual(proof);
  });

  it('is written as the specification says', () => {
    const written = text(
      formatTlogProof({ index: 1, path: [leafHash(utf8('s'))], checkpoint, extra: utf8('a') }),
    );
    expect(written.split('\n').slice(0, 3)).toEqual(['c2sp.org/tlog-proof@v1', 'extra YQ==', 'index 1']);
    expect(written.endsWith(`=\n\n${text(checkpoint)}`)).toBe(true);
  });

  it.each([
    'c2sp.org/tlog-proof@v2\nindex 1\n\nnote',
    'c2sp.org/tlog-proof@v1\nindex 01\n\nnote',
    'c2sp.org/tlog-proof@v1\n\nnote',
    'c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\nnote',
    'c2sp.org/tlog-proof@v1\nindex 1\n',
  ])('%j is none', (bad) => {
    expect(() => parseTlogProof(utf8(bad))).toThrow(expect.objectContaining({ code: 'malformed-proof' }));
  });
});
