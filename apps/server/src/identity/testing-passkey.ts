import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';

/** A software authenticator (ES256, discoverable) that answers WebAuthn options as a browser's JSON would. */
export type SoftwarePasskey = {
  readonly create: (options: unknown) => Record<string, unknown>;
  readonly get: (options: unknown, change?: { readonly verified?: boolean }) => Record<string, unknown>;
};

const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();
const base64url = (data: Uint8Array): string => Buffer.from(data).toString('base64url');

/** Makes a passkey for pages of `origin`. */
export function softwarePasskey(origin: string): SoftwarePasskey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credential = randomBytes(32);
  const rpHash = sha256(new URL(origin).hostname);
  let counter = 0;

  const authenticatorData = (flags: number, rest: Uint8Array): Buffer => {
    counter += 1;
    const tail = Buffer.alloc(5);
    tail.writeUInt8(flags, 0);
    tail.writeUInt32BE(counter, 1);
    return Buffer.concat([rpHash, tail, rest]);
  };
  const clientData = (type: string, options: unknown): Buffer =>
    Buffer.from(
      JSON.stringify({
        type,
        challenge: (options as { challenge: string }).challenge,
        origin,
        crossOrigin: false,
      }),
    );
  const credentialJson = (response: Record<string, unknown>): Record<string, unknown> => ({
    id: base64url(credential),
    rawId: base64url(credential),
    type: 'public-key',
    clientExtensionResults: {},
    authenticatorAttachment: 'platform',
    response,
  });

  return {
    create: (options) => {
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
      const cose = Buffer.concat([
        Buffer.from('a5010203262001215820', 'hex'),
        Buffer.from(x, 'base64url'),
        Buffer.from('225820', 'hex'),
        Buffer.from(y, 'base64url'),
      ]);
      const attested = Buffer.concat([
        Buffer.alloc(16),
        Buffer.from([0, credential.length]),
        credential,
        cose,
      ]);
      const data = authenticatorData(0x45, attested);
      const head = Buffer.concat([
        Buffer.from('a363666d74646e6f6e656761747453746d74a0686175746844617461', 'hex'),
        Buffer.from([0x58, data.length]),
      ]);
      return credentialJson({
        clientDataJSON: base64url(clientData('webauthn.create', options)),
        attestationObject: base64url(Buffer.concat([head, data])),
        transports: ['internal'],
      });
    },
    get: (options, change = {}) => {
      const data = authenticatorData(change.verified === false ? 0x01 : 0x05, new Uint8Array());
      const client = clientData('webauthn.get', options);
      const signature = createSign('sha256')
        .update(Buffer.concat([data, sha256(client)]))
        .sign(privateKey);
      return credentialJson({
        clientDataJSON: base64url(client),
        authenticatorData: base64url(data),
        signature: base64url(signature),
      });
    },
  };
}
