import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoServer, startDemoServer } from './demo-server.ts';
import { callApi, signIn, type Visitor, visit } from './visitor.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { findBrowser } = (await import(`${root}scripts/browser.mjs`)) as { findBrowser: () => string | null };
const executablePath = findBrowser();

let server: DemoServer;
let browser: Browser;
let officer: Visitor;
let agent: Visitor;

const text = '贵宾卡 VIP204518，理财经理说这款产品稳赚不赔，老卡 VIP2045180099。';

/** An officer and an agent in two browsers; the whole server runs with its own PostgreSQL. */
describe.skipIf(executablePath === null)(
  'rules of the organisation (needs Chromium, or HUKE_CHROMIUM)',
  () => {
    beforeAll(async () => {
      server = await startDemoServer();
      browser = await chromium.launch({
        executablePath: executablePath ?? '',
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
      });
      [officer, agent] = [await visit(browser), await visit(browser)];
      await signIn(officer, server, 'hu.yue');
      await signIn(agent, server, 'li.na');
      for (const { page } of [officer, agent])
        await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '实验室' }).click();
    });
    afterAll(async () => {
      await browser?.close();
      await server?.stop();
    });

    it('a recogniser is judged while it is typed, tried, saved, and found by everybody', async () => {
      const { page } = officer;
      const panel = page.getByRole('region', { name: '本机构的规则' });
      await page.getByLabel('粘贴文字').fill(text);
      await panel.getByText('还没有自己的识别规则').waitFor();
      await panel.getByRole('button', { name: '新增识别规则' }).click();
      await panel.getByLabel('名称').fill('贵宾卡号');
      await panel.getByLabel('模式').fill('VIP[0-9]+');
      await panel.getByText('第 9 个字符').waitFor();
      expect(await panel.getByRole('button', { name: /保\s?存/ }).isDisabled()).toBe(true);
      await panel.getByRole('button', { name: '改为有上限' }).click();
      await panel.getByText('可以使用').waitFor();
      expect(await panel.getByLabel('模式').inputValue()).toBe('VIP[0-9]{1,20}');
      await panel.getByLabel('模式').press('Control+Enter');
      await panel.getByText('新找到 2 处').waitFor();
      await panel.getByText('400 条普通消息里没有误中').waitFor();
      expect(await page.locator('.mark-fresh').count()).toBe(2);
      await panel.getByRole('button', { name: /保\s?存/ }).click();
      await panel.getByText('使用中').waitFor();

      await agent.page.getByLabel('粘贴文字').fill(text);
      await agent.page.getByRole('button', { name: /分\s?析/ }).click();
      await agent.page.getByText('规则：贵宾卡号').first().waitFor();
      expect(await agent.page.getByRole('region', { name: '本机构的规则' }).count()).toBe(0);
    });

    it('a word list warns, a switch stops a rule, and its history brings it back', async () => {
      const { page } = officer;
      const panel = page.getByRole('region', { name: '本机构的规则' });
      await panel.getByRole('tab', { name: '词表' }).click();
      await panel.getByRole('button', { name: '新增词表' }).click();
      await panel.getByLabel('名称').fill('禁用承诺');
      await panel.getByLabel('提醒').fill('不得承诺收益');
      await panel.getByLabel('词语').fill('稳赚不赔\n保本保息\n…');
      await panel.getByText('第 3 行：').waitFor();
      await panel.getByLabel('词语').fill('稳赚不赔\n保本保息\n保本保息');
      await panel.getByText('2 个词，去掉重复 1 个').waitFor();
      await panel.getByRole('button', { name: /保\s?存/ }).click();
      await panel.getByText('使用中').waitFor();
      await agent.page.getByRole('button', { name: /分\s?析/ }).click();
      await agent.page.getByText('不得承诺收益').first().waitFor();

      await panel.getByRole('tab', { name: '识别规则' }).click();
      await panel.getByRole('switch', { name: '停用“贵宾卡号”' }).click();
      await panel.getByText('已停用').waitFor();
      await panel.getByRole('button', { name: '历史' }).click();
      await panel.getByText('第 2 版 · 停用').waitFor();
      await panel.getByRole('button', { name: '恢复这一版' }).click();
      await panel.getByText('第 3 版 · 恢复').waitFor();
      expect(await panel.getByText('当前').count()).toBe(1);
    });

    it('an agent changes nothing, and nothing went wrong in either browser', async () => {
      const answer = await callApi(agent.page, 'POST', '/text/word-lists', {
        rule: { name: 'a', reason: 'b', words: ['词语'] },
      });
      expect(answer).toMatchObject({ status: 403 });
      expect([...officer.errors, ...agent.errors]).toEqual([]);
    });
  },
);
