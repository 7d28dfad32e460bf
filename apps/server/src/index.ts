/** The server as a library: the command line starts it, tests and benchmarks open its rooms. */
export { demoCodes, demoCustomers, demoPeople, loadDemo } from '#demo';
export { type Config, loadConfig, openDatabase, openLog, PlatformError, silentLog } from '#platform';
export { run } from './run.ts';
export { appOf, consoleBuilt, openRooms, type Rooms, type Running, start } from './server.ts';
