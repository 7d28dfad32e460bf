import type { Transaction } from 'kysely';
import type { Subject } from '#gate';
import type { InputError } from '#vault';
import { gateAsk } from './access.ts';
import { load } from './load.ts';
import { settleOn } from './settle-in.ts';
import { lapsed, settle } from './settle.ts';
import type { AccessDeps, Ask, Refusal } from './spine.ts';

/** Input that does not fit: paths and codes, never values. Nothing was recorded or written. */
export type Invalid = {
  readonly kind: 'refused';
  readonly code: 'invalid-field';
  readonly policies: readonly string[];
  readonly entry: -1;
  readonly errors: readonly InputError[];
};
export type Written =
  | { readonly kind: 'granted'; readonly id: string; readonly entry: number }
  | Refusal
  | Invalid;

export const invalid = (errors: readonly InputError[]): Invalid => ({
  kind: 'refused',
  code: 'invalid-field',
  policies: [],
  entry: -1,
  errors,
});

type Prepared = Awaited<ReturnType<AccessDeps['vault']['prepareChange']>>;

/** Decides, and on a yes writes what `prepare` makes, with the entry in the same transaction. */
export async function writeOn(
  deps: AccessDeps,
  ask: Ask & { readonly customer: string | null },
  prepare: (tx: Transaction<unknown>) => Promise<Prepared>,
): Promise<Written> {
  const loaded = await load(deps, ask);
  const decision = deps.gate.decide(gateAsk(ask), loaded.facts);
  if (decision.kind !== 'granted') return (await settle(deps, ask, loaded, decision)) as Refusal;
  const outcome = await deps.db.kysely.transaction().execute(async (tx) => {
    const prepared = await prepare(tx);
    if (prepared.kind === 'invalid') return invalid(prepared.errors);
    const settled = await settleOn(deps, tx, ask, loaded, decision, { more: { state: prepared.state } });
    if (settled.kind !== 'granted') return settled;
    await deps.vault.applyChange(tx, prepared.prepared, loaded.now, actor(ask.subject));
    return { kind: 'granted' as const, id: ask.customer ?? '', entry: settled.entry };
  });
  return outcome.kind === 'lapsed' ? lapsed(deps, ask, loaded, decision, outcome.lapse) : outcome;
}

/** Who writes: the person, or the program itself. */
export const actor = (subject: Subject): string => subject.person ?? subject.key?.id ?? '';
