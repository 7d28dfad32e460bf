import type { Expr, PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { compileExpr } from './compile.ts';
import { parentSlot, type Slots, slotOf } from './slots.ts';
import { Entity, type Env, EvaluationError, equal, includes, type Value } from './values.ts';

/**
 * The conditions of all rules as one branching program: each instruction tests one thing and says where to go when it
 * holds and when not. Closures that call closures cost five times as much, because the engine cannot see through them.
 */
export type Branches = {
  /** Four numbers an instruction: operation, operand, operand, then two places to go on. */
  readonly code: Int32Array;
  readonly constants: readonly Value[];
  readonly calls: readonly ((env: Env) => Value)[];
};

/** Places to go that end a rule. */
const holds = -1;
const fails = -2;

const isTrue = 0;
const has = 1;
const isEqual = 2;
const isLess = 3;
const isAtMost = 4;
const isOneOf = 5;
const holdsValue = 6;
const isOfType = 7;
const call = 8;
const width = 5;

type Node = { readonly [operator: string]: unknown };
type Pair = { readonly left: Expr; readonly right: Expr };

/** Collects the rules of a policy set; `add` answers where the rule begins. */
export function branchBuilder() {
  const code: number[] = [];
  const constants: Value[] = [];
  const calls: ((env: Env) => Value)[] = [];

  function emit(operation: number, a: number, b: number, yes: number, no: number): number {
    code.push(operation, a, b, yes, no);
    return code.length - width;
  }

  function constant(value: Value): number {
    constants.push(value);
    return -constants.length;
  }

  /** A slot, or a constant as a negative number; null for anything else. */
  function operand(expr: Expr): number | null {
    const slot = slotOf(expr);
    if (slot !== null) return slot;
    const value = literalOf(expr);
    return value === undefined ? null : constant(value);
  }

  // instructions are written from the last to the first, so that every place to go on is known
  function branch(expr: Expr, yes: number, no: number): number {
    const node = expr as Node;
    const both = (node['&&'] ?? node['||']) as Pair | undefined;
    if (both !== undefined && '&&' in node) return branch(both.left, branch(both.right, yes, no), no);
    if (both !== undefined) return branch(both.left, yes, branch(both.right, yes, no));
    if ('!' in node) return branch((node['!'] as { arg: Expr }).arg, no, yes);
    if ('!=' in node) return branch({ '==': node['!='] } as Expr, no, yes);
    return test(node, yes, no) ?? emit(call, calls.push(compileExpr(expr)) - 1, 0, yes, no);
  }

  function test(node: Node, yes: number, no: number): number | null {
    const slot = slotOf(node);
    if (slot !== null) return emit(isTrue, slot, 0, yes, no);
    const [operator = ''] = Object.keys(node);
    if (operator === 'has') return testHas(node['has'] as { left: Expr; attr: unknown }, yes, no);
    if (operator === 'is') return testType(node['is'] as { left: Expr; entity_type: string }, yes, no);
    if (operator === 'contains') return testContains(node['contains'] as Pair, yes, no);
    const operation = comparisons[operator];
    if (operation === undefined) return null;
    const { left, right } = node[operator] as Pair;
    const [a, b] = operation.swapped ? [operand(right), operand(left)] : [operand(left), operand(right)];
    return a === null || b === null ? null : emit(operation.code, a, b, yes, no);
  }

  function testHas({ left, attr }: { left: Expr; attr: unknown }, yes: number, no: number): number | null {
    const slot = typeof attr === 'string' ? slotOf({ '.': { left, attr } }) : null;
    return slot === null
      ? null
      : emit(has, slot, parentSlot(slot) ?? slotOf({ Var: 'principal' }) ?? 0, yes, no);
  }

  function testType(
    is: { left: Expr; entity_type: string; in?: Expr },
    yes: number,
    no: number,
  ): number | null {
    const slot = slotOf(is.left);
    if (slot === null || is.in !== undefined) return null;
    return emit(isOfType, slot, constant(is.entity_type), yes, no);
  }

  function testContains({ left, right }: Pair, yes: number, no: number): number | null {
    const value = operand(right);
    const set = literalSet(left);
    if (value !== null && set !== null) return emit(isOneOf, value, constant(set), yes, no);
    const slot = slotOf(left);
    return slot === null || value === null ? null : emit(holdsValue, slot, value, yes, no);
  }

  return {
    add: (policy: PolicyJson): number =>
      [...policy.conditions]
        .reverse()
        .reduce(
          (next, { kind, body }) => (kind === 'when' ? branch(body, next, fails) : branch(body, fails, next)),
          holds,
        ),
    done: (): Branches => ({ code: Int32Array.from(code), constants, calls }),
  };
}

const comparisons: Readonly<Record<string, { readonly code: number; readonly swapped: boolean }>> = {
  '==': { code: isEqual, swapped: false },
  '<': { code: isLess, swapped: false },
  '>': { code: isLess, swapped: true },
  '<=': { code: isAtMost, swapped: false },
  '>=': { code: isAtMost, swapped: true },
};

function literalOf(expr: Expr): Value | undefined {
  const value = (expr as { Value?: unknown }).Value;
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  const entity = (value as { __entity?: { type: string; id: string } } | null | undefined)?.__entity;
  return entity === undefined ? undefined : new Entity(entity.type, entity.id, null);
}

function literalSet(expr: Expr): Value | null {
  const items = (expr as { Set?: Expr[] }).Set?.map(literalOf);
  return items === undefined || items.includes(undefined) ? null : (items as Value[]);
}

const nothing: readonly never[] = [];

/** The rules of a list that hold, in its order. Throws `EvaluationError` where Cedar reports an error. */
export function holding<R extends { readonly start: number }>(
  branches: Branches,
  rules: readonly R[],
  slots: Slots,
  env: Env,
): readonly R[] {
  const { code, constants } = branches;
  let found: R[] | null = null;
  for (let i = 0; i < rules.length; i += 1) {
    const rule = rules[i] as R;
    let at = rule.start;
    while (at >= 0) {
      const a = code[at + 1] as number;
      const b = code[at + 2] as number;
      let result: boolean;
      switch (code[at]) {
        case isTrue:
          result = truth(slots[a]);
          break;
        case has:
          if (slots[b] === undefined) throw new EvaluationError('attribute does not exist');
          result = slots[a] !== undefined;
          break;
        case isEqual:
          result = same(a < 0 ? constants[~a] : slots[a], b < 0 ? constants[~b] : slots[b]);
          break;
        case isLess:
          result = long(a < 0 ? constants[~a] : slots[a]) < long(b < 0 ? constants[~b] : slots[b]);
          break;
        case isAtMost:
          result = long(a < 0 ? constants[~a] : slots[a]) <= long(b < 0 ? constants[~b] : slots[b]);
          break;
        case isOneOf:
          result = contains(constants[~b], a < 0 ? constants[~a] : slots[a]);
          break;
        case holdsValue:
          result = contains(slots[a], b < 0 ? constants[~b] : slots[b]);
          break;
        case isOfType:
          result = typeOf(slots[a]) === constants[~b];
          break;
        default:
          result = truth(branches.calls[a]?.(env));
      }
      at = code[at + (result ? 3 : 4)] as number;
    }
    if (at !== holds) continue;
    if (found === null) found = [rule];
    else found.push(rule);
  }
  return found ?? nothing;
}

function truth(value: Value | undefined): boolean {
  if (value === true) return true;
  if (value === false) return false;
  throw new EvaluationError('not there, or not a boolean');
}

function same(a: Value | undefined, b: Value | undefined): boolean {
  if (a === undefined || b === undefined) throw new EvaluationError('attribute does not exist');
  if (a === b) return true;
  if (a instanceof Entity && b instanceof Entity) return a.id === b.id && a.type === b.type;
  return equal(a, b);
}

function long(value: Value | undefined): number | bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  if (typeof value === 'bigint') return value;
  throw new EvaluationError('not there, or not a long');
}

function contains(set: Value | undefined, value: Value | undefined): boolean {
  if (!Array.isArray(set) || value === undefined) throw new EvaluationError('not there, or not a set');
  if (!(value instanceof Entity)) return includes(set as readonly Value[], value);
  for (const each of set as readonly Value[]) {
    if (each === value) return true;
    if (each instanceof Entity && each.id === value.id && each.type === value.type) return true;
  }
  return false;
}

function typeOf(value: Value | undefined): string {
  if (value instanceof Entity) return value.type;
  throw new EvaluationError('not there, or not an entity');
}
