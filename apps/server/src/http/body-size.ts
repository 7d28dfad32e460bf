import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { problem } from './problem.ts';
import type { Env } from './route.ts';

/**
 * Refuses bodies of more than `most` bytes: by what the request says of its length, to which the HTTP parser holds the
 * sender, and where it does not say it, by counting.
 */
export function limitBodySize(most: number): MiddlewareHandler<Env> {
  const refuse = (): never => {
    throw problem(413, 'too-large', 'the body is too large; send less at a time');
  };
  const counting = bodyLimit({ maxSize: most, onError: refuse });
  return async (c, next) => {
    const said = c.req.header('content-length');
    // a look at the body itself makes a stream of it, whatever its size
    if (said === undefined || c.req.header('transfer-encoding') !== undefined) return await counting(c, next);
    if (!/^\d+$/.test(said) || Number(said) > most) refuse();
    await next();
  };
}
