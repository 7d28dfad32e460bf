import type { MiddlewareHandler } from 'hono';
import { problem } from './problem.ts';
import type { Env } from './route.ts';

/** How deep a JSON body may be nested; no schema of ours needs more than ten. */
export const deepestBody = 32;

/** Whether JSON text opens more levels than allowed at once; brackets within strings do not count. */
export function tooDeepText(text: string, deepest: number = deepestBody): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === 0x5c) at++;
      else if (code === 0x22) quoted = false;
    } else if (code === 0x22) quoted = true;
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > deepest) return true;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return false;
}

/** Refuses bodies that are nested deeper than any request is, before anything walks through them. */
export const shallow: MiddlewareHandler<Env> = async (c, next) => {
  if (!['GET', 'HEAD'].includes(c.req.method) && tooDeepText(await c.req.text()))
    throw problem(422, 'too-deep', 'the body is nested too deeply; send it as the API describes it');
  await next();
};
