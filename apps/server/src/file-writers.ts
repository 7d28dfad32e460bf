/** Who writes the files of the table of doors (`doors.ts`). */

const postgres = 'file HUKE_DATA/postgres';
const run = 'file TMP/huke-*';
const programs = 'file CACHE/huke';
const journal = 'file HUKE_KEYS/journal';
const rowSeal = ['file HUKE_KEYS/row-seal.key', 'file HUKE_KEYS/row-seal.adopted'];
const signing = 'file HUKE_KEYS/ledger-signing.key';
const kek = 'file HUKE_KEYS/vault-kek.json';
const schema = 'file HUKE_KEYS/schema.json';
const checkpoints = 'file HUKE_DATA/checkpoints';
const ledgerCopy = 'file huke ledger copy';
const browser = 'file browser storage';

/**
 * Each place in the program's sources that writes, moves or links a file, or starts another program, with the doors that
 * it writes: by source, the call and what it is given first. The tests find the places; one that is not here fails them.
 */
export const fileWriters: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'apps/server/src/platform/postgres.ts': {
    'mkdir(options.dataDir': [postgres],
    'mkdir(fresh': [postgres],
    'rename(fresh': [postgres],
    'mkdir(keysDir': [...rowSeal, signing, kek, schema, journal],
    'mkdtemp(prefix': [run],
    'writeFile(note': ['file HUKE_DATA/run'],
  },
  'apps/server/src/platform/postgres-process.ts': {
    "spawn(join(place.binaries, 'bin', program)": [postgres, 'file HUKE_DATA/postgres/log'],
    // reads a pipe and sends a signal
    "spawn('/bin/sh'": [],
    'writeFile(join(run, name)': [run],
  },
  'apps/server/src/platform/postgres-socket.ts': {
    'mkdir(folder': [run],
    // look at what is there
    'lstat(folder': [],
    'lstat(join(folder, name)': [],
    'lstat(socket': [],
  },
  'apps/server/src/platform/postgres-leftover.ts': {
    "open(join(cluster, 'postmaster.pid')": [postgres],
  },
  'apps/server/src/platform/postgres-binaries.ts': {
    'symlinkSync(to': [programs],
    'renameSync(fresh': [programs],
    'mkdirSync(folder': [programs],
    'symlinkSync(entry.to': [programs],
    'mkdirSync(target': [programs],
    'copyFileSync(join(from, entry.path)': [programs],
  },
  'apps/server/src/platform/row-seal.ts': {
    'mkdirSync(keysDir': rowSeal,
    'writeFileSync(path': rowSeal.slice(0, 1),
    'writeFileSync(adopted(keysDir)': rowSeal.slice(1),
  },
  'apps/server/src/platform/schema-seal.ts': { 'open(draft': [schema], 'rename(draft': [schema] },
  'apps/server/src/platform/log.ts': { 'pino(settings': ['file server log'] },
  'apps/server/src/vault/file-keys.ts': {
    'mkdir(dirname(path)': [kek],
    'rename(fresh': [kek],
    'open(path': [kek],
  },
  'apps/server/src/ledger/signing-key.ts': {
    'mkdir(keysDir': [signing],
    'open(draft': [signing],
    'link(draft': [signing],
  },
  'apps/server/src/ledger/export-folder.ts': {
    'mkdir(dir': [checkpoints],
    'open(path': [checkpoints],
    'rename(`${latest}.new`': [checkpoints],
    'truncate(path': [checkpoints],
  },
  'apps/server/src/ledger/journal.ts': {
    'mkdir(dir': [journal],
    'open(`${path}.new`': [journal],
    'rename(`${path}.new`': [journal],
  },
  'apps/server/src/ledger/journal-segment.ts': { 'fs.open': [journal], 'fs.write': [journal] },
  'apps/server/src/demo/sign-ins.ts': { 'writeFile(file': ['file HUKE_DATA/demo.json'] },
  'apps/cli/src/ledger-source.ts': {
    'mkdir(dir': [ledgerCopy],
    'mkdir(dirname(path)': [ledgerCopy],
    "open(join(dir, 'checkpoints.jsonl.new')": [ledgerCopy],
    "rename(join(dir, 'checkpoints.jsonl.new')": [ledgerCopy],
    'open(`${path}.new`': [ledgerCopy],
    'rename(`${path}.new`': [ledgerCopy],
  },
  'apps/cli/src/rules.ts': { 'writeFile(file': ['file huke rules export'] },
  'apps/console/src/ledger/remembered.ts': { 'localStorage.setItem(key': [browser] },
  'apps/console/src/shell/sound.ts': { 'localStorage.setItem(key': [browser] },
  'apps/console/src/theme/appearance.ts': { 'localStorage.setItem(key': [browser] },
  'apps/console/src/words/language.ts': { 'localStorage.setItem(key': [browser] },
};
