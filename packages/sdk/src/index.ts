/**
 * The HTTP API of Huke as types, and a client for it.
 *
 * Start at `client.ts` for what can be called, at `access.ts` for what an access is. The server checks its
 * schemas against these types, the console and programs call through the client.
 */
export * from './access.ts';
export * from './alarm.ts';
export * from './auth.ts';
export * from './client.ts';
export * from './customer.ts';
export * from './desk.ts';
export * from './detector.ts';
export * from './events.ts';
export * from './identity.ts';
export * from './ledger.ts';
export * from './problem.ts';
export * from './rights.ts';
export * from './vocabulary.ts';
