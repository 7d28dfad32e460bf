// Sends prepared requests over kept-alive connections from a process of its own and prints what it took, as JSON.
// stdin: { port, clients, seconds, requests: [{ path, headers, body }] }; each client goes round its own share.
import { Agent, request } from 'node:http';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { port, clients, seconds, requests } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
const agent = new Agent({ keepAlive: true, maxSockets: clients });
const latencies = [];
const failures = new Map();
let until = 0;
let measuring = false;

function once({ path, headers, body }) {
  return new Promise((resolve) => {
    const started = process.hrtime.bigint();
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json', ...headers },
      },
      (response) => {
        response.resume();
        response.on('end', () => {
          const took = Number(process.hrtime.bigint() - started) / 1e6;
          if (response.statusCode !== 200)
            failures.set(response.statusCode, (failures.get(response.statusCode) ?? 0) + 1);
          else if (measuring) latencies.push(took);
          resolve();
        });
      },
    );
    sent.on('error', (error) => {
      failures.set(error.code, (failures.get(error.code) ?? 0) + 1);
      resolve();
    });
    sent.end(body);
  });
}

async function client(n) {
  const own = requests.filter((_, i) => i % clients === n);
  for (let i = 0; Date.now() < until; i++) await once(own[i % own.length]);
}

async function phase(length, measured) {
  measuring = measured;
  until = Date.now() + length * 1000;
  const started = process.hrtime.bigint();
  await Promise.all(Array.from({ length: clients }, (_, n) => client(n)));
  return Number(process.hrtime.bigint() - started) / 1e9;
}

await phase(Math.min(2, seconds / 2), false);
const took = await phase(seconds, true);
latencies.sort((a, b) => a - b);
const at = (q) => latencies[Math.min(latencies.length - 1, Math.floor(q * latencies.length))] ?? null;
process.stdout.write(
  JSON.stringify({
    perSecond: latencies.length / took,
    p50: at(0.5),
    p99: at(0.99),
    count: latencies.length,
    failures: Object.fromEntries(failures),
  }),
);
agent.destroy();
