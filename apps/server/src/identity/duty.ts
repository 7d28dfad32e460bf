import type { Person } from '@huke/sdk';

/** The desk's time zone: China has one, without summer time. */
const offsetMs = 8 * 3_600_000;
const dayMs = 86_400_000;

/** Whether a moment lies within duty hours; days are 1 (Monday) to 7, a shift past midnight belongs to its first day. */
export function isOnDuty(duty: Person['duty'], now: Date): boolean {
  if (duty === null) return true;
  const local = now.getTime() + offsetMs;
  const minute = Math.floor((local % dayMs) / 60_000);
  const today = weekday(local);
  const yesterday = weekday(local - dayMs);
  if (duty.from <= duty.to) return duty.days.includes(today) && minute >= duty.from && minute < duty.to;
  return (
    (duty.days.includes(today) && minute >= duty.from) || (duty.days.includes(yesterday) && minute < duty.to)
  );
}

/** Whole days since the day somebody was hired, at least 0. */
export function tenureDays(hiredOn: string, now: Date): number {
  const today = Math.floor((now.getTime() + offsetMs) / dayMs);
  return Math.max(0, today - Math.floor(Date.parse(`${hiredOn}T00:00:00Z`) / dayMs));
}

function weekday(local: number): number {
  return ((new Date(local).getUTCDay() + 6) % 7) + 1;
}
