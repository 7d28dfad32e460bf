/**
 * `npm run release-schema --workspace @huke/server`: writes what this release makes of an empty database, as an SQL
 * dump, to src/testing/releases/VERSION.sql, where `releases.test.ts` upgrades it. Once at each release; needs Debian's
 * PostgreSQL 15, the oldest that Huke runs on, so that every later one reads the dump.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, openRowSeal, prepareDatabase, silentLog } from '#platform';
import { makeCertificate, missingParts, startDebianPostgres } from '../e2e/debian-postgres.ts';
import { plan } from '../src/server.ts';

const missing = missingParts();
if (missing !== null) throw new Error(missing);
const here = new URL('../', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('package.json', here), 'utf8')) as { version: string };
const folder = mkdtempSync(join(tmpdir(), 'huke-release-'));
chmodSync(folder, 0o711);
const postgres = await startDebianPostgres(folder, makeCertificate(join(folder, 'tls'), 'localhost'));
try {
  await postgres.admin("create role huke login password 'lantern'");
  await postgres.admin('create database huke owner huke');
  const url = `postgresql://huke:lantern@localhost:${postgres.port}/huke?sslmode=verify-full&sslrootcert=${join(folder, 'tls', 'ca.crt')}`;
  const db = await openDatabase({ url, log: silentLog, max: 4 });
  try {
    const mac = openRowSeal(folder);
    const roles = { owner: db, server: db };
    await prepareDatabase({ roles, plan, keysDir: folder, mac, log: silentLog, scratch: null, accept: null });
  } finally {
    await db.close();
  }
  const dump = execFileSync('/usr/lib/postgresql/15/bin/pg_dump', [
    ...['--inserts', '--no-owner', '--no-privileges', '--dbname', url],
  ]).toString();
  // what only psql understands, and pg_dump's own comments
  const lines = dump
    .split('\n')
    .filter((line) => !/^(\\|--$|-- (Name|Data for Name|Dumped|PostgreSQL database dump))/.test(line));
  const text = lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
  // a release that is out has its dump
  writeFileSync(new URL(`src/testing/releases/${version}.sql`, here), `${text}\n`, { flag: 'wx' });
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
