// Plays one morning: people sign in over five minutes, each has one contact of about 90 seconds, a fifth of them is
// handed on, one in twenty needs a value. stdin: { port, people: [{ id, email, password, secret, customer }], platformKey,
// seconds, contactSeconds }. Prints latencies (ms) by step, the most contacts at a time, and errors, as JSON.
import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { port, people, platformKey, seconds, contactSeconds } = JSON.parse(
  Buffer.concat(chunks).toString('utf8'),
);
const agent = new Agent({ keepAlive: true, maxSockets: 400 });
const latencies = {};
const errors = {};
const signedIn = [];
let live = 0;
let mostLive = 0;

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function send(step, method, path, { cookie, key, body } = {}) {
  return new Promise((resolve) => {
    const started = process.hrtime.bigint();
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = { 'huke-csrf': '1', origin: `http://127.0.0.1:${port}` };
    if (text !== undefined) headers['content-type'] = 'application/json';
    if (cookie) headers.cookie = cookie;
    if (key) headers.authorization = `Bearer ${key}`;
    const sent = request(
      { host: '127.0.0.1', port, path: `/api/v1${path}`, method, agent, headers },
      (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () => {
          (latencies[step] ??= []).push(Number(process.hrtime.bigint() - started) / 1e6);
          const answer = Buffer.concat(parts).toString('utf8');
          let json = null;
          try {
            json = answer === '' ? null : JSON.parse(answer);
          } catch {
            json = null;
          }
          if (response.statusCode >= 400) {
            const name = `${step}: ${response.statusCode} ${json?.code ?? ''}`;
            errors[name] = (errors[name] ?? 0) + 1;
          }
          resolve({ status: response.statusCode, json, cookies: response.headers['set-cookie'] ?? [] });
        });
      },
    );
    sent.on('error', (error) => {
      errors[`${step}: ${error.code}`] = (errors[`${step}: ${error.code}`] ?? 0) + 1;
      resolve({ status: 0, json: null, cookies: [] });
    });
    sent.end(text);
  });
}

function decodeBase32(secret) {
  let bits = '';
  for (const c of secret) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

function totp(secret) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', decodeBase32(secret)).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

function jarOf(jar, cookies) {
  for (const each of cookies) {
    const [pair] = each.split(';');
    const at = pair.indexOf('=');
    if (/max-age=0/i.test(each)) jar.delete(pair.slice(0, at));
    else jar.set(pair.slice(0, at), pair.slice(at + 1));
  }
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
}

async function play(person, n) {
  const jar = new Map();
  const first = await send('sign in', 'POST', '/auth/sign-in/email', {
    body: { email: person.email, password: person.password },
  });
  let cookie = jarOf(jar, first.cookies);
  const second = await send('second factor', 'POST', '/auth/two-factor/verify-totp', {
    cookie,
    body: { code: totp(person.secret) },
  });
  cookie = jarOf(jar, second.cookies);
  if (second.status >= 400) return;
  const me = { ...person, cookie };
  signedIn.push(me);
  const opened = await send('contact', 'POST', '/contacts', {
    key: platformKey,
    body: {
      channel: 'call',
      direction: 'in',
      externalId: `peak-${n}-${process.pid}`,
      agent: person.id,
      customer: person.customer,
      caseType: 'complaint',
    },
  });
  if (opened.status >= 400) return;
  mostLive = Math.max(mostLive, ++live);
  let now = me;
  const look = () => {
    const query = `scenario=call&purpose=complaint&case=${opened.json.case}`;
    return send('card', 'GET', `/customers/${person.customer}?${query}`, { cookie: now.cookie });
  };
  await send('desk', 'GET', '/cases', { cookie: now.cookie });
  await look();
  await sleep(contactSeconds * 400);
  // a case is handed on within its team
  const colleagues =
    n % 5 === 0 ? signedIn.filter((each) => each.team === now.team && each.id !== now.id) : [];
  const to = colleagues[(n * 7) % Math.max(1, colleagues.length)];
  if (to) {
    await send('transfer', 'POST', `/cases/${opened.json.case}/transfer`, {
      cookie: now.cookie,
      body: { to: to.id },
    });
    now = to;
    await look();
  }
  if (n % 20 === 1)
    await send('reveal', 'POST', '/accesses', {
      cookie: now.cookie,
      body: {
        action: 'reveal',
        customer: person.customer,
        fields: [{ field: 'mobile' }],
        purpose: 'complaint',
        case: opened.json.case,
        scenario: 'call',
        reason: 'handle-complaint',
      },
    });
  await sleep(contactSeconds * 600);
  await look();
  live--;
  await send('contact ended', 'POST', `/contacts/${opened.json.id}/end`, { key: platformKey });
}

await Promise.all(
  people.map(async (person, n) => {
    await sleep((n / people.length) * seconds * 1000);
    await play(person, n);
  }),
);
const quantile = (list, q) => list[Math.min(list.length - 1, Math.floor(q * list.length))];
const steps = {};
for (const [step, list] of Object.entries(latencies)) {
  list.sort((a, b) => a - b);
  steps[step] = { count: list.length, p50: quantile(list, 0.5), p99: quantile(list, 0.99), max: list.at(-1) };
}
process.stdout.write(JSON.stringify({ steps, mostLive, errors }));
agent.destroy();
