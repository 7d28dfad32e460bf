/**
 * Live events (`GET /events`): something changed, as topic and id, never a value; whoever hears of it fetches what they
 * may see.
 */

/** Every topic. `id`: the prefix of the id it may carry, null where it carries none. `to`: who hears of it. */
export const topics = {
  alarm: { id: 'alm', to: 'person' },
  approval: { id: 'apr', to: 'everybody' },
  case: { id: 'cas', to: 'person' },
  change: { id: null, to: 'everybody' },
  'contact-change': { id: null, to: 'everybody' },
  'contact-ended': { id: 'cas', to: 'person' },
  'contact-refused': { id: 'cas', to: 'person' },
  detector: { id: null, to: 'everybody' },
  'field-kinds': { id: null, to: 'everybody' },
  grant: { id: 'grn', to: 'person' },
  import: { id: 'imp', to: 'everybody' },
  ledger: { id: null, to: 'everybody' },
} as const satisfies Readonly<
  Record<string, { readonly id: string | null; readonly to: 'person' | 'everybody' }>
>;

export type Topic = keyof typeof topics;

export const isTopic = (text: string): text is Topic => Object.hasOwn(topics, text);
