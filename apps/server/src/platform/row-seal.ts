import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlatformError } from './error.ts';

/**
 * The installation's key for sealing rows that give rights (grants, sessions, people), from `row-seal.key` in the
 * keys folder, made at the first start; whoever edits the database cannot make such a seal. HMAC-SHA-256.
 */
export function openRowSeal(keysDir: string): (data: Uint8Array) => Uint8Array {
  const path = join(keysDir, 'row-seal.key');
  if (!existsSync(path)) {
    mkdirSync(keysDir, { recursive: true, mode: 0o700 });
    try {
      writeFileSync(path, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    chmodSync(path, 0o600);
  }
  const key = Buffer.from(readFileSync(path, 'utf8'), 'base64');
  if (key.length !== 32)
    throw new PlatformError(
      'config',
      'row-seal.key in the keys folder is not a key: restore it from your backup',
    );
  const secret = createSecretKey(key);
  return (data) => createHmac('sha256', secret).update(data).digest();
}

const adopted = (keysDir: string): string => join(keysDir, 'row-seal.adopted');

/**
 * Whether this installation's rows have been sealed. Said by a file beside the key, since whoever edits the database
 * must not be able to have forged rows sealed as those of an older release.
 */
export function rowsAdopted(keysDir: string): boolean {
  return existsSync(adopted(keysDir));
}

/** From now on a row without a seal is a forged one. */
export function markRowsAdopted(keysDir: string): void {
  writeFileSync(adopted(keysDir), 'rows without a seal are forged from here on\n', { mode: 0o600 });
}
