import { type Mac, type Part, sealFits } from './seals.ts';

/** A raise as `gate_facts` brings it: its number of the day, how many reveals, the reason, the seal. */
export type RaiseRow = readonly [n: number, extra: number, reason: string, seal: string];

/** What the seal of a raise covers. */
export const raiseParts = (
  person: string,
  day: string,
  n: number,
  extra: number,
  reason: string,
): readonly Part[] => [person, day, n, extra, reason];

/** Whether a raise is as this program wrote it, for this person and day. */
export function raiseGenuine(mac: Mac, person: string, day: string, row: RaiseRow): boolean {
  const [n, extra, reason, seal] = row;
  return sealFits(mac, 'gate_quota_raises', raiseParts(person, day, n, extra, reason), seal);
}
