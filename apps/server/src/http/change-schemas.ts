import { z } from '@hono/zod-openapi';

/** A change of contact data as people are told of it. */
export const contactChange = z
  .object({
    id: z.string(),
    field: z.string(),
    item: z.string().nullable(),
    act: z.enum(['replace', 'add', 'remove']),
    state: z.enum(['waiting', 'applied', 'undone', 'lapsed']),
    askedAt: z.string(),
    dueAt: z.string(),
    provesAt: z.string(),
    undoUntil: z.string(),
    needsSecond: z.boolean(),
    confirmed: z.boolean(),
    case: z.string(),
    customer: z.string(),
    person: z.string(),
  })
  .openapi('ContactChange');
