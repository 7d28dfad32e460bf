import { hash, verify } from '@node-rs/argon2';
import type { IdentityConfig, Passwords } from './deps.ts';

/** argon2id at OWASP's parameters (19 MiB, 2 passes, 1 lane) or the configured cost. */
export function argon2Passwords(config: IdentityConfig): Passwords {
  // 2 = argon2id; the package's const enum cannot be imported under isolatedModules
  const options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1, ...config.argon2 };
  return {
    hash: (password) => hash(password.normalize('NFKC'), options),
    // what is no hash was not written by us, and no password fits it
    verify: (stored, password) => verify(stored, password.normalize('NFKC')).catch(() => false),
  };
}

/** Longest password that is looked at; argon2 of more is an attack on the processor. */
export const longestPassword = 128;

/** Whether a new password may be set: at least 12 characters, 6 of them different, not one's own mail or number. */
export function goodPassword(
  password: string,
  own: { readonly email: string; readonly staffNumber: string },
): boolean {
  const text = password.toLowerCase();
  const name = own.email.toLowerCase().split('@')[0] ?? '';
  return (
    password.length >= 12 &&
    password.length <= longestPassword &&
    new Set(text).size >= 6 &&
    !(name.length >= 4 && text.includes(name)) &&
    !(own.staffNumber.length >= 4 && text.includes(own.staffNumber.toLowerCase()))
  );
}
