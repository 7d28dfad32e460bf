const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day (`YYYY-MM-DD`) in the desk's time zone: quotas and guess budgets end at its midnight. */
export function dayOf(now: Date, zone = 'Asia/Shanghai'): string {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
    formats.set(zone, format);
  }
  return format.format(now);
}
