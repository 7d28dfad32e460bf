import type { ApprovalRequest } from '@huke/sdk';
import type { Ask as GateAsk, Facts, Subject } from '#gate';
import { gateAsk } from './access.ts';
import { load } from './load.ts';
import type { AccessDeps, Ask } from './spine.ts';

/** The facts that a request for approval stands on: nothing is opened, decided or consumed. */
export async function probe(
  deps: AccessDeps,
  subject: Subject,
  request: Omit<ApprovalRequest, 'note' | 'minutes'>,
): Promise<{ readonly ask: GateAsk; readonly facts: Facts }> {
  const ask: Ask = { subject, ...request };
  const { facts } = await load(deps, ask);
  return { ask: gateAsk(ask), facts };
}
