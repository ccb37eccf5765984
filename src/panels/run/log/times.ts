/** Moments of log lines. */

/** `14:03:07.120`, local time; as wide for every line. */
export function clockText(time: number): string {
  const date = new Date(time);
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two);
  return `${clock.join(':')}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** Columns of `clockText`. */
export const CLOCK_COLUMNS = 12;
