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

/** The first moment of the desk's day. */
export const dayStart = (now: Date): Date => new Date(`${dayOf(now)}T00:00:00+08:00`);

/** The month (`YYYY-MM`) of a day. */
export const monthOf = (day: string): string => day.slice(0, 7);

const hours = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', hour: '2-digit' });

/** The hour (`00` to `23`) in the desk's time zone. */
export const hourOf = (now: Date): string => hours.format(now).slice(0, 2);
