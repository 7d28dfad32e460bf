import { timingSafeEqual } from 'node:crypto';
import { publish } from '#platform';
import { VaultError } from './error.ts';
import { run, type Runner } from './run.ts';
import { bind } from './seal.ts';
import { currentSuite } from './suite.ts';

/** A change of contact data on its way, done, or taken back; codes, ids and times, beside the sealed new value. */
export type ChangeRecord = {
  readonly customer: string;
  readonly id: string;
  readonly team: string | null;
  readonly field: string;
  /** The item that changes; of an added value null until it is there. */
  readonly item: string | null;
  readonly act: 'replace' | 'add' | 'remove';
  /** Version of the value before; null for an added one. */
  readonly before: number | null;
  /** Version that the change made; null until then. */
  readonly after: number | null;
  readonly case: string;
  readonly person: string;
  /** Who asked, and where, beside the person: so that whoever confirms is somebody else. */
  readonly staffNumber: string | null;
  readonly session: string | null;
  readonly device: string | null;
  /** Why a second person must confirm it: codes of the table of risks; none = nobody need. */
  readonly risks: readonly string[];
  readonly confirmedBy: string | null;
  readonly state: 'waiting' | 'applied' | 'undone' | 'lapsed';
  /** Milliseconds since 1970, as are all times here. */
  readonly askedAt: number;
  readonly dueAt: number;
  /** Until then the field proves nothing about a caller. */
  readonly provesAt: number;
  readonly undoUntil: number;
  readonly endedAt: number | null;
  /** The new value, sealed under the change's id; null for a removal, and once nothing needs it any more. */
  readonly sealed: Buffer | null;
};

const names = [
  'customer',
  'id',
  'team',
  'field',
  'item',
  'act',
  'before',
  'after',
  'case',
  'person',
  'risks',
  'confirmedBy',
  'state',
  'askedAt',
  'dueAt',
  'provesAt',
  'undoUntil',
  'endedAt',
] as const satisfies readonly (keyof ChangeRecord)[];

/** Kept since a later release: a row from before has none of them, and its seal says nothing of them. */
const asker = ['staffNumber', 'session', 'device'] as const satisfies readonly (keyof ChangeRecord)[];

const columns = `customer, id, team, field, item, act, version_before as before, version_after as after, case_id as "case",
  person, risks, confirmed_by as "confirmedBy", state, asked_at as "askedAt", due_at as "dueAt", proves_at as "provesAt",
  undo_until as "undoUntil", ended_at as "endedAt", staff_number as "staffNumber", session, device, sealed, seal`;

type Row = ChangeRecord & { readonly seal: Buffer };

/** Lists of changes are stale now; whose it is, nobody hears. */
async function tell(tx: Runner): Promise<void> {
  if ('executeQuery' in tx) await publish(tx, { topic: 'contact-change' });
}

/** Changes of contact data of all customers. A row that was edited past the program counts as absent. */
export type ChangeRows = ReturnType<typeof changeRows>;

/** Opens them; `root` is the key of the customers' states. */
export function changeRows(root: Uint8Array, forged: (id: string) => void) {
  const key = currentSuite.derive(root, 'huke-changes/1', 32);
  const proofKey = currentSuite.derive(root, 'huke-change-undo/1', 32);
  const sealOf = (record: ChangeRecord): Buffer =>
    currentSuite.mac(
      key,
      bind([
        JSON.stringify([...names, ...askerOf(record)].map((name) => record[name])),
        record.sealed === null ? '' : currentSuite.digest([record.sealed]).toString('base64url'),
      ]),
    );
  const askerOf = (record: ChangeRecord) => (asker.some((name) => record[name] !== null) ? asker : []);
  const read = async (
    runner: Runner,
    where: string,
    values: readonly unknown[],
  ): Promise<readonly ChangeRecord[]> => {
    const { rows } = await run<Row>(runner, `select ${columns} from vault_changes where ${where}`, values);
    return rows.flatMap(({ seal, ...row }) => {
      const record = recordOf(row);
      const genuine = seal.length === 32 && timingSafeEqual(seal, sealOf(record));
      if (!genuine) forged(record.id);
      return genuine ? [record] : [];
    });
  };
  return {
    /** Stores a new one, inside the caller's transaction. */
    put: async (tx: Runner, record: ChangeRecord): Promise<void> => {
      await run(
        tx,
        `insert into vault_changes (customer, id, team, field, item, act, version_before, version_after, case_id, person,
           risks, confirmed_by, state, asked_at, due_at, proves_at, undo_until, ended_at, staff_number, session, device, sealed, seal)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)`,
        [
          ...[...names, ...asker].map((name) => (name === 'risks' ? [...record.risks] : record[name])),
          record.sealed,
          sealOf(record),
        ],
      );
      await tell(tx);
    },
    /** Stores what became of one, inside the transaction that locked it. */
    save: async (tx: Runner, record: ChangeRecord): Promise<void> => {
      const { customer, id, item, after, confirmedBy, state, endedAt, sealed } = record;
      const { count } = await run(
        tx,
        `update vault_changes set item = $3, version_after = $4, confirmed_by = $5, state = $6, ended_at = $7,
           sealed = $8, seal = $9 where customer = $1 and id = $2`,
        [customer, id, item, after, confirmedBy, state, endedAt, sealed, sealOf(record)],
      );
      if (count !== 1) throw new VaultError('changed-meanwhile', 'the change is gone: load it again');
      await tell(tx);
    },
    /** One by its id, locked where `lock`; null when there is none. */
    find: async (runner: Runner, id: string, lock = false): Promise<ChangeRecord | null> =>
      (await read(runner, `id = $1${lock ? ' for update' : ''}`, [id])).find((each) => each.id === id) ??
      null,
    /** Those of a customer that wait, or whose field proves nothing yet, or that can be undone; the latest first. */
    ofCustomer: async (runner: Runner, customer: string, now: number): Promise<readonly ChangeRecord[]> => {
      const found = await read(
        runner,
        `customer = $1 and (state = 'waiting' or (state = 'applied' and greatest(proves_at, undo_until) > $2))
         order by id desc limit 100`,
        [customer, now],
      );
      return found.filter((each) => each.customer === customer);
    },
    /** Ids of what can take effect now, and of what nobody confirmed in time. */
    due: async (runner: Runner, now: number, lapseBefore: number): Promise<readonly string[]> => {
      const { rows } = await run<{ id: string }>(
        runner,
        `select id from vault_changes where state = 'waiting' and ((due_at <= $1
           and (cardinality(risks) = 0 or confirmed_by is not null)) or asked_at <= $2) order by due_at limit 500`,
        [now, lapseBefore],
      );
      return rows.map((row) => row.id);
    },
    /** Ids of those that are over since `endedBefore`, cannot be undone any more and still keep their new value. */
    over: async (runner: Runner, now: number, endedBefore: number): Promise<readonly string[]> => {
      const { rows } = await run<{ id: string }>(
        runner,
        `select id from vault_changes where state <> 'waiting' and sealed is not null and ended_at <= $2
           and (state <> 'applied' or undo_until < $1) order by ended_at limit 500`,
        [now, endedBefore],
      );
      return rows.map((row) => row.id);
    },
    /** A page of a team's changes, or of all teams', the latest first. */
    page: (runner: Runner, of: 'all' | { readonly team: string }, before: string | null, limit: number) =>
      read(
        runner,
        `($1::text is null or team = $1) and ($2::text is null or id < $2) order by id desc limit $3`,
        [of === 'all' ? null : of.team, before, limit],
      ),
    /** How many a person asked for since. */
    countBy: async (runner: Runner, person: string, since: number): Promise<number> => {
      const { rows } = await run<{ n: number }>(
        runner,
        'select count(*)::int as n from vault_changes where person = $1 and asked_at > $2',
        [person, since],
      );
      return rows[0]?.n ?? 0;
    },
    /** What comes with a notice and undoes the change; nobody without the keys can make it. */
    undoProof: ({ customer, id }: Pick<ChangeRecord, 'customer' | 'id'>): string =>
      currentSuite.mac(proofKey, bind([customer, id])).toString('base64url'),
    /** Whether a proof is this change's. */
    undoProofFits: (record: Pick<ChangeRecord, 'customer' | 'id'>, proof: string): boolean => {
      const given = Buffer.from(proof, 'base64url');
      const right = currentSuite.mac(proofKey, bind([record.customer, record.id]));
      return given.length === right.length && timingSafeEqual(given, right);
    },
  };
}

/** Big integers come as text. */
function recordOf(row: Omit<Row, 'seal'>): ChangeRecord {
  return {
    ...row,
    askedAt: Number(row.askedAt),
    dueAt: Number(row.dueAt),
    provesAt: Number(row.provesAt),
    undoUntil: Number(row.undoUntil),
    endedAt: row.endedAt === null ? null : Number(row.endedAt),
  };
}
