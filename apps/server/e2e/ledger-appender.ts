// Appends and signs without end and prints what was acknowledged; ledger-kill.test.ts kills it.
import { createLedger, type EntryDraft } from '#ledger';
import { openDatabase, silentLog, systemClock } from '#platform';

const [url = '', keysDir = '', exportDir = '', org = '', from = '0'] = process.argv.slice(2);
const db = await openDatabase({ url, log: silentLog, max: 6 });
const ledger = await createLedger({ db, keysDir, exportDir, clock: systemClock, log: silentLog, org });
let next = Number(from);

const draft = (count: number): EntryDraft => ({
  v: 1,
  at: new Date().toISOString(),
  kind: 'system',
  action: 'kill-test',
  outcome: 'done',
  count,
});

async function appendForever(): Promise<never> {
  for (;;) {
    const counts = Array.from({ length: 1 + (next % 5) }, () => next++);
    const first = await ledger.append(db, counts.map(draft));
    process.stdout.write(`${counts.map((count, i) => `${first + i}=${count}`).join('\n')}\n`);
  }
}

async function signForever(): Promise<never> {
  for (;;) {
    const outcome = await ledger.checkpoint();
    if (outcome.kind === 'signed') process.stdout.write(`signed=${outcome.size}\n`);
    else process.stdout.write(`tampered=${outcome.code}\n`);
  }
}

await Promise.all([appendForever(), appendForever(), signForever()]);
