import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { totpCode, totpStep } from '#identity';
import { type Config, PlatformError } from '#platform';

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

/** Where the sign-ins of the demo in a data folder stand. */
export function signInsFile(config: Pick<Config, 'dataDir'>): string {
  return join(config.dataDir, 'demo.json');
}

/** The demo's people with the code of their second factor at a moment, and for how many seconds it is the current one. */
export async function demoCodes(config: Pick<Config, 'dataDir'>, at: Date) {
  const file = signInsFile(config);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new PlatformError('config', `no demo is loaded: ${file} is missing; npm start -- --demo makes it`, {
      cause,
    });
  });
  const { people } = JSON.parse(text) as SignIns;
  const step = totpStep(at);
  return {
    people: people.map((each) => ({ ...each, code: totpCode(each.totpSecret, step) })),
    seconds: 30 - (Math.floor(at.getTime() / 1000) % 30),
  };
}

/** Notes the address that the server got this time; answers the people to print. */
export async function publishSignIns(file: string, url: string): Promise<SignIns['people']> {
  const known = JSON.parse(await readFile(file, 'utf8')) as SignIns;
  await writeSignIns(file, { ...known, url });
  return known.people;
}
