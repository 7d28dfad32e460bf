import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig, openDatabase, silentLog } from '#platform';
import {
  type DebianPostgres,
  makeCertificate,
  missingParts,
  startDebianPostgres,
} from './debian-postgres.ts';
import { program, readSignIns, signIn } from './desk-client.ts';
import { freePort, type ServerProcess, spawnServer, startServer, stopServer } from './server-process.ts';
import { customersOf, makeSmallDesk, personOf } from './small-desk.ts';

const missing = missingParts();

describe.skipIf(missing !== null)(`PostgreSQL 15 over TCP with TLS${missing ? ` (${missing})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'hk-url-'));
  let postgres: DebianPostgres;
  let url: string;

  beforeAll(async () => {
    chmodSync(folder, 0o711);
    const certificate = makeCertificate(join(folder, 'tls'), 'localhost');
    makeCertificate(join(folder, 'other'), 'localhost');
    postgres = await startDebianPostgres(folder, certificate);
    await postgres.admin("create role desk login password 'lantern' nosuperuser nocreatedb nocreaterole");
    await postgres.admin('create database desk owner desk');
    url = addressWith('tls');
  });
  afterAll(async () => {
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const addressWith = (authority: string, host = 'localhost') =>
    `postgresql://desk:lantern@${host}:${postgres.port}/desk?sslmode=verify-full&sslrootcert=${join(folder, authority, 'ca.crt')}`;

  /** Runs the program on a database until it ends by itself. */
  const refusal = async (address: string): Promise<{ code: unknown; said: string }> => {
    const port = await freePort();
    const server = spawnServer({ folder: join(folder, 'refused'), port, env: { DATABASE_URL: address } });
    const code = await server.exited;
    return { code, said: server.said() };
  };

  it('migrates, serves one access, and stops, as a role without special rights', async () => {
    const place = join(folder, 'desk');
    await makeSmallDesk(place, { DATABASE_URL: url });
    const rights = await postgres.admin(
      `select rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls from pg_roles where rolname = 'desk'`,
    );
    expect(Object.values(rights.rows[0])).toEqual([false, false, false, false, false]);
    const server = await startServer({ folder: place, port: await freePort(), env: { DATABASE_URL: url } });
    try {
      await expectOneAccess(server, join(place, 'data'));
      const tls = await postgres.admin(
        `select bool_and(s.ssl) as every, count(*)::int as n from pg_stat_activity a join pg_stat_ssl s using (pid)
         where a.usename = 'desk'`,
      );
      expect(tls.rows[0].every).toBe(true);
      expect(tls.rows[0].n).toBeGreaterThan(0);
      expect(existsSync(join(place, 'data/postgres'))).toBe(false);
    } finally {
      expect(await stopServer(server)).toBe(0);
    }
  });

  it('serves as a role that owns nothing where the owner is named beside it', async () => {
    await postgres.admin("create role keeper login password 'lantern'");
    await postgres.admin("create role clerk login password 'lantern'");
    await postgres.admin('create database parted owner keeper');
    const as = (role: string) => url.replace('//desk:', `//${role}:`).replace('/desk?', '/parted?');
    const env = { DATABASE_URL: as('clerk'), HUKE_OWNER_URL: as('keeper') };
    const place = join(folder, 'parted');
    await makeSmallDesk(place, env);
    const server = await startServer({ folder: place, port: await freePort(), env });
    try {
      await expectOneAccess(server, join(place, 'data'));
      const { rows } = await postgres.admin(
        "select distinct usename as role from pg_stat_activity where datname = 'parted' and backend_type = 'client backend'",
      );
      expect(rows).toEqual([{ role: 'clerk' }]);
    } finally {
      expect(await stopServer(server)).toBe(0);
    }
    const clerk = await openDatabase({ url: as('clerk'), log: silentLog });
    await expect(clerk.pool.query('alter table ledger_entries disable trigger all')).rejects.toMatchObject({
      code: '42501',
    });
    await clerk.close();
  });

  it('refuses a server that another authority vouches for, or that has another name', async () => {
    for (const address of [addressWith('other'), addressWith('tls', '127.0.0.1')]) {
      const config = loadConfig({ DATABASE_URL: address }, folder);
      await expect(openDatabase({ url: config.databaseUrl ?? '', log: silentLog })).rejects.toMatchObject({
        code: 'unreachable',
      });
    }
    const { code, said } = await refusal(addressWith('other'));
    expect(code).toBe(2);
    expect(said).toContain('DATABASE_URL');
    expect(said).not.toContain('lantern');
  });

  it.each(['fsync', 'full_page_writes', 'synchronous_commit'])(
    'refuses a database with %s off',
    async (setting) => {
      await postgres.admin(`alter system set ${setting} = off`);
      await postgres.admin('select pg_reload_conf()');
      try {
        await expect.poll(async () => (await postgres.admin(`show ${setting}`)).rows[0][setting]).toBe('off');
        const { code, said } = await refusal(url);
        expect(said).toContain(`acknowledges what it has not stored: turn on ${setting}`);
        expect(code).toBe(2);
      } finally {
        await postgres.admin(`alter system reset ${setting}`);
        await postgres.admin('select pg_reload_conf()');
      }
      await expect.poll(async () => (await postgres.admin(`show ${setting}`)).rows[0][setting]).toBe('on');
    },
  );

  it('refuses a role whose own sessions are not durable', async () => {
    await postgres.admin('alter role desk set synchronous_commit = off');
    try {
      expect(await refusal(url)).toMatchObject({
        code: 2,
        said: expect.stringContaining('synchronous_commit'),
      });
    } finally {
      await postgres.admin('alter role desk reset synchronous_commit');
    }
  });
});

/** Lets an agent reveal one field of the customer on the line. */
async function expectOneAccess(server: ServerProcess, data: string): Promise<void> {
  const signIns = readSignIns(data);
  const agent = await signIn(server.url, signIns, 'li.na');
  const [customer] = customersOf('li.na');
  const opened = await program(server.url, signIns, 'call-platform').post('/contacts', {
    channel: 'call',
    direction: 'in',
    externalId: 'one',
    agent: personOf('li.na').id,
    customer: customer?.id,
    caseType: 'complaint',
  });
  const shown = await agent.post('/accesses', {
    action: 'reveal',
    customer: customer?.id,
    fields: [{ field: 'mobile' }],
    purpose: 'complaint',
    case: opened.body.case,
    scenario: 'call',
    reason: 'handle-complaint',
  });
  expect(shown.body.fields[0]).toMatchObject({ show: 'clear', value: customer?.fields['mobile'] });
}
