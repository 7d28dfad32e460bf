import { fromBase64, parseDecimal, toBase64, toBytes, toText } from './encoding.ts';
import { LedgerError } from './errors.ts';
import { hashLength } from './hash.ts';

/** A proof that stands alone: an entry's place, its path and the signed checkpoint (C2SP tlog-proof). */
export type TlogProof = {
  readonly index: number;
  /** Inclusion path, from the leaf's sibling up. */
  readonly path: readonly Uint8Array[];
  /** Signed checkpoint, verbatim. */
  readonly checkpoint: Uint8Array;
  /** Opaque bytes that nothing authenticates. */
  readonly extra?: Uint8Array;
};

const header = 'c2sp.org/tlog-proof@v1';

/** Writes a proof; keep it in a file that ends in `.tlog-proof`. */
export function formatTlogProof({ index, path, checkpoint, extra }: TlogProof): Uint8Array {
  const note = toText(checkpoint);
  if (note === null) throw new LedgerError('malformed-note', 'the checkpoint is not UTF-8');
  const lines = [header, ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]), `index ${index}`];
  return toBytes(`${[...lines, ...path.map(toBase64)].join('\n')}\n\n${note}`);
}

function malformed(why: string): LedgerError {
  return new LedgerError('malformed-proof', `not a tlog-proof: ${why}`);
}

/** Reads a proof without checking it; throws `malformed-proof`. */
export function parseTlogProof(bytes: Uint8Array): TlogProof {
  const whole = toText(bytes);
  const gap = whole?.indexOf('\n\n') ?? -1;
  if (whole === null || gap < 0) throw malformed('no checkpoint follows');
  const [first, ...lines] = whole.slice(0, gap).split('\n');
  if (first !== header) throw malformed(`the first line should be ${header}`);
  const extra = lines[0]?.startsWith('extra ') === true ? lines.shift()?.slice(6) : undefined;
  const indexLine = lines.shift() ?? '';
  const index = indexLine.startsWith('index ') ? parseDecimal(indexLine.slice(6)) : null;
  if (index === null) throw malformed('the index line is missing or wrong');
  const path = lines.map((line) => fromBase64(line, 'malformed-proof'));
  if (path.length > 63 || path.some((hash) => hash.length !== hashLength)) throw malformed('a hash is wrong');
  const proof = { index, path, checkpoint: toBytes(whole.slice(gap + 2)) };
  return extra === undefined ? proof : { ...proof, extra: fromBase64(extra, 'malformed-proof') };
}
