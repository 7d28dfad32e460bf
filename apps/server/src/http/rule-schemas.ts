import { z } from '@hono/zod-openapi';
import { entityTypes } from '@huke/detect';
import { levels, recognizerChecksums } from '@huke/sdk';

export const finding = z
  .object({
    type: z.string(),
    start: z.number().int(),
    end: z.number().int(),
    level: z.enum(levels),
    score: z.number(),
    sensitive: z.boolean(),
    why: z
      .array(z.object({ code: z.string(), weight: z.number() }))
      .readonly()
      .optional(),
    recognizer: z.string().optional(),
  })
  .openapi('TextFinding');
export const word = z
  .object({ start: z.number().int(), end: z.number().int(), list: z.string(), reason: z.string() })
  .openapi('TextWord');
export const found = {
  findings: z.array(finding).readonly(),
  words: z.array(word).readonly(),
  wordsLeft: z.number().int(),
};

const name = z.string().trim().min(1).max(40);
const near = z.array(z.string().min(1).max(44)).max(100).readonly();

/** A recogniser as people write it; what is missing has the plain value. */
export const recognizer = z
  .object({
    name,
    type: z.enum(entityTypes),
    pattern: z.string().min(1).max(512),
    ignoreCase: z.boolean().default(false),
    context: near.default([]),
    not: near.default([]),
    checksum: z.enum(recognizerChecksums).nullable().default(null),
    score: z.number().min(0.05).max(1).default(0.6),
  })
  .openapi('Recognizer');

/** A word list as people write it. */
export const wordList = z
  .object({
    name,
    reason: z.string().trim().min(1).max(200),
    words: z.array(z.string().min(1).max(200)).min(1).max(50_000).readonly(),
  })
  .openapi('WordList');
export const wordListSummary = z
  .object({ name: z.string(), reason: z.string(), count: z.number().int() })
  .openapi('WordListSummary');

const person = z.object({ id: z.string(), name: z.string(), staffNumber: z.string() });
const head = z.object({
  id: z.string(),
  version: z.number().int(),
  state: z.enum(['on', 'off', 'broken', 'deleted']),
  trouble: z.enum(['altered', 'invalid', 'too-much']).nullable(),
  changedAt: z.string(),
  changedBy: person.nullable(),
});
/** A stored recogniser; its type was one of the entity types when it was saved. */
export const recognizerShown = recognizer.extend({ type: z.string() });
export const recognizerRow = head.extend({ rule: recognizerShown.nullable() });
export const wordListRow = head.extend({ rule: wordListSummary.nullable() });
export const wordListDetail = head.extend({ rule: wordList.nullable() });

/** What happened to a rule, newest first. */
export const versionsOf = <T extends z.ZodType>(rule: T) =>
  z.object({
    versions: z
      .array(
        z.object({
          version: z.number().int(),
          act: z.enum(['added', 'changed', 'switched-on', 'switched-off', 'deleted', 'restored']),
          at: z.string(),
          by: person.nullable(),
          genuine: z.boolean(),
          rule: rule.nullable(),
        }),
      )
      .readonly(),
  });

export const listed = { mayChange: z.boolean(), altered: z.boolean(), behind: z.boolean() };

export const trial = z.object({
  ...found,
  added: z.array(finding).readonly(),
  replaced: z.array(finding).readonly(),
  sample: z.object({
    messages: z.number().int(),
    hits: z.number().int(),
    examples: z
      .array(z.object({ text: z.string(), start: z.number().int(), end: z.number().int() }))
      .readonly(),
  }),
});

const on = z.boolean();
/** Every rule as one file, each with its switch; `broken` ones do not work as stored. */
export const ruleFile = z.object({
  format: z.literal('huke-rules/1'),
  recognizers: z.array(recognizerShown.extend({ on })).readonly(),
  wordLists: z.array(wordList.extend({ on })).readonly(),
  broken: z
    .array(
      z.object({
        id: z.string(),
        name: z.string().nullable(),
        trouble: z.enum(['altered', 'invalid', 'too-much']),
      }),
    )
    .readonly(),
});
