import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

/** Everybody's password in the demo. */
export const demoPassword = 'huke-demo-2026';

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The demo's TOTP secret of a person: the same in every demo, base32 of 20 bytes. */
export function demoTotpSecret(email: string): string {
  const bytes = createHash('sha256').update(`huke demo ${email}`).digest().subarray(0, 20);
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{5}/g) ?? []).map((five) => base32.charAt(Number.parseInt(five, 2))).join('');
}

/** The demo's secret of a service key: the same in every demo. */
export function demoKeySecret(name: string): string {
  return createHash('sha256').update(`huke demo key ${name}`).digest('base64url');
}

/** What the file `demo.json` in the data folder says. */
export type SignIns = {
  readonly url: string;
  readonly people: readonly {
    readonly email: string;
    readonly password: string;
    readonly totpSecret: string;
    readonly post: string;
    readonly team: string;
    readonly name: string;
  }[];
  readonly serviceKeys: readonly {
    readonly name: string;
    readonly scopes: readonly string[];
    readonly key: string;
  }[];
};

/** Writes the demo's sign-ins beside the data. */
export async function writeSignIns(file: string, signIns: SignIns): Promise<void> {
  await writeFile(file, `${JSON.stringify(signIns, null, 2)}\n`, { mode: 0o600 });
}

/** Notes the address that the server got this time; answers the people to print. */
export async function publishSignIns(file: string, url: string): Promise<SignIns['people']> {
  const known = JSON.parse(await readFile(file, 'utf8')) as SignIns;
  await writeSignIns(file, { ...known, url });
  return known.people;
}
