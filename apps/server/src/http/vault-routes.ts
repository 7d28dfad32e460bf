import { createRoute, z } from '@hono/zod-openapi';
import { maskRows, maskValue, shapeOf } from '@huke/detect';
import { levels, scenarios } from '@huke/sdk';
import { type Kind, retentionClasses, type Vault, VaultError } from '#access';
import { may } from '#gate';
import type { Ledger } from '#ledger';
import type { Clock, Database } from '#platform';
import { problem } from './problem.ts';
import { answers, personOf, router, subjectOf, takes } from './route.ts';

const words = z.object({ zh: z.string().min(1).max(40), en: z.string().min(1).max(40) });
const newField = z.object({
  field: z.string().min(2).max(40),
  label: words,
  group: z.enum(['identity', 'contact', 'accounts', 'orders', 'other']),
  type: z.string().max(40),
  level: z.enum(levels),
  sensitive: z.boolean(),
  protectAsSensitive: z.boolean(),
  many: z.boolean(),
  searchable: z.boolean(),
  verifiable: z.boolean(),
  retention: z.enum(retentionClasses),
});
const field = newField.extend({ retention: z.string(), own: z.boolean() }).openapi('FieldKind');
const mask = z.object({
  field: z.string(),
  scenario: z.enum(scenarios),
  shape: z.string(),
  example: z.string(),
});

/** The kinds of fields and how they are masked. */
export function vaultRoutes(deps: {
  readonly vault: Vault;
  readonly ledger: Pick<Ledger, 'append'>;
  readonly db: Database;
  readonly clock: Clock;
}) {
  const { vault, ledger, db, clock } = deps;
  const app = router();

  app.openapi(
    createRoute({
      method: 'get',
      path: '/fields',
      summary: 'The kinds of fields that this organisation keeps',
      responses: answers(z.object({ fields: z.array(field) })),
    }),
    (c) => {
      subjectOf(c);
      return c.json({ fields: vault.kinds.all().map(described) }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/fields',
      summary: 'Add a kind of field of the organisation’s own',
      request: { body: takes(newField) },
      responses: answers(field),
    }),
    async (c) => {
      const subject = personOf(c);
      if (!may(subject, 'fields:add')) {
        throw problem(403, 'post-missing', 'ask a system administrator: they add kinds of fields');
      }
      const at = clock();
      const kind = await db.kysely
        .transaction()
        .execute(async (tx) => {
          const added = await vault.kinds.add(tx, c.req.valid('json'), { person: subject.person, at });
          await ledger.append(tx, [
            {
              v: 1,
              at: at.toISOString(),
              kind: 'vault',
              action: 'field.add',
              outcome: 'done',
              person: subject.person,
              post: subject.post,
              session: subject.session,
              object: added.field,
            },
          ]);
          return added;
        })
        .catch((error: unknown) => {
          if (error instanceof VaultError && error.code === 'field-kind') {
            throw problem(422, 'field-kind', error.message);
          }
          throw error;
        });
      await vault.kinds.reload();
      return c.json(described(kind), 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/masks',
      summary: 'How each kind of field shows in each scenario, on an invented value',
      responses: answers(z.object({ masks: z.array(mask) })),
    }),
    (c) => {
      subjectOf(c);
      return c.json({ masks: vault.kinds.all().flatMap(masksOf) }, 200);
    },
  );
  return app;
}

function described(kind: Kind): z.infer<typeof field> {
  const { label, group, type, level, sensitive, protectAsSensitive, many } = kind;
  const { searchable, verifiable, retention, own } = kind;
  const flags = { sensitive, protectAsSensitive, many, searchable, verifiable, own };
  return { field: kind.field, label: { ...label }, group, type, level, ...flags, retention };
}

function masksOf({ field: name, type, level }: Kind): z.infer<typeof mask>[] {
  const invented = maskRows.find((row) => row.type === type)?.example ?? '';
  return scenarios.map((scenario) => ({
    field: name,
    scenario,
    shape: shapeOf(type, level, scenario).kind,
    example: maskValue(type, invented, scenario, level),
  }));
}
