import type { MiddlewareHandler } from 'hono';
import type { Env } from './route.ts';
import { invalidInput } from './route.ts';

/** An escape of U+0000, which no database text can hold; a backslash that is itself escaped does not count. */
const nul = /(?<!\\)(?:\\\\)*\\u0000/;
/** An escape of half a character. `JSON.stringify` writes one only where its other half is missing. */
const half = /(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F][0-9a-fA-F]{2}/;

/**
 * Refuses, for all routes in one place, what the schemas of texts would each have to: U+0000 and halves of characters,
 * in the address or a JSON body. Streams are not read here.
 */
export const refuseMalformed: MiddlewareHandler<Env> = async (c, next) => {
  if (/%00/.test(c.req.url)) throw invalidInput([{ path: ['query'], code: 'nul' }]);
  const json = c.req.header('content-type')?.includes('json') ?? false;
  if (json && !['GET', 'HEAD'].includes(c.req.method)) {
    const code = troubleIn(await c.req.text());
    if (code !== null) throw invalidInput([{ path: ['body'], code }]);
  }
  await next();
};

/** What is wrong with a JSON text, as a code; null where nothing is, or it is no JSON, which the routes answer. */
export function troubleIn(text: string): 'nul' | 'half-character' | null {
  if (nul.test(text)) return 'nul';
  if (!half.test(text)) return null;
  try {
    return half.test(JSON.stringify(JSON.parse(text))) ? 'half-character' : null;
  } catch {
    return null;
  }
}
