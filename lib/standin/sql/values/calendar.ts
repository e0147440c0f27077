/**
 * Oracle's calendar: Julian until 1582-10-04, Gregorian from 1582-10-15, years -4712..9999 without a year 0 to write,
 * although day arithmetic counts one, as Oracle's does. Days are Julian day numbers, which format element `J` shows.
 */
import { oracleError } from '../../oracle-error.ts';

const GREGORIAN_START = 2299161;
const MONTH_DAYS: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export interface CivilDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export function isLeapYear(year: number): boolean {
  if (year % 4 !== 0) return false;
  return year <= 1582 || year % 100 !== 0 || year % 400 === 0;
}

export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (MONTH_DAYS[month - 1] ?? 0);
}

/** Julian day number: 2451545 for 2000-01-01. */
export function dayNumber(year: number, month: number, day: number): number {
  const shift = month <= 2 ? 1 : 0;
  const y = year + 4800 - shift;
  const m = month + 12 * shift - 3;
  const julian = day + Math.floor((153 * m + 2) / 5) + 365 * y + Math.floor(y / 4);
  if (year > 1582 || (year === 1582 && (month > 10 || (month === 10 && day >= 15)))) {
    return julian - Math.floor(y / 100) + Math.floor(y / 400) - 32045;
  }
  return julian - 32083;
}

export function civilFromDayNumber(number: number): CivilDay {
  let b = 0;
  let c = number + 32082;
  if (number >= GREGORIAN_START) {
    const a = number + 32044;
    b = Math.floor((4 * a + 3) / 146097);
    c = a - Math.floor((146097 * b) / 4);
  }
  const d = Math.floor((4 * c + 3) / 1461);
  const e = c - Math.floor((1461 * d) / 4);
  const m = Math.floor((5 * e + 2) / 153);
  return {
    day: e - Math.floor((153 * m + 2) / 5) + 1,
    month: m + 3 - 12 * Math.floor(m / 10),
    year: 100 * b + d - 4800 + Math.floor(m / 10),
  };
}

/** 1 is Sunday, as format element D counts in the territory AMERICA. */
export function dayOfWeek(number: number): number {
  return ((number + 1) % 7) + 1;
}

export function dayOfYear(year: number, month: number, day: number): number {
  return dayNumber(year, month, day) - dayNumber(year, 1, 1) + 1;
}

/** ISO 8601 week and the year it belongs to. */
export function isoWeek(year: number, month: number, day: number): { readonly year: number; readonly week: number } {
  const number = dayNumber(year, month, day);
  const thursday = number - ((number + 7) % 7) + 3;
  const isoYear = civilFromDayNumber(thursday).year;
  return { year: isoYear, week: Math.floor((thursday - dayNumber(isoYear, 1, 1)) / 7) + 1 };
}

/** Raises ORA-01841, ORA-01843, ORA-01847 or ORA-01839 for a day that does not exist. */
export function checkDay(year: number, month: number, day: number): void {
  if (year === 0 || year < -4712 || year > 9999) throw oracleError(1841);
  if (month < 1 || month > 12) throw oracleError(1843);
  if (day < 1 || day > 31) throw oracleError(1847);
  if (day > daysInMonth(year, month)) throw oracleError(1839);
}
