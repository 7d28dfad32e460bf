import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoServer, startDemoServer } from './demo-server.ts';
import { signIn, visit } from './visitor.ts';

/** What the desk says when something is not shown or does not come in. */

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { findBrowser } = (await import(`${root}scripts/browser.mjs`)) as { findBrowser: () => string | null };
const executablePath = findBrowser();

describe.skipIf(executablePath === null)('the desk', () => {
  let server: DemoServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await startDemoServer();
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('tells an agent whose hands are full which case to make room on', async () => {
    const agent = await visit(browser);
    await signIn(agent, server, 'li.na');
    await agent.page.locator('.case-rows').waitFor();
    const customers = server.customersOf('li.na');
    // the demo has some at the beginning
    const refused = await (async () => {
      for (let n = 0; n < 9; n++) {
        const known = customers[n];
        if (known === undefined) break;
        const came = await server.call('li.na', known).catch((error: Error) => error.message);
        if (typeof came === 'string') return came;
      }
      return 'nobody';
    })();
    expect(refused).toContain('409');
    const notice = agent.page.getByRole('alert').filter({ hasText: '同时进行的接入已满' });
    await notice.waitFor({ timeout: 10_000 });
    await notice.getByRole('link').click();
    await agent.page.waitForURL(/case=cas_/);
    await agent.page.getByRole('button', { name: '结束接入' }).first().click();
    await agent.page.locator('.ant-popover').getByRole('button', { name: '结束接入' }).click();
    await agent.page.getByText('接入已结束').first().waitFor();
    const [last] = customers.slice(-1);
    if (last) expect((await server.call('li.na', last)).case).toMatch(/^cas_/);
    await agent.context.close();
  });

  it('shows notes to who checks quality, and no box to write in', async () => {
    const agent = await visit(browser);
    await signIn(agent, server, 'wu.hao');
    const [customer] = server.customersOf('wu.hao').slice(-2);
    if (customer === undefined) throw new Error('nobody of that team');
    const call = await server.call('wu.hao', customer);
    await agent.page.goto(`${server.url}/desk?case=${call.case}`);
    await agent.page.locator('.note-box textarea').fill('已按流程核验');
    await agent.page.locator('.note-box').getByRole('button').click();
    await agent.page.getByText('备注已保存').waitFor();
    await agent.context.close();
    const checker = await visit(browser);
    await signIn(checker, server, 'zhu.lin');
    await checker.page.goto(`${server.url}/desk?case=${call.case}`);
    await checker.page.locator('.timeline-text', { hasText: '已按流程核验' }).waitFor();
    expect(await checker.page.locator('.note-box').count()).toBe(0);
    await checker.context.close();
  });
});
