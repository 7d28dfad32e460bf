import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limitBodyTime } from './body-time.ts';

let server: Server;
let port: number;
const times = { whole: 1000, still: 1000 };

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/api/v1/refused') {
      response.writeHead(401).end();
      return;
    }
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
    });
    request.on('end', () => response.end(String(length)));
    request.on('error', () => {});
  });
  limitBodyTime(server, times);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => new Promise((done) => server.close(done)));

/** Sends a body of ten bytes, one every `pause` ms; what came back, and how many were sent when the connection ended. */
function dribble(
  path: string,
  pause: number,
  bytes = 10,
): Promise<{ readonly text: string; readonly sent: number; readonly ms: number }> {
  return new Promise((done) => {
    const began = performance.now();
    let text = '';
    let sent = 0;
    const socket = connect(port, '127.0.0.1');
    const next = setInterval(() => {
      if (sent < bytes) socket.write('x');
      sent += 1;
    }, pause);
    socket.on('data', (chunk) => {
      text += chunk.toString();
      if (sent >= bytes) socket.end();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      clearInterval(next);
      done({ text, sent, ms: performance.now() - began });
    });
    socket.write(`POST ${path} HTTP/1.1\r\nHost: here\r\nContent-Length: 10\r\n\r\n`);
  });
}

describe('a body that does not come', () => {
  test('is not waited for, however it dribbles', async () => {
    const { text, sent } = await dribble('/api/v1/auth/sign-in/email', 250);
    expect(text).toContain('408');
    expect(sent).toBeLessThan(10);
  });

  test('is not waited for after its answer', async () => {
    const { text, sent } = await dribble('/api/v1/refused', 250);
    expect(text).toContain('401');
    expect(sent).toBeLessThan(10);
  });

  test('an import may take its time while it moves', async () => {
    const { text, ms } = await dribble('/api/v1/customers/import?dryRun=true', 150);
    expect(text).toContain('200');
    expect(text.endsWith('10')).toBe(true);
    expect(ms).toBeGreaterThan(times.whole);
  });

  test('an import that stands still is cut', async () => {
    const { text } = await dribble('/api/v1/customers/import', 100, 3);
    expect(text).toContain('408');
  });

  test('one that comes at once is answered', async () => {
    const { text } = await dribble('/api/v1/any', 5);
    expect(text).toContain('200');
  });
});
