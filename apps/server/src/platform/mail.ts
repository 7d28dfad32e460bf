import { isIP } from 'node:net';
import { createTransport } from 'nodemailer';

/** Sends a plain text to the configured addresses; throws what the mail server answered. */
export type Mail = (subject: string, text: string) => Promise<void>;

/**
 * A sender over SMTP (RFC 5321), `smtps://` or `smtp://` with STARTTLS (RFC 3207). A server that offers no TLS is
 * refused unless it is on this machine. Gives up after 20 seconds, so that whoever waits can try again.
 */
export function openMail(options: {
  readonly url: string;
  readonly from: string;
  readonly to: readonly string[];
}): Mail {
  const url = new URL(options.url);
  const waits = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };
  const transport = createTransport({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (url.protocol === 'smtps:' ? 465 : 587),
    secure: url.protocol === 'smtps:',
    requireTLS: url.protocol === 'smtp:' && !isHere(url.hostname),
    ...(url.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
    ...waits,
  });
  return async (subject, text) => {
    await transport.sendMail({ from: options.from, to: [...options.to], subject, text });
  };
}

function isHere(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}
