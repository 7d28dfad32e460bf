import { randomBytes } from 'node:crypto';
import { createRoute } from '@hono/zod-openapi';
import { apiPage, type Described } from './api-page.ts';
import { pageHeaders } from './console.ts';
import { contents, router } from './route.ts';

/** The API's description as a page that one can read; `describe` gives the document. */
export function docsRoutes(describe: () => Described, secure: boolean) {
  const app = router();
  app.openapi(
    createRoute({
      method: 'get',
      path: '/docs',
      summary: 'This description as a page',
      responses: contents('text/html', 'the page'),
    }),
    (c) => {
      const nonce = randomBytes(16).toString('base64');
      return c.html(apiPage(describe(), nonce), 200, pageHeaders(nonce, secure));
    },
  );
  return app;
}
