/**
 * Alarms: what somebody must look at now, told at once to the officers' consoles and by mail.
 *
 * It owns the alarms and what officers found them to be. Invariants: raising one never fails and never holds up the
 * caller, since what raises it may be under attack; each is in the server's log before anything else is tried; the
 * first of its kind within an hour has a ledger entry; neither an alarm nor its mail holds a customer's value, and the
 * mail names nobody; what an alarm is about is sealed. A kind of alarm is one row of `codes.ts`. Start reading at `alarms.ts`.
 */
export { type Alarms, createAlarms } from './alarms.ts';
export type { AlarmPort } from './deps.ts';
export { alarmMigrations } from './migrations.ts';
