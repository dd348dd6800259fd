import type { GoScalar } from './source-tree.ts';

/** Digits of a date, and after `T`, `t` or a space those of a time, which only `T` and `t` zone. */
const timestamp =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:([Tt ])(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d+))?(Z|[-+]\d\d:\d\d)?)?$/;

// docker/cli: gopkg.in/yaml.v3/resolve.go, parseTimestamp.
/** The instant that a plain scalar such as `2001-12-14` or `2001-12-14T21:59:43Z` means, if any. */
export function resolveTimestamp(text: string): GoScalar | undefined {
  const match = timestamp.exec(text);
  if (match === null) return undefined;
  const [, year = '', month = '', day = '', separator, ...clock] = match;
  const [hour = '0', minute = '0', second = '0', digits = '', zone] = clock;
  const isZoned = separator === 'T' || separator === 't';
  if (isZoned !== (zone !== undefined)) return undefined;
  if (!isDate(Number(year), Number(month), Number(day))) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const date = `${year}-${pad(month)}-${pad(day)}`;
  const fraction = digits.slice(0, 9).replace(/0+$/, '');
  const point = fraction === '' ? '' : '.';
  const time = `${pad(hour)}:${pad(minute)}:${pad(second)}${point}${fraction}`;
  return {
    value: `${date}T${time}${jsonZone(zone)}`,
    goType: 'time.Time',
    printed: `${date} ${time} ${shownZone(zone)}`,
  };
}

function pad(digits: string): string {
  return digits.padStart(2, '0');
}

function isDate(year: number, month: number, day: number): boolean {
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const lengths = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day >= 1 && day <= (lengths[month - 1] ?? 0);
}

function isUtc(zone: string | undefined): boolean {
  return zone === undefined || /^(?:Z|[-+]00:00)$/.test(zone);
}

function jsonZone(zone: string | undefined): string {
  return isUtc(zone) ? 'Z' : (zone ?? '');
}

/** Go: time.Time.String; a zone without a name is named by its offset. */
function shownZone(zone: string | undefined): string {
  const offset = (zone ?? '').replace(':', '');
  return isUtc(zone) ? '+0000 UTC' : `${offset} ${offset}`;
}
