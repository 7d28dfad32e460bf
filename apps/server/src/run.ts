import { keepDemoCalls, loadDemo, refuseHalfDemo, signInsFile } from '#demo';
import { GateError } from '#gate';
import { IdentityError } from '#identity';
import { LedgerRoomError } from '#ledger';
import { loadConfig, openLog, PlatformError } from '#platform';
import { VaultError } from '#vault';
import { demoCallsJob, consoleBuilt, type Rooms, start } from './server.ts';

/** Errors whose message says what to do; anything else is a fault of the program. */
const reasons = [PlatformError, LedgerRoomError, VaultError, GateError, IdentityError];

/**
 * Runs the server until SIGTERM or SIGINT, then drains and stops everything. Resolves to the exit status: 0 stopped
 * cleanly, 2 could not start (the reason is printed, never a value).
 */
export async function run(args: readonly string[]): Promise<number> {
  const demo = args.includes('--demo');
  const unknown = args.find((each) => each !== '--demo');
  if (unknown !== undefined) {
    process.stderr.write(
      `huke: ${unknown} is no option of the server: only --demo is; settings are variables such as HUKE_PORT=8080\n`,
    );
    return 2;
  }
  try {
    const config = loadConfig({ ...process.env, ...(demo ? { HUKE_DEMO: '1' } : {}) }, process.cwd());
    const log = openLog({ level: config.logLevel });
    if (!consoleBuilt()) log.warn('console-not-built');
    let lost = false;
    const ending = ended();
    const running = await start({
      config,
      log,
      onExit: () => {
        lost = true;
        ending.end();
      },
      ...(config.demo ? { jobs: demoJobs } : {}),
      prepare: async (db, open) => {
        const progress = (line: string) => process.stdout.write(`${line}\n`);
        if (config.demo) await loadDemo(db, { open, now: new Date(), progress });
        else await refuseHalfDemo(db);
      },
    });
    if (config.demo) await keepDemoCalls(running.rooms, new Date());
    await greet(running, config.demo ? signInsFile(config) : null);
    await ending.done;
    log.info('stopping');
    await running.stop();
    log.info('stopped');
    return lost ? 2 : 0;
  } catch (error) {
    if (!(error instanceof Error) || !reasons.some((kind) => error instanceof kind)) throw error;
    process.stderr.write(`huke: ${error.message}\n`);
    return 2;
  }
}

/** The demo's callers stay on the line while it runs. */
const demoJobs = (rooms: Rooms) => [
  { name: demoCallsJob, cron: '*/10 * * * *', run: () => keepDemoCalls(rooms, new Date()) },
];

async function greet(running: Awaited<ReturnType<typeof start>>, demoFile: string | null): Promise<void> {
  const lines = [`Huke 护客 is at ${running.url}`];
  const { port, protocol } = new URL(running.url);
  if (/\d$/.test(new URL(running.url).hostname))
    lines.push(`Passkeys need a name: ${protocol}//localhost:${port}`);
  const link = await running.rooms.identity.firstRunLink();
  if (link !== null) lines.push(`First run: make the first administrator at ${running.url}${link}`);
  if (demoFile !== null) lines.push(...(await demoLines(running.url, demoFile)));
  process.stdout.write(`\n${lines.join('\n')}\n\n`);
}

async function demoLines(url: string, file: string): Promise<string[]> {
  const { publishSignIns } = await import('#demo');
  const people = await publishSignIns(file, url);
  return [
    `Demo sign-ins (also in ${file}, with TOTP secrets); npx huke demo prints the codes of the second factor:`,
    ...people.map((each) => `  ${each.post.padEnd(19)} ${each.email.padEnd(30)} ${each.password}`),
  ];
}

/** Done on SIGTERM, SIGINT, or when `end` is called. */
function ended(): { readonly done: Promise<void>; readonly end: () => void } {
  let end: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    end = resolve;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  return { done, end: () => end() };
}
