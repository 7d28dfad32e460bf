/** The calendar day (`YYYY-MM-DD`) in the desk's time zone: quotas and guess budgets end at its midnight. */
export function dayOf(now: Date, zone = 'Asia/Shanghai'): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(now);
}
