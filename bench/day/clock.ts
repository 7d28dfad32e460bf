/** What somebody does over the day: yields the seconds that pass until they act again. */
export type Doing<T = void> = AsyncGenerator<number, T, void>;

/** Whose turn comes when, in milliseconds. */
export type Turn = { at: number; readonly doing: Doing };

/** Plays everybody's doings in the order of the clock, which is moved from one act to the next; `after`: each act. */
export async function play(
  desk: { readonly clock: () => Date; readonly pass: (seconds: number) => void },
  turns: readonly Turn[],
  after: () => Promise<void>,
): Promise<void> {
  const left = new Set(turns);
  while (left.size > 0) {
    const turn = [...left].reduce((first, each) => (each.at < first.at ? each : first));
    const ahead = turn.at - desk.clock().getTime();
    if (ahead > 0) desk.pass(ahead / 1000);
    // one after the other: what each of them does depends on what the others did
    const step = await turn.doing.next();
    if (step.done === true) left.delete(turn);
    else turn.at += step.value * 1000;
    await after();
  }
}

const zone = 8 * 3_600_000;
const dayMs = 86_400_000;

/** Nine o'clock of the next day, where the desk's days are. */
export function nextMorning(now: Date): number {
  const midnight = Math.floor((now.getTime() + zone) / dayMs) * dayMs - zone;
  return midnight + dayMs + 9 * 3_600_000;
}
