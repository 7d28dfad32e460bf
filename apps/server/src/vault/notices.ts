import { timingSafeEqual } from 'node:crypto';
import { VaultError } from './error.ts';
import { run, type Runner } from './run.ts';
import { bind } from './seal.ts';
import { currentSuite } from './suite.ts';

/** A notice that a channel is to deliver: to which value, and which words; never the value itself. */
export type NoticeRecord = {
  readonly customer: string;
  readonly id: string;
  readonly team: string | null;
  /** The change that it tells of. */
  readonly change: string;
  readonly template: 'contact-changed' | 'contact-change-undone';
  readonly way: 'text' | 'mail';
  readonly field: string;
  /** The value that it goes to: an item and its version, or (null) the change's own new value. */
  readonly item: string | null;
  readonly version: number | null;
  readonly state: 'waiting' | 'taken';
  readonly createdAt: number;
  readonly takenAt: number | null;
  readonly takenBy: string | null;
  /** The key that may not take it: it opened the contact in which the change was made. Null: no key did. */
  readonly notBy: string | null;
};

const names = [
  'customer',
  'id',
  'team',
  'change',
  'template',
  'way',
  'field',
  'item',
  'version',
  'state',
  'createdAt',
  'takenAt',
  'takenBy',
] as const satisfies readonly (keyof NoticeRecord)[];

/** What a notice's seal is over; those of older releases name no key. */
const sealedOf = (record: NoticeRecord): string =>
  JSON.stringify([...names.map((name) => record[name]), ...(record.notBy === null ? [] : [record.notBy])]);

const columns = `customer, id, team, change_id as "change", template, way, field, item, version, state,
  created_at as "createdAt", taken_at as "takenAt", taken_by as "takenBy", not_by as "notBy", seal`;

type Row = NoticeRecord & { readonly seal: Buffer };

/** The outbox of notices. A row that was edited past the program counts as absent. */
export function noticeRows(root: Uint8Array, forged: (id: string) => void) {
  const key = currentSuite.derive(root, 'huke-notices/1', 32);
  const sealOf = (record: NoticeRecord): Buffer => currentSuite.mac(key, bind([sealedOf(record)]));
  const read = async (
    runner: Runner,
    where: string,
    values: readonly unknown[],
  ): Promise<readonly NoticeRecord[]> => {
    const { rows } = await run<Row>(runner, `select ${columns} from vault_notices where ${where}`, values);
    return rows.flatMap(({ seal, ...row }) => {
      const record = {
        ...row,
        createdAt: Number(row.createdAt),
        takenAt: row.takenAt === null ? null : Number(row.takenAt),
      };
      const genuine = seal.length === 32 && timingSafeEqual(seal, sealOf(record));
      if (!genuine) forged(record.id);
      return genuine ? [record] : [];
    });
  };
  return {
    put: async (tx: Runner, record: NoticeRecord): Promise<void> => {
      await run(
        tx,
        `insert into vault_notices (customer, id, team, change_id, template, way, field, item, version, state,
           created_at, taken_at, taken_by, not_by, seal)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
        [...names.map((name) => record[name]), record.notBy, sealOf(record)],
      );
    },
    /** Marks one as taken, in the transaction that locked it. */
    take: async (tx: Runner, record: NoticeRecord, by: string, at: number): Promise<void> => {
      const taken: NoticeRecord = { ...record, state: 'taken', takenAt: at, takenBy: by };
      const { count } = await run(
        tx,
        `update vault_notices set state = 'taken', taken_at = $3, taken_by = $4, seal = $5
         where customer = $1 and id = $2 and state = 'waiting'`,
        [record.customer, record.id, at, by, sealOf(taken)],
      );
      if (count !== 1) throw new VaultError('changed-meanwhile', 'the notice is gone: list them again');
    },
    /** One by its id, locked where `lock`; null when there is none. */
    find: async (runner: Runner, id: string, lock = false): Promise<NoticeRecord | null> =>
      (await read(runner, `id = $1${lock ? ' for update' : ''}`, [id])).find((each) => each.id === id) ??
      null,
    /** Those that a key of some teams (none named = none) may take, the oldest first, none from before `since`. */
    waiting: (
      runner: Runner,
      by: { readonly key: string; readonly teams: readonly string[] },
      since: number,
      limit: number,
    ) =>
      read(
        runner,
        `state = 'waiting' and created_at > $2 and team = any ($1::text[]) and not_by is distinct from $4
         order by id limit $3`,
        [[...by.teams], since, limit, by.key],
      ),
    /** Removes those of a change that is over for good. */
    forget: async (tx: Runner, customer: string, change: string): Promise<void> => {
      await run(tx, 'delete from vault_notices where customer = $1 and change_id = $2', [customer, change]);
    },
    /** Those of some changes. */
    ofChanges: (runner: Runner, changes: readonly string[]) =>
      read(runner, 'change_id = any ($1) order by id', [[...changes]]),
  };
}
