/**
 * What stays readable of a value, as data.
 *
 * - `none`: nothing; the answer has one constant width for every value.
 * - `ends`: of the letters and digits, the first and last few. `keep` is tried in order; the first one that leaves
 *   at least `hidden` of them hidden applies, else nothing shows. `total` names the only lengths that are this
 *   type's; other lengths show nothing. `run` hides behind four stars, so that the length is not told.
 * - `mobile`: country code, first three and last four digits, as far as `front` and `back` say.
 * - `landline`: area code and the last `back` digits of the subscriber; extensions never.
 * - `given-name`: everything but the surname.
 * - `mailbox`: first character and domain, or the domain alone.
 * - `region`: administrative units down to the one named.
 * - `date`: year, or year and month.
 * - `groups`: the first groups of an address of machines.
 * - `all`: the value itself.
 */
export type Shape =
  | { readonly kind: 'none' }
  | { readonly kind: 'all' }
  | {
      readonly kind: 'ends';
      readonly keep: readonly (readonly [front: number, back: number])[];
      readonly hidden: number;
      readonly total?: readonly number[];
      readonly run?: true;
    }
  | { readonly kind: 'mobile'; readonly front: number; readonly back: number }
  | { readonly kind: 'landline'; readonly back: number }
  | { readonly kind: 'given-name' }
  | { readonly kind: 'mailbox'; readonly first: number }
  | { readonly kind: 'region'; readonly to: 'province' | 'city' | 'district' | 'street' }
  | { readonly kind: 'date'; readonly to: 'year' | 'month' }
  | { readonly kind: 'groups'; readonly show: number; readonly of: readonly number[] };

export const none: Shape = { kind: 'none' };
export const all: Shape = { kind: 'all' };

type Ends = Extract<Shape, { kind: 'ends' }>;

/** Shape `ends` with one choice of what is kept. */
export const ends = (
  front: number,
  back: number,
  hidden: number,
  more: Pick<Ends, 'total' | 'run'> = {},
): Ends => ({ kind: 'ends', keep: [[front, back]], hidden, ...more });
