import { isAway } from './away.ts';
import type { ClusterWatch } from './cluster-watch.ts';
import type { Database } from './database.ts';
import type { Log } from './log.ts';
import { preparing } from './prepare.ts';
import { differences, readSchema, type Schema } from './schema-digest.ts';
import { readSealedSchema, type SealedSchema } from './schema-seal.ts';
import { takeTurns } from './turns.ts';

/** Watches that the database stays what the program made of it. */
export type SchemaGuard = {
  /** Compares now, with what is read from now on; resolves when it is known. */
  readonly check: () => Promise<void>;
  /** Why nothing may be answered; null = all is well. Waits for a comparison that a new connection made necessary. */
  readonly halted: () => Promise<Halt | null>;
  /** Compares now, after each broken connection, every half minute, and once the cluster was written to. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** `changed`: until the server is started anew; `unreadable`: until it can be read; `waiting`: a replica upgrades. */
export type Halt = 'changed' | 'unreadable' | 'waiting';

/** What the officers are told: something is another now, or was and has been put back. */
export type SchemaAlarm = {
  readonly code: 'schema-changed';
  readonly object: string;
  readonly count: number;
};

const everyMs = 30_000;
const againMs = 1_000;
const lookMs = 2_000;
/** An upgrade by another replica that takes longer is not believed. */
const longestWaitMs = 45_000;
/** Whoever cuts each comparison off hides what they did for no longer. */
const longestUnknownMs = 60_000;

/**
 * Makes the guard. INVARIANT: once it found a difference that no upgrade explains nothing is answered until the next
 * start, whatever is put back; a change that was undone between two comparisons is told all the same: what was put back
 * by the rows' marks, what was made and dropped again by `cluster` (null: the database is not the program's own).
 */
export function createSchemaGuard(deps: {
  readonly db: Database;
  readonly keysDir: string;
  readonly mac: (data: Uint8Array) => Uint8Array;
  readonly log: Log;
  readonly alarm: (alarm: SchemaAlarm) => void;
  readonly cluster: ClusterWatch | null;
  /** Whether the database's socket is the one that the started server bound; null: it is not the program's own. */
  readonly socketStands?: (() => Promise<boolean>) | null;
  /** Milliseconds that only go forward. */
  readonly elapsed?: () => number;
}): SchemaGuard {
  const { db, log } = deps;
  const elapsed = deps.elapsed ?? (() => performance.now());
  let halt: Halt | null = null;
  /** What was written to the system's tables and is not accounted for yet. */
  const written = new Set<string>();
  let known: { sealed: SealedSchema; marks: string } | null = null;
  let waitingSince: number | null = null;
  let comparedAt = elapsed();
  let cutOff = false;
  let reconnected: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let looking: NodeJS.Timeout | null = null;
  let socketTimer: NodeJS.Timeout | null = null;
  let ended = true;
  let unlisten: (() => Promise<void>) | null = null;

  const tell = (names: readonly string[], object: string): void => {
    log.error('schema-changed', { code: object, count: names.length });
    for (const name of names.slice(0, 20)) log.error('schema-differs', { code: name.replaceAll(' ', ':') });
    deps.alarm({ code: 'schema-changed', object, count: names.length });
  };

  /** Asks the kernel, not the database: whoever stands between would let nothing through that tells of it. */
  const lookAtSocket = async (): Promise<void> => {
    if (halt === 'changed' || !deps.socketStands || (await deps.socketStands())) return;
    halt = 'changed';
    tell(['socket another'], 'socket');
  };

  const readWritten = async (): Promise<void> => {
    if (deps.cluster === null) return;
    const names = await deps.cluster.changed();
    if (names === null) tell([], 'unreadable');
    for (const name of names ?? []) written.add(name);
  };

  /** Another replica upgrades, and has not done so for long. */
  const isUpgrading = async (): Promise<boolean> => {
    waitingSince ??= elapsed();
    return elapsed() - waitingSince < longestWaitMs && (await isPreparing(db));
  };

  const judge = async (): Promise<void> => {
    await lookAtSocket();
    await readWritten();
    const { schema, marks } = await readSchema(db);
    if (halt === 'changed') return;
    const moved = known !== null && (marks !== known.marks || written.size > 0);
    if (known !== null && !moved && same(known.sealed.schema, schema)) {
      halt = null;
      return;
    }
    const sealed = await readSealedSchema(deps.keysDir, deps.mac);
    if (sealed === null) throw new Error('what the database should be is not in the keys folder');
    const changed = differences(sealed.schema, schema);
    if (changed.length === 0) {
      // another program's start writes a new generation; whoever else changed something and put it back does not
      if (moved && sealed.generation === known?.sealed.generation) {
        // it has not committed yet what it writes
        if (await isUpgrading()) return;
        tell([...written], 'put-back');
      }
      written.clear();
      known = { sealed, marks };
      waitingSince = null;
      halt = null;
      return;
    }
    if (await isUpgrading()) {
      halt = 'waiting';
      return;
    }
    halt = 'changed';
    tell(changed, objectOf(changed[0] ?? ''));
  };

  const unreadable = (error: unknown): void => {
    if (halt === null) {
      log.error('schema-unreadable', { error });
      deps.alarm({ code: 'schema-changed', object: 'unreadable', count: 0 });
    }
    if (halt !== 'changed') halt = 'unreadable';
  };
  const isUnknown = (): boolean => elapsed() - comparedAt >= longestUnknownMs;

  const once = async (): Promise<void> => {
    try {
      await judge();
      comparedAt = elapsed();
      cutOff = false;
    } catch (error) {
      // without the database nothing is answered anyway; but somebody can end this statement alone, each time
      cutOff = isAway(error);
      if (!cutOff || isUnknown()) unreadable(error);
    }
  };

  // a comparison under way may have read already what is to be compared
  const { run: check, idle } = takeTurns(once);
  const compareAnew = (): void => {
    const mine = check().finally(() => {
      if (reconnected === mine) reconnected = null;
    });
    reconnected = mine;
  };

  const schedule = (): void => {
    if (ended) return;
    const soon = halt === 'waiting' || cutOff;
    timer = setTimeout(() => void check().finally(schedule), soon ? againMs : everyMs);
    timer.unref();
  };

  const look = async (): Promise<void> => {
    if (halt === 'changed') return;
    await readWritten();
    if (written.size > 0) await check();
  };
  const lookAgain = (): void => {
    if (ended || deps.cluster === null) return;
    // what cannot be read now is the next comparison's to judge
    looking = setTimeout(
      () =>
        void look()
          .catch(() => {})
          .finally(lookAgain),
      lookMs,
    );
    looking.unref();
  };

  const lookAtSocketAgain = (): void => {
    if (ended || !deps.socketStands) return;
    socketTimer = setTimeout(() => void lookAtSocket().finally(lookAtSocketAgain), lookMs);
    socketTimer.unref();
  };

  return {
    check,
    halted: async () => {
      await reconnected;
      // or somebody holds what it reads, and it never ends
      if (!ended && isUnknown()) unreadable(null);
      return halt;
    },
    start: async () => {
      ended = false;
      unlisten = await db.listen('schema', () => void check(), compareAnew);
      await check();
      schedule();
      lookAgain();
      lookAtSocketAgain();
    },
    stop: async () => {
      ended = true;
      if (timer !== null) clearTimeout(timer);
      if (looking !== null) clearTimeout(looking);
      if (socketTimer !== null) clearTimeout(socketTimer);
      await unlisten?.();
      await idle();
    },
  };
}

const same = (a: Schema, b: Schema): boolean => differences(a, b).length === 0;

async function isPreparing(db: Database): Promise<boolean> {
  const { rows } = await db.pool.query<{ held: boolean }>(
    `select exists (select from pg_catalog.pg_locks where locktype = 'advisory' and objid = $1 and granted) as held`,
    [preparing],
  );
  return rows[0]?.held === true;
}

/** The kind of what differs, as an entry may say it. */
const objectOf = (name: string): string => name.split(' ')[0] || 'schema';
