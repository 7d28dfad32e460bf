import type { Expr, PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { GateError } from './error.ts';
import { pathOf, readers } from './paths.ts';
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
 * Compiles the conditions of a policy to one closure: true where all `when` hold and no `unless` does.
 * Throws `policy-operator` at an operator it does not know; the closure throws `EvaluationError` where Cedar reports
 * an error (missing attribute, wrong type, overflow).
 */
export function compileConditions(policy: PolicyJson): Test {
  return all(policy.conditions.map(({ kind, body }) => (kind === 'when' ? bool(body) : negation(body))));
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
  '!': ({ arg }: { arg: Expr }) => negation(arg),
  neg: ({ arg }: { arg: Expr }) => negated(compile(arg)),
  '&&': (pair: Pair) => all(chain('&&', pair).map(bool)),
  '||': (pair: Pair) => any(chain('||', pair).map(bool)),
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
  const dot = (expr as Node)['.'] as { left: Expr; attr: string } | undefined;
  const reader = dot === undefined ? undefined : readerOf(dot.left, dot.attr);
  if (reader !== undefined) {
    return (env) => {
      const value = reader(env);
      if (typeof value !== 'boolean') throw new EvaluationError('a condition is not a boolean');
      return value;
    };
  }
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

const constants = new WeakMap<Run, Value>();
function constant(value: Value): Run {
  const run: Run = () => value;
  constants.set(run, value);
  return run;
}

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
  const reader = readerOf(left, attr);
  if (reader !== undefined) {
    return (env) => {
      const value = reader(env);
      if (value === undefined) throw new EvaluationError('attribute does not exist');
      return value;
    };
  }
  const run = compile(left);
  return (env) => present(attributesOf(run(env))[name]);
}

function readerOf(left: Expr, attr: string) {
  const path = pathOf(left);
  return path === null ? undefined : readers.get(`${path}.${attr}`);
}

function hasAttribute({ left, attr }: { left: Expr; attr: string | readonly string[] }): Test {
  const names = (typeof attr === 'string' ? [attr] : attr).map(attributeName);
  const [only] = names;
  if (names.length === 1 && only !== undefined) {
    const reader = readerOf(left, only);
    if (reader !== undefined) return (env) => reader(env) !== undefined;
  }
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

function not(test: Test): Test {
  return (env) => !test(env);
}

/** `!path` in one step, because half of all policies begin with one. */
function negation(arg: Expr): Test {
  const dot = (arg as Node)['.'] as { left: Expr; attr: string } | undefined;
  const reader = dot === undefined ? undefined : readerOf(dot.left, dot.attr);
  if (reader === undefined) return not(bool(arg));
  return (env) => {
    const value = reader(env);
    if (typeof value !== 'boolean') throw new EvaluationError('a condition is not a boolean');
    return !value;
  };
}

/** The operands of `a && b && c`, from left to right. */
function chain(operator: '&&' | '||', { left, right }: Pair): readonly Expr[] {
  const operands = (expr: Expr): readonly Expr[] => {
    const pair = (expr as Node)[operator] as Pair | undefined;
    return pair === undefined ? [expr] : chain(operator, pair);
  };
  return [...operands(left), ...operands(right)];
}

/** True where all are; each is asked only while those before it are true. */
function all(tests: readonly Test[]): Test {
  const [a, b, c, d] = tests;
  if (a === undefined) return () => true;
  if (b === undefined) return a;
  if (c === undefined) return (env) => a(env) && b(env);
  if (d === undefined) return (env) => a(env) && b(env) && c(env);
  const rest = all(tests.slice(3));
  return (env) => a(env) && b(env) && c(env) && rest(env);
}

/** True where any is; each is asked only while those before it are false. */
function any(tests: readonly Test[]): Test {
  const [a, b, c] = tests;
  if (a === undefined) return () => false;
  if (b === undefined) return a;
  if (c === undefined) return (env) => a(env) || b(env);
  const rest = any(tests.slice(2));
  return (env) => a(env) || b(env) || rest(env);
}

function equals(left: Run, right: Run): Test {
  const known = constants.get(right);
  if (known instanceof Entity) {
    const { type, id } = known;
    return (env) => {
      const value = left(env);
      return value instanceof Entity && value.id === id && value.type === type;
    };
  }
  return (env) => {
    const [a, b] = [left(env), right(env)];
    return a === b || equal(a, b);
  };
}

function contains({ left, right }: Pair): Test {
  const value = compile(right);
  const known = constantSet(left);
  if (known !== null) {
    const { type, ids } = known;
    return (env) => {
      const asked = value(env);
      if (!(asked instanceof Entity) || asked.type !== type) return false;
      const { id } = asked;
      for (let i = 0; i < ids.length; i += 1) if (ids[i] === id) return true;
      return false;
    };
  }
  const set = compile(left);
  return (env) => includes(setOf(set(env)), value(env));
}

/** `[Post::"a", Post::"b"]`: a set of entities of one type, known when compiling. */
function constantSet(expr: Expr): { readonly type: string; readonly ids: readonly string[] } | null {
  const items = (expr as { Set?: Expr[] }).Set;
  if (items === undefined || items.length === 0) return null;
  const entities = items.map((item) => {
    const value = (item as { Value?: { __entity?: { type: string; id: string } } }).Value;
    return typeof value === 'object' && value !== null ? value.__entity : undefined;
  });
  const type = entities[0]?.type;
  if (type === undefined || entities.some((entity) => entity?.type !== type)) return null;
  return { type, ids: entities.map((entity) => (entity as { id: string }).id) };
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
