import type { MiddlewareHandler } from 'hono';
import { problem } from './problem.ts';
import type { Env } from './route.ts';

/**
 * What may still be looked at by those who may at other times: alarms, the ledger's state and what its verification
 * needs hold ids and codes only.
 */
const looks =
  /^\/api\/v1\/(?:session|alarms|events|ledger\/state|ledger\/checkpoint|ledger\/checkpoints|ledger\/tile)(?:$|[/?])/;

/** Reasons that may pass by themselves, or that have a next step of their own; any other is the database's. */
const reasons = new Map([
  [
    'waiting',
    { code: 'upgrading', title: 'another replica is upgrading the database: try again in a minute' },
  ],
  [
    'ledger-unproven',
    {
      code: 'ledger-unproven',
      title: 'what was answered cannot be signed, so nothing more is answered: try again in a minute',
    },
  ],
  [
    'ledger-tampered',
    {
      code: 'ledger-tampered',
      title: 'the ledger is not what was answered, so nothing more is: tell whoever runs the server',
    },
  ],
  [
    'alarms-unkept',
    {
      code: 'alarms-unkept',
      title: 'alarms cannot be kept, so nothing is answered: try again in a minute',
    },
  ],
]);

/**
 * While the database is not what the program made, the ledger is not signed or alarms are not kept, nothing is answered: neither what comes in, nor what was being
 * answered when that was found.
 */
export function refuseHalted(halted: () => Promise<string | null>): MiddlewareHandler<Env> {
  const refuse = async (): Promise<void> => {
    const why = await halted();
    if (why === null) return;
    const known = reasons.get(why);
    if (known !== undefined) throw problem(503, known.code, known.title);
    throw problem(
      503,
      'schema-changed',
      'the database was changed behind the program and answers nothing: tell whoever runs the server',
    );
  };
  return async (c, next) => {
    if (c.req.method === 'GET' && looks.test(c.req.path)) {
      await next();
      return;
    }
    await refuse();
    await next();
    await refuse();
  };
}
