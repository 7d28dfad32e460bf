import type { FindOptions } from './find.ts';
import { mask, redact } from './mask-text.ts';
import { type Settled, settler } from './settle.ts';
import type { Scenario } from './types.ts';

/** A stream of text that becomes another, piece by piece. */
export type TextStream = TransformStream<string, string>;

function stream(options: FindOptions, shown: (settled: Settled) => string | Promise<string>): TextStream {
  const parts = settler(options);
  return new TransformStream<string, string>({
    transform: async (chunk, controller) => {
      const settled = parts.push(chunk);
      if (settled.text !== '') controller.enqueue(await shown(settled));
    },
    flush: async (controller) => {
      const settled = parts.end();
      if (settled.text !== '') controller.enqueue(await shown(settled));
    },
  });
}

/** Masks a text that streams by; what comes out is `mask` of the whole, however it was cut into chunks. */
export const maskStream = (options: FindOptions & { readonly scenario?: Scenario } = {}): TextStream =>
  stream(options, ({ text, findings }) => mask(text, findings, options));

/** Redacts a text that streams by; what comes out is `redact` of the whole. */
export const redactStream = (options: FindOptions = {}): TextStream =>
  stream(options, ({ text, findings }) => redact(text, findings));

/** Replaces the findings of a text that streams by with what `shown` makes of each settled part. */
export const transformStream = (
  options: FindOptions,
  shown: (settled: Settled) => string | Promise<string>,
): TextStream => stream(options, shown);
