import crypto from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  copyLog,
  describeFinding,
  formatVerifierKey,
  type JournalledLeaf,
  LedgerError,
  nodePrimitives,
  openCheckpoint,
  parseVerifierKey,
  type VerifierKey,
  type VerifyResult,
  verifyLog,
} from '@huke/ledger';
import { compareJournal, readJournal } from './journal.ts';
import { dirLog, dirSink, type PresentedLog, readIfThere, urlLog, writeWhole } from './ledger-source.ts';
import { messageOf } from './output.ts';

export const summary = 'verify the ledger, or copy it (ledger verify, ledger export)';

export const usage = `usage: huke ledger verify [--url URL | --dir DIR] [--key KEY] [--since FILE] [--journal DIR]
       huke ledger export --dir DIR [--url URL] [--key KEY]

verify  checks signatures, every kept checkpoint, every entry and the tree; exit 0 intact, 1 tampered, 2 failed,
        or not all of it signed: by what the server says, or by --journal
export  copies checkpoints, tiles and entries into DIR, to be verified offline
--url   server (or HUKE_URL; http://127.0.0.1:8787); HUKE_TOKEN holds a service key with the scope ledger:read
--dir   folder that export made
--key   verifier key of the log, name+id+base64; without it the key that the log presents is trusted
--since file that remembers the last verified checkpoint: read at each run, written when all is intact
--journal folder journal beside the server's keys: each entry that was answered must be in the log
`;

/** Where a command writes and what it is told. */
export type Io = {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly terminal: boolean;
  readonly token: string | undefined;
  /** How long a server may take to sign what it has answered. */
  readonly signedWithinMs?: number;
};

const processIo = (): Io => ({
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  terminal: process.stderr.isTTY === true,
  token: process.env['HUKE_TOKEN'],
});

type Options = {
  readonly url?: string | undefined;
  readonly dir?: string | undefined;
  readonly key?: string | undefined;
  readonly since?: string | undefined;
  readonly journal?: string | undefined;
};

/** `huke ledger verify` and `huke ledger export`: 0 intact or copied, 1 tampered with, 2 failed. */
export async function run(args: readonly string[], io: Io = processIo()): Promise<number> {
  const [command, ...rest] = args;
  const options = parse(rest);
  if (options === null || (command !== 'verify' && command !== 'export')) {
    io.err(usage);
    return 2;
  }
  try {
    return command === 'verify' ? await verify(options, io) : await copy(options, io);
  } catch (error) {
    io.err(`huke ledger ${command}: ${messageOf(error)}\n`);
    return 2;
  }
}

function parse(args: readonly string[]): Options | null {
  const string = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: { url: string, dir: string, key: string, since: string, journal: string },
    }).values;
  } catch {
    return null;
  }
}

const defaultUrl = process.env['HUKE_URL'] ?? 'http://127.0.0.1:8787';
const primitives = nodePrimitives(crypto);

/** The key to trust: given, remembered beside `since`, or, said plainly, the one that the log presents. */
async function trustedKey(log: PresentedLog, options: Options): Promise<{ key: VerifierKey; how: string }> {
  if (options.key !== undefined) return { key: parseVerifierKey(options.key), how: 'given by --key' };
  const pinned = options.since === undefined ? null : await readIfThere(`${options.since}.key`);
  if (pinned !== null)
    return { key: parseVerifierKey(pinned.toString('utf8')), how: `remembered in ${options.since}.key` };
  const presented = await log.key();
  if (presented === null) throw new Error('the log presents no key: give it with --key');
  const key = parseVerifierKey(presented);
  const pin = `compare it with the one you were given, then pin it: --key '${formatVerifierKey(key)}'`;
  return { key, how: `presented by the log itself and trusted on first use; ${pin}` };
}

async function verify(options: Options, io: Io): Promise<number> {
  if (options.url !== undefined && options.dir !== undefined) {
    io.err(usage);
    return 2;
  }
  const log = options.dir === undefined ? urlLog(options.url ?? defaultUrl, io.token) : dirLog(options.dir);
  const { key, how } = await trustedKey(log, options);
  const remembered = options.since === undefined ? null : await readIfThere(options.since);
  const known = remembered === null ? null : openRemembered(remembered, key, options.since ?? '');
  // before the log: what was answered until now is signed soon, or never
  const journal = options.journal === undefined ? null : await readJournal(options.journal);
  const needed = (journal ?? []).reduce((most, { index }) => Math.max(most, index + 1), await log.reach());
  if (options.dir === undefined) await awaitSigned(log, key, needed, io.signedWithinMs ?? signedWithinMs);
  const progress = meter(io, 'verifying');
  const result = await verifyLog(log, key, {
    primitives,
    ...(remembered === null ? {} : { remembered }),
    onProgress: ({ entries, size, checkpoints }) =>
      progress.show(entries, size, `${count(checkpoints)} checkpoints`),
  })
    .finally(progress.end)
    .catch((error: unknown) => asForged(error, io));
  if (result === null) return 1;
  report(result, io);
  if (known !== null && result.kind === 'intact')
    io.out(`the remembered checkpoint of size ${count(known)} is contained\n`);
  io.out(`key of ${key.name}: ${how}\n`);
  const refusal = await log.refusal();
  if (refusal !== null) io.out(`TAMPERED: the server signs nothing any more: ${refusal}\n`);
  const journalled =
    journal === null || result.kind === 'tampered' ? 0 : await matchJournal(journal, log, result.size, io);
  if (result.kind === 'tampered' || refusal !== null) return 1;
  if (journalled !== 0) return journalled;
  if (options.dir === undefined && needed > result.size) {
    io.out(
      `${count(needed - result.size)} entries lie beyond the last checkpoint and were not signed in time: somebody keeps the signer from its work, or they were cut off; look at the server\n`,
    );
    return 2;
  }
  if (options.since !== undefined) await remember(options.since, result.latest, key, io);
  return 0;
}

/** A server signs within a second of an answer; one that does not within this time answers nothing more. */
const signedWithinMs = 16_000;
const askEveryMs = 500;

/** Gives the server the time to sign `needed` entries. What it presents is judged afterwards. */
async function awaitSigned(
  log: PresentedLog,
  key: VerifierKey,
  needed: number,
  withinMs: number,
): Promise<void> {
  const end = performance.now() + withinMs;
  for (;;) {
    const note = await log.read('checkpoint');
    if (note === null || sizeOf(note, key) >= needed || performance.now() >= end) return;
    await sleep(Math.min(askEveryMs, withinMs));
  }
}

/** Size of a checkpoint; infinite where it is none of this key, for which nobody need wait. */
function sizeOf(note: Uint8Array, key: VerifierKey): number {
  try {
    return openCheckpoint(note, key, [], primitives).size;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** 0: all that was answered is in the log; 1: something is not; 2: something lies beyond what is signed. */
async function matchJournal(
  journal: readonly JournalledLeaf[],
  log: PresentedLog,
  size: number,
  io: Io,
): Promise<number> {
  const { leaves, unsigned, missing } = await compareJournal(journal, log, size);
  for (const index of missing.slice(0, 100))
    io.out(`TAMPERED: entry ${count(index)} was answered, but another one stands in its place\n`);
  if (missing.length > 100) io.out(`TAMPERED: ${count(missing.length - 100)} more such entries\n`);
  if (missing.length === 0) io.out(`the journal's ${count(leaves - unsigned)} entries are contained\n`);
  if (unsigned > 0)
    io.out(
      `${count(unsigned)} of the journal lie beyond the last checkpoint: not signed yet, or cut off; verify again, and look at the server where it stays so\n`,
    );
  if (missing.length > 0) return 1;
  return unsigned > 0 ? 2 : 0;
}

/** Checkpoints that are not this key's, or none at all, are tampering, not a failure to run. */
function asForged(error: unknown, io: Io): null {
  if (!(error instanceof LedgerError) || error.code === 'missing') throw error;
  const hint = error.code === 'unsigned' ? ' (or the key is of another log)' : '';
  io.out(`TAMPERED: the checkpoints cannot be trusted: ${error.message}${hint}\n`);
  return null;
}

function openRemembered(note: Uint8Array, key: VerifierKey, file: string): number {
  try {
    return openCheckpoint(note, key, [], primitives).size;
  } catch (cause) {
    throw new Error(`${file} is no checkpoint of ${key.name}: give another file with --since`, { cause });
  }
}

function report(result: VerifyResult, io: Io): void {
  if (result.kind === 'intact') {
    io.out(`intact: ${count(result.size)} entries, ${count(result.checkpoints)} kept checkpoints\n`);
    return;
  }
  for (const finding of result.findings) io.out(`TAMPERED: ${describeFinding(finding)}\n`);
  if (result.more > 0) io.out(`TAMPERED: ${count(result.more)} more findings\n`);
}

async function remember(file: string, note: Uint8Array | null, key: VerifierKey, io: Io): Promise<void> {
  if (note === null) return;
  await writeWhole(file, note);
  await writeWhole(`${file}.key`, `${formatVerifierKey(key)}\n`);
  io.out(`remembered in ${file}\n`);
}

async function copy(options: Options, io: Io): Promise<number> {
  if (options.dir === undefined || options.since !== undefined) {
    io.err(usage);
    return 2;
  }
  const log = urlLog(options.url ?? defaultUrl, io.token);
  const { key, how } = await trustedKey(log, options);
  const sink = dirSink(options.dir);
  const keeper = await sink.keeper();
  const progress = meter(io, 'copying');
  const latest = await copyLog(log, key, sink, keeper.keep, {
    primitives,
    onProgress: ({ entries, size }) => progress.show(entries, size, ''),
  }).finally(progress.end);
  await keeper.done();
  await writeWhole(join(options.dir, 'key'), `${formatVerifierKey(key)}\n`);
  io.out(`copied: ${count(latest.size)} entries into ${options.dir}\n`);
  io.out(`key of ${key.name}: ${how}\n`);
  io.out(`verify it offline: huke ledger verify --dir ${options.dir}\n`);
  return 0;
}

const count = (n: number): string => n.toLocaleString('en-US');

/** One line on a terminal that is written over; nothing elsewhere. */
function meter(io: Io, doing: string) {
  const begun = performance.now();
  let shown = false;
  return {
    show: (done: number, of: number, more: string): void => {
      if (!io.terminal) return;
      shown = true;
      const rate = Math.round((done / Math.max(performance.now() - begun, 1)) * 1000);
      const share = Math.floor((done / Math.max(of, 1)) * 100);
      const parts = [
        `${doing} ${count(done)} of ${count(of)} entries (${share} %)`,
        more,
        `${count(rate)} a second`,
      ];
      io.err(`\r\u001b[K${parts.filter((part) => part !== '').join(', ')}`);
    },
    end: (): void => {
      if (shown) io.err('\n');
    },
  };
}
