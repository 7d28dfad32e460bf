/** One measured subject: figures of `runs` repetitions in `unit`. */
export type Result = {
  readonly subject: string;
  readonly unit: string;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly runs: number;
};

/** Ours against another, and how much was aimed at; `value` = ours / other (or other / ours where less is better). */
export type Ratio = {
  readonly ours: number;
  readonly other: number;
  readonly value: number;
  readonly aim: number;
};

/** What `npm run bench -- NAME --json` prints; `ratio` is the smallest value/aim, 1 = every aim met. */
export type Report = {
  readonly name: string;
  readonly results: readonly Result[];
  readonly ratios: Readonly<Record<string, Ratio>>;
  readonly ratio: number;
};

/** Each file `bench/NAME.ts` exports this. */
export type Bench = { readonly summary: string; readonly run: () => Promise<Report> };

/** Sums up the figures of one subject. */
export function result(subject: string, unit: string, figures: readonly number[]): Result {
  const sorted = [...figures].sort((a, b) => a - b);
  const at = (q: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
  return {
    subject,
    unit,
    median: at(0.5),
    min: at(0),
    max: sorted.at(-1) ?? Number.NaN,
    runs: figures.length,
  };
}

/** More is better: ours / other against `aim`. */
export function atLeast(ours: number, other: number, aim: number): Ratio {
  return { ours, other, value: ours / other, aim };
}

/** Less is better: other / ours against `aim` (1 = exactly the limit `other`). */
export function atMost(ours: number, limit: number, aim = 1): Ratio {
  return { ours, other: limit, value: limit / ours, aim };
}

/** Puts a report together. */
export function report(
  name: string,
  results: readonly Result[],
  ratios: Readonly<Record<string, Ratio>>,
): Report {
  const shares = Object.values(ratios).map((r) => r.value / r.aim);
  return { name, results, ratios, ratio: shares.length === 0 ? 1 : Math.min(...shares) };
}
