import { z } from '@hono/zod-openapi';
import { changeKinds, hiredEvidence, posts, purposes, scopes, rightNames } from '@huke/sdk';
import { idOf } from './route.ts';

const name = z.string().trim().min(1).max(60);
const secondFactor = z.object({ totp: z.boolean(), passkeys: z.number() });
const duty = z
  .object({
    from: z.int().min(0).max(1439),
    to: z.int().min(0).max(1440),
    days: z.array(z.int().min(1).max(7)).min(1).max(7),
  })
  .nullable();
const strength = z.enum(['password', 'two-factor', 'passkey']);

export const meSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    staffNumber: z.string(),
    email: z.string(),
    post: z.enum(posts),
    team: z.object({ id: z.string(), name: z.string() }).nullable(),
    employer: z.object({ id: z.string(), name: z.string(), outsourced: z.boolean() }),
    session: z.string(),
    strength,
    authenticatedAt: z.string(),
    secondFactor,
    mustDo: z.array(z.enum(['second-factor', 'change-password'])),
    rights: z.array(z.enum(rightNames)),
  })
  .openapi('Me');

export const personSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    staffNumber: z.string(),
    email: z.string(),
    post: z.enum(posts),
    team: z.string().nullable(),
    employer: z.string(),
    state: z.enum(['waiting', 'active', 'locked', 'left']),
    hiredOn: z.string(),
    duty,
    secondFactor,
    lastSignInAt: z.string().nullable(),
    createdAt: z.string(),
  })
  .openapi('Person');

export const personCreate = z.strictObject({
  name,
  staffNumber: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,19}$/),
  email: z.email().max(200),
  post: z.enum(posts),
  team: idOf('tea').nullable().optional(),
  employer: idOf('emp'),
  hiredOn: z.iso.date().optional(),
  hiredEvidence: z.enum(hiredEvidence).optional(),
  duty: duty.optional(),
  ownCustomer: idOf('cus').nullable().optional(),
  relatives: z.array(idOf('cus')).max(20).optional(),
});

const perDay = z.int().min(1).max(10_000_000);
const jobSchema = z.object({
  purpose: z.enum(purposes),
  teams: z.array(z.string()),
  rows: z.number(),
  until: z.string(),
});
const rightsSchema = z.object({
  scopes: z.array(z.enum(scopes)),
  teams: z.array(z.string()),
  perDay: z.number(),
  job: jobSchema.nullable(),
});

export const changeSchema = z
  .object({
    id: z.string(),
    kind: z.enum(changeKinds),
    person: z.string().nullable(),
    key: z
      .object({ id: z.string(), name: z.string(), now: rightsSchema.nullable(), proposed: rightsSchema })
      .nullable(),
    to: z.string().nullable(),
    evidence: z.enum(hiredEvidence).nullable(),
    requestedBy: z.string(),
    requestedAt: z.string(),
    expiresAt: z.string(),
    mayConfirm: z.boolean(),
  })
  .openapi('PendingChange');

export const teamSchema = z.object({ id: z.string(), name: z.string(), people: z.number() }).openapi('Team');
export const employerSchema = z
  .object({ id: z.string(), name: z.string(), outsourced: z.boolean() })
  .openapi('Employer');
export const named = z.object({ name });

export const sessionSchema = z
  .object({
    id: z.string(),
    person: z.string(),
    current: z.boolean(),
    strength,
    createdAt: z.string(),
    lastSeenAt: z.string(),
    device: z.string(),
    address: z.string(),
  })
  .openapi('Session');

const took = z.object({
  views: z.number(),
  searches: z.number(),
  uses: z.number(),
  reveals: z.number(),
  redeems: z.number(),
  writes: z.number(),
  entries: z.number(),
});
export const keySchema = rightsSchema
  .extend({
    id: z.string(),
    name: z.string(),
    prefix: z.string(),
    maker: z.string().nullable(),
    state: z.enum(['waiting', 'unclaimed', 'live', 'expired', 'revoked']),
    createdAt: z.string(),
    expiresAt: z.string(),
    lastUsedAt: z.string().nullable(),
    revokedAt: z.string().nullable(),
    claimUntil: z.string().nullable(),
    mayClaim: z.boolean(),
    took: z.object({ today: took, week: took }).nullable(),
  })
  .openapi('ServiceKey');
/** A new key, or the secret of one; `key` is null where a second officer must confirm first. */
export const keyMade = z.object({
  serviceKey: keySchema,
  key: z.string().nullable(),
  change: changeSchema.nullable(),
});
const job = z.strictObject({
  purpose: z.enum(purposes),
  teams: z.array(idOf('tea')).min(1).max(100),
  rows: z.int().min(1).max(1_000_000),
  until: z.iso.date(),
});
export const keyCreate = z.object({
  name,
  scopes: z.array(z.enum(scopes)).min(1),
  teams: z.array(idOf('tea')).max(100),
  perDay,
  job: job.nullable().optional(),
  days: z.int().min(1).max(365).optional(),
});
export const keyChange = keyCreate.omit({ days: true }).partial();

export const actForRequest = z.object({
  key: idOf('key'),
  case: idOf('cas'),
  minutes: z.int().min(1).max(10).optional(),
});

export const stepUpRequest = z.object({
  action: z.enum(['reveal', 'copy', 'use']),
  customer: idOf('cus'),
  case: idOf('cas'),
  field: z.string().regex(/^[a-zA-Z][a-zA-Z0-9-]{0,39}$/),
  item: idOf('itm').optional(),
  purpose: z.enum(purposes),
});
export const stepUpStart = z
  .object({
    id: z.string(),
    methods: z.array(z.enum(['passkey', 'totp'])),
    passkey: z.record(z.string(), z.unknown()).optional(),
    expiresAt: z.string(),
    covers: z.enum(['field', 'case-level']),
  })
  .openapi('StepUpStart');
export const stepUpFinish = z.union([
  z.strictObject({ passkey: z.record(z.string(), z.unknown()) }),
  z.strictObject({ totp: z.string().min(6).max(10) }),
]);

export const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
export const password = z.string().min(1).max(128);
export const firstRunBody = z.strictObject({
  token,
  name,
  staffNumber: personCreate.shape.staffNumber,
  email: personCreate.shape.email,
  password,
});
export const passkeySchema = z
  .object({ id: z.string(), name: z.string(), createdAt: z.string(), synced: z.boolean() })
  .openapi('Passkey');
