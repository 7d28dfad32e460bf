import { isIP } from 'node:net';
import { passkey } from '@better-auth/passkey';
import type { BetterAuthOptions } from 'better-auth';
import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { newId } from '#platform';
import { currentScope } from './auth-scope.ts';
import { authStore } from './auth-store.ts';
import type { IdentityConfig, IdentityDeps } from './deps.ts';
import { passwordFits, passwordOfNobody } from './password-proof.ts';
import type { Room } from './room.ts';
import { derivedKey } from './seal.ts';
import { secondFactor } from './second-factor.ts';
import { absoluteSeconds } from './session-row.ts';

/** Where the engine listens below the server's address. */
export const authPath = '/api/v1/auth';

const prefixes: Readonly<Record<string, string>> = {
  user: 'per',
  session: 'ses',
  account: 'acc',
  passkey: 'pky',
};

/** The addresses people may come from, and the host that passkeys are bound to (never a bare IP: WebAuthn forbids it). */
export function relyingParty(config: IdentityConfig): {
  readonly id: string;
  readonly origins: readonly string[];
} {
  const url = new URL(config.publicUrl);
  const bare = isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0;
  const local = bare ? [`${url.protocol}//localhost${url.port ? `:${url.port}` : ''}`] : [];
  return {
    id: bare ? 'localhost' : url.hostname,
    origins: [...new Set([url.origin, ...local, ...(config.otherOrigins ?? [])])],
  };
}

/** Secret of cookie signatures; not stored, derived from the installation's key. */
export function cookieSecret(deps: Pick<IdentityDeps, 'mac'>): string {
  return derivedKey(deps.mac, 'cookies').toString('base64url');
}

/**
 * better-auth as this room uses it: passwords, sessions, cookies, passkeys, on the tables of `migrations.ts`. No
 * sign-up, no trusted devices, no sessions in cookies, no mail. Lock-out, rate limits and the second factor are ours.
 */
export function authOptions(deps: Room): BetterAuthOptions {
  const party = relyingParty(deps.config);
  return {
    appName: 'Huke',
    baseURL: deps.config.publicUrl,
    basePath: authPath,
    secret: cookieSecret(deps),
    trustedOrigins: [...party.origins],
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    database: authStore(deps),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      maxPasswordLength: 128,
      password: {
        hash: (password) => passwordOfNobody(deps, password),
        verify: ({ hash, password }) => passwordFits(deps, hash, password),
      },
    },
    user: {
      modelName: 'identity_people',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    account: {
      modelName: 'identity_accounts',
      fields: {
        accountId: 'account_id',
        providerId: 'provider_id',
        userId: 'person',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    session: {
      modelName: 'identity_sessions',
      expiresIn: absoluteSeconds(deps.config),
      disableSessionRefresh: true,
      freshAge: 0,
      cookieCache: { enabled: false },
      fields: {
        userId: 'person',
        expiresAt: 'expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
      },
      additionalFields: {
        strength: { type: 'string', required: false, input: false },
        idleUntil: { type: 'date', required: true, input: false, returned: false, fieldName: 'idle_until' },
        device: { type: 'string', required: false, input: false, returned: false },
        mac: { type: 'string', required: true, input: false, returned: false },
      },
    },
    verification: {
      modelName: 'identity_verifications',
      storeIdentifier: 'hashed',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    advanced: {
      cookiePrefix: 'huke',
      useSecureCookies: deps.config.publicUrl.startsWith('https://'),
      defaultCookieAttributes: { sameSite: 'strict', httpOnly: true, path: '/' },
      database: {
        generateId: ({ model }) => newId(prefixes[model] ?? 'ver'),
        joins: true,
        validateSchema: false,
      },
    },
    plugins: [
      passkey({
        rpID: party.id,
        rpName: 'Huke',
        origin: [...party.origins],
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        registration: {
          afterVerification: ({ verification }) => {
            if (verification.registrationInfo?.userVerified !== true) throw unverified();
          },
        },
        authentication: {
          afterVerification: async ({ verification: { authenticationInfo: info } }) => {
            const scope = currentScope();
            if (!info.userVerified || scope.passkey?.credential !== info.credentialID) throw unverified();
            scope.proven = { person: scope.passkey.person, totp: false };
          },
        },
        schema: {
          passkey: {
            modelName: 'identity_passkeys',
            fields: {
              publicKey: 'public_key',
              userId: 'person',
              credentialID: 'credential_id',
              deviceType: 'device_type',
              backedUp: 'backed_up',
              createdAt: 'created_at',
            },
          },
        },
      }),
      secondFactor(deps),
    ],
  };
}

/** Starts the engine. */
export function createAuthEngine(deps: Room) {
  return betterAuth(authOptions(deps));
}

function unverified(): APIError {
  return new APIError('UNAUTHORIZED', { code: 'passkey-refused' });
}
