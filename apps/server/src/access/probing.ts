import type { Charge } from '#budget';
import type { Granted, AccessDeps, Ask, Loaded, Refusal } from './spine.ts';
import { whomOf } from './costs.ts';
import type { More } from './entry.ts';
import { type Extras, settle } from './settle.ts';

/** Customers that one entry names at the most; an entry is at most 65,535 bytes long. */
const named = 900;

const nothing = { grant: null, stepUp: null, reveals: [], guesses: 0 } as const;

/** The decision of an ask whose costs were charged before. */
export const paid = (decision: Granted): Granted => ({ ...decision, consume: nothing });

/**
 * Charges values that are about to be looked for or compared, in a durable entry of its own: how many, never which.
 * INVARIANT: nothing is looked for or compared before, and nothing that could tell is sent to the database; whether
 * there is enough left says nothing of what would be found. So cutting off what follows saves nobody anything.
 * `guesses`: how many of the day's guesses it costs as well.
 */
export async function charge(
  deps: AccessDeps,
  ask: Ask,
  loaded: Loaded,
  decision: Granted,
  costs: Pick<Extras, 'charges' | 'guesses' | 'guessCustomer' | 'guessFields' | 'typed' | 'more'>,
): Promise<{ readonly kind: 'granted' } | Refusal> {
  const { guesses = 0, more, ...rest } = costs;
  const priced = { ...decision, consume: { ...nothing, guesses } };
  const settled = await settle(deps, ask, loaded, priced, { ...rest, more: { code: 'probing', ...more } });
  if (settled.kind === 'granted') deps.asking.looks();
  return settled;
}

/** Names in entries whom the probing hit, in the order of their ids: one entry where it hit nobody, too. */
export async function recordHits(
  deps: AccessDeps,
  ask: Ask,
  loaded: Loaded,
  decision: Granted,
  hits: readonly string[],
  more: More,
): Promise<{ readonly kind: 'granted' } | Refusal> {
  const customers = [...new Set(hits)].sort();
  for (let from = 0; from === 0 || from < customers.length; from += named) {
    const settled = await settle(deps, ask, loaded, paid(decision), {
      more: { ...more, code: probedCode, customers: customers.slice(from, from + named) },
    });
    if (settled.kind !== 'granted') return settled;
  }
  return { kind: 'granted' };
}

/** The code of entries that name whom a probing hit. */
export const probedCode = 'probed';

/** Who pays for values that are looked for: everybody whose budget knows the asker, and the team they go into. */
export function probesOf(ask: Ask, loaded: Loaded, team: string | null, n: number): readonly Charge[] {
  return [{ budget: 'probes', n, on: { ...whomOf(ask, loaded), team } }];
}
