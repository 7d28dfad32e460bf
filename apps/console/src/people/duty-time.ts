/** Minutes after midnight of `HH:MM`; 0 when it is none. */
export function minutesOf(time: string): number {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})/.exec(time) ?? [];
  return hours === undefined ? 0 : Math.min(1439, Number(hours) * 60 + Number(minutes));
}

/** `HH:MM` of minutes after midnight. */
export function timeOf(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}
