import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';
import { afterEach, expect, test } from 'vitest';
import { openMail } from './mail.ts';

const servers: SMTPServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise<void>((done) => server.close(() => done()));
});

/** A real SMTP server on this machine that keeps what it is sent. */
async function mailServer(options: { refuse?: boolean } = {}) {
  const got: { to: string[]; raw: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        if (options.refuse === true) return done(new Error('no room'));
        const to = session.envelope.rcptTo.map((each) => each.address);
        got.push({ to, raw: Buffer.concat(parts).toString('utf8') });
        return done();
      });
    },
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  return { got, port: typeof address === 'object' && address !== null ? address.port : 0 };
}

test('a mail reaches every configured address, Chinese intact', async () => {
  const { got, port } = await mailServer();
  const mail = openMail({
    url: `smtp://127.0.0.1:${port}`,
    from: 'huke@desk.test',
    to: ['one@desk.test', 'two@desk.test'],
  });
  await mail('护客告警', '数据库中的记录被人改动');
  expect(got[0]?.to).toEqual(['one@desk.test', 'two@desk.test']);
  const body = Buffer.from(got[0]?.raw.split('\r\n\r\n').slice(1).join('') ?? '', 'base64').toString('utf8');
  expect(body).toContain('数据库中的记录被人改动');
});

test('a server that refuses, and one without TLS elsewhere, are errors', async () => {
  const { port } = await mailServer({ refuse: true });
  const there = openMail({ url: `smtp://127.0.0.1:${port}`, from: 'a@desk.test', to: ['b@desk.test'] });
  await expect(there('subject', 'text')).rejects.toThrow();
});
