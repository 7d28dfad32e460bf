/**
 * platform: what every room stands on and nothing of the domain. Configuration, the embedded PostgreSQL, the database,
 * migrations, SQL functions, ids, the log, live events, settings. Invariants: a database that acknowledges what it has not stored is
 * refused; the log holds codes, ids and counts only; one server at a time uses a data folder.
 * Start reading at `database.ts`, then `postgres.ts`.
 */
export { afterCommit } from './after-commit.ts';
export { isAway } from './away.ts';
export { boundWaits } from './bound-waits.ts';
export { type Clock, systemClock } from './clock.ts';
export { type Config, loadConfig } from './config.ts';
export { dayOf, dayStart, hourOf, monthOf } from './day.ts';
export { type Database, openDatabase } from './database.ts';
export { PlatformError, type PlatformErrorCode } from './error.ts';
export { type LiveEvent, publish, subscribe } from './events.ts';
export { type SqlFunction } from './functions.ts';
export { grantServer, type TableRights } from './grants.ts';
export { idPattern, isId, idFrom, newId } from './ids.ts';
export { type Job, prepareJobs, startJobs } from './jobs.ts';
export { type Log, type LogFields, openLog, silentLog } from './log.ts';
export { openMail } from './mail.ts';
export { type Migration, migrate } from './migrate.ts';
export { startPostgres } from './postgres.ts';
export { ownsTables, type Plan, prepareDatabase, type Scratch } from './prepare.ts';
export { type Repeated, repeat, untilNext } from './repeat.ts';
export { markRowsAdopted, openRowSeal, rowsAdopted } from './row-seal.ts';
export { scratchOn } from './scratch.ts';
export { type ClusterWatch, watchCluster } from './cluster-watch.ts';
export { createSchemaGuard, type Halt, type SchemaGuard } from './schema-guard.ts';
export {
  adoptSettings,
  type Executor,
  getMark,
  getSetting,
  kyselyOf,
  setMark,
  setSetting,
} from './settings.ts';
export { takeTurns } from './turns.ts';
