import type pg from 'pg';
import { VaultError } from './error.ts';
import { run } from './run.ts';
import { bind } from './seal.ts';
import { currentSuite } from './suite.ts';

/** Keeps an upload sealed in the database until it is imported, so that a broken import can go on. */
export type Spool = {
  readonly put: (job: string, at: number, bytes: Uint8Array) => Promise<void>;
  /** The pieces in order. */
  readonly read: (job: string) => AsyncGenerator<Buffer>;
  readonly drop: (job: string) => Promise<void>;
  readonly sealPreview: (job: string, preview: unknown) => Buffer;
  readonly openPreview: (job: string, sealed: Uint8Array | null) => unknown;
};

const aad = (org: string, job: string, what: string): Buffer => bind(['huke-spool/1', org, job, what]);

/** Makes the spool of an organisation. */
export function createSpool(deps: {
  readonly pool: pg.Pool;
  readonly org: string;
  readonly key: Uint8Array;
}): Spool {
  const { pool, org, key } = deps;
  const open = (job: string, what: string, sealed: Uint8Array): Buffer => {
    const bytes = currentSuite.open(key, aad(org, job, what), sealed);
    if (bytes === null)
      throw new VaultError('unsealable', 'a piece of the upload does not open: upload the file again');
    return bytes;
  };
  return {
    put: async (job, at, bytes) => {
      const sealed = currentSuite.seal(key, aad(org, job, String(at)), bytes);
      await run(pool, 'insert into vault_import_spool (job, at, sealed) values ($1, $2, $3)', [
        job,
        at,
        sealed,
      ]);
    },
    read: async function* (job) {
      for (let at = 0; ; at++) {
        const { rows } = await run<{ sealed: Buffer }>(
          pool,
          'select sealed from vault_import_spool where job = $1 and at = $2',
          [job, at],
        );
        if (rows[0] === undefined) return;
        yield open(job, String(at), rows[0].sealed);
      }
    },
    drop: async (job) => {
      await run(pool, 'delete from vault_import_spool where job = $1', [job]);
    },
    sealPreview: (job, preview) =>
      currentSuite.seal(key, aad(org, job, 'preview'), Buffer.from(JSON.stringify(preview))),
    openPreview: (job, sealed) =>
      sealed === null ? [] : (JSON.parse(open(job, 'preview', sealed).toString('utf8')) as unknown),
  };
}
