import { toGb18030 } from './canary-forms.ts';

/** Values that are nowhere else; every way in takes some of them. */
export const planted = {
  name: '欧阳金丝雀',
  mobile: '19857301846',
  residentId: withCheck('33010619870613472'),
  card: withLuhn('622126730184650'),
  mail: 'jinsique.canary7731@example.test',
  address: '浙江省杭州市西湖区金丝雀巷77弄31号402室',
  corrected: 'canary.corrected7731@example.test',
  note: '金丝雀备注蓝鸟七七三一',
  noted: '19857303317',
  reason: '金丝雀理由红鸟七七三一',
  searched: '19857307731',
  claimed: '19857302277',
  identified: '19857304499',
  external: 'canary-call-7731-external',
  password: 'Kanarienvogel-7731-pass',
  wrongPassword: 'Kanarienvogel-7731-wrong',
  wrongMail: 'nobody.canary7731@example.test',
  importedName: '司徒金丝雀',
  importedMobile: '19857305511',
  importedGb: '诸葛金丝雀',
  importedGbAddress: '四川省成都市锦江区金丝雀路51号',
  badRow: '1985730bad7731',
  badJson: 'canary-broken-json-7731',
  badField: 'canaryField7731',
  typed: 'canary-typed-7731',
} as const;

/** An answer as it came. */
export type Answered = {
  readonly path: string;
  readonly status: number;
  readonly headers: string;
  readonly text: string;
};

type Who = Readonly<Record<string, string>>;
type Rooted = {
  readonly url: string;
  readonly agent: Who;
  readonly supervisor: Who;
  readonly admin: Who;
  /** Another officer, who confirms what the administrator asked for. */
  readonly second: Who;
  readonly platform: Who;
  readonly agentId: string;
  readonly team: string;
  readonly employer: string;
  readonly record: (answer: Answered) => void;
};

/** Sends the planted values through every way in, failing ones too; resolves to what was revealed on purpose. */
export async function plantEverywhere(
  desk: Rooted,
): Promise<{ readonly revealed: Answered; readonly customer: string }> {
  const send = async (
    who: Who,
    method: string,
    path: string,
    body?: unknown,
    raw?: Buffer | string,
  ): Promise<Answered> => {
    const response = await fetch(`${desk.url}/api/v1${path}`, {
      method,
      headers: {
        'huke-csrf': '1',
        ...(raw === undefined ? { 'content-type': 'application/json' } : {}),
        ...who,
      },
      ...(raw !== undefined
        ? { body: new Uint8Array(Buffer.from(raw)) }
        : body === undefined
          ? {}
          : { body: JSON.stringify(body) }),
    });
    const headers = [...response.headers].map((pair) => pair.join(': ')).join('\n');
    return { path, status: response.status, headers, text: await response.text() };
  };
  const ask = async (who: Who, method: string, path: string, body?: unknown, raw?: Buffer | string) => {
    const answer = await send(who, method, path, body, raw);
    desk.record(answer);
    return { ...answer, body: answer.text.startsWith('{') ? JSON.parse(answer.text) : null };
  };
  const { agent, supervisor, admin, second, platform } = desk;
  const p = planted;

  const fields = {
    name: p.name,
    mobile: p.mobile,
    residentId: p.residentId,
    bankCard: p.card,
    email: p.mail,
    address: p.address,
  };
  const created = await ask({ ...supervisor, 'idempotency-key': 'canary-key-1' }, 'POST', '/customers', {
    fields,
  });
  const customer: string = created.body.id;
  await ask(supervisor, 'POST', '/customers', { fields });
  await ask(supervisor, 'POST', '/customers', { fields: { mobile: p.badRow, [p.badField]: p.typed } });
  const json = { 'content-type': 'application/json' };
  for (const who of [supervisor, { ...supervisor, ...json }])
    await ask(who, 'POST', '/customers', undefined, `{"fields":{"name":"${p.badJson}`);

  const call = { channel: 'call', direction: 'in', agent: desk.agentId };
  const contact = (n: number, more: object) =>
    ask(platform, 'POST', '/contacts', { ...call, externalId: `${p.external}-${n}`, ...more });
  const opened = await contact(1, { caseType: 'card-freeze', customer });
  await contact(2, { caseType: 'card-freeze', identifier: { field: 'mobile', value: p.mobile } });
  await contact(3, { caseType: 'card-freeze', identifier: { field: 'mobile', value: p.identified } });
  await contact(4, { caseType: p.typed, customer });
  const context = { purpose: 'card-freeze', scenario: 'call', case: opened.body.case as string };
  const query = new URLSearchParams(context).toString();

  await ask(agent, 'GET', `/customers/${customer}?${query}`);
  await ask(agent, 'GET', `/customers/${customer}/history?${query}`);
  const search = (value: string, field = 'mobile') =>
    ask(agent, 'POST', '/customers/search', { field, value, ...context });
  await search(p.mobile);
  await search(p.searched);
  await search(p.typed, p.badField);
  const verify = (value: string) =>
    ask(agent, 'POST', `/customers/${customer}/verify`, { claims: [{ field: 'mobile', value }], ...context });
  await verify(p.claimed);
  await verify(p.mobile);
  const access = {
    action: 'reveal',
    customer,
    fields: [{ field: 'mobile' }],
    reason: 'confirm-identity',
    ...context,
  };
  const revealed = await send(agent, 'POST', '/accesses', { ...access, note: p.reason });
  await ask(agent, 'POST', '/accesses', { ...access, fields: [{ field: 'bankCard' }], note: p.reason });
  await ask(agent, 'POST', '/accesses', { ...access, note: p.reason, reason: p.typed });
  await ask(agent, 'POST', '/accesses', { ...access, action: 'use', use: 'dial', reason: undefined });
  await ask(agent, 'POST', `/cases/${context.case}/notes`, { text: `${p.note} ${p.noted}` }).then(
    () => undefined,
  );
  await ask(agent, 'GET', `/cases/${context.case}`);
  const change = await contact(5, { caseType: 'contact-change', customer });
  const changing = { purpose: 'contact-change', scenario: 'call', case: change.body.case as string };
  const claims = [
    { field: 'residentId', value: p.residentId },
    { field: 'bankCard', value: p.card },
  ];
  await ask(agent, 'POST', `/customers/${customer}/verify`, { claims, ...changing });
  const patch = (value: string) =>
    ask(agent, 'PATCH', `/customers/${customer}`, { changes: [{ field: 'email', value }], ...changing });
  await patch(p.corrected);
  await patch(p.typed);
  await ask(platform, 'GET', '/notices');
  await ask(agent, 'GET', `/customers/${customer}/verification?${new URLSearchParams(changing)}`);
  await ask(agent, 'POST', '/text/findings', { text: `${p.note} ${p.noted}` });
  await ask(agent, 'POST', '/text/mask', { text: `${p.noted}`, scenario: 'call' });
  await ask(agent, 'GET', `/no/such/${p.typed}`);

  const csv = [
    `姓名,手机号,身份证`,
    `${p.importedName},${p.importedMobile},`,
    `${p.importedName},${p.badRow},`,
  ].join('\r\n');
  const gb = toGb18030([`姓名,地址`, `${p.importedGb},${p.importedGbAddress}`].join('\r\n'));
  for (const [body, dryRun] of [
    [Buffer.from(csv), true],
    [Buffer.from(csv), false],
    [gb, false],
    [Buffer.from(`{"name":"${p.badJson}`), false],
  ] as const) {
    const job = await ask(supervisor, 'POST', `/customers/import?dryRun=${dryRun}`, undefined, body);
    const path = `/customers/import/${job.body.id}`;
    for (let i = 0; i < 200; i++) {
      const now = await send(supervisor, 'GET', path);
      if (!now.text.includes('"state":"running"')) break;
      await new Promise((done) => setTimeout(done, 25));
    }
    await ask(supervisor, 'GET', path);
    await ask(supervisor, 'GET', `${path}/errors.csv`);
  }

  await ask({}, 'POST', '/auth/sign-in/email', { email: p.wrongMail, password: p.wrongPassword });
  await ask({}, 'POST', '/auth/sign-in/email', { email: 'li.na@demo.huke.test', password: p.wrongPassword });
  const made = await send(admin, 'POST', '/people', {
    name: '新同事',
    staffNumber: 'HK9001',
    email: 'newcomer@demo.huke.test',
    post: 'agent',
    team: desk.team,
    employer: desk.employer,
  });
  const { person, changes } = JSON.parse(made.text);
  await ask(second, 'POST', `/people/changes/${changes[0].id}/confirm`);
  const invited = await send(admin, 'POST', `/people/${person.id}/invite`);
  const token = new URL(JSON.parse(invited.text).invitation, desk.url);
  const secret = token.hash.slice(1) || (token.pathname.split('/').at(-1) ?? '');
  await ask({}, 'POST', '/invitations/accept', { token: secret.replace(/^.*=/, ''), password: p.password });
  await ask({}, 'POST', '/auth/sign-in/email', { email: 'newcomer@demo.huke.test', password: p.password });
  await ask(agent, 'POST', `/cases/${context.case}/close`);
  await ask(supervisor, 'DELETE', `/customers/${customer}`);
  await ask(supervisor, 'GET', '/bin');
  await ask(supervisor, 'POST', `/customers/${customer}/restore`);
  return { revealed, customer };
}

function withLuhn(digits: string): string {
  let sum = 0;
  for (const [i, digit] of [...digits].reverse().entries()) {
    const doubled = i % 2 === 0 ? Number(digit) * 2 : Number(digit);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

function withCheck(digits: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(digits.charAt(i)), 0);
  return digits + '10X98765432'.charAt(sum % 11);
}
