/**
 * Time zones: fixed offsets and named regions. The offsets of regions come from the platform's own time-zone database through
 * Intl, the one place of the stand-in's values where a JavaScript Date appears: as an instant, never as a calendar.
 */
import { oracleError } from '../../oracle-error.ts';
import { dayNumber } from './calendar.ts';

export type Zone =
  { readonly kind: 'offset'; readonly minutes: number } | { readonly kind: 'region'; readonly name: string };

export const UTC_ZONE: Zone = { kind: 'offset', minutes: 0 };

const EPOCH_SECONDS = dayNumber(1970, 1, 1) * 86_400;
const OFFSET = /^([+-]?)(\d{1,2}):(\d{2})$/;

/** `+02:00`, `-5:30`, `Europe/Paris`, `UTC`. Raises ORA-01882 for a region that does not exist, ORA-01874 / ORA-01875 out of range. */
export function parseZone(text: string): Zone {
  const trimmed = text.trim();
  const match = OFFSET.exec(trimmed);
  if (match !== null) {
    const [, sign = '', hours = '0', minutes = '0'] = match;
    const hour = Number(hours);
    const minute = Number(minutes);
    if (hour > 15 || (sign === '-' && hour > 15)) throw oracleError(1874);
    if (minute > 59) throw oracleError(1875);
    return { kind: 'offset', minutes: (sign === '-' ? -1 : 1) * (hour * 60 + minute) };
  }
  return { kind: 'region', name: regionName(trimmed) };
}

const formats = new Map<string, Intl.DateTimeFormat>();
const names = new Map<string, string>();

/** The name as Oracle shows it: V$TIMEZONE_NAMES spelling. */
function regionName(text: string): string {
  const known = names.get(text.toUpperCase());
  if (known !== undefined) return known;
  if (/^(UTC|GMT)$/i.test(text)) return remember(text, text.toUpperCase());
  if (!/^[A-Za-z0-9_+\-/]+$/.test(text)) throw oracleError(1882);
  const canonical = text.split('/').map(capitalised).join('/');
  for (const candidate of [canonical, text.toUpperCase(), text]) {
    try {
      formats.set(candidate, formatOf(candidate));
      return remember(text, candidate);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  throw oracleError(1882);
}

function remember(text: string, name: string): string {
  names.set(text.toUpperCase(), name);
  return name;
}

function capitalised(part: string): string {
  if (/^(?:[a-z]{2}|gmt.*|utc|uct|est|mst|hst|cet|eet|met|wet|prc|roc|rok|[ecmp]st.+)$/i.test(part))
    return part.toUpperCase();
  return part
    .toLowerCase()
    .replace(/(^|[_-])([a-z])/g, (_, lead: string, letter: string) => lead + letter.toUpperCase());
}

function formatOf(name: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset', year: 'numeric' });
}

/** Offset in minutes in force at an instant, given in seconds of the Julian-day scale. */
export function zoneOffsetAtUtc(zone: Zone, utcSeconds: number): number {
  if (zone.kind === 'offset') return zone.minutes;
  if (zone.name === 'UTC' || zone.name === 'GMT') return 0;
  let format = formats.get(zone.name);
  if (format === undefined) {
    format = formatOf(zone.name);
    formats.set(zone.name, format);
  }
  const instant = new Date((utcSeconds - EPOCH_SECONDS) * 1000);
  const shown = format.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const match = /^GMT(?:([+-])(\d{2}):(\d{2})(?::\d{2})?)?$/.exec(shown);
  if (match === null) throw new Error(`the platform shows an offset this cannot read: ${shown}`);
  if (match[1] === undefined) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

/** Offset for a wall-clock time: standard time when it occurs twice; ORA-01878 when a change of the clock skips it. */
export function zoneOffsetAtLocal(zone: Zone, localSeconds: number): number {
  if (zone.kind === 'offset') return zone.minutes;
  const before = zoneOffsetAtUtc(zone, localSeconds - 86_400);
  const after = zoneOffsetAtUtc(zone, localSeconds + 86_400);
  const candidates = before === after ? [before] : [Math.min(before, after), Math.max(before, after)];
  for (const candidate of candidates) {
    if (zoneOffsetAtUtc(zone, localSeconds - candidate * 60) === candidate) return candidate;
  }
  throw oracleError(1878);
}

/** Abbreviation such as CET; format element TZD. */
export function zoneAbbreviation(zone: Zone, utcSeconds: number): string {
  if (zone.kind === 'offset') return '';
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone.name, timeZoneName: 'short', year: 'numeric' });
  const instant = new Date((utcSeconds - EPOCH_SECONDS) * 1000);
  return format.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? '';
}

/** `+02:00` */
export function offsetText(minutes: number): string {
  const magnitude = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(magnitude / 60))}:${two(magnitude % 60)}`;
}
