import type { GenericEndpointContext as Context } from '@better-auth/core';
import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthEndpoint, createAuthMiddleware } from 'better-auth/api';
import { deleteSessionCookie, expireCookie, setSessionCookie } from 'better-auth/cookies';
import { sql } from 'kysely';
import { z } from 'zod';
import { currentScope } from './auth-scope.ts';
import { outsideCounters, type Counter } from './attempts.ts';
import type { IdentityDeps } from './deps.ts';
import { knownFor } from './devices.ts';
import { confirmTotp, recoveryCodesLeft, useRecoveryCode, useTotp } from './factors.ts';
import type { Room } from './room.ts';
import { newToken, rowGenuine, rowMac, tokenHash } from './seal.ts';
import { deleteSessions } from './sessions.ts';

const challengeSeconds = 300;
const challengeTries = 5;
const cookie = 'challenge';
const body = z.object({ code: z.string().max(40) });

/**
 * The second factor as a better-auth plugin of our own: a password alone leads to a challenge, a right code to a
 * session with a new token. It replaces better-auth's `twoFactor`, which accepts one code twice, keeps recovery codes
 * readable by the server, and knows trusted devices that skip the question (docs/adr/0005-identity.md).
 */
export function secondFactor(deps: Room): BetterAuthPlugin {
  const endpoint = (
    path: string,
    judge: (
      person: string,
      code: string,
      counters: readonly Counter[],
    ) => Promise<{ readonly kind: string; readonly code?: string }>,
  ) =>
    createAuthEndpoint(path, { method: 'POST', body }, async (ctx) => {
      const person = await challenged(deps, ctx);
      currentScope().person = person;
      const outcome = await judge(person, ctx.body.code.trim(), await countersOf(deps, person));
      if (outcome.kind !== 'right')
        throw new APIError('UNAUTHORIZED', { code: outcome.code ?? 'code-wrong' });
      await endChallenge(ctx);
      currentScope().proven = { person, totp: true };
      await openSession(ctx, person);
      return ctx.json({ left: await recoveryCodesLeft(currentScope().tx, person) });
    });
  return {
    id: 'huke-second-factor',
    endpoints: {
      finishTotp: endpoint('/two-factor/verify-totp', (person, code, counters) =>
        useTotp(deps, currentScope().tx, person, code, currentScope().drafts, counters),
      ),
      finishRecoveryCode: endpoint('/two-factor/verify-backup-code', (person, code, counters) =>
        useRecoveryCode(deps, currentScope().tx, person, code, currentScope().drafts, counters),
      ),
      confirmTotp: createAuthEndpoint('/two-factor/confirm', { method: 'POST', body }, async (ctx) => {
        const { tx, drafts, ended, person, session } = currentScope();
        if (person === null || session === null) throw new APIError('UNAUTHORIZED', { code: 'signed-out' });
        const outcome = await confirmTotp(deps, tx, person, ctx.body.code.trim(), drafts);
        if (outcome.kind !== 'right') throw new APIError('UNAUTHORIZED', { code: outcome.code });
        await deleteSessions(deps, tx, sql`id = ${session}`);
        ended.push(session);
        currentScope().proven = { person, totp: true };
        await openSession(ctx, person);
        return ctx.json({});
      }),
    },
    hooks: {
      after: [
        {
          matcher: (ctx) => ctx.path === '/sign-in/email',
          handler: createAuthMiddleware(async (ctx) => {
            const made = ctx.context.newSession;
            const scope = currentScope();
            const { proven, drafts } = scope;
            if (!made || !proven?.totp) return;
            deleteSessionCookie(ctx, true);
            await ctx.context.internalAdapter.deleteSession(made.session.token);
            ctx.context.setNewSession(null);
            scope.opened = false;
            drafts.splice(0, drafts.length, ...drafts.filter((each) => each.action !== 'sign-in'));
            await startChallenge(deps, ctx, proven.person);
            return ctx.json({ next: 'totp-needed' });
          }),
        },
      ],
    },
  };
}

/** What a wrong code of this request counts against. */
async function countersOf(deps: IdentityDeps, person: string): Promise<readonly Counter[]> {
  const { tx, device, remote } = currentScope();
  const known = await knownFor(deps, tx, device, { person });
  return outsideCounters(deps.mac, { use: 'code', person }, { knownDevice: known ? device : null, remote });
}

/** What a challenge's seal covers. */
const challengeParts = (token: string, person: string, expiresAt: Date) =>
  [token, person, expiresAt.getTime()] as const;

async function startChallenge(deps: IdentityDeps, ctx: Context, person: string): Promise<void> {
  const token = newToken();
  const expiresAt = new Date(deps.clock().getTime() + challengeSeconds * 1000);
  const seal = rowMac(deps.mac, 'challenge', challengeParts(tokenHash(token), person, expiresAt));
  await sql`
    insert into identity_challenges (token, person, expires_at, mac)
    values (${tokenHash(token)}, ${person}, ${expiresAt}, ${seal})`.execute(currentScope().tx);
  const { name, attributes } = ctx.context.createAuthCookie(cookie, { maxAge: challengeSeconds });
  ctx.setCookie(name, token, attributes);
}

/** Whose challenge the browser holds; counts the try. */
async function challenged(deps: IdentityDeps, ctx: Context): Promise<string> {
  const token = ctx.getCookie(ctx.context.createAuthCookie(cookie).name);
  const hash = tokenHash(token ?? '');
  const now = deps.clock();
  const latest = new Date(now.getTime() + (challengeSeconds + 60) * 1000);
  const { rows } = await sql<{ person: string; expiresAt: Date; mac: string | null }>`
    update identity_challenges set attempts = attempts + 1
    where token = ${hash} and expires_at > ${now} and expires_at <= ${latest} and attempts < ${challengeTries}
    returning person, expires_at as "expiresAt", mac`.execute(currentScope().tx);
  const row = rows[0];
  if (!row) throw new APIError('UNAUTHORIZED', { code: 'challenge-over' });
  if (!rowGenuine(deps.mac, 'challenge', challengeParts(hash, row.person, row.expiresAt), row.mac)) {
    deps.alarm({ code: 'rows-forged', person: row.person, object: 'challenge' });
    throw new APIError('UNAUTHORIZED', { code: 'challenge-over' });
  }
  return row.person;
}

async function endChallenge(ctx: Context): Promise<void> {
  const made = ctx.context.createAuthCookie(cookie);
  const token = ctx.getCookie(made.name);
  await sql`delete from identity_challenges where token = ${tokenHash(token ?? '')}`.execute(
    currentScope().tx,
  );
  expireCookie(ctx, made);
}

async function openSession(ctx: Context, person: string): Promise<void> {
  const session = await ctx.context.internalAdapter.createSession(person);
  const user = await ctx.context.internalAdapter.findUserById(person);
  if (!session || !user) throw new APIError('UNAUTHORIZED', { code: 'sign-in-failed' });
  await setSessionCookie(ctx, { session, user });
}
