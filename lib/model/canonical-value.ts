/**
 * The codec of canonical values (V1): texts as Oracle or the target print them, in; the one form of value.ts, out.
 * Every function is total: it ends in a value or in the fault VALUE_UNREADABLE, which never quotes the value.
 *
 *   decimal              `-.001`  `12.50`  `+7`  `1.5E+03`  `0012`
 *   double               `1.5`  `1e300`  `3.3999999E+037`  `Nan`  `Inf`  `-Inf`  `Infinity`
 *   datetime             `2024-02-14 10:58:02`  ` 2024-02-14 10:58:02`  `-0044-03-15 12:00:00`
 *   timestamp            datetime [`.` 1 to 9 digits]
 *   timestamp-zone       timestamp ` ` (`+`|`-`) HH `:` MM
 *   interval-year-month  [`+`|`-`] years `-` months
 *   interval-day-second  [`+`|`-`] days ` ` HH `:` MM `:` SS [`.` 1 to 9 digits]
 */
import { Fault } from './fault.ts';

/** No number of either side is longer: Oracle's range is 1e-130 to 1e126, a target DECIMAL has 65 digits. */
const numberCharactersMax = 400;
const exponentMax = 400;

const canonicalNumber = /^-?(?:[1-9]\d*|0(?=\.))(?:\.\d*[1-9])?$/;
const withoutLeadingZero = /^-?\.\d*[1-9]$/;
const anyNumber = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

/** A decimal of any spelling to `-12.5`: no exponent, no superfluous zeros, no minus zero. */
export function canonicalDecimal(text: string): string {
  if (text.length > numberCharactersMax) throw unreadable('a number is longer than any number of the source');
  if (canonicalNumber.test(text)) return text;
  if (withoutLeadingZero.test(text)) return text.startsWith('-') ? `-0${text.slice(1)}` : `0${text}`;
  return generalDecimal(text);
}

function generalDecimal(text: string): string {
  const match = anyNumber.exec(text);
  const integer = match?.[2] ?? '';
  const fraction = match?.[3] ?? '';
  const exponent = Number(match?.[4] ?? '0');
  if (match === null || integer.length + fraction.length === 0 || Math.abs(exponent) > exponentMax) {
    throw unreadable('a number is not written as a decimal');
  }
  const point = integer.length + exponent;
  const digits = integer + fraction;
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '';
  const rest = point > 0 ? digits.slice(point) : '0'.repeat(-point) + digits;
  const head = whole.replace(/^0+/, '');
  const tail = rest.replace(/0+$/, '');
  if (head === '' && tail === '') return '0';
  return `${match[1] === '-' ? '-' : ''}${head === '' ? '0' : head}${tail === '' ? '' : `.${tail}`}`;
}

const doubleText = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?$/;

/** A BINARY_DOUBLE (or target DOUBLE) of any spelling to the shortest text that reads back to the same double. */
export function canonicalDouble(text: string): string {
  return doubleToCanonical(readDouble(text));
}

/** A BINARY_FLOAT of any spelling: rounded to single precision first, then written as the double it equals. */
export function canonicalFloat(text: string): string {
  return doubleToCanonical(Math.fround(readDouble(text)));
}

/** The canonical text of a double. Minus zero is zero: Oracle stores no minus zero. */
export function doubleToCanonical(value: number): string {
  return value === 0 ? '0' : String(value);
}

function readDouble(text: string): number {
  if (text.length <= numberCharactersMax && doubleText.test(text)) return Number(text);
  switch (text.trim().toLowerCase()) {
    case 'nan':
      return Number.NaN;
    case 'inf':
    case '+inf':
    case 'infinity':
      return Number.POSITIVE_INFINITY;
    case '-inf':
    case '-infinity':
      return Number.NEGATIVE_INFINITY;
    default:
      throw unreadable('a floating-point number is not written as one');
  }
}

/** VARCHAR2 and NVARCHAR2: Oracle's empty string is NULL (V2). */
export function canonicalText(text: string): string | null {
  return text === '' ? null : text;
}

/** CHAR and NCHAR: without trailing blanks; blanks only give the zero-length text (V5). */
export function canonicalChar(text: string): string {
  if (text.charCodeAt(text.length - 1) !== blank) return text;
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === blank) end -= 1;
  return text.slice(0, end);
}

const blank = 0x20;
const calendarDay = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`;
const timeOfDay = String.raw`(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d`;
const datetimeText = new RegExp(`^[ -]?${calendarDay} ${timeOfDay}$`);
const timestampText = new RegExp(String.raw`^[ -]?${calendarDay} ${timeOfDay}(?:\.\d{1,9})?$`);
const zoneText = / [+-](?:0\d|1[0-5]):[0-5]\d$/;
const zoneCharacters = 7;

/** A DATE, or a target DATETIME(0). */
export function canonicalDatetime(text: string): string {
  if (!datetimeText.test(text)) throw unreadable('a date is not written as `YYYY-MM-DD HH:MM:SS`');
  const value = text.charCodeAt(0) === blank ? text.slice(1) : text;
  assertCalendarDay(value);
  return value;
}

/**
 * A TIMESTAMP of at most `digits` fraction digits: `2024-02-14 10:58:02.2026`. Further digits may follow only as zeros: a
 * column never holds more than it declares.
 */
export function canonicalTimestamp(text: string, digits: number): string {
  if (!timestampText.test(text)) throw unreadable('a timestamp is not written as `YYYY-MM-DD HH:MM:SS.FFFFFFFFF`');
  const value = text.charCodeAt(0) === blank ? text.slice(1) : text;
  assertCalendarDay(value);
  const point = value.indexOf('.');
  if (point < 0) return value;
  const cut = withoutTrailingZeros(value, point);
  if (cut.length - point - 1 > digits)
    throw unreadable('a timestamp has more fraction digits than its column declares');
  return cut;
}

/** A TIMESTAMP WITH TIME ZONE in its own zone: `2024-02-14 10:58:02.2 +01:00`. */
export function canonicalTimestampZone(text: string, digits: number): string {
  if (!zoneText.test(text)) throw unreadable('a timestamp with time zone does not end in an offset');
  const zone = text.slice(-zoneCharacters);
  return canonicalTimestamp(text.slice(0, -zoneCharacters), digits) + (zone === ' -00:00' ? ' +00:00' : zone);
}

function withoutTrailingZeros(value: string, point: number): string {
  let end = value.length;
  while (end > point + 1 && value.charCodeAt(end - 1) === 0x30) end -= 1;
  return value.slice(0, end === point + 1 ? point : end);
}

/** Days that no calendar has. Up to 1582 Oracle counts by the Julian calendar, in which every fourth year is a leap year. */
function assertCalendarDay(value: string): void {
  const start = value.charCodeAt(0) === 0x2d ? 1 : 0;
  if (value.charCodeAt(start + 8) < 0x32) return;
  const day = Number(value.slice(start + 8, start + 10));
  if (day <= 28) return;
  const year = Number(value.slice(start, start + 4));
  const month = Number(value.slice(start + 5, start + 7));
  if (day > daysOfMonth(month, start === 1 || isLeapYear(year))) {
    throw unreadable('a date names a day that its month does not have');
  }
}

function daysOfMonth(month: number, leap: boolean): number {
  if (month === 2) return leap ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isLeapYear(year: number): boolean {
  if (year <= 1582) return year % 4 === 0;
  return isGregorianLeapYear(year);
}

/** The rule of the target, which counts all years by the Gregorian calendar. */
export function isGregorianLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

const yearMonth = /^([+-]?)0*(\d{1,9})-(0?\d|1[01])$/;
const daySecond = /^([+-]?)0*(\d{1,9}) ((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d{1,9}))?$/;

/** `+0003-06` to `+03-06`: a sign, at least two digits of years, two of months. Zero is positive. */
export function canonicalIntervalYearMonth(text: string): string {
  const match = yearMonth.exec(text.trim());
  if (match === null) throw unreadable('an interval is not written as `+YY-MM`');
  const years = (match[2] ?? '').padStart(2, '0');
  const months = (match[3] ?? '').padStart(2, '0');
  const zero = Number(years) === 0 && Number(months) === 0;
  return `${match[1] === '-' && !zero ? '-' : '+'}${years}-${months}`;
}

/** `+000000001 02:03:04.560000000` to `+1 02:03:04.56`: a sign, days without padding, fraction without trailing zeros. */
export function canonicalIntervalDaySecond(text: string): string {
  const match = daySecond.exec(text.trim());
  if (match === null) throw unreadable('an interval is not written as `+DD HH:MM:SS.FF`');
  const fraction = (match[4] ?? '').replace(/0+$/, '');
  const value = `${match[2] ?? ''} ${match[3] ?? ''}${fraction === '' ? '' : `.${fraction}`}`;
  return `${match[1] === '-' && value !== '0 00:00:00' ? '-' : '+'}${value}`;
}

function unreadable(cause: string): Fault {
  return new Fault('VALUE_UNREADABLE', cause);
}
