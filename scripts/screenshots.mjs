// node scripts/screenshots.mjs [--out DIR] [--only NAME]…: photographs the console's pages from a demo server of its own
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findBrowser } from './browser.mjs';
import { palettePng } from './palette-png.mjs';
import { build, fail, install, root, say } from './prepare.mjs';

install();
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(root, 'docs/screenshots') },
    only: { type: 'string', multiple: true, default: [] },
  },
});
const chromiumPath = findBrowser();
if (chromiumPath === null) fail('screenshots need Chromium: install it, or set HUKE_CHROMIUM');
build();

const { chromium } = await import('playwright-core');
const { loadConfig, loadDemo, openLog, start } = await import('../apps/server/dist/index.js');
const { demoCustomers, demoPeople, demoTeams } = await import('../apps/server/dist/demo/index.js');
const { totpCode, totpStep } = await import('../apps/server/dist/identity/totp.js');

const desktop = { width: 1366, height: 768 };
const phone = { width: 390, height: 844 };
/** Each page is taken in each of these; the dark one is of the desk and the alarms only. */
const looks = [
  { name: 'zh', language: 'zh', theme: 'light', size: desktop },
  { name: 'en', language: 'en', theme: 'light', size: desktop },
  { name: 'phone', language: 'zh', theme: 'light', size: phone },
  { name: 'dark', language: 'zh', theme: 'dark', size: desktop, only: /^(desk|alarms)$/ },
];

const agent = 'li.na@demo.huke.test';
const supervisor = 'zhao.min@demo.huke.test';
const neighbour = 'sun.qiang@demo.huke.test';
const auditor = 'gao.yuan@demo.huke.test';
const administrator = 'luo.gang@demo.huke.test';
const keyKeeper = 'song.jie@demo.huke.test';
const officer = 'hu.yue@demo.huke.test';

const customers = demoCustomers(300);
const team = personOf(agent).team;
const own = customers.filter((each) => each.team === team && !each.flags.vip && !each.minor);

/** Every picture: its name, what it shows, who looks, where, and what is done there first. */
const shots = [
  { name: 'sign-in', shows: 'Sign-in', who: null, path: '/sign-in', ready: '.frame-card form' },
  {
    name: 'desk',
    shows: 'My desk with an open card: every value masked',
    who: agent,
    path: () => `/desk?case=${world.card.case}`,
    ready: '.field-value',
  },
  {
    name: 'reveal',
    shows: 'The mobile in clear for 30 seconds',
    who: agent,
    path: () => `/desk?case=${world.card.case}`,
    ready: '.field-value',
    first: async (page) => {
      await page.locator('[data-field^="mobile#"]').first().focus();
      await page.keyboard.press('r');
      await page.locator('.act [data-first]').waitFor();
      await page.keyboard.press('Enter');
      await page.locator('[data-value="clear"]').waitFor();
    },
  },
  {
    name: 'step-up',
    shows: 'The ID number needs a step-up, asked in place',
    who: agent,
    path: () => `/desk?case=${world.card.case}`,
    ready: '.field-value',
    first: async (page) => {
      await page.locator('[data-field^="residentId#"]').first().focus();
      await page.keyboard.press('r');
      await page.locator('.act [data-first]').waitFor();
      await page.keyboard.press('Enter');
      await page.locator('.act .code-input').waitFor();
    },
  },
  {
    name: 'verify',
    shows: 'Verify answers match or no match, and shows nothing',
    who: agent,
    path: () => `/desk?case=${world.verified.case}`,
    ready: '.field-value',
    first: async (page) => {
      await page.locator('[data-field^="mobile#"]').first().focus();
      await page.keyboard.press('v');
      for (const field of ['residentId', 'bankCard']) {
        const claim = page.locator('.verify-claim', {
          has: page.locator(`select:has([value="${field}"]:checked)`),
        });
        await claim.locator('input').fill([world.verified.customer.fields[field]].flat()[0]);
      }
      await page.keyboard.press('Enter');
      await page.locator('.verify-answer').waitFor();
    },
  },
  {
    name: 'correct',
    shows: 'A correction on its row: refused until the caller is verified, what was typed stays',
    who: agent,
    path: () => `/desk?case=${world.correct.case}`,
    ready: '.field-value',
    first: async (page) => {
      const row = page.locator('[data-field^="mobile#"]').first();
      await row.focus();
      await row.locator('.field-acts button').last().click();
      await page.locator('.act input').fill('13900139000');
      await page.keyboard.press('Enter');
      await page.locator('.act .refusal').waitFor();
    },
  },
  {
    name: 'waits',
    shows: 'A change of a mobile that waits a day',
    who: agent,
    path: () => `/desk?case=${world.changed.case}`,
    ready: '.field-value',
    first: async (page) => {
      await page.locator('.field-state .tag.warn').first().waitFor();
    },
  },
  {
    name: 'request',
    shows: 'The bank card needs a supervisor, asked in place',
    who: agent,
    path: () => `/desk?case=${world.verified.case}`,
    ready: '.field-value',
    first: async (page) => {
      await page.locator('[data-field^="bankCard#"]').first().focus();
      await page.keyboard.press('r');
      await page.locator('.act [data-first]').waitFor();
      await page.keyboard.press('Enter');
      await page.locator('.act [role="radiogroup"] + .ant-btn, .act .ant-btn-primary').last().waitFor();
    },
  },
  {
    name: 'search',
    shows: 'Search under masking',
    who: agent,
    path: () => `/search?case=${world.card.case}`,
    ready: '.search-line input',
    first: async (page) => {
      await page.locator('.search-line input').fill(String(own[3].fields.mobile));
      await page.keyboard.press('Enter');
      await page.locator('.hit').waitFor();
    },
  },
  {
    name: 'refusal',
    shows: 'A refusal says which rule, why, and whom to ask',
    who: agent,
    path: () => `/desk?case=${world.minor.case}`,
    ready: '.field-value',
    first: async (page) => {
      await page.locator('[data-field^="wechat#"], [data-field^="email#"]').first().focus();
      await page.keyboard.press('r');
      const reason = page.locator('.act [role="radio"]').first();
      const why = page.locator('.refusal, .why-box').first();
      await reason.or(why).first().waitFor();
      if (await reason.isVisible()) await page.keyboard.press('Enter');
      await why.waitFor();
    },
  },
  {
    name: 'approvals',
    shows: 'Approvals with context',
    who: supervisor,
    path: '/approvals',
    ready: '.approval',
  },
  {
    name: 'contact-changes',
    shows: 'Changes of customers’ data: to confirm, to undo, and whether they were told',
    who: supervisor,
    path: '/approvals?tab=changes',
    ready: '.page table',
  },
  {
    name: 'large-imports',
    shows: 'Large imports: asked for by a supervisor, granted by an officer',
    who: officer,
    path: '/approvals?tab=large',
    ready: '.page table',
  },
  {
    name: 'alarms',
    shows: 'Alarms: what is amiss, what to do, and what it was',
    who: officer,
    path: '/alarms',
    ready: '.alarm',
  },
  {
    name: 'imports',
    shows: 'Import: a checked file',
    who: supervisor,
    path: '/imports',
    ready: '.drop',
    first: drop,
  },
  { name: 'bin', shows: 'The bin', who: supervisor, path: '/bin', ready: '.page table, .page li' },
  { name: 'fields', shows: 'Fields', who: supervisor, path: '/fields?tab=kinds', ready: '.page table' },
  { name: 'masks', shows: 'Masks by scenario', who: supervisor, path: '/fields', ready: '.page table' },
  { name: 'ledger', shows: 'The ledger', who: auditor, path: '/ledger', ready: '.ledger-page .link-cell' },
  {
    name: 'proof',
    shows: 'An entry proved in the browser',
    who: auditor,
    path: '/ledger',
    ready: '.ledger-page .link-cell',
    first: async (page) => {
      await page.locator('.ledger-page .link-cell').nth(4).click();
      await page.locator('.proof .ant-btn-primary').click();
      await page.locator('.proof-end').waitFor();
    },
  },
  { name: 'policies', shows: 'Policies', who: auditor, path: '/policies', ready: '.policy' },
  { name: 'people', shows: 'People', who: administrator, path: '/people', ready: '.page table' },
  { name: 'keys', shows: 'Service keys', who: keyKeeper, path: '/people?tab=keys', ready: '.page table' },
  {
    name: 'changes',
    shows: 'What waits for a second officer, in plain words',
    who: administrator,
    path: '/people?tab=changes',
    ready: '.page table',
  },
  {
    name: 'lab',
    shows: 'The lab: what is found in a text, and why',
    who: agent,
    path: '/lab',
    ready: 'textarea',
    first: async (page) => {
      await page.locator('.page .ant-btn').nth(1).click();
      await page.locator('.page mark').first().waitFor();
    },
  },
  {
    name: 'lab-rules',
    shows: 'The organisation’s own recognisers, and what they find',
    who: officer,
    path: '/lab',
    ready: '.rule-item',
    first: async (page) => {
      await page.locator('.lab-input').fill(ownText);
      await page.locator('.lab-left .ant-btn-primary').click();
      await page.locator('.lab-left mark').first().waitFor();
    },
  },
  {
    name: 'lab-try',
    shows: 'A recogniser tried before it is saved: what is new, and false hits',
    who: officer,
    path: '/lab',
    ready: '.rule-item',
    first: async (page) => {
      await page.locator('.lab-input').fill(ownText);
      await page.locator('.rules .ant-btn-primary').click();
      const form = page.locator('.rule-form');
      await form.locator('input').first().fill('病历号');
      await form.locator('textarea').first().fill('[A-Z]{2}[0-9]{8}');
      await form.locator('.tag.accent').first().waitFor();
      await form.locator('.ant-btn').first().click();
      await page.locator('.trial').waitFor();
    },
  },
  {
    name: 'lab-wrong',
    shows: 'A pattern without an end, refused with its place',
    who: officer,
    path: '/lab',
    ready: '.rule-item',
    first: async (page) => {
      await page.locator('.rules .ant-btn-primary').click();
      await page.locator('.rule-form textarea').first().fill('VIP[0-9]+');
      await page.locator('.rule-trouble').waitFor();
      await page.locator('.rule-trouble').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'lab-words',
    shows: 'A word list',
    who: officer,
    path: '/lab',
    ready: '.rule-item',
    first: async (page) => {
      await page.locator('.rules [role="tab"]').nth(1).click();
      await page.locator('.rules .link-button').first().click();
      await page.locator('.word-input').waitFor();
    },
  },
  {
    name: 'lab-history',
    shows: 'Who changed a recogniser, and how to get an older version back',
    who: officer,
    path: '/lab',
    ready: '.rule-item',
    first: async (page) => {
      await page.locator('.rules .rule-item').last().locator('.link-button').nth(1).click();
      await page.locator('.rules ol .rule-item').first().waitFor();
    },
  },
  { name: 'me', shows: 'My factors and sessions', who: agent, path: '/me', ready: '.page table' },
];

/** A text with what the demo's own rules find; numbers and people are invented. */
const ownText =
  '您好，我叫林晓雯，手机 13800138000，贵宾卡 VIP204518，病历 BL20261121，理财经理说这款产品稳赚不赔。';

const world = {};
const folder = mkdtempSync(join(tmpdir(), 'huke-screenshots-'));
/** What ends what was started, last first. */
const stops = [async () => rmSync(folder, { recursive: true, force: true })];
try {
  await run();
} finally {
  for (const stop of stops.reverse()) await stop();
}

async function run() {
  const url = await startServer();
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-component-update'],
  });
  stops.push(() => browser.close());
  const states = new Map();
  for (const email of [agent, supervisor, neighbour, auditor, administrator, keyKeeper, officer])
    states.set(email, await signIn(browser, url, email));
  await prepareWorld(url, browser, states);
  mkdirSync(values.out, { recursive: true });
  for (const look of looks) {
    for (const shot of shots) {
      if (look.only && !look.only.test(shot.name)) continue;
      if (values.only.length > 0 && !values.only.includes(shot.name)) continue;
      await take(browser, url, states, look, shot);
    }
  }
  writeFileSync(join(values.out, 'README.md'), index());
}

/** A demo server on a free port and a folder of its own. */
async function startServer() {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const config = loadConfig(
    {
      HUKE_DATA: join(folder, 'data'),
      HUKE_KEYS: join(folder, 'keys'),
      HUKE_PORT: String(port),
      HUKE_PUBLIC_URL: url,
      HUKE_DEMO: '1',
    },
    folder,
  );
  const running = await start({
    config,
    log: openLog({ level: 'error' }),
    prepare: (db, open) => loadDemo(db, { open, now: new Date(), customers: 300, cases: 120, progress: say }),
  });
  stops.push(() => running.stop());
  return url;
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function signIns() {
  return JSON.parse(readFileSync(join(folder, 'data/demo.json'), 'utf8'));
}

function personOf(email) {
  return demoPeople.find((each) => each.email === email);
}

/** Signs somebody in by password and TOTP; answers the browser's state. */
async function signIn(browser, url, email) {
  const { password, totpSecret } = signIns().people.find((each) => each.email === email);
  const context = await browser.newContext({ locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(`${url}/sign-in`);
  await page.locator('input[type="email"]').fill(email);
  await page.locator('input[type="password"]').fill(password);
  await page.keyboard.press('Enter');
  await page.locator('.code-input').fill(totpCode(totpSecret, totpStep(new Date())));
  await page.locator('.shell').waitFor();
  const state = await context.storageState();
  await context.close();
  return state;
}

/** What the pictures are of: three calls on the line, a request that waits, a customer in the bin. */
async function prepareWorld(url, browser, states) {
  const key = signIns().serviceKeys.find((each) => each.name === 'call-platform').key;
  const agentId = personOf(agent).id;
  let calls = 0;
  const byKey = { authorization: `Bearer ${key}` };
  const call = async (customer, caseType = 'card-freeze') => {
    const body = {
      channel: 'call',
      direction: 'in',
      externalId: `picture-${calls++}`,
      agent: agentId,
      customer: customer.id,
      caseType,
    };
    await freeHands(url, byKey, body);
    return { ...(await send(`${url}/api/v1/contacts`, 'POST', byKey, body)), customer };
  };
  world.verified = await call(own[1]);
  world.minor = await call(customers.find((each) => each.team === team && each.minor));
  world.card = await call(own.find((each) => each.fields.wechat && each.fields.landline) ?? own[2]);
  const headers = (email) => ({
    cookie: states
      .get(email)
      .cookies.map(({ name, value }) => `${name}=${value}`)
      .join('; '),
    'huke-csrf': '1',
  });
  const api = (email, method, path, body) => send(`${url}/api/v1${path}`, method, headers(email), body);
  await api(agent, 'POST', `/cases/${world.card.case}/notes`, {
    text: '客户来电挂失，预留手机 13800138000，身份证 11010519491231002X，已口头核对。',
  });
  await api(agent, 'POST', '/approvals', {
    action: 'reveal',
    customer: world.card.customer.id,
    fields: [{ field: 'bankCard' }],
    purpose: 'card-freeze',
    case: world.card.case,
    scenario: 'call',
    reason: 'confirm-identity',
    minutes: 10,
  });
  await api(supervisor, 'DELETE', `/customers/${own[7].id}`);
  const rule = {
    name: '贵宾卡号',
    type: 'SOCIAL_ACCOUNT',
    pattern: 'VIP[0-9]{6}',
    context: ['贵宾'],
    score: 0.9,
  };
  await askOfficers(api);
  await changeMobile(api, call);
  await guessAt(api, call);
  await api(supervisor, 'POST', '/import-allowances', { values: 80_000, team });
  const { id } = await api(neighbour, 'POST', '/import-allowances', {
    values: 20_000,
    team: personOf(neighbour).team,
  });
  await api(officer, 'POST', `/import-allowances/${id}/grant`);
  const made = await api(officer, 'POST', '/text/recognizers', { rule });
  await api(officer, 'PUT', `/text/recognizers/${made.id}`, {
    version: 1,
    rule: { ...rule, pattern: 'VIP[0-9]{6,8}' },
  });
  const old = { name: '旧会员号', type: 'SOCIAL_ACCOUNT', pattern: 'HY-[0-9]{8}', score: 0.8 };
  const off = await api(officer, 'POST', '/text/recognizers', { rule: old });
  await api(officer, 'PUT', `/text/recognizers/${off.id}`, { version: 1, on: false });
  await api(officer, 'POST', '/text/word-lists', {
    rule: { name: '禁用承诺', reason: '不得承诺收益', words: ['稳赚不赔', '保本保息', '零风险', '内部消息'] },
  });
}

/** Ends the agent's quietest contact where their hands are full: nobody holds more than a few at once. */
async function freeHands(url, headers, body) {
  const answer = await fetch(`${url}/api/v1/contacts`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { code, contacts = [] } = await answer.json();
  if (code === 'contacts-at-once' && contacts.length > 0)
    await send(`${url}/api/v1/contacts/${contacts[0].id}/end`, 'POST', headers);
}

/** Two who ask for a new mobile: one is not verified yet, the other's waits a day. */
async function changeMobile(api, call) {
  const known = own.filter(({ fields }) => fields.bankCard && fields.residentId);
  world.correct = await call(known[8], 'contact-change');
  world.changed = await call(known[9], 'contact-change');
  const { case: id, customer } = world.changed;
  const about = { purpose: 'contact-change', case: id, scenario: 'call' };
  const claims = ['residentId', 'bankCard'].map((field) => ({
    field,
    value: [customer.fields[field]].flat()[0],
  }));
  await api(agent, 'POST', `/customers/${customer.id}/verify`, { ...about, claims });
  const card = await api(agent, 'GET', `/customers/${customer.id}?${new URLSearchParams(about)}`);
  const { item } = card.fields.find((each) => each.field === 'mobile');
  await api(agent, 'PATCH', `/customers/${customer.id}`, {
    ...about,
    changes: [{ field: 'mobile', item, value: '13900139000' }],
  });
}

/** Somebody guesses at a customer until the budget of guesses ends it, which alarms. */
async function guessAt(api, call) {
  const { case: id, customer } = await call(own[5]);
  const claims = [
    { field: 'residentId', value: '11010519491231002X' },
    { field: 'mobile', value: '13800138000' },
  ];
  const body = { purpose: 'card-freeze', case: id, scenario: 'call', claims };
  for (let n = 0; n < 9; n++)
    await api(agent, 'POST', `/customers/${customer.id}/verify`, body).catch(() => null);
}

/** What waits for a second officer: a key with a job, a wider key, a colleague's earlier date of hire. */
async function askOfficers(api) {
  const [first, second] = demoTeams.map((each) => each.id);
  const until = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
  await api(keyKeeper, 'POST', '/service-keys', {
    name: '回访系统',
    scopes: ['customers:read', 'customers:search'],
    teams: [first, second],
    perDay: 2000,
    job: { purpose: 'call-back', teams: [first], rows: 300, until },
  });
  const { keys } = await api(keyKeeper, 'GET', '/service-keys');
  const crm = keys.find((each) => each.name === 'crm');
  await api(keyKeeper, 'PATCH', `/service-keys/${crm.id}`, { perDay: 50_000 });
  await api(keyKeeper, 'POST', `/people/${personOf(agent).id}/reset-factor`);
  await api(administrator, 'PATCH', `/people/${personOf(supervisor).id}`, {
    hiredOn: '2012-03-01',
    hiredEvidence: 'contract',
  });
}

async function send(url, method, headers, body) {
  const answer = await fetch(url, {
    method,
    headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok)
    throw new Error(`${method} ${new URL(url).pathname} answered ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? null : answer.json();
}

/** An invented file with one row that is wrong. */
async function drop(page) {
  const rows = Array.from({ length: 40 }, (_, i) => {
    const mobile = `1380013${String(8100 + i)}`;
    return `测试${String.fromCodePoint(0x4e00 + i)},${i === 9 ? '1380013' : mobile},case${i}@example.com,杭州市西湖区文三路${i + 1}号`;
  });
  const text = `姓名,手机号,邮箱,地址\n${rows.join('\n')}\n`;
  await page.locator('input[type="file"]').setInputFiles({
    name: '客户资料.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(text),
  });
  await page.locator('.page .ant-btn-primary').first().waitFor();
}

async function take(browser, url, states, look, shot) {
  const context = await browser.newContext({
    viewport: look.size,
    locale: look.language === 'zh' ? 'zh-CN' : 'en',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    colorScheme: look.theme,
    ...(shot.who === null ? {} : { storageState: states.get(shot.who) }),
  });
  context.setDefaultTimeout(8000);
  await context.addInitScript(
    ([language, theme]) => {
      localStorage.setItem('huke.language', language);
      localStorage.setItem('huke.appearance', theme);
    },
    [look.language, look.theme],
  );
  const page = await context.newPage();
  const name = `${shot.name}-${look.name}.png`;
  try {
    await page.goto(url + (typeof shot.path === 'function' ? shot.path() : shot.path));
    await page.locator(shot.ready).first().waitFor();
    await shot.first?.(page);
    await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  } catch (error) {
    process.exitCode = 1;
    say(`${name}: ${String(error.message).split('\n').slice(0, 2).join(' ')}`);
  }
  writeFileSync(join(values.out, name), palettePng(await page.screenshot({ animations: 'disabled' })));
  await context.close();
}

function index() {
  const rows = shots.map(({ name, shows }) => {
    const links = looks
      .filter((look) => !look.only || look.only.test(name))
      .map((look) => `[${look.name}](${name}-${look.name}.png)`);
    return `| ${shows} | ${links.join(' · ')} |`;
  });
  return `# The console in pictures

Taken from the demo by \`node scripts/screenshots.mjs\`; people and values are invented. \`zh\` and \`en\` are 1366×768, \`phone\` is 390×844.

| page | pictures |
|---|---|
${rows.join('\n')}
`;
}
