import { randomBytes, timingSafeEqual } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PlatformError } from './error.ts';
import type { Schema } from './schema-digest.ts';

/** What the program made of the database, remembered beside the keys. */
export type SealedSchema = {
  /** Another one each time that it is written. */
  readonly generation: string;
  /** Digest of what the program would make; another one after an upgrade. */
  readonly program: string;
  /** The role that the schema was read as. */
  readonly role: string;
  readonly schema: Schema;
};

type Mac = (data: Uint8Array) => Uint8Array;

const fileName = 'schema.json';
const shape = z.strictObject({
  generation: z.string(),
  program: z.string(),
  role: z.string(),
  schema: z.array(z.tuple([z.string(), z.string()])),
  seal: z.string(),
});

const sealOf = (mac: Mac, { generation, program, role, schema }: SealedSchema): Buffer =>
  Buffer.from(mac(Buffer.from(JSON.stringify(['schema', generation, program, role, [...schema]]))));

const fits = (seal: string, right: Buffer): boolean => {
  const given = Buffer.from(seal, 'base64');
  return given.length === right.length && timingSafeEqual(given, right);
};

/** Reads it; `null` = none was written yet. Throws `schema-changed` where its seal does not fit. */
export async function readSealedSchema(keysDir: string, mac: Mac): Promise<SealedSchema | null> {
  const text = await readFile(join(keysDir, fileName), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const parsed = shape.safeParse(parse(text));
  if (parsed.success) {
    const { seal, ...rest } = parsed.data;
    const sealed = { ...rest, schema: new Map(rest.schema) };
    if (fits(seal, sealOf(mac, sealed))) return sealed;
  }
  throw new PlatformError('schema-changed', `${fileName} in the keys folder is damaged: restore it`);
}

/** Writes it, as a new generation. */
export async function writeSealedSchema(
  keysDir: string,
  mac: Mac,
  made: Omit<SealedSchema, 'generation'>,
): Promise<SealedSchema> {
  const sealed = { ...made, generation: randomBytes(12).toString('base64url') };
  const text = JSON.stringify({
    ...sealed,
    schema: [...sealed.schema],
    seal: sealOf(mac, sealed).toString('base64'),
  });
  const path = join(keysDir, fileName);
  const draft = `${path}.${sealed.generation}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  return sealed;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
