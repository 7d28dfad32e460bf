import { createHmac } from 'node:crypto';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import type { DemoServer } from './demo-server.ts';

/** One person in a browser of their own, and everything that must not have happened there. */
export type Visitor = {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors of the page, of its console, and violations of the content security policy. */
  readonly errors: string[];
  /** Every address that was asked for. */
  readonly addresses: string[];
};

/** Opens a browser context in Chinese at a common screen, and listens to what goes wrong in it. */
export async function visit(browser: Browser): Promise<Visitor> {
  const context = await browser.newContext({
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1366, height: 768 },
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(30_000);
  const errors: string[] = [];
  const addresses: string[] = [];
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      console.error(`policy ${violatedDirective} ${blockedURI}`);
    });
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => errors.push(`page: ${error.message}`));
  page.on('console', (message) => {
    // the browser reports every refusal of the API as a failed resource
    const refusal =
      message.text().startsWith('Failed to load resource') && message.location().url.includes('/api/');
    if (message.type() === 'error' && !refusal) errors.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => addresses.push(decodeURIComponent(request.url())));
  return { context, page, errors, addresses };
}

/** Gives the page a passkey holder that answers every prompt, as a fingerprint would. */
export async function givePasskeyHolder({ context, page }: Visitor): Promise<void> {
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** Signs in by password and the code of the demo's secret. */
export async function signIn({ page }: Visitor, server: DemoServer, mail: string): Promise<void> {
  const person = server.personOf(mail);
  await page.goto(server.url);
  await page.getByLabel('工作邮箱').fill(person.email);
  await page.getByLabel('密码', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByLabel('动态码').fill(totp(person.totpSecret));
  await page.getByRole('navigation', { name: '主导航' }).waitFor();
}

export async function signOut({ page }: Visitor): Promise<void> {
  await page.getByRole('button', { name: '我的菜单' }).click();
  await page.getByRole('menuitem', { name: '退出' }).click();
  await page.getByRole('button', { name: '使用通行密钥登录' }).waitFor();
}

/** The row of a field on the customer card. */
export function row(page: Page, label: string): Locator {
  return page.getByRole('region', { name: '客户' }).locator(`li[aria-label^="${label}:"]`).first();
}

/** What a field's row shows now. */
export function shown(page: Page, label: string): Promise<string | null> {
  return row(page, label).locator('[data-value]').textContent();
}

/** Asks to see a field with the keyboard: R, then the reason that the kind of case suggests. */
export async function askToSee(page: Page, label: string): Promise<void> {
  await row(page, label).focus();
  await page.keyboard.press('r');
  await page
    .getByRole('dialog', { name: `查看 ${label}` })
    .getByRole('radio')
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
}

/** Calls the API as the page could, without its buttons; answers status and body. */
export function callApi(page: Page, method: string, path: string, body?: unknown) {
  return page.evaluate(
    async ([verb, address, sent]) => {
      const answer = await fetch(`/api/v1${address}`, {
        method: verb,
        headers: { 'huke-csrf': '1', 'content-type': 'application/json' },
        ...(sent === '' ? {} : { body: sent }),
      });
      return { status: answer.status, text: await answer.text() };
    },
    [method, path, body === undefined ? '' : JSON.stringify(body)] as const,
  );
}

/** RFC 6238 with SHA-1, six digits, thirty seconds. */
function totp(secret: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const number = digest.readUInt32BE(digest.readUInt8(19) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}
