import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  formatSignerKey,
  LedgerError,
  parseSignerKey,
  type SignerKey,
  signatureTypes,
  signerKey,
} from '@huke/ledger';
import { LedgerRoomError } from './error.ts';

const fileName = 'ledger-signing.key';

/** Name of an organisation's log: origin of its checkpoints and name of its key. */
export function logName(org: string): string {
  return `ledger.huke.local/${org}`;
}

/**
 * The log's signing key from the keys folder. A new one is made only where `signedBefore` says that nothing was ever
 * signed; replicas that start together end with the same key. Throws `signing-key`.
 */
export async function loadSigningKey(
  keysDir: string,
  org: string,
  signedBefore: () => Promise<boolean>,
): Promise<SignerKey> {
  const path = join(keysDir, fileName);
  const known = await readKey(path, org);
  if (known !== null) return known;
  if (await signedBefore())
    throw new LedgerRoomError(
      'signing-key',
      `${fileName} is missing from the keys folder, but the ledger was signed with it: put it back`,
    );
  await mkdir(keysDir, { recursive: true, mode: 0o700 });
  await writeNew(path, formatSignerKey(signerKey(logName(org), signatureTypes.ed25519, randomBytes(32))));
  const made = await readKey(path, org);
  if (made === null) throw new LedgerRoomError('signing-key', `${fileName} could not be written`);
  return made;
}

/** Writes a file whole or not at all; one that is there already stays. */
async function writeNew(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${text}\n`);
    await file.sync();
    await file.close();
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
}

async function readKey(path: string, org: string): Promise<SignerKey | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new LedgerRoomError('signing-key', `${fileName} cannot be read`, { cause: error });
  });
  if (text === null) return null;
  if (((await stat(path)).mode & 0o077) !== 0)
    throw new LedgerRoomError('signing-key', `${fileName} is open to others: chmod 600 it`);
  const key = parseKey(text);
  if (key.verifier.name !== logName(org))
    throw new LedgerRoomError(
      'signing-key',
      `${fileName} belongs to another organisation: put the right one back`,
    );
  return key;
}

function parseKey(text: string): SignerKey {
  try {
    return parseSignerKey(text);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    // without the cause: what it quotes may be part of the key
    throw new LedgerRoomError('signing-key', `${fileName} is damaged: restore it from its backup`);
  }
}
