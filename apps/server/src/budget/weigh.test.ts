import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Account, nameOf } from './account.ts';
import { type Dimension, limitRows, limitsOf, mostOf, revealLimit } from './limits.ts';
import { accountKeys, type Charge, type Item, leftOf, type Outcome, weigh, type When } from './weigh.ts';

const when: When = { day: '2026-11-21', month: '2026-11', hour: '10' };

/** Charges one after the other, each account the changed one where there is one. */
function chargeAll(
  items: readonly Item[],
  accounts = new Map<string, Account | 'forged'>(),
): readonly Outcome[] {
  return items.map((item) => {
    const { outcomes, changed } = weigh(accounts, [item], when);
    for (const account of changed) accounts.set(nameOf(account), account);
    return outcomes[0] as Outcome;
  });
}

const revealOf = (n: number, on: Charge['on'] = {}): Item => ({
  charges: [
    {
      budget: 'reveals',
      n: 1,
      on: { person: 'p', contact: `con${n}`, customer: `cus${n}`, ...on },
      once: { in: 'contact', mark: `p|mobile#${n}` },
    },
  ],
});

describe('the limits', () => {
  it('each say why, in both languages, and none is there twice', () => {
    const names = limitRows.map((row) => `${row.budget} ${row.dimension} ${row.window}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { reason } of limitRows) {
      expect(reason.zh).toMatch(/\p{Script=Han}/u);
      expect(reason.en).not.toBe('');
    }
  });

  it('of reveals follow the contacts handled to a hard end, raises beyond it', () => {
    expect(revealLimit({})).toBe(20);
    expect(revealLimit({ contacts: 7 })).toBe(34);
    expect(revealLimit({ contacts: 1_000_000 })).toBe(120);
    expect(revealLimit({ contacts: -5 })).toBe(20);
    expect(revealLimit({ contacts: 1_000_000, raised: 30 })).toBe(150);
  });

  it('stop nobody who takes a full day of contacts', () => {
    const accounts = new Map<string, Account | 'forged'>();
    const day: Item[] = [];
    for (let n = 0; n < 120; n++) {
      const on = {
        person: 'p',
        team: 't',
        session: 's',
        contact: `con${n}`,
        customer: `cus${n}`,
        organisation: 'o',
      };
      const once = (mark: string) => ({ in: 'customer', mark }) as const;
      day.push({ charges: [], contacts: on });
      day.push({ charges: [{ budget: 'views', n: 1, on, once: once('p') }] });
      if (n % 2 === 0) day.push({ charges: [{ budget: 'guesses', n: 1, on, fields: ['mobile'] }] });
      if (n % 4 === 0) day.push({ charges: [{ budget: 'reveals', n: 1, on }] });
      if (n % 10 === 0) day.push({ charges: [{ budget: 'uses', n: 1, on }] });
    }
    // spread over the hours of a shift
    const outcomes = day.map((item, i) => {
      const hour = String(8 + Math.floor((i * 10) / day.length)).padStart(2, '0');
      const weighed = weigh(accounts, [item], { ...when, hour });
      for (const account of weighed.changed) accounts.set(nameOf(account), account);
      expect(weighed.notices).toEqual([]);
      return weighed.outcomes[0];
    });
    expect(outcomes.every((each) => each?.kind === 'ok')).toBe(true);
  });
});

describe('a charge', () => {
  it('counts a field once in a contact, again in the next', () => {
    const accounts = new Map<string, Account | 'forged'>();
    chargeAll([revealOf(1), revealOf(1), revealOf(2)], accounts);
    expect(accounts.get('person p 2026-11-21')).toMatchObject({ counts: { reveals: 2 } });
  });

  it('is all or nothing: of what does not fit, no part is counted anywhere', () => {
    const accounts = new Map<string, Account | 'forged'>();
    const nineteen = { charges: Array.from({ length: 19 }, (_, n) => revealOf(n).charges[0] as Charge) };
    const two = { charges: [revealOf(100).charges[0] as Charge, revealOf(101).charges[0] as Charge] };
    expect(chargeAll([nineteen, two, revealOf(102)], accounts).map((each) => each.kind)).toEqual([
      'ok',
      'spent',
      'ok',
    ]);
    expect(accounts.has('contact con100 2026-11-21')).toBe(false);
  });

  it.each([
    ['another session', (n: number) => ({ session: `s${n}` })],
    ['another key', (n: number) => ({ session: `s${n}`, key: `k${n}` })],
    ['another team', (n: number) => ({ team: `t${n}` })],
    ['another case', (n: number) => ({ case: `cas${n}` })],
  ])('is not evaded by %s each time', (_, on) => {
    const outcomes = chargeAll(Array.from({ length: 60 }, (__, n) => revealOf(n, on(n))));
    expect(outcomes.filter((each) => each.kind === 'ok')).toHaveLength(20);
  });

  it.each([
    ['colleagues of a team', (n: number) => ({ person: `p${n}`, team: 't' }), 'team', 120],
    ['accounts of one maker', (n: number) => ({ person: `p${n}`, maker: 'm' }), 'maker', 200],
    ['everybody, of one customer', (n: number) => ({ person: `p${n}`, customer: 'c' }), 'customer', 36],
    ['everybody', (n: number) => ({ person: `p${n}`, organisation: 'o' }), 'organisation', 600],
  ] as const)('is not evaded by %s', (_, on, dimension, most) => {
    const outcomes = chargeAll(Array.from({ length: most + 50 }, (__, n) => revealOf(n, on(n))));
    expect(outcomes.filter((each) => each.kind === 'ok')).toHaveLength(most);
    expect(outcomes.at(-1)).toEqual({ kind: 'spent', budget: 'reveals', dimension });
  });

  it('of guesses counts each field of a customer apart, over all people and cases', () => {
    const guess = (n: number, fields: string[]): Item => ({
      charges: [{ budget: 'guesses', n: 1, on: { person: `p${n}`, case: `c${n}`, customer: 'x' }, fields }],
    });
    const ids = Array.from({ length: 10 }, (_, n) => guess(n, ['residentId']));
    const outcomes = chargeAll([...ids, guess(11, ['name', 'residentId']), guess(12, ['mobile'])]);
    expect(outcomes.map((each) => each.kind === 'ok').filter(Boolean)).toHaveLength(9);
    expect(outcomes.at(-1)).toEqual({ kind: 'ok' });
  });

  it('of nothing, of less, of a part or on nobody is refused loudly', () => {
    for (const n of [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      const charge: Charge = { budget: 'guesses', n, on: { person: 'p' } };
      expect(() => weigh(new Map(), [{ charges: [charge] }], when)).toThrow();
    }
    for (const on of [{}, { person: null }, { contact: 'c' }]) {
      const charge: Charge = { budget: 'people', n: 1, on };
      expect(() => weigh(new Map(), [{ charges: [charge] }], when)).toThrow();
    }
  });

  it('on an account that was tampered with is refused; others go on', () => {
    const accounts = new Map<string, Account | 'forged'>([['person p 2026-11-21', 'forged']]);
    expect(chargeAll([revealOf(1)], accounts)).toEqual([
      { kind: 'spent', budget: 'reveals', dimension: 'person' },
    ]);
    expect(chargeAll([revealOf(1, { person: 'q' })], accounts)).toEqual([{ kind: 'ok' }]);
    expect(leftOf(accounts, revealOf(1).charges[0] as Charge, when)).toBe(0);
  });
});

/** The obvious way: every limit looks through all that was ever granted. */
function twin(items: readonly Item[]): readonly Outcome[] {
  const granted: { readonly charge: Charge; readonly marked: boolean }[] = [];
  return items.map((item) => {
    const trial: typeof granted = [];
    const marks = new Set(granted.filter((each) => each.marked).map((each) => markOf(each.charge)));
    for (const charge of item.charges) {
      if (charge.once && marks.has(markOf(charge))) continue;
      if (charge.once) marks.add(markOf(charge));
      trial.push({ charge, marked: charge.once !== undefined });
    }
    for (const { charge } of trial) {
      for (const [dimension, id] of Object.entries(charge.on) as [Dimension, string][]) {
        for (const row of limitsOf(charge.budget, dimension)) {
          const same = [...granted, ...trial].filter(
            (each) => each.charge.budget === charge.budget && each.charge.on[dimension] === id,
          );
          const used = same.reduce((sum, each) => sum + each.charge.n, 0);
          if (used > mostOf(row, {})) return { kind: 'spent', budget: row.budget, dimension: row.dimension };
        }
      }
    }
    granted.push(...trial);
    return { kind: 'ok' };
  });
}

const markOf = (charge: Charge): string =>
  `${charge.once?.in} ${charge.on[charge.once?.in ?? 'contact']} ${charge.once?.mark}`;

describe('weighing', () => {
  const id = (of: string) => fc.integer({ min: 0, max: 2 }).map((n) => `${of}${n}`);
  const charge: fc.Arbitrary<Charge> = fc.oneof(
    fc.record({
      budget: fc.constant('reveals' as const),
      n: fc.integer({ min: 1, max: 12 }),
      on: fc.record({ person: id('p'), team: id('t'), contact: id('con'), customer: id('cus') }),
      once: fc.record({ in: fc.constant('contact' as const), mark: id('m') }),
    }),
    fc.record({
      budget: fc.constantFrom('uses' as const, 'guesses' as const),
      n: fc.integer({ min: 1, max: 3 }),
      on: fc.record({ person: id('p'), team: id('t'), customer: id('cus'), case: id('cas') }),
    }),
  );

  it('is the same as looking through everything, in one group or in many', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ charges: fc.array(charge, { minLength: 1, maxLength: 4 }) }), { maxLength: 40 }),
        (items) => {
          const slow = twin(items).map((each) => each.kind);
          expect(chargeAll(items).map((each) => each.kind)).toEqual(slow);
          const whole = weigh(new Map(), items, when);
          expect(whole.outcomes.map((each) => each.kind)).toEqual(slow);
          const known = new Set(accountKeys(items, when).map(nameOf));
          for (const account of whole.changed) expect(known.has(nameOf(account))).toBe(true);
        },
      ),
      { numRuns: process.env['SLOW'] ? 2_000 : 100 },
    );
  });
});
