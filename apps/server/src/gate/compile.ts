import type { Expr, PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { GateError } from './error.ts';
import {
  type CedarRecord,
  Entity,
  type Env,
  EvaluationError,
  equal,
  includes,
  includesAll,
  long,
  type Value,
} from './values.ts';

type Run = (env: Env) => Value;
type Test = (env: Env) => boolean;
type Node = { readonly [operator: string]: unknown };
type Pair = { readonly left: Expr; readonly right: Expr };

/**
 * Compiles an expression to a closure, the plain way: `branch.ts` is the fast one and falls back on this. Throws
 * `policy-operator` at an operator it does not know; the closure throws `EvaluationError` where Cedar reports an error
 * (missing attribute, wrong type, overflow).
 */
export function compileExpr(expr: Expr): Run {
  return compile(expr);
}

/** True where all `when` of a policy hold and no `unless` does. */
export function compileConditions(policy: PolicyJson): Test {
  const tests = policy.conditions.map(({ kind, body }) => (kind === 'when' ? bool(body) : not(bool(body))));
  return (env) => tests.every((test) => test(env));
}

/** Whether any part of the expression reads the field itself, not only its customer: decides once per ask or per field. */
export function readsField(expr: unknown): boolean {
  if (typeof expr !== 'object' || expr === null) return false;
  if (Array.isArray(expr)) return expr.some(readsField);
  const node = expr as Node;
  if (node['Var'] === 'resource') return true;
  const dot = node['.'] as { left: Node; attr: string } | undefined;
  if (dot?.attr === 'customer' && dot.left['Var'] === 'resource') return false;
  const has = node['has'] as { left: Node; attr: string | string[] } | undefined;
  if (has?.attr === 'customer' && has.left['Var'] === 'resource') return false;
  if ('Value' in node) return false;
  return Object.values(node).some(readsField);
}

const compilers: Readonly<Record<string, (operand: never) => Run>> = {
  Value: (value: unknown) => constant(literal(value)),
  Var: variable,
  '.': attribute,
  has: hasAttribute,
  '!': ({ arg }: { arg: Expr }) => not(bool(arg)),
  neg: ({ arg }: { arg: Expr }) => negated(compile(arg)),
  '&&': ({ left, right }: Pair) => and(bool(left), bool(right)),
  '||': ({ left, right }: Pair) => or(bool(left), bool(right)),
  '==': ({ left, right }: Pair) => equals(compile(left), compile(right)),
  '!=': ({ left, right }: Pair) => not(equals(compile(left), compile(right))),
  '<': ({ left, right }: Pair) => less(compile(left), compile(right)),
  '<=': ({ left, right }: Pair) => lessOrEqual(compile(left), compile(right)),
  '>': ({ left, right }: Pair) => greater(compile(left), compile(right)),
  '>=': ({ left, right }: Pair) => greaterOrEqual(compile(left), compile(right)),
  '+': ({ left, right }: Pair) =>
    calculation(
      left,
      right,
      (a, b) => a + b,
      (a, b) => a + b,
    ),
  '-': ({ left, right }: Pair) =>
    calculation(
      left,
      right,
      (a, b) => a - b,
      (a, b) => a - b,
    ),
  '*': ({ left, right }: Pair) =>
    calculation(
      left,
      right,
      (a, b) => a * b,
      (a, b) => a * b,
    ),
  contains,
  containsAll: ({ left, right }: Pair) => sets(left, right, includesAll),
  containsAny: ({ left, right }: Pair) => sets(left, right, (a, b) => b.some((each) => includes(a, each))),
  isEmpty: ({ arg }: { arg: Expr }) => {
    const run = compile(arg);
    return (env) => setOf(run(env)).length === 0;
  },
  is: ({ left, entity_type, in: within }: { left: Expr; entity_type: string; in?: Expr }) => {
    if (within !== undefined) throw unknown('is … in');
    const run = compile(left);
    return (env) => entityOf(run(env)).type === entity_type;
  },
  'if-then-else': (parts: { if: Expr; then: Expr; else: Expr }) => {
    const [test, yes, no] = [bool(parts.if), compile(parts.then), compile(parts.else)];
    return (env) => (test(env) ? yes(env) : no(env));
  },
  Set: (items: Expr[]) => {
    const runs = items.map(compile);
    return (env) => runs.map((run) => run(env));
  },
};

/** Operators whose result is always a boolean, so that it need not be checked. */
const booleans = new Set([
  '!',
  '&&',
  '||',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'has',
  'contains',
  'containsAll',
  'containsAny',
  'isEmpty',
  'is',
]);

function compile(expr: Expr): Run {
  const operator = operatorOf(expr);
  const compiler = Object.hasOwn(compilers, operator) ? compilers[operator] : undefined;
  if (compiler === undefined) throw unknown(operator);
  return compiler((expr as Node)[operator] as never);
}

function bool(expr: Expr): Test {
  const run = compile(expr);
  if (booleans.has(operatorOf(expr))) return run as Test;
  return (env) => {
    const value = run(env);
    if (typeof value !== 'boolean') throw new EvaluationError('a condition is not a boolean');
    return value;
  };
}

function operatorOf(expr: Expr): string {
  const operators = Object.keys(expr);
  const [operator] = operators;
  if (operator === undefined || operators.length !== 1) throw unknown(operators.join(' '));
  return operator;
}

function unknown(operator: string): GateError {
  return new GateError(
    'policy-operator',
    `a policy uses ${operator}, which the gate does not evaluate: write it with the operators of docs/policies.md`,
  );
}

function literal(value: unknown): Value {
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  const entity = (value as { __entity?: { type: string; id: string } } | null)?.__entity;
  if (entity !== undefined) return new Entity(entity.type, entity.id, null);
  throw unknown(typeof value === 'number' ? 'an integer beyond 2^53' : 'this kind of literal');
}

const constant =
  (value: Value): Run =>
  () =>
    value;

function variable(name: string): Run {
  switch (name) {
    case 'principal':
      return (env) => env.principal;
    case 'resource':
      return (env) => env.resource;
    case 'context':
      return (env) => env.context;
    default:
      throw unknown(`the variable ${name}`);
  }
}

function attribute({ left, attr }: { left: Expr; attr: string }): Run {
  const name = attributeName(attr);
  const run = compile(left);
  return (env) => present(attributesOf(run(env))[name]);
}

function hasAttribute({ left, attr }: { left: Expr; attr: string | readonly string[] }): Test {
  const names = (typeof attr === 'string' ? [attr] : attr).map(attributeName);
  const run = compile(left);
  return (env) => {
    let value: Value | undefined = run(env);
    for (const name of names) {
      value = hasOne(value, name);
      if (value === undefined) return false;
    }
    return true;
  };
}

/** Names that every object inherits would be found where they are not. */
function attributeName(name: string): string {
  if (name in {}) throw unknown(`the attribute name ${name}`);
  return name;
}

function hasOne(value: Value, name: string): Value | undefined {
  if (value instanceof Entity) return value.attrs === null ? undefined : value.attrs[name];
  return recordOf(value)[name];
}

function attributesOf(value: Value): CedarRecord {
  return value instanceof Entity ? (value.attrs ?? absent()) : recordOf(value);
}

function recordOf(value: Value): CedarRecord {
  if (typeof value !== 'object' || value instanceof Entity || Array.isArray(value)) {
    throw new EvaluationError('not a record');
  }
  return value as CedarRecord;
}

function absent(): never {
  throw new EvaluationError('entity does not exist');
}

function present(value: Value | undefined): Value {
  if (value === undefined) throw new EvaluationError('attribute does not exist');
  return value;
}

const not =
  (test: Test): Test =>
  (env) =>
    !test(env);
const and =
  (left: Test, right: Test): Test =>
  (env) =>
    left(env) && right(env);
const or =
  (left: Test, right: Test): Test =>
  (env) =>
    left(env) || right(env);

function equals(left: Run, right: Run): Test {
  return (env) => {
    const value = left(env);
    return equal(value, right(env));
  };
}

function contains({ left, right }: Pair): Test {
  const [set, value] = [compile(left), compile(right)];
  return (env) => {
    const values = set(env);
    return includes(setOf(values), value(env));
  };
}

function sets(left: Expr, right: Expr, test: (a: readonly Value[], b: readonly Value[]) => boolean): Test {
  const [a, b] = [compile(left), compile(right)];
  return (env) => {
    const outer = setOf(a(env));
    return test(outer, setOf(b(env)));
  };
}

function setOf(value: Value): readonly Value[] {
  if (!Array.isArray(value)) throw new EvaluationError('not a set');
  return value as readonly Value[];
}

function entityOf(value: Value): Entity {
  if (!(value instanceof Entity)) throw new EvaluationError('not an entity');
  return value;
}

function longOf(value: Value): number | bigint {
  if (typeof value === 'number' ? !Number.isSafeInteger(value) : typeof value !== 'bigint') {
    throw new EvaluationError('not a long');
  }
  return value as number | bigint;
}

const less =
  (left: Run, right: Run): Test =>
  (env) =>
    longOf(left(env)) < longOf(right(env));
const lessOrEqual =
  (left: Run, right: Run): Test =>
  (env) =>
    longOf(left(env)) <= longOf(right(env));
const greater =
  (left: Run, right: Run): Test =>
  (env) =>
    longOf(left(env)) > longOf(right(env));
const greaterOrEqual =
  (left: Run, right: Run): Test =>
  (env) =>
    longOf(left(env)) >= longOf(right(env));

function calculation(
  left: Expr,
  right: Expr,
  fast: (a: number, b: number) => number,
  exact: (a: bigint, b: bigint) => bigint,
): Run {
  const [a, b] = [compile(left), compile(right)];
  return (env) => {
    const x = longOf(a(env));
    const y = longOf(b(env));
    const quick = typeof x === 'number' && typeof y === 'number' ? fast(x, y) : Number.NaN;
    return long(quick, () => exact(BigInt(x), BigInt(y)));
  };
}

function negated(run: Run): Run {
  return (env) => {
    const value = longOf(run(env));
    return long(typeof value === 'number' ? -value : Number.NaN, () => -BigInt(value));
  };
}
