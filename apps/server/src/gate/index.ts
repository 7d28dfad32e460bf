/**
 * The gate: who may touch which customer information, for what, and what is missing.
 *
 * It owns the Cedar policies (`policies/` at the root), the data tables that they compare with, approvals, grants,
 * quotas and guess budgets. Invariants: a decision is pure and never throws; an error anywhere is a refusal; what is
 * missing comes only from `@needs` on the forbids that decided; a row that carries rights opens nothing unless its
 * seal fits. Start reading at `decide.ts`, then `program.ts`, `entities.ts`.
 */
export type { Ask, Decision, Facts, Subject } from './ask.ts';
export { decide } from './decide.ts';
export { GateError } from './error.ts';
export { levelTable, secretTypes } from './levels.ts';
export { loadPolicies, type Policy, type PolicySet } from './policy-set.ts';
export { postTable } from './posts.ts';
export { compileProgram, type Program } from './program.ts';
export { purposeFields, purposeTable } from './purposes.ts';
export { reasonTable, scenarioTable } from './reasons.ts';
