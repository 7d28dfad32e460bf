import { sql } from 'kysely';
import type { Tx } from './deps.ts';
import { rowGenuine, rowMac } from './seal.ts';

type Mac = (data: Uint8Array) => Uint8Array;

/** The newest versions of sealed rows that a running server knows of: an older row put back is found by it. */
export type Floors = {
  readonly raise: (name: string, version: number) => void;
  /** The newest known version; 0 when none is known. */
  readonly of: (name: string) => number;
  /** Resolves when what was before this server started is known too; never call it within a transaction. */
  readonly known: () => Promise<void>;
};

/** Floor of a person's rights, and of how they sign in. */
export const rightsFloor = (person: string): string => `rights/${person}`;
export const factorsFloor = (person: string): string => `factors/${person}`;

/** Makes the memory; as large as the organisation. `before` raises it to what was before, and is asked again if it failed. */
export function rememberFloors(before: (floors: Floors) => Promise<void> = async () => {}): Floors {
  let asked: Promise<void> | null = null;
  const known = new Map<string, number>();
  const of = (name: string): number => known.get(name) ?? 0;
  const floors: Floors = {
    raise: (name, version) => {
      if (version > of(name)) known.set(name, version);
    },
    of,
    known: () => {
      asked ??= before(floors).catch((error: unknown) => {
        asked = null;
        throw error;
      });
      return asked;
    },
  };
  return floors;
}

/** Tells every replica at commit which version is the newest; sealed, so that nobody else can make a row look old. */
export async function tellFloor(tx: Tx, mac: Mac, name: string, version: number): Promise<void> {
  const told = JSON.stringify({ floor: name, version, seal: rowMac(mac, 'floor', [name, version]) });
  await sql`select pg_notify('identity', ${told})`.execute(tx);
}

/** What `tellFloor` told, null when this program did not tell it. */
export function heardFloor(
  mac: Mac,
  message: unknown,
): { readonly name: string; readonly version: number } | null {
  const { floor, version, seal } = message as { floor?: unknown; version?: unknown; seal?: unknown };
  if (typeof floor !== 'string' || typeof version !== 'number' || typeof seal !== 'string') return null;
  return rowGenuine(mac, 'floor', [floor, version], seal) ? { name: floor, version } : null;
}
