/** Times of log lines: RFC 3339 with up to nine digits, of which a `Date` keeps three. */

/** When a line was written, as the container's runtime saw it. */
export interface LogTime {
  /** UTC with nine digits and `Z`: sorts as text. */
  readonly stamp: string;
  /** Seconds since the epoch, rounded down. */
  readonly second: number;
  /** Milliseconds since the epoch, rounded down. */
  readonly ms: number;
}

const PATTERN =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))$/;

/** Reads RFC 3339 with any offset; undefined for everything else. */
export function parseLogTime(text: string): LogTime | undefined {
  const match = PATTERN.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', sign, oh, om] = match;
  const offset = (Number(oh ?? 0) * 60 + Number(om ?? 0)) * (sign === '-' ? -60 : 60);
  const days = daysBefore(Number(year), Number(month), Number(day));
  const clock = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  const seconds = days * 86_400 + clock - offset;
  const digits = fraction.padEnd(9, '0');
  return {
    stamp: `${secondText(seconds)}.${digits}Z`,
    second: seconds,
    ms: seconds * 1000 + Number(digits.slice(0, 3))
  };
}

/** `sinceTime` of a request: the kubelet is asked in whole seconds. */
export function sinceText(second: number): string {
  return `${secondText(second)}Z`;
}

/** Days from the epoch to a date of the Gregorian calendar; years start in March. */
function daysBefore(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return y * 365 + leaps + dayOfYear - EPOCH;
}

/** Days from 1 March of the year 0 to the epoch. */
const EPOCH = 719_468;
const DAYS_OF_400_YEARS = 146_097;

function secondText(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const rest = seconds - days * 86_400;
  const clock = [rest / 3600, (rest / 60) % 60, rest % 60].map(two).join(':');
  return `${dateText(days)}T${clock}`;
}

/** The inverse of `daysBefore`. */
function dateText(days: number): string {
  const since = days + EPOCH;
  const era = Math.floor(since / DAYS_OF_400_YEARS);
  const dayOfEra = since - era * DAYS_OF_400_YEARS;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365
  );
  const leaps = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  const dayOfYear = dayOfEra - (365 * yearOfEra + leaps);
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = ((fromMarch + 2) % 12) + 1;
  const day = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
