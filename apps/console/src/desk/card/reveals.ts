/** One clear value on the screen. It lives here and nowhere else, until `until`. */
export type Shown = { readonly value: string; readonly from: number; readonly until: number };

/** Clear values by `field#item`; empty whenever nothing is shown. */
export type Reveals = ReadonlyMap<string, Shown>;

export const none: Reveals = new Map();

export type RevealEvent =
  | {
      readonly kind: 'show';
      readonly key: string;
      readonly value: string;
      readonly seconds: number;
      readonly now: number;
    }
  | { readonly kind: 'hide'; readonly key: string }
  | { readonly kind: 'hide-all' }
  | { readonly kind: 'tick'; readonly now: number };

/** The next state of what is shown: showing again restarts the clock, time and hiding forget the value. */
export function reveal(state: Reveals, event: RevealEvent): Reveals {
  switch (event.kind) {
    case 'show': {
      if (event.seconds <= 0) return state;
      const until = event.now + event.seconds * 1000;
      return new Map(state).set(event.key, { value: event.value, from: event.now, until });
    }
    case 'hide': {
      if (!state.has(event.key)) return state;
      const next = new Map(state);
      next.delete(event.key);
      return next;
    }
    case 'hide-all':
      return state.size === 0 ? state : none;
    case 'tick': {
      const kept = [...state].filter(([, { until, from }]) => event.now < until && event.now >= from - 2000);
      return kept.length === state.size ? state : new Map(kept);
    }
  }
}

/** Whole seconds that are left, never below zero. */
export function secondsLeft(shown: Shown, now: number): number {
  return Math.max(0, Math.ceil((shown.until - now) / 1000));
}

/** The name of one value of a customer. */
export function keyOf(value: { readonly field: string; readonly item: string }): string {
  return `${value.field}#${value.item}`;
}
