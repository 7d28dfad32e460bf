import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './server-process.ts';

const bin = '/usr/lib/postgresql/15/bin';

/** Why these tests cannot run here; null where they can. */
export function missingParts(): string | null {
  if (!existsSync(join(bin, 'postgres'))) return "Debian's PostgreSQL 15 is not installed";
  if (!existsSync('/usr/bin/openssl')) return 'openssl is not installed';
  return null;
}

/** A PostgreSQL 15 that listens on TCP and takes TLS connections only. */
export type DebianPostgres = {
  readonly port: number;
  /** Runs SQL as the superuser. */
  readonly admin: (sql: string, database?: string) => Promise<pg.QueryResult>;
  readonly stop: () => Promise<void>;
};

const password = 'quiet-harbour';

/** Makes a cluster in `folder` whose certificate names `localhost`, and starts it. */
export async function startDebianPostgres(folder: string, certificate: Certificate): Promise<DebianPostgres> {
  const cluster = join(folder, 'pg15');
  const account = serverAccount();
  mkdirSync(cluster, { mode: 0o700 });
  const secret = join(folder, 'secret');
  writeFileSync(secret, password);
  for (const path of account ? [cluster, secret] : []) chownSync(path, account?.uid ?? 0, account?.gid ?? 0);
  const options = { stdio: 'ignore', cwd: folder, ...account } as const;
  execFileSync(
    join(bin, 'initdb'),
    [
      '-D',
      cluster,
      '-U',
      'admin',
      '--pwfile',
      secret,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
    ],
    options,
  );
  for (const [name, text] of [
    ['server.crt', certificate.certificate],
    ['server.key', certificate.key],
    ['pg_hba.conf', 'hostssl all all 127.0.0.1/32 scram-sha-256\n'],
  ] as const) {
    writeFileSync(join(cluster, name), text, { mode: 0o600 });
    if (account) chownSync(join(cluster, name), account.uid, account.gid);
  }
  const port = await freePort();
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    ssl: 'on',
    ssl_cert_file: 'server.crt',
    ssl_key_file: 'server.key',
  };
  const child = spawn(
    join(bin, 'postgres'),
    ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    options,
  );
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const admin: DebianPostgres['admin'] = async (sql, database = 'postgres') => {
    const client = new pg.Client({
      connectionString: `postgresql://admin:${password}@localhost:${port}/${database}`,
      ssl: { ca: certificate.ca },
    });
    await client.connect();
    try {
      return await client.query(sql);
    } finally {
      await client.end();
    }
  };
  const stop = async (): Promise<void> => {
    child.kill('SIGINT');
    await ended;
  };
  for (let tried = 0; ; tried++) {
    try {
      await admin('select 1');
      return { port, admin, stop };
    } catch (error) {
      if (tried > 200 || child.exitCode !== null) {
        await stop();
        throw error;
      }
      await sleep(50);
    }
  }
}

/** PostgreSQL does not run as root. */
function serverAccount(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith('postgres:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

export type Certificate = { readonly ca: string; readonly certificate: string; readonly key: string };

/** Makes an authority of its own and a certificate for `name` in `folder`. */
export function makeCertificate(folder: string, name: string): Certificate {
  mkdirSync(folder);
  const openssl = (...args: string[]) =>
    execFileSync('/usr/bin/openssl', args, { cwd: folder, stdio: 'ignore' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const days = ['-days', '2'];
  openssl(
    'req',
    '-x509',
    ...key,
    ...days,
    '-subj',
    '/CN=test authority',
    '-keyout',
    'ca.key',
    '-out',
    'ca.crt',
  );
  openssl('req', ...key, '-subj', `/CN=${name}`, '-keyout', 'server.key', '-out', 'server.csr');
  writeFileSync(join(folder, 'names'), `subjectAltName=DNS:${name}\n`);
  const by = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names'];
  openssl('x509', '-req', '-in', 'server.csr', ...by, ...days, '-out', 'server.crt');
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  return { ca: read('ca.crt'), certificate: read('server.crt'), key: read('server.key') };
}
