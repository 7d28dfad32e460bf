import { ApiError } from '@huke/sdk';
import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';

type Json = Readonly<Record<string, unknown>>;

/** Whether an address names a host; passkeys belong to a name, browsers refuse them for bare IP addresses. */
export function isNamed(hostname: string): boolean {
  return !/^\d{1,3}(?:\.\d{1,3}){3}$/.test(hostname) && !hostname.includes(':');
}

/** Whether passkeys work in this browser at this address. */
export function canUsePasskeys(): boolean {
  return browserSupportsWebAuthn() && isNamed(location.hostname);
}

/** Asks the person for a passkey; throws a problem that says what to do when they do not give one. */
export async function askPasskey(options: Json): Promise<Record<string, unknown>> {
  return attempt(async () => {
    const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON;
    return { ...(await startAuthentication({ optionsJSON })) };
  });
}

/** Has the person make a passkey for this account. */
export async function makePasskey(options: Json): Promise<Record<string, unknown>> {
  return attempt(async () => {
    const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON;
    return { ...(await startRegistration({ optionsJSON })) };
  });
}

async function attempt<T>(act: () => Promise<T>): Promise<T> {
  if (!canUsePasskeys()) throw problem('passkey-unsupported', 'this browser has no passkeys');
  try {
    return await act();
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw problem('passkey-cancelled', 'the passkey did not finish');
  }
}

function problem(code: string, title: string): ApiError {
  return new ApiError({ type: 'about:blank', title, status: 400, code });
}
