import { newId } from '#platform';
import type { Decision } from '#gate';
import { chargesOf, countedOf, type ExtraCosts } from './costs.ts';
import { draftOf, lapseCode, type More } from './entry.ts';
import type { Lapse, Proposal } from './commit.ts';
import { holderOf } from './load.ts';
import type { AccessDeps, Ask, Granted, Loaded, Refusal } from './spine.ts';
import type { SealedTyped } from './typed-rows.ts';

/** What a kind of access adds to its commit. */
export type Extras = ExtraCosts & {
  readonly more?: More;
  /** What was typed, for the id of this access. */
  readonly typed?: (access: string) => readonly SealedTyped[];
  /** A verification of the caller: the fields by which it passed, null where it did not. */
  readonly verdict?: { readonly fields: readonly string[] | null };
};

/** The proposal of a decided ask, with its entry. */
export function proposalOf(
  deps: Pick<AccessDeps, 'gate' | 'ledger' | 'vault' | 'cases'>,
  ask: Ask,
  loaded: Loaded,
  decision: Decision,
  extras: Extras = {},
): Proposal {
  const access = newId('acc');
  const { subject } = ask;
  const { facts } = loaded;
  const granted = decision.kind === 'granted' ? decision : null;
  const keepsNote = granted !== null && ask.note && ask.customer !== null && loaded.sealed;
  const note = keepsNote ? deps.vault.sealText(loaded.sealed, access, ask.note) : null;
  const draft = draftOf(known(deps, ask), loaded, decision, access, deps.gate.policySet, {
    ...extras.more,
    ...(ask.note ? { note: deps.vault.commit(ask.note) } : {}),
  });
  return {
    access,
    // a refusal stands whatever has lapsed meanwhile: it re-reads nothing and costs nothing but guesses
    session: granted ? subject.session : null,
    person: holderOf(ask),
    version: subject.version,
    key: granted && subject.key ? subject.key.id : null,
    customer: ask.customer,
    // a closed case stays as it is: masks of it stand on nothing that could lapse
    case: granted && facts.case && facts.case.state !== 'closed' ? facts.case.id : null,
    caseCustomer: facts.case?.customer ?? null,
    agent: facts.case?.agent ?? null,
    contact: facts.case?.contact ?? null,
    live: facts.case?.contactLive ?? false,
    grant: granted?.consume.grant ?? null,
    stepUp: granted?.consume.stepUp ?? null,
    charges: chargesOf(ask, loaded, granted, extras),
    counted: granted ? countedOf(draft) : null,
    verifies: granted !== null && extras.verdict !== undefined,
    verified:
      granted && extras.verdict?.fields && facts.case
        ? deps.cases.verified(facts.case, { fields: extras.verdict.fields, at: loaded.now.getTime() })
        : null,
    typed: granted ? (extras.typed?.(access) ?? []) : [],
    note: note ? Buffer.from(note).toString('base64') : null,
    bytes: deps.ledger.encode(draft),
  };
}

/** The ask without names of fields that do not exist: somebody may have put a value there. */
function known({ vault }: Pick<AccessDeps, 'vault'>, ask: Ask): Ask {
  return {
    ...ask,
    fields: ask.fields.map((each) => (vault.kinds.get(each.field) ? each : { field: 'unknown' })),
  };
}

/** Settles a decided ask with its group: granted and durable, or a refusal that says why. */
export async function settle(
  deps: AccessDeps,
  ask: Ask,
  loaded: Loaded,
  decision: Decision,
  extras: Extras = {},
): Promise<
  | { readonly kind: 'granted'; readonly entry: number; readonly access: string; readonly decision: Granted }
  | Refusal
> {
  const proposal = proposalOf(deps, ask, loaded, decision, extras);
  // whatever transaction this ask had of its own is over
  deps.asking.turn.over();
  const told = deps.asking.tell(proposal);
  const settled = await deps.committer.settle(proposal);
  if (settled.kind === 'settled') told.settled();
  else told.lapsed();
  if (settled.kind === 'lapsed') return lapsed(deps, ask, loaded, decision, settled.lapse);
  if (decision.kind !== 'granted') return { ...decision, entry: settled.entry };
  return { kind: 'granted', entry: settled.entry, access: proposal.access, decision };
}

/** The refusal of an access that something it stood on was gone for, recorded before it is answered. */
export async function lapsed(
  deps: AccessDeps,
  ask: Ask,
  loaded: Loaded,
  decision: Decision,
  lapse: Lapse,
): Promise<Refusal> {
  const refusal = { kind: 'refused' as const, code: lapseCode(lapse), policies: decision.policies };
  const settled = await deps.committer.settle(proposalOf(deps, ask, loaded, refusal));
  if (settled.kind === 'lapsed') throw new Error('a refusal stands on nothing that could lapse');
  return { ...refusal, entry: settled.entry };
}
