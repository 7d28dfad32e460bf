/** Cedar's values as the compiled policies handle them. Longs are numbers while they are safe, else bigints. */
export type Value = boolean | number | bigint | string | Entity | readonly Value[] | CedarRecord;
export type CedarRecord = { readonly [attr: string]: Value | undefined };

/** An entity with its attributes; `attrs` null is one that no store holds: reading an attribute of it is an error. */
export class Entity {
  readonly type: string;
  readonly id: string;
  readonly attrs: CedarRecord | null;
  constructor(type: string, id: string, attrs: CedarRecord | null) {
    this.type = type;
    this.id = id;
    this.attrs = attrs;
  }
}

/** One request as policies see it; the action is settled before, by the choice of the compiled policies. */
export type Env = { readonly principal: Entity; readonly resource: Entity; readonly context: CedarRecord };

/** An error that Cedar calls an evaluation error; the gate refuses whatever raised it. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
}

const isRecord = (value: Value): value is CedarRecord =>
  typeof value === 'object' && !(value instanceof Entity) && !Array.isArray(value);

/** Cedar's `==`: values of different types are unequal, sets have no order, records compare by attribute. */
export function equal(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (typeof a === 'object' && typeof b === 'object') return equalObjects(a, b);
  // a bigint is never in the safe range, so a number and a bigint differ
  return false;
}

function equalObjects(a: Value & object, b: Value & object): boolean {
  if (a instanceof Entity || b instanceof Entity) {
    return a instanceof Entity && b instanceof Entity && a.id === b.id && a.type === b.type;
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && includesAll(a, b) && includesAll(b, a);
  }
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = presentKeys(a);
  return (
    keys.length === presentKeys(b).length &&
    keys.every((key) => {
      const [x, y] = [a[key], b[key]];
      return x !== undefined && y !== undefined && equal(x, y);
    })
  );
}

/** Attribute names that have a value. */
export function presentKeys(record: CedarRecord): string[] {
  return Object.keys(record).filter((key) => record[key] !== undefined);
}

/** Whether the set holds the value. */
export function includes(set: readonly Value[], value: Value): boolean {
  for (const each of set) if (equal(each, value)) return true;
  return false;
}

/** Whether `outer` holds every value of `inner`. */
export function includesAll(outer: readonly Value[], inner: readonly Value[]): boolean {
  return inner.every((each) => includes(outer, each));
}

const least = -(2n ** 63n);
const greatest = 2n ** 63n - 1n;

/** The exact result of a calculation on longs; outside 64 bits it is an error, as in Cedar. */
export function long(fast: number, exact: () => bigint): number | bigint {
  if (Number.isSafeInteger(fast)) return fast === 0 ? 0 : fast;
  const result = exact();
  if (result < least || result > greatest) throw new EvaluationError('integer overflow');
  const short = Number(result);
  return Number.isSafeInteger(short) ? short : result;
}
