import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createRoute, z } from '@hono/zod-openapi';
import { pageHeaders } from './console.ts';
import { problem } from './problem.ts';
import { contents, router } from './route.ts';

const files: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};
const start = `SwaggerUIBundle({ url: '/api/v1/openapi.json', dom_id: '#api', deepLinking: true });`;
const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Huke API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/api/v1/docs/swagger-ui.css"></head>
<body><div id="api"></div>
<script src="/api/v1/docs/swagger-ui-bundle.js"></script>
<script src="/api/v1/docs/start.js"></script></body></html>`;

const fileRoute = createRoute({
  method: 'get',
  path: '/docs/{file}',
  summary: 'What the page of this description is made of',
  request: { params: z.object({ file: z.string() }) },
  responses: contents('application/octet-stream', 'a script or a style'),
});

/** The API's description as a page that one can browse and try; all its files are our own server's. */
export function docsRoutes(secure: boolean) {
  const app = router();
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  // swagger-ui sets style elements of its own and draws its icons from data addresses
  const headers = {
    ...pageHeaders('docs', secure),
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  };
  app.openapi(
    createRoute({
      method: 'get',
      path: '/docs',
      summary: 'This description as a page',
      responses: contents('text/html', 'the page'),
    }),
    (c) => c.html(page, 200, headers),
  );
  app.openapi(fileRoute, async (c) => {
    const { file } = c.req.valid('param');
    if (file === 'start.js') return c.body(start, 200, { ...headers, 'content-type': 'text/javascript' });
    const type = files[file];
    if (!type) throw problem(404, 'no-such-route', 'there is no such page; see /api/v1/docs');
    const body = await readFile(join(folder, file));
    return c.body(body, 200, { ...headers, 'content-type': type });
  });
  return app;
}
