/** What a format model has read of a text, and the date-time it amounts to. */
import { oracleError } from '../../oracle-error.ts';
import { checkDay, civilFromDayNumber, dayNumber } from './calendar.ts';
import type { DateTimeFields } from './datetime.ts';
import { parseZone } from './time-zone.ts';
import type { Zone } from './time-zone.ts';

export interface ParsedDateTime {
  readonly fields: DateTimeFields;
  readonly zone: Zone | null;
}

/** The statement's date: what year and month are when the format has none, and the century of RR. */
export interface CurrentDate {
  readonly year: number;
  readonly month: number;
}

/** What has been read so far. */
export interface Reading {
  text: string;
  position: number;
  year: number | null;
  month: number | null;
  day: number | null;
  dayOfYear: number | null;
  julian: number | null;
  hour: number | null;
  hour12: number | null;
  minute: number;
  second: number;
  secondsInDay: number | null;
  nanosecond: number;
  afternoon: boolean | null;
  beforeChrist: boolean | null;
  zoneHour: number | null;
  zoneMinute: number;
  region: string | null;
  readonly current: CurrentDate;
}

export function finishReading(reading: Reading): ParsedDateTime {
  const civil = finishDay(reading);
  const clock = finishClock(reading);
  return { fields: { ...civil, ...clock, nanosecond: reading.nanosecond }, zone: finishZone(reading) };
}

function finishDay(reading: Reading): { readonly year: number; readonly month: number; readonly day: number } {
  if (reading.julian !== null) return civilFromDayNumber(reading.julian);
  let year = reading.year ?? reading.current.year;
  if (reading.beforeChrist === true) year = -Math.abs(year);
  if (reading.dayOfYear !== null) {
    const found = civilFromDayNumber(dayNumber(year, 1, 1) + reading.dayOfYear - 1);
    if (found.year !== year) throw oracleError(1848);
    return found;
  }
  const month =
    reading.month ?? (reading.day === null && reading.year !== null ? reading.current.month : reading.current.month);
  const day = reading.day ?? 1;
  checkDay(year, month, day);
  return { year, month, day };
}

function finishClock(reading: Reading): { readonly hour: number; readonly minute: number; readonly second: number } {
  if (reading.secondsInDay !== null) {
    const seconds = reading.secondsInDay;
    return { hour: Math.floor(seconds / 3600), minute: Math.floor(seconds / 60) % 60, second: seconds % 60 };
  }
  let hour = reading.hour ?? 0;
  if (reading.hour12 !== null) {
    hour = reading.hour12 % 12;
    if (reading.afternoon === true) hour += 12;
    if (reading.afternoon === null) hour = reading.hour12 === 12 ? 0 : reading.hour12;
  }
  return { hour, minute: reading.minute, second: reading.second };
}

function finishZone(reading: Reading): Zone | null {
  if (reading.region !== null) return parseZone(reading.region);
  if (reading.zoneHour === null) return null;
  const negative = reading.zoneHour < 0 || Object.is(reading.zoneHour, -0);
  const minutes = Math.abs(reading.zoneHour) * 60 + reading.zoneMinute;
  return { kind: 'offset', minutes: negative ? -minutes : minutes };
}
