import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { toBase64 } from './encoding.ts';

/** SHA-256 of the bytes, 32 bytes. */
export type Sha256 = (data: Uint8Array) => Uint8Array;

/** The two primitives that a log stands on; inject the platform's own where speed matters. */
export type Primitives = {
  readonly sha256: Sha256;
  /** Ed25519 of RFC 8032; false for anything that does not verify, malformed keys and signatures included. */
  readonly verifyEd25519: (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;
};

/** The primitives in plain JavaScript, the same in every runtime. */
export const portablePrimitives: Primitives = {
  sha256,
  verifyEd25519: (publicKey, message, signature) => {
    if (publicKey.length !== 32 || signature.length !== 64) return false;
    try {
      return ed25519.verify(signature, message, publicKey, { zip215: false });
    } catch {
      return false;
    }
  },
};

/** The part of `node:crypto` that is used, so that this package imports nothing of Node. */
export type NodeCrypto<PublicKey> = {
  readonly hash: (algorithm: string, data: Uint8Array, encoding: 'buffer') => Uint8Array;
  readonly createPublicKey: (key: {
    readonly key: { readonly kty: string; readonly crv: string; readonly x: string };
    readonly format: 'jwk';
  }) => PublicKey;
  readonly verify: (algorithm: null, data: Uint8Array, key: PublicKey, signature: Uint8Array) => boolean;
};

/** The primitives of `node:crypto`: some times faster than the portable ones. */
export function nodePrimitives<PublicKey>(crypto: NodeCrypto<PublicKey>): Primitives {
  return {
    sha256: (data) => crypto.hash('sha256', data, 'buffer'),
    verifyEd25519: (publicKey, message, signature) => {
      if (publicKey.length !== 32 || signature.length !== 64) return false;
      const x = toBase64(publicKey).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
      try {
        const key = crypto.createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
        return crypto.verify(null, message, key, signature);
      } catch {
        return false;
      }
    },
  };
}

/** Public key of an Ed25519 seed (32 bytes). */
export function ed25519PublicKey(seed: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(seed);
}

/** Ed25519 signature (64 bytes) of a message by a seed (32 bytes). */
export function signEd25519(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return ed25519.sign(message, seed);
}
