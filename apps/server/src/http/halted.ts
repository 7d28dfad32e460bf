import type { MiddlewareHandler } from 'hono';
import { problem } from './problem.ts';
import type { Env } from './route.ts';

/** What officers who are signed in may still look at: alarms and the ledger's state hold ids and codes only. */
const looks = /^\/api\/v1\/(?:session|alarms|events|ledger\/state|ledger\/checkpoint)(?:$|[/?])/;

/**
 * While the database is not what the program made, nothing is answered: neither what comes in, nor what was being
 * answered when that was found.
 */
export function refuseHalted(halted: () => Promise<string | null>): MiddlewareHandler<Env> {
  const refuse = async (): Promise<void> => {
    const why = await halted();
    if (why === null) return;
    if (why === 'waiting')
      throw problem(503, 'upgrading', 'another replica is upgrading the database: try again in a minute');
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
