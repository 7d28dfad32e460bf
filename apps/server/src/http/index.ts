/**
 * http: the only layer folder. Routes parse at the edge, call a room, and map its outcome to JSON or to problem
 * details; they hold no rules. `app.ts` puts middleware and routers together, `route.ts` and `problem.ts` are what
 * every routes file uses. Start at app.ts.
 */
export { accessRoutes } from './access-routes.ts';
export { alarmRoutes } from './alarm-routes.ts';
export { createApp } from './app.ts';
export { deskRoutes } from './desk-routes.ts';
export { eventsRoutes } from './events-routes.ts';
export { gateRoutes } from './gate-routes.ts';
export { forgetOld, idempotencyMigrations } from './idempotency.ts';
export { identityRoutes } from './identity-routes.ts';
export { importRoutes } from './import-routes.ts';
export { ledgerRoutes } from './ledger-routes.ts';
export { createTextBudget } from './text-budget.ts';
export { textRoutes } from './text-routes.ts';
export { vaultRoutes } from './vault-routes.ts';
