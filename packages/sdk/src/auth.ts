import type { Client } from './client.ts';
import type { Post } from './vocabulary.ts';

/** What a password alone leads to: a session, or the question for the second factor. */
export type SignInNext = 'done' | 'totp-needed';

/** What an authenticator app needs; shown once, before the first code confirms it. */
export type TotpEnrolment = {
  /** `otpauth://` address for the QR code. */
  readonly uri: string;
  /** The same secret in base32, for typing. */
  readonly secret: string;
  /** Ten one-time codes for the day the telephone is lost; shown once. */
  readonly recoveryCodes: readonly string[];
};

export type PasskeyRow = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  /** Whether the passkey is copied between the person's devices by their platform. */
  readonly synced: boolean;
};

/** JSON forms of WebAuthn (`PublicKeyCredential.parse…FromJSON`, `credential.toJSON()`), passed through as they are. */
export type WebAuthnJson = Readonly<Record<string, unknown>>;

/** Whom an invitation is for; a used, expired or unknown one is refused with `link-invalid`. */
export type Invitation = {
  readonly name: string;
  readonly email: string;
  readonly post: Post;
  readonly expiresAt: string;
};

/** Body of `POST /first-run`: the first system administrator. */
export type FirstRun = {
  readonly token: string;
  readonly name: string;
  readonly staffNumber: string;
  readonly email: string;
  readonly password: string;
};

/**
 * The sign-in flow as calls; each rejects with `ApiError` unless it succeeded.
 *
 * Wrong mail, wrong password, locked and unknown accounts are told apart by nobody: all are `sign-in-failed`
 * (401). Wrong, used and late codes are `code-wrong` (401, within a session 403); the fifth ends the question: sign in again
 * (`challenge-over`). A first factor is enrolled with the password just typed; any further one needs a session that
 * was itself signed in with two factors within the last 15 minutes (`sign-in-again`, 403).
 *
 * The links of invitations and of the first run carry their token behind `#`, which browsers send to nobody:
 * read it from `location.hash` and hand it on.
 */
export function createAuthClient(client: Pick<Client, 'call'>) {
  const post = <T>(path: string, body: unknown = {}): Promise<T> => client.call<T>('POST', path, body);
  return {
    signIn: async (email: string, password: string): Promise<SignInNext> =>
      (await post<{ next: SignInNext }>('/auth/sign-in/email', { email, password })).next,
    finishTotp: (code: string) => post<void>('/auth/two-factor/verify-totp', { code }),
    /** Each recovery code works once; `left` says how many remain. */
    recoveryCode: (code: string) => post<{ left: number }>('/auth/two-factor/verify-backup-code', { code }),

    /** Options for `navigator.credentials.get`; no mail is needed, the passkey knows whose it is. */
    startPasskey: () => client.call<WebAuthnJson>('GET', '/auth/passkey/generate-authenticate-options'),
    finishPasskey: (credential: WebAuthnJson) =>
      post<void>('/auth/passkey/verify-authentication', { response: credential }),

    startTotpEnrolment: (password: string) => post<TotpEnrolment>('/auth/two-factor/enable', { password }),
    /** The first code of the new secret; the session counts as `two-factor` from here. */
    finishTotpEnrolment: (code: string) => post<void>('/auth/two-factor/confirm', { code }),
    newRecoveryCodes: (password: string) =>
      post<{ recoveryCodes: readonly string[] }>('/auth/two-factor/generate-backup-codes', { password }),

    /** Options for `navigator.credentials.create`. */
    startPasskeyEnrolment: () => client.call<WebAuthnJson>('GET', '/auth/passkey/generate-register-options'),
    /** After a first passkey the session is still `password`: sign in with it next. */
    finishPasskeyEnrolment: (name: string, credential: WebAuthnJson) =>
      post<PasskeyRow>('/auth/passkey/verify-registration', { name, response: credential }),
    passkeys: async (): Promise<readonly PasskeyRow[]> =>
      (await client.call<{ passkeys: readonly PasskeyRow[] }>('GET', '/auth/passkey/list-user-passkeys'))
        .passkeys,
    deletePasskey: (id: string) => post<void>('/auth/passkey/delete-passkey', { id }),

    /** Ends every other session of the person. */
    changePassword: (current: string, next: string) => post<void>('/auth/change-password', { current, next }),

    openInvitation: (token: string) => post<Invitation>('/invitations/open', { token }),
    /** Sets the first password; sign in with it next. */
    acceptInvitation: (token: string, password: string) =>
      post<void>('/invitations/accept', { token, password }),

    /** Whether the installation still waits for its first administrator. */
    firstRunOpen: async (): Promise<boolean> =>
      (await client.call<{ open: boolean }>('GET', '/first-run')).open,
    firstRun: (body: FirstRun) => post<void>('/first-run', body),
  };
}

export type AuthClient = ReturnType<typeof createAuthClient>;
