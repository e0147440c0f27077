/** Construction and arithmetic of DATE, TIMESTAMP and their zones. Seconds count from Julian day 0, and are exact integers. */
import { oracleError } from '../../oracle-error.ts';
import { civilFromDayNumber, dayNumber, daysInMonth } from './calendar.ts';
import { zoneOffsetAtLocal, zoneOffsetAtUtc } from './time-zone.ts';
import type { Zone } from './time-zone.ts';
import type {
  DateTimeValue,
  OracleDate,
  OracleIntervalDs,
  OracleTimestamp,
  OracleTimestampLtz,
  OracleTimestampTz,
} from './value.ts';

/** A point on a clock without zone. */
export interface DateTimeFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
}

export const SECONDS_PER_DAY = 86_400;
const FIRST_SECOND = dayNumber(-4712, 1, 1) * SECONDS_PER_DAY;
const LAST_SECOND = (dayNumber(9999, 12, 31) + 1) * SECONDS_PER_DAY - 1;

export function secondsOf(value: Omit<DateTimeFields, 'nanosecond'>): number {
  return (
    dayNumber(value.year, value.month, value.day) * SECONDS_PER_DAY +
    value.hour * 3600 +
    value.minute * 60 +
    value.second
  );
}

/** Raises ORA-01841 outside -4712..9999. */
export function fieldsOf(seconds: number, nanosecond: number): DateTimeFields {
  if (seconds < FIRST_SECOND || seconds > LAST_SECOND) throw oracleError(1841);
  const day = Math.floor(seconds / SECONDS_PER_DAY);
  const rest = seconds - day * SECONDS_PER_DAY;
  const civil = civilFromDayNumber(day);
  // Day arithmetic that lands in the year 0 that Oracle counts but cannot write.
  if (civil.year === 0) throw oracleError(1841);
  return {
    ...civil,
    hour: Math.floor(rest / 3600),
    minute: Math.floor(rest / 60) % 60,
    second: rest % 60,
    nanosecond,
  };
}

export function makeDate(fields: Omit<DateTimeFields, 'nanosecond'>): OracleDate {
  return {
    kind: 'date',
    year: fields.year,
    month: fields.month,
    day: fields.day,
    hour: fields.hour,
    minute: fields.minute,
    second: fields.second,
  };
}

export function makeTimestamp(fields: DateTimeFields): OracleTimestamp {
  return {
    kind: 'timestamp',
    year: fields.year,
    month: fields.month,
    day: fields.day,
    hour: fields.hour,
    minute: fields.minute,
    second: fields.second,
    nanosecond: fields.nanosecond,
  };
}

export function makeTimestampLtz(utc: DateTimeFields): OracleTimestampLtz {
  return { ...makeTimestamp(utc), kind: 'timestamp-ltz' };
}

/** From local fields in a zone; a time that a region skips raises ORA-01878. */
export function makeTimestampTz(local: DateTimeFields, zone: Zone): OracleTimestampTz {
  const seconds = secondsOf(local);
  const offsetMinutes = zoneOffsetAtLocal(zone, seconds);
  return timestampTzAt(seconds - offsetMinutes * 60, local.nanosecond, zone, offsetMinutes);
}

/** From an instant in UTC. */
export function timestampTzFromUtc(utc: DateTimeFields, zone: Zone): OracleTimestampTz {
  const seconds = secondsOf(utc);
  return timestampTzAt(seconds, utc.nanosecond, zone, zoneOffsetAtUtc(zone, seconds));
}

function timestampTzAt(utcSeconds: number, nanosecond: number, zone: Zone, offsetMinutes: number): OracleTimestampTz {
  const utc = fieldsOf(utcSeconds, nanosecond);
  return {
    ...makeTimestamp(utc),
    kind: 'timestamp-tz',
    offsetMinutes,
    region: zone.kind === 'region' ? zone.name : null,
  };
}

/** The wall-clock fields a TSTZ shows. */
export function localFields(value: OracleTimestampTz): DateTimeFields {
  if (value.offsetMinutes === 0) return value;
  return fieldsOf(secondsOf(value) + value.offsetMinutes * 60, value.nanosecond);
}

export function zoneOf(value: OracleTimestampTz): Zone {
  return value.region === null
    ? { kind: 'offset', minutes: value.offsetMinutes }
    : { kind: 'region', name: value.region };
}

/** The fields of any date-time as a session in `zone` sees them. */
export function fieldsInSession(value: DateTimeValue, zone: Zone): DateTimeFields {
  if (value.kind === 'date') return { ...value, nanosecond: 0 };
  if (value.kind === 'timestamp') return value;
  if (value.kind === 'timestamp-tz') return localFields(value);
  const seconds = secondsOf(value);
  return fieldsOf(seconds + zoneOffsetAtUtc(zone, seconds) * 60, value.nanosecond);
}

/** Negative, zero, positive: for values of one kind. TSTZ and TSLTZ compare as instants. */
export function compareDateTimes(left: DateTimeFieldsLike, right: DateTimeFieldsLike): number {
  return (
    left.year - right.year ||
    left.month - right.month ||
    left.day - right.day ||
    left.hour - right.hour ||
    left.minute - right.minute ||
    left.second - right.second ||
    (left.nanosecond ?? 0) - (right.nanosecond ?? 0)
  );
}

interface DateTimeFieldsLike {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond?: number;
}

/** Fields moved by a signed interval. */
export function addSeconds(fields: DateTimeFields, seconds: number, nanosecond: number): DateTimeFields {
  let total = secondsOf(fields) + seconds;
  let nanos = fields.nanosecond + nanosecond;
  if (nanos < 0) {
    nanos += 1_000_000_000;
    total -= 1;
  } else if (nanos >= 1_000_000_000) {
    nanos -= 1_000_000_000;
    total += 1;
  }
  return fieldsOf(total, nanos);
}

/** left - right as a normalized interval: seconds and nanoseconds of one sign. */
export function differenceOf(left: DateTimeFields, right: DateTimeFields): OracleIntervalDs {
  return makeIntervalDs(secondsOf(left) - secondsOf(right), left.nanosecond - right.nanosecond);
}

export function makeIntervalDs(seconds: number, nanosecond: number): OracleIntervalDs {
  let total = seconds;
  let nanos = nanosecond;
  if (Math.abs(nanos) >= 1_000_000_000) {
    const carry = Math.trunc(nanos / 1_000_000_000);
    total += carry;
    nanos -= carry * 1_000_000_000;
  }
  if (total > 0 && nanos < 0) {
    total -= 1;
    nanos += 1_000_000_000;
  } else if (total < 0 && nanos > 0) {
    total += 1;
    nanos -= 1_000_000_000;
  }
  if (Math.abs(total) >= 1_000_000_000 * SECONDS_PER_DAY) throw oracleError(1873);
  return { kind: 'interval-ds', seconds: total === 0 ? 0 : total, nanosecond: nanos === 0 ? 0 : nanos };
}

/** Months added to a day as ADD_MONTHS does: the last day of a month stays the last. */
export function shiftMonths(
  year: number,
  month: number,
  day: number,
  months: number,
  keepLastDay: boolean,
): readonly [number, number, number] {
  const index = year * 12 + month - 1 + months;
  const newYear = Math.floor(index / 12);
  const newMonth = index - newYear * 12 + 1;
  if (newYear < -4712 || newYear > 9999 || newYear === 0) throw oracleError(1841);
  const last = daysInMonth(newYear, newMonth);
  if (keepLastDay && day === daysInMonth(year, month)) return [newYear, newMonth, last];
  if (day > last) {
    // Interval arithmetic refuses what ADD_MONTHS clips.
    if (!keepLastDay) throw oracleError(1839);
    return [newYear, newMonth, last];
  }
  return [newYear, newMonth, day];
}

/** Rounds a fraction to `precision` digits, half up, carrying into the seconds. */
export function roundFraction(fields: DateTimeFields, precision: number): DateTimeFields {
  if (precision >= 9) return fields;
  const unit = 10 ** (9 - precision);
  const rounded = Math.floor((fields.nanosecond + unit / 2) / unit) * unit;
  if (rounded === fields.nanosecond) return fields;
  if (rounded < 1_000_000_000) return { ...fields, nanosecond: rounded };
  return fieldsOf(secondsOf(fields) + 1, 0);
}
