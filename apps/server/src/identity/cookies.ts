import { createHmac } from 'node:crypto';
import { sameText } from './seal.ts';

/** Names of the cookies; `__Secure-` in front where the address is https. */
export const sessionCookie = 'huke.session_token';
export const deviceCookie = 'huke.device';
/** How long a browser stays known without a sign-in. */
export const deviceDays = 180;

/** The value of a cookie, with or without the secure prefix; null when absent. */
export function readCookie(request: Request, name: string, secure: boolean): string | null {
  const wanted = secure ? `__Secure-${name}` : name;
  for (const each of (request.headers.get('cookie') ?? '').split(';')) {
    const at = each.indexOf('=');
    if (at > 0 && each.slice(0, at).trim() === wanted) return decoded(each.slice(at + 1).trim());
  }
  return null;
}

/** The token of a session cookie as better-auth signs it (`token.signature`, HMAC-SHA-256); null when not ours. */
export function openSessionCookie(secret: string, value: string): string | null {
  const dot = value.lastIndexOf('.');
  if (dot < 1) return null;
  const token = value.slice(0, dot);
  const signature = createHmac('sha256', secret).update(token).digest('base64');
  return sameText(signature, value.slice(dot + 1)) ? token : null;
}

/** A `Set-Cookie` that scripts cannot read and other sites cannot send. */
export function setCookie(name: string, value: string, seconds: number, secure: boolean): string {
  const full = secure ? `__Secure-${name}` : name;
  return `${full}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
}

function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
