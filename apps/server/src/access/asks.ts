import { sql } from 'kysely';
import { DatabaseError } from 'pg';
import type { AlarmPort } from '#alarm';
import { type Budgets, type Charge, limitRows } from '#budget';
import type { EntryDraft, Ledger } from '#ledger';
import { type Clock, type Database, type Executor, isAway, type Log } from '#platform';

/** What an ask sends into a transaction that may be cut off: by whom, and what it costs. */
type Telling = { readonly charges: readonly Charge[] };

/** `settled`: it is durable. `lapsed`: it is not to be; it is owed where it had been sent all the same. */
type Told = { readonly settled: () => void; readonly lapsed: () => void };

/** One ask on its way. */
export type Asking = {
  /** Notes what may be sent. */
  readonly tell: (telling: Telling) => Told;
  readonly turn: Turn;
  /**
   * What it costs to look at values is durable, and now they are looked at: an ask that is cut off from here on has its
   * entry and is counted, whatever of it had been sent.
   */
  readonly looks: () => void;
  /** The ask has its answer. What was sent and did not settle, as its group was cut off before, is owed. */
  readonly over: () => void;
  /** The ask failed: what was sent and did not settle is owed, with its entry. */
  readonly failed: (error: unknown) => Promise<void>;
};

/** The place of a transaction among those that charge. */
export type Turn = {
  /**
   * Waits until it is known what became of the transaction that charged before: whoever holds the head of the budgets
   * knows that it is over, not how.
   */
  readonly take: () => Promise<void>;
  readonly over: () => void;
};

/**
 * Asks that do not settle. Whoever owns the database reads what a transaction wrote before it cuts it off, and a
 * rollback takes charge and entry along: so each ask is noted in this program's memory before anything of it is sent,
 * and what was cut off is charged and entered as soon as the database answers. INVARIANT: whoever owes asks nothing
 * more until it is paid.
 */
export type Asks = {
  /** Begins an ask of `holder` (a person or a key; null: the program itself); `entry`: what it has when it fails. */
  readonly begin: (holder: Holder | null, entry: () => EntryDraft) => Asking;
  /** Notes that these are being sent. */
  readonly send: (tellings: readonly Telling[]) => void;
  /** Whether something of theirs is owed. */
  readonly owes: (holder: string | null) => boolean;
  /** Pays what they owe; throws where that cannot be done now. */
  readonly pay: (holder: string | null) => Promise<void>;
  /** A turn outside of any ask, for groups of them. */
  readonly turn: () => Turn;
  /** Tries to pay for the last time. */
  readonly stop: () => Promise<void>;
};

type Holder = { readonly person: string } | { readonly key: string };
type Owed = { readonly charges: readonly Charge[]; readonly entry: EntryDraft };

/** How many cut asks within ten minutes are told: a failure now and then is no attack. */
const told = { each: 3, all: 10, ms: 600_000 } as const;
const turnMs = 5_000;
const againMs = 1_000;

type Deps = {
  readonly db: Database;
  readonly budgets: Pick<Budgets, 'consume'>;
  readonly ledger: Pick<Ledger, 'append'>;
  readonly alarm: AlarmPort;
  readonly clock: Clock;
  readonly log: Log;
};

/** Opens the memory of them. */
export function createAsks(deps: Deps): Asks {
  const owed = new Map<string, Owed[]>();
  const sent = new WeakSet<Telling>();
  const takeTurn = turns();
  const count = counter(deps);
  let paying: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  const payNow = async (name: string): Promise<void> => {
    const due = [...(owed.get(name) ?? [])];
    if (due.length === 0) return;
    await payAll(deps, due);
    const left = (owed.get(name) ?? []).filter((each) => !due.includes(each));
    if (left.length === 0) owed.delete(name);
    else owed.set(name, left);
  };
  /** One after the other: whoever comes meanwhile finds it paid. */
  const pay = (name: string): Promise<void> => {
    const next = paying.then(() => payNow(name));
    paying = next.catch(() => {});
    return next;
  };
  const payLater = (): void => {
    if (stopped || timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      void payEverybody().then(() => {
        if (owed.size > 0) payLater();
      });
    }, againMs);
    timer.unref();
  };
  const payEverybody = async (): Promise<void> => {
    for (const name of [...owed.keys()])
      await pay(name).catch((error: unknown) => {
        if (!isAway(error)) deps.log.error('failed-ask-unrecorded', { error });
      });
  };

  return {
    begin: (holder, entry) => {
      const open = new Set<Telling>();
      const lapsed = new Set<Telling>();
      const turn = takeTurn();
      const name = nameOf(holder);
      let looking = false;
      /** Answers whether anything of it had been sent. */
      const owe = (those: ReadonlySet<Telling>, always: boolean, cutOff = false): boolean => {
        const cut = [...those].filter((each) => sent.has(each));
        if (cut.length > 0 || always || cutOff) {
          const charges = cut.flatMap((each) => each.charges);
          owed.set(name, [...(owed.get(name) ?? []), { charges, entry: entry() }]);
        }
        turn.over();
        if (cut.length > 0 || cutOff) count(holder);
        return cut.length > 0;
      };
      return {
        tell: (telling) => {
          open.add(telling);
          return {
            settled: () => open.delete(telling),
            lapsed: () => lapsed.add(telling),
          };
        },
        turn,
        looks: () => {
          looking = true;
        },
        over: () => {
          // what the program itself took back is not among them
          if (owe(lapsed, false)) payLater();
        },
        failed: async (error) => {
          const away = isAway(error);
          // a database that was away before anything was sent has nothing to tell, and cannot take an entry
          owe(open, !away, looking && (away || fromDatabase(error)));
          if (!owed.has(name)) return;
          try {
            if (!away) await pay(name);
          } catch (unwritten) {
            deps.log.error('failed-ask-unrecorded', { error: unwritten });
          }
          if (owed.has(name)) payLater();
        },
      };
    },
    send: (tellings) => {
      for (const each of tellings) sent.add(each);
    },
    owes: (holder) => holder !== null && owed.has(holder),
    pay: async (holder) => {
      if (holder !== null && owed.has(holder)) await pay(holder);
    },
    turn: takeTurn,
    stop: async () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await payEverybody();
    },
  };
}

/** PostgreSQL said so: a statement that was cancelled, a lock that was not to be had. */
const fromDatabase = (error: unknown): boolean =>
  error instanceof DatabaseError || (error instanceof Error && error.cause instanceof DatabaseError);

const nameOf = (holder: Holder | null): string =>
  holder === null ? '' : 'person' in holder ? holder.person : holder.key;

/** Charges and enters what is owed, in one transaction. What is spent already keeps the rest from nothing. */
async function payAll(deps: Deps, due: readonly Owed[]): Promise<void> {
  await deps.db.kysely.transaction().execute(async (tx) => {
    // whoever asked may hold these locks in a transaction that is not over
    await sql`set local lock_timeout = '2s'`.execute(tx);
    for (const { charges } of due) for (const charge of charges) await chargeOwed(deps, tx, charge);
    await deps.ledger.append(
      tx,
      due.map(({ entry }) => entry),
    );
  });
}

/** On everybody of whom there is enough left: who has spent a budget can lose no more of it. */
async function chargeOwed({ budgets, clock }: Deps, tx: Executor, charge: Charge): Promise<void> {
  const on: Record<string, string | null | undefined> = { ...charge.on };
  const counts = (): boolean =>
    limitRows.some(({ budget, dimension }) => budget === charge.budget && (on[dimension] ?? null) !== null);
  while (counts()) {
    const outcome = await budgets.consume(tx, [{ ...charge, on: { ...on } }], clock());
    if (outcome.kind === 'ok' || (on[outcome.dimension] ?? null) === null) return;
    delete on[outcome.dimension];
  }
}

/** Tells the officers of asks that are cut off again and again. */
function counter({ alarm, clock }: Deps): (holder: Holder | null) => void {
  let cuts: { readonly at: number; readonly name: string }[] = [];
  return (holder) => {
    const now = clock().getTime();
    const name = nameOf(holder);
    cuts = [...cuts.filter((each) => now - each.at < told.ms), { at: now, name }];
    const own = cuts.filter((each) => each.name === name).length;
    if (own >= told.each) alarm({ code: 'asks-cut', ...holder, count: own });
    if (cuts.length >= told.all) alarm({ code: 'asks-cut', count: cuts.length });
  };
}

/** Transactions that charge, in the order in which they hold the budgets' head. */
function turns() {
  let last: Promise<void> | null = null;
  return (): Turn => {
    let own: { readonly promise: Promise<void>; readonly resolve: () => void } | null = null;
    return {
      take: async () => {
        // a transaction that charges twice
        if (own !== null) return;
        const before = last;
        own = withResolvers();
        last = own.promise;
        if (before !== null) await within(before, turnMs);
      },
      over: () => {
        own?.resolve();
        own = null;
      },
    };
  };
}

function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

async function within(ended: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('nobody knows what became of the charge before this one')), ms);
  });
  await Promise.race([ended, late]).finally(() => clearTimeout(timer));
}
