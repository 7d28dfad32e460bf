import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from './config.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'huke-config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('an empty environment gives the documented defaults', () => {
  expect(loadConfig({}, folder)).toEqual({
    host: '127.0.0.1',
    port: 8787,
    dataDir: join(folder, 'data'),
    keysDir: join(folder, 'keys'),
    checkpointsDir: join(folder, 'data', 'checkpoints'),
    databaseUrl: null,
    publicUrl: 'http://127.0.0.1:8787',
    idleMinutes: 30,
    absoluteHours: 12,
    officeNetworks: [],
    demo: false,
    production: false,
    logLevel: 'info',
    mail: null,
  });
});

test('an empty variable counts as not set', () => {
  expect(loadConfig({ HUKE_PORT: '', DATABASE_URL: '' }, folder)).toMatchObject({
    port: 8787,
    databaseUrl: null,
  });
});

test('settings are taken, paths resolved, a public address without its final slash', () => {
  const config = loadConfig(
    {
      HUKE_HOST: '::1',
      HUKE_PORT: '0',
      HUKE_DATA: 'a/b',
      HUKE_KEYS: '/srv/keys',
      DATABASE_URL: 'postgresql://huke@db.internal/huke?sslmode=verify-full',
      HUKE_PUBLIC_URL: 'https://desk.example/',
      HUKE_SESSION_IDLE_MINUTES: '10',
      HUKE_SESSION_HOURS: '8',
      HUKE_OFFICE_NETWORKS: '10.1.0.0/16, fd00:1::/32',
      HUKE_DEMO: '1',
      NODE_ENV: 'production',
    },
    folder,
  );
  expect(config).toMatchObject({
    port: 0,
    dataDir: join(folder, 'a/b'),
    keysDir: '/srv/keys',
    checkpointsDir: join(folder, 'a/b/checkpoints'),
    publicUrl: 'https://desk.example',
    idleMinutes: 10,
    absoluteHours: 8,
    officeNetworks: ['10.1.0.0/16', 'fd00:1::/32'],
    demo: true,
    production: true,
  });
  expect(loadConfig({ HUKE_HOST: '::1' }, folder).publicUrl).toBe('http://[::1]:8787');
});

const wrong: readonly (readonly [variable: string, value: string, expected: string])[] = [
  ['HUKE_HOST', 'my host', 'an address or host name'],
  ['HUKE_PORT', '87870', 'a port number from 0 to 65535'],
  ['HUKE_PORT', '8787x', 'a port number from 0 to 65535'],
  ['DATABASE_URL', 'mysql://root:s3cret@host/db', 'postgres://user:password@host:port/database'],
  ['HUKE_PUBLIC_URL', 'desk.example', 'the http or https address'],
  ['HUKE_PUBLIC_URL', 'https://desk.example/path', 'without a path'],
  ['HUKE_SESSION_IDLE_MINUTES', '000', 'minutes from 1 to 240'],
  ['HUKE_SESSION_IDLE_MINUTES', '241', 'minutes from 1 to 240'],
  ['HUKE_SESSION_HOURS', '13', 'hours from 1 to 12'],
  ['HUKE_OFFICE_NETWORKS', '10.1.0.0/33', 'networks with commas between'],
  ['HUKE_OFFICE_NETWORKS', '192.168.3.4', 'networks with commas between'],
  ['HUKE_OFFICE_NETWORKS', 'fd00::/16,', 'networks with commas between'],
  ['HUKE_OFFICE_NETWORKS', '0.0.0.0/0', 'networks with commas between'],
  ['HUKE_DEMO', 'yes', '0 or 1'],
  ['HUKE_LOG_LEVEL', 'loud', 'one of error, warn, info'],
];

test.each(wrong)('a wrong %s is refused by name, without its value (%#)', (variable, value, expected) => {
  const load = () => loadConfig({ [variable]: value }, folder);
  expect(load).toThrow(
    expect.objectContaining({ code: 'config', message: expect.stringContaining(variable) }),
  );
  expect(load).toThrow(expected);
  expect(load).not.toThrow(value);
});

test('every wrong variable is named at once', () => {
  expect(() => loadConfig({ HUKE_PORT: 'x', HUKE_DEMO: 'x' }, folder)).toThrow(/HUKE_PORT.*HUKE_DEMO/);
});

test('keys inside the data folder are refused: the same folder, below it, through a link', () => {
  mkdirSync(join(folder, 'data/inner'), { recursive: true });
  symlinkSync(join(folder, 'data/inner'), join(folder, 'link'));
  symlinkSync(join(folder, 'data'), join(folder, 'data-link'));
  for (const keys of ['data', 'data/keys', 'data/../data/keys', 'link', 'link/new/keys', 'data-link/keys']) {
    expect(() => loadConfig({ HUKE_KEYS: keys }, folder)).toThrow('HUKE_KEYS lies inside HUKE_DATA');
  }
  expect(() => loadConfig({ HUKE_DATA: 'data-link', HUKE_KEYS: 'data/x' }, folder)).toThrow('HUKE_KEYS');
});

test('neighbours of the data folder are fine, whatever their names', () => {
  for (const keys of ['data-keys', 'dat', '..keys']) {
    expect(loadConfig({ HUKE_KEYS: keys }, folder).keysDir).toBe(join(folder, keys));
  }
  expect(loadConfig({ HUKE_DATA: 'd', HUKE_KEYS: '.' }, folder).keysDir).toBe(folder);
});
