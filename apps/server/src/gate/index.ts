/**
 * The gate: who may touch which customer information, for what, and what is missing.
 *
 * It owns the Cedar policies (`policies/` at the root), the data tables that they compare with, approvals, grants,
 * quotas and guess budgets. Invariants: a decision is pure and never throws; an error anywhere is a refusal; what is
 * missing comes only from `@needs` on the forbids that decided; a row that carries rights opens nothing unless its
 * seal fits. Start reading at `decide.ts`, then `program.ts`, `entities.ts`; the store begins at `approval-requests.ts`.
 */
export type { ApprovalRow, ApprovalState, Refusal } from './approval-row.ts';
export type { ApprovalAsk, RequestOutcome } from './approval-requests.ts';
export type {
  Ask,
  CaseFacts,
  Consumption,
  CustomerFacts,
  Decision,
  Facts,
  FieldDecision,
  FieldFacts,
  GrantFacts,
  StepUpFacts,
  Subject,
} from './ask.ts';
export { grantMinutes } from './budgets.ts';
export { ceilingTable } from './ceilings.ts';
export { GateError, type GateErrorCode } from './error.ts';
export { createGate, type Gate, type GateDeps } from './gate.ts';
export type { GrantView } from './grants.ts';
export { gateFunctions } from './functions.ts';
export { type ImportAllowance, mostAllowed } from './import-allowances.ts';
export { secretTypes } from './levels.ts';
export { may, type Somebody } from './may.ts';
export { gateMigrations } from './migrations.ts';
export type { Approver, People } from './people-port.ts';
export { sealOf } from './seals.ts';
export { type Block, blockOf, deciderOf } from './second-person.ts';
export { needsField, purposeFields } from './purposes.ts';
export type { Holder, StoredFacts } from './stored-facts.ts';
