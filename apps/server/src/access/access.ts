import { maskValue } from '@huke/detect';
import type { AccessAnswer, AccessRequest, FieldAnswer } from '@huke/sdk';
import type { Subject } from '#gate';
import { load } from './load.ts';
import { settle } from './settle.ts';
import type { AccessDeps, Ask, Granted, Loaded, Refusal } from './spine.ts';
import { oneValue, settleUse } from './uses.ts';

/**
 * The spine: one ask for fields of one customer becomes an answer, or a refusal that says why. INVARIANT: nothing is
 * answered before the ask's entry is durable; any failure on the way throws, and nothing is shown.
 */
export async function access(
  deps: AccessDeps,
  subject: Subject,
  request: AccessRequest,
): Promise<{ readonly kind: 'granted'; readonly answer: AccessAnswer } | Refusal> {
  const ask = askOf(subject, request);
  const using = ask.action === 'use';
  const facts = await load(deps, ask);
  const loaded = using ? oneValue(facts) : facts;
  const decision = deps.gate.decide(gateAsk(ask), loaded.facts);
  const settled = using
    ? await settleUse(deps, ask, loaded, decision)
    : { alias: null, ...(await settle(deps, ask, loaded, decision)) };
  if (settled.kind !== 'granted') return settled;
  const fields = await show(deps, ask, loaded, settled.decision);
  const used = ask.use && settled.alias !== null ? { used: { kind: ask.use, token: settled.alias } } : {};
  const quota = quotaAfter(loaded, settled.decision);
  return {
    kind: 'granted',
    answer: {
      id: settled.access,
      entry: settled.entry,
      fields,
      obligations: obligationsOf(settled.decision, quota),
      ...used,
    },
  };
}

/** Opens and shows each decided field as the decision says: hidden and used ones stay sealed. */
export async function show(
  deps: AccessDeps,
  ask: Ask,
  loaded: Loaded,
  decision: Granted,
): Promise<FieldAnswer[]> {
  const { sealed } = loaded;
  const opened = decision.fields.filter((each) => each.show === 'masked' || each.show === 'clear');
  if (sealed) await deps.opener.ready(sealed, opened);
  return decision.fields.map((each) => {
    const kind = deps.vault.kinds.get(each.field);
    const head = {
      field: each.field,
      item: each.item,
      show: each.show,
      level: kind?.level ?? 'C3',
      sensitive: kind ? kind.sensitive || kind.protectAsSensitive : true,
      policies: each.policies,
    };
    if (!sealed || !kind || each.show === 'hidden' || each.show === 'used') return head;
    const clear = deps.opener.open(sealed, each.field, each.item);
    return { ...head, value: each.show === 'clear' ? clear : maskValue(kind.type, clear, ask.scenario) };
  });
}

/** What the gate is asked. */
export function gateAsk(ask: Ask) {
  const { action, purpose, scenario, reason, answered = true, list = false } = ask;
  return { action, purpose, scenario, reason, use: ask.use ?? null, answered, list };
}

/** The obligations of an answer. */
export function obligationsOf(decision: Granted, quota?: { used: number; limit: number; raised: number }) {
  return {
    watermark: decision.watermark,
    ...(decision.hideAfter === null ? {} : { hideAfter: decision.hideAfter }),
    ...(quota ? { quota } : {}),
  };
}

function quotaAfter(loaded: Loaded, decision: Granted) {
  const { quota } = loaded.facts;
  return { ...quota, used: quota.used + decision.consume.reveals.length };
}

function askOf(subject: Subject, request: AccessRequest): Ask {
  return {
    subject,
    action: request.action,
    customer: request.customer,
    fields: request.fields,
    purpose: request.purpose,
    case: request.case ?? null,
    scenario: request.scenario,
    reason: request.reason ?? null,
    use: request.use ?? null,
    stepUp: request.stepUp ?? null,
    note: request.note ?? null,
  };
}
