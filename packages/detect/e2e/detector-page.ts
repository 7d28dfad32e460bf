import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { createViteServer } from 'vitest/node';
import type * as detector from '../src/index.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { findBrowser } = (await import(`${root}scripts/browser.mjs`)) as { findBrowser: () => string | null };

/** The Chromium that is used, null where there is none. */
export const executablePath: string | null = findBrowser();

/** What the page holds as `detector`. */
export type Detector = typeof detector;

/** An empty page with the detector, served from its source over loopback. */
export type DetectorPage = { readonly page: Page; readonly close: () => Promise<void> };

/** Opens the page in Chromium. */
export async function openDetector(): Promise<DetectorPage> {
  const server = await createViteServer({
    configFile: false,
    root,
    logLevel: 'error',
    cacheDir: 'node_modules/.cache/huke/detect-page',
    optimizeDeps: { noDiscovery: true },
    server: { host: '127.0.0.1', port: 0, strictPort: false, hmr: false, ws: false, watch: null },
    plugins: [
      {
        name: 'empty-page',
        configureServer: ({ middlewares }) => {
          middlewares.use('/empty', (_request, response) => {
            response.setHeader('content-type', 'text/html; charset=utf-8');
            response.end('<!doctype html><title>detector</title>');
          });
        },
      },
    ],
  });
  await server.listen();
  const [url] = server.resolvedUrls?.local ?? [];
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await server.close();
  };
  try {
    browser = await chromium.launch({
      executablePath: executablePath ?? '',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage'],
    });
    const page = await browser.newPage();
    await page.goto(`${url}empty`);
    await page.addScriptTag({
      type: 'module',
      content: `import * as detector from '/packages/detect/src/index.ts'; globalThis.detector = detector;`,
    });
    await page.waitForFunction('globalThis.detector !== undefined');
    return { page, close };
  } catch (error) {
    await close();
    throw error;
  }
}
