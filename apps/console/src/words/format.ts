import type { Language } from './language.ts';

export type Format = ReturnType<typeof formatFor>;

const day = 86_400_000;

/** Writers of dates, times and numbers for a language. */
export function formatFor(language: Language) {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const seconds = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const date = new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric' });
  const year = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', day: 'numeric' });
  const full = new Intl.DateTimeFormat('en-GB', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'shortOffset',
  });
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

  return {
    time: (iso: string): string => time.format(new Date(iso)),
    seconds: (iso: string): string => seconds.format(new Date(iso)),
    date: (iso: string): string => year.format(new Date(iso)),
    /** With the zone, alike in every language: for records that people in other places read. */
    full: (iso: string): string => {
      const part = Object.fromEntries(
        full.formatToParts(new Date(iso)).map((each) => [each.type, each.value]),
      );
      const { year: y, month, day: d, hour, minute, second, timeZoneName } = part;
      return `${y}-${month}-${d} ${hour}:${minute}:${second} ${timeZoneName}`;
    },
    /** Time alone for today, the day with it otherwise. */
    when: (iso: string, now: Date = new Date()): string => {
      const at = new Date(iso);
      if (at.toDateString() === now.toDateString()) return time.format(at);
      const near = Math.abs(now.getTime() - at.getTime()) < 180 * day;
      return `${(near ? date : year).format(at)} ${time.format(at)}`;
    },
    number: (value: number): string => number.format(value),
    decimal: (value: number): string => decimal.format(value),
    percent: (share: number): string => percent.format(share),
    bytes: (count: number): string => {
      const units = ['B', 'KB', 'MB', 'GB'];
      const step = count === 0 ? 0 : Math.min(3, Math.floor(Math.log2(count) / 10));
      return `${decimal.format(count / 1024 ** step)} ${units[step] ?? 'B'}`;
    },
    /** A duration in minutes and seconds. */
    duration: (total: number): string => {
      const whole = Math.max(0, Math.round(total));
      return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
    },
  };
}
