import { labelBefore } from './field-label.ts';
import { codeAt, isDigit, isHan, isLatin, isLower, type Page, reach } from './page.ts';

/** Hashed features of one span, to be summed by a linear model. */
export type Features = {
  readonly ids: Int32Array;
  count: number;
  readonly mask: number;
  /** Start whose left context is laid out in front, and how many features that took. */
  start: number;
  leftCount: number;
  /** Label of the field that begins at `start`. */
  label: number;
  /** Nothing of the kind that names are written with stands behind the span. */
  closed: boolean;
};

export const newFeatures = (bits: number): Features => ({
  ids: new Int32Array(96),
  count: 0,
  mask: (1 << bits) - 1,
  start: -1,
  leftCount: 0,
  label: 0,
  closed: false,
});

/** Starts the features of a span at `start`; its left context is computed once for all spans that start there. */
export function begin(features: Features, page: Page, start: number): void {
  if (features.start !== start) {
    features.count = 0;
    addLeft(features, page, start);
    features.label = labelBefore(page, start);
    features.start = start;
    features.leftCount = features.count;
  }
  features.count = features.leftCount;
}

/** Adds the feature `template` with value `a` (and `b`). */
export function add(features: Features, template: number, a: number, b = 0): void {
  let hash = Math.imul(template + 1, 0x9e3779b1) ^ Math.imul(a + 7, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35) ^ Math.imul(b + 3, 0x27d4eb2f);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0x165667b1);
  features.ids[features.count] = (hash ^ (hash >>> 16)) & features.mask;
  features.count += 1;
}

/** Sum of the weights of the features, unscaled. */
export function sum(features: Features, weights: Int8Array): number {
  let total = 0;
  const { ids, count } = features;
  for (let i = 0; i < count; i += 1) total += weights[ids[i] as number] as number;
  return total;
}

/** A figure cut into at most 32 steps. */
export const bucket = (value: number, width: number): number =>
  Math.max(-12, Math.min(20, Math.floor(value / width)));

/** Character as context sees it: digits are one thing, Latin letters two, exotic spaces one. */
export function shape(code: number): number {
  if (code < 128) {
    if (isDigit(code)) return 48;
    if (isLatin(code)) return isLower(code) ? 97 : 65;
    if (code === 9) return 32;
    if (code === 13) return 10;
  }
  return code;
}

const isGap = (code: number): boolean =>
  code === 32 || code === 58 || code === 0xff1a || code === 34 || code === 39 || code === 61 || code === 9;

/** Adds what stands left of `start`: characters, pairs, triples, also beyond colon and space. */
function addLeft(features: Features, page: Page, start: number): void {
  const l1 = shape(codeAt(page, start - 1));
  const l2 = shape(codeAt(page, start - 2));
  const l3 = shape(codeAt(page, start - 3));
  add(features, 2, l1 + l2 * 65536);
  add(features, 3, l1 + l2 * 65536, l3);
  add(features, 4, l1 + l2 * 65536, l3 * 31 + shape(codeAt(page, start - 4)));
  if (isGap(l1)) {
    let i = start - 1;
    while (start - i < reach && isGap(codeAt(page, i))) i -= 1;
    const g1 = shape(codeAt(page, i));
    const g2 = shape(codeAt(page, i - 1));
    add(features, 10, g1);
    add(features, 11, g1, g2);
    add(features, 12, g1 + g2 * 65536, shape(codeAt(page, i - 2)));
  }
}

/** Adds what stands right of `end`, and both sides together. */
export function addContext(features: Features, page: Page, start: number, end: number, group: number): void {
  const l1 = shape(codeAt(page, start - 1));
  const r1 = shape(codeAt(page, end));
  const r2 = shape(codeAt(page, end + 1));
  const r3 = shape(codeAt(page, end + 2));
  add(features, 1, l1, group);
  add(features, 5, r1, group);
  add(features, 6, r1 + r2 * 65536);
  add(features, 7, r1 + r2 * 65536, r3);
  add(features, 8, r1 + r2 * 65536, r3 * 31 + shape(codeAt(page, end + 3)));
  add(features, 9, l1, r1);
  if (r1 === 32 || r1 === 0xff0c || r1 === 44) add(features, 14, r2 + r1 * 65536, r3);
  if (features.label !== 0) {
    const closed = isHan(r1) ? 0 : isLatin(r1) || r1 === 0xb7 ? 1 : 2;
    features.closed = closed === 2;
    add(features, 16, features.label, closed);
    add(features, 17, features.label, closed + group * 4);
    add(features, 18, features.label, closed + Math.min(end - start, 40) * 4);
  }
  const edges =
    (isHan(l1) ? 0 : l1 === 1 || l1 === 10 ? 1 : 2) + (isHan(r1) ? 0 : r1 === 2 || r1 === 10 ? 3 : 6);
  add(features, 15, edges, end - start + group * 16);
}
