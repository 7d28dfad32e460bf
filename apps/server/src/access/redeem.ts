import { sql } from 'kysely';
import type { Subject } from '#gate';
import { gateAsk } from './access.ts';
import { load } from './load.ts';
import { settleOn } from './settle-in.ts';
import { lapsed, settle } from './settle.ts';
import type { AccessDeps, Ask, Refusal } from './spine.ts';

type Use = {
  customer: string;
  field: string;
  item: string;
  kind: 'dial' | 'text' | 'mail';
  case_id: string;
};

const gone: Refusal = { kind: 'refused', code: 'use-gone', policies: [], entry: -1 };

/**
 * Gives a channel's platform the number or address of a use, once and within two minutes, so that it dials or texts
 * and no person sees it. For service keys only; the case must still be live with the same agent.
 */
export async function redeem(
  deps: AccessDeps,
  subject: Subject,
  token: string,
): Promise<{ readonly kind: 'granted'; readonly use: Use['kind']; readonly value: string } | Refusal> {
  const use = await findUse(deps, token);
  if (!use) return gone;
  const ask: Ask = {
    subject,
    action: 'use',
    customer: use.customer,
    fields: [{ field: use.field, item: use.item }],
    purpose: 'call-back',
    case: use.case_id,
    scenario: 'dispatch',
    reason: null,
    use: use.kind,
  };
  const before = await load(deps, ask);
  const purpose = before.facts.case?.purpose ?? ask.purpose;
  const asked = { ...ask, purpose };
  const decision = deps.gate.decide(gateAsk(asked), before.facts);
  if (decision.kind !== 'granted' || !before.sealed) {
    const settled = await settle(deps, asked, before, decision);
    return settled.kind === 'granted' ? gone : settled;
  }
  const { sealed } = before;
  const settled = await deps.db.kysely.transaction().execute(async (tx) => {
    const taken = await sql`
      update access_uses set taken_at = ${before.now}
      where customer = ${use.customer} and access = ${token} and taken_at is null and expires_at > ${before.now}
      returning access`.execute(tx);
    if (taken.rows.length === 0) return gone;
    return settleOn(deps, tx, asked, before, decision, { more: { code: 'redeemed', object: token } });
  });
  if (settled.kind === 'lapsed') return lapsed(deps, asked, before, decision, settled.lapse);
  if (settled.kind !== 'granted') return settled;
  await deps.opener.ready(sealed, ask.fields);
  return { kind: 'granted', use: use.kind, value: deps.opener.open(sealed, use.field, use.item) };
}

async function findUse(deps: AccessDeps, token: string): Promise<Use | undefined> {
  const found = await sql<Use>`
    select customer, field, item, kind, case_id from access_uses
    where access = ${token} and taken_at is null and expires_at > ${deps.clock()}`.execute(deps.db.kysely);
  return found.rows[0];
}
