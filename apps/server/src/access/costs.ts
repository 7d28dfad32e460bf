import type { Charge, On } from '#budget';
import type { Draft, Ask, Granted, Loaded } from './spine.ts';

/** What a kind of access costs otherwise than its action does anyway. */
export type ExtraCosts = {
  readonly guessCustomer?: string | null;
  readonly guessFields?: readonly string[];
  /** Guesses that a refusal costs, where it tells something. */
  readonly guesses?: number;
  /** What a granted access costs beside what its action costs anyway. */
  readonly charges?: readonly Charge[];
};

/**
 * What an access costs, counted on everybody and everything that is known of it: whoever asks, in which session, with
 * which key, of which team, made by whom; in which contact and case; about which customer.
 */
export function chargesOf(
  ask: Ask,
  loaded: Loaded,
  granted: Granted | null,
  extras: ExtraCosts,
): readonly Charge[] {
  const on = whomOf(ask, loaded);
  const guesses = granted ? granted.consume.guesses : (extras.guesses ?? 0);
  const guess = (): Charge => ({
    budget: 'guesses',
    n: guesses,
    // a case that was not granted is not known to be the asker's: it is not theirs to spend from
    on: { ...on, case: granted ? on.case : null, customer: extras.guessCustomer ?? null },
    fields: extras.guessFields ?? [],
  });
  const guessed = guesses > 0 ? [guess()] : [];
  if (granted === null) return guessed;
  return [...guessed, ...revealsOf(ask, granted, on), ...actionOf(ask, on), ...(extras.charges ?? [])];
}

/** Everybody and everything that an ask counts on. */
export function whomOf({ subject, customer, case: of }: Ask, { facts }: Pick<Loaded, 'facts'>): On {
  return {
    person: subject.person,
    session: subject.session,
    key: subject.key?.id ?? null,
    team: subject.team,
    maker: subject.maker ?? null,
    contact: facts.case?.contact ?? null,
    customer,
    case: facts.case?.id ?? of,
  };
}

/** A field is shown once in a contact, to one person; the customer counts once a day among those they saw of. */
function revealsOf(ask: Ask, granted: Granted, on: On): readonly Charge[] {
  const { reveals } = granted.consume;
  if (reveals.length === 0) return [];
  const { person } = ask.subject;
  const each = reveals.map(
    ({ field, item }): Charge => ({
      budget: 'reveals',
      n: 1,
      on,
      once: { in: 'contact', mark: shownMark(person, ask.customer, field, item) },
    }),
  );
  return [...each, customerOf(ask, on)];
}

/** The mark of a field that was shown in a contact. */
export const shownMark = (
  person: string | null,
  customer: string | null,
  field: string,
  item: string,
): string => `${person ?? ''}|${customer ?? ''}|${field}#${item}`;

/** Customers of whom somebody saw or used a value in clear are counted apart from the values. */
const customerOf = (ask: Ask, on: On): Charge => ({
  budget: 'customers',
  n: 1,
  on,
  once: { in: 'customer', mark: `clear|${whoOf(ask)}` },
});

const whoOf = ({ subject }: Ask): string => subject.person ?? subject.key?.id ?? '';

/** Each customer counts as looked at once a day. */
const viewOn = (ask: Ask, on: On): Charge => ({
  budget: 'views',
  n: 1,
  on,
  once: { in: 'customer', mark: `view|${whoOf(ask)}` },
});

/** What it costs that somebody is shown the customer of an ask. */
export const viewOf = (ask: Ask, loaded: Pick<Loaded, 'facts'>): Charge => viewOn(ask, whomOf(ask, loaded));

function actionOf(ask: Ask, on: On): readonly Charge[] {
  switch (ask.action) {
    case 'view':
    case 'trail':
      if (ask.customer === null) return [];
      return [viewOn(ask, on)];
    case 'use':
      return [{ budget: 'uses', n: 1, on }, customerOf(ask, on)];
    case 'redeem':
      // the agent's ask was charged to whoever asked; the taking, to whoever takes
      return [{ budget: 'uses', n: 1, on: { key: on.key, maker: on.maker } }];
    case 'notify':
      // on nothing that an agent can spend: it could be kept from the customer whom it warns
      return [{ budget: 'notices', n: 1, on: { key: on.key } }];
    case 'correct':
    case 'rollback':
      return [{ budget: 'changes', n: 1, on }];
    // taking back what one binned is never kept from anybody by how much they binned
    case 'restore':
      return ask.customer === null ? [] : [{ budget: 'changes', n: 1, on }];
    case 'erase':
      return ask.customer === null ? [] : [{ budget: 'bins', n: 1, on }];
    default:
      return [];
  }
}

/** Whose accounts count an access: those that its entry names, so that the log can be asked how many there were. */
export function countedOf(draft: Draft): On {
  const { person = null, key = null, team = null } = draft;
  return { person, key, team };
}
