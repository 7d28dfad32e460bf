import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { Hono } from 'hono';
import type { Env } from './route.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** Headers of every page: own scripts only, no framing, nothing leaks by referrer. */
export function pageHeaders(nonce: string, secure: boolean): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), display-capture=()',
    ...(secure ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  };
}

/** Serves the built console; every path that is no file is the page itself (the console routes by address). */
export function consoleFiles(folder: string, secure: boolean) {
  const app = new Hono<Env>();
  app.get('*', async (c) => {
    const path = normalize(c.req.path);
    const file = join(folder, path);
    const inside = file.startsWith(folder) && !path.includes('\0');
    const known = inside && types[extname(file)] !== undefined && extname(file) !== '.html';
    const nonce = randomBytes(16).toString('base64');
    const headers = pageHeaders(nonce, secure);
    if (known && (await isFile(file))) {
      const hashed = /-[\w-]{8,}\.\w+$/.test(path);
      return c.body(await readFile(file), 200, {
        ...headers,
        'content-type': types[extname(file)] ?? 'application/octet-stream',
        'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      });
    }
    if (known) return c.text('not found', 404, headers);
    const page = await readFile(join(folder, 'index.html'), 'utf8').catch(() => null);
    if (page === null) return c.text('the console is not built; run npm run build', 503, headers);
    return c.html(page.replaceAll('__CSP_NONCE__', nonce), 200, { ...headers, 'cache-control': 'no-store' });
  });
  return app;
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
