import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type Database, openDatabase } from './database.ts';
import { silentLog } from './log.ts';
import type { Scratch } from './prepare.ts';

const prefix = 'huke_shape_';

/** Empty databases on the embedded server, each removed when its work is done. */
export function scratchOn(server: {
  readonly url: string;
  readonly ownerUrl: string;
  readonly adminUrl: string;
}): Scratch {
  return async (work) => {
    const name = `${prefix}${randomBytes(6).toString('hex')}`;
    const admin = new pg.Client({ connectionString: server.adminUrl });
    admin.on('error', () => {});
    await admin.connect();
    const open: Database[] = [];
    const opened = async (url: string): Promise<Database> => {
      const db = await openDatabase({ url: ofDatabase(url, name), log: silentLog, max: 4 });
      open.push(db);
      return db;
    };
    try {
      await removeAll(admin);
      // template1 is anybody's who administers the server
      await admin.query(
        `create database ${name} template template0 owner ${new URL(server.ownerUrl).username}`,
      );
      const owner = await opened(server.ownerUrl);
      return await work({ owner, server: await opened(server.url) });
    } finally {
      for (const db of open) await db.close();
      await removeAll(admin);
      await admin.end();
    }
  };
}

/** Also what a killed start left. */
async function removeAll(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    `select datname as name from pg_catalog.pg_database where datname like '${prefix.replaceAll('_', '\\_')}%'`,
  );
  for (const { name } of rows) {
    await admin.query(`drop database if exists ${admin.escapeIdentifier(name)} with (force)`);
  }
}

function ofDatabase(url: string, database: string): string {
  const named = new URL(url);
  named.pathname = `/${database}`;
  return named.href;
}
