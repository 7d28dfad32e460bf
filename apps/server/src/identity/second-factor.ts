import type { GenericEndpointContext as Context } from '@better-auth/core';
import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthEndpoint, createAuthMiddleware } from 'better-auth/api';
import { deleteSessionCookie, expireCookie, setSessionCookie } from 'better-auth/cookies';
import { sql } from 'kysely';
import { z } from 'zod';
import { currentScope } from './auth-scope.ts';
import type { IdentityDeps } from './deps.ts';
import { confirmTotp, recoveryCodesLeft, useRecoveryCode, useTotp } from './factors.ts';
import { newToken, tokenHash } from './seal.ts';
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
export function secondFactor(deps: IdentityDeps): BetterAuthPlugin {
  const endpoint = (
    path: string,
    judge: (person: string, code: string) => Promise<{ readonly kind: string; readonly code?: string }>,
  ) =>
    createAuthEndpoint(path, { method: 'POST', body }, async (ctx) => {
      const person = await challenged(deps, ctx);
      currentScope().person = person;
      const outcome = await judge(person, ctx.body.code.trim());
      if (outcome.kind !== 'right')
        throw new APIError('UNAUTHORIZED', { code: outcome.code ?? 'code-wrong' });
      await endChallenge(ctx);
      await openSession(ctx, person);
      return ctx.json({ left: await recoveryCodesLeft(currentScope().tx, person) });
    });
  return {
    id: 'huke-second-factor',
    endpoints: {
      finishTotp: endpoint('/two-factor/verify-totp', (person, code) =>
        useTotp(deps, currentScope().tx, person, code, currentScope().drafts),
      ),
      finishRecoveryCode: endpoint('/two-factor/verify-backup-code', (person, code) =>
        useRecoveryCode(deps, currentScope().tx, person, code, currentScope().drafts),
      ),
      confirmTotp: createAuthEndpoint('/two-factor/confirm', { method: 'POST', body }, async (ctx) => {
        const { tx, drafts, ended, person, session } = currentScope();
        if (person === null || session === null) throw new APIError('UNAUTHORIZED', { code: 'signed-out' });
        const outcome = await confirmTotp(deps, tx, person, ctx.body.code.trim(), drafts);
        if (outcome.kind !== 'right') throw new APIError('UNAUTHORIZED', { code: outcome.code });
        await deleteSessions(deps, tx, sql`id = ${session}`);
        ended.push(session);
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
            const { tx, drafts } = scope;
            if (!made || !(await hasTotp(tx, made.user.id))) return;
            deleteSessionCookie(ctx, true);
            await ctx.context.internalAdapter.deleteSession(made.session.token);
            ctx.context.setNewSession(null);
            scope.opened = false;
            drafts.splice(0, drafts.length, ...drafts.filter((each) => each.action !== 'sign-in'));
            await startChallenge(deps, ctx, made.user.id);
            return ctx.json({ next: 'totp-needed' });
          }),
        },
      ],
    },
  };
}

async function hasTotp(tx: ReturnType<typeof currentScope>['tx'], person: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from identity_totp where person = ${person} and secret is not null`.execute(tx);
  return rows.length > 0;
}

async function startChallenge(deps: IdentityDeps, ctx: Context, person: string): Promise<void> {
  const token = newToken();
  const now = deps.clock();
  await sql`
    insert into identity_challenges (token, person, expires_at)
    values (${tokenHash(token)}, ${person}, ${new Date(now.getTime() + challengeSeconds * 1000)})`.execute(
    currentScope().tx,
  );
  const { name, attributes } = ctx.context.createAuthCookie(cookie, { maxAge: challengeSeconds });
  ctx.setCookie(name, token, attributes);
}

/** Whose challenge the browser holds; counts the try. */
async function challenged(deps: IdentityDeps, ctx: Context): Promise<string> {
  const token = ctx.getCookie(ctx.context.createAuthCookie(cookie).name);
  const { rows } = await sql<{ person: string }>`
    update identity_challenges set attempts = attempts + 1
    where token = ${tokenHash(token ?? '')} and expires_at > ${deps.clock()} and attempts < ${challengeTries}
    returning person`.execute(currentScope().tx);
  const person = rows[0]?.person;
  if (person === undefined) throw new APIError('UNAUTHORIZED', { code: 'challenge-over' });
  return person;
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
