/**
 * TO_DATE, TO_TIMESTAMP and TO_TIMESTAMP_TZ: text read by a format model.
 *
 * As Oracle reads (SQL Language Reference, "String-to-Date Conversion Rules"): punctuation of the format may be missing from the text or
 * be other punctuation, leading zeros may be missing before punctuation, MM takes month names, MON takes full names, RR and YY take
 * four digits, time elements at the end may be missing. FX wants the text exactly.
 */
import { oracleError } from '../../oracle-error.ts';
import { finishReading } from './datetime-reading.ts';
import type { CurrentDate, ParsedDateTime, Reading } from './datetime-reading.ts';
import { DAYS, MONTHS, ROMAN, parseFormatModel } from './format-elements.ts';
import type { FormatPart } from './format-elements.ts';

export type DateTimeParser = (text: string, current: CurrentDate) => ParsedDateTime;

type Element = Extract<FormatPart, { kind: 'element' }>;

const OUTPUT_ONLY = new Set([
  'CC',
  'SCC',
  'D_',
  'IW',
  'IYYY',
  'IYY',
  'IY',
  'I',
  'Q',
  'W',
  'WW',
  'YEAR',
  'SYEAR',
  'E',
  'EE',
]);
const TRAILING_TIME = /^(?:HH|HH12|HH24|MI|SS|SSSSS|FF\d?|AM|PM|A\.M\.|P\.M\.|TZ[HMRD]|X)$/;

/** `fractionAllowed` is false for TO_DATE, whose format knows no FF and no zone (ORA-01821). */
export function compileDateTimeParser(format: string, fractionAllowed: boolean): DateTimeParser {
  const parts = parseFormatModel(format);
  const seen = new Set<string>();
  for (const part of parts) {
    if (part.kind !== 'element') continue;
    if (OUTPUT_ONLY.has(part.name)) throw oracleError(1820);
    if (!fractionAllowed && /^(?:FF|TZ)/.test(part.name)) throw oracleError(1821);
    if (seen.has(part.name)) throw oracleError(1810);
    seen.add(part.name);
  }
  checkConflicts(seen);
  return (text, current) => {
    const reading = newReading(text, current);
    parts.forEach((part, index) => readPart(reading, part, parts[index + 1]));
    skipBlanks(reading);
    if (reading.position < text.length) throw oracleError(1830);
    return finishReading(reading);
  };
}

function checkConflicts(seen: ReadonlySet<string>): void {
  const years = ['YYYY', 'SYYYY', 'YYY', 'YY', 'Y', 'RR', 'RRRR', 'Y,YYY'].filter((name) => seen.has(name));
  if (years.length > 1) throw oracleError(1812);
  const meridian = ['AM', 'PM', 'A.M.', 'P.M.'].some((name) => seen.has(name));
  if (seen.has('HH24') && meridian) throw oracleError(1818);
  if (['HH', 'HH12', 'HH24'].filter((name) => seen.has(name)).length > 1) throw oracleError(1813);
  if (['MM', 'MON', 'MONTH', 'RM'].filter((name) => seen.has(name)).length > 1) throw oracleError(1816);
}

function newReading(text: string, current: CurrentDate): Reading {
  return {
    text,
    position: 0,
    year: null,
    month: null,
    day: null,
    dayOfYear: null,
    julian: null,
    hour: null,
    hour12: null,
    minute: 0,
    second: 0,
    secondsInDay: null,
    nanosecond: 0,
    afternoon: null,
    beforeChrist: null,
    zoneHour: null,
    zoneMinute: 0,
    region: null,
    current,
  };
}

function skipBlanks(reading: Reading): void {
  while (/\s/.test(reading.text.charAt(reading.position))) reading.position += 1;
}

function readPart(reading: Reading, part: FormatPart, following: FormatPart | undefined): void {
  if (part.kind === 'literal') {
    readLiteral(reading, part, following);
    return;
  }
  if (!part.exact) skipBlanks(reading);
  if (reading.position >= reading.text.length) {
    if (TRAILING_TIME.test(part.name) && !part.exact) return;
    throw oracleError(1840);
  }
  readElement(reading, part, following);
}

function readLiteral(
  reading: Reading,
  part: Extract<FormatPart, { kind: 'literal' }>,
  following: FormatPart | undefined,
): void {
  const { text } = reading;
  if (part.quoted) {
    if (text.startsWith(part.text, reading.position)) reading.position += part.text.length;
    else if (reading.position < text.length) throw oracleError(1861);
    return;
  }
  if (reading.position >= text.length) return;
  const character = text.charAt(reading.position);
  const exact = following?.kind === 'element' && following.exact;
  if (exact) {
    if (character !== part.text) throw oracleError(1861);
    reading.position += 1;
    return;
  }
  if (/[\p{L}\p{N}]/u.test(character)) {
    // The punctuation is missing: fine when what follows is of the kind the next element reads.
    const wantsLetter =
      following?.kind === 'element' &&
      /^(?:MON|MONTH|DAY|DY|AM|PM|A\.M\.|P\.M\.|AD|BC|A\.D\.|B\.C\.|RM|TZR|TZD)$/.test(following.name);
    if (part.text !== ' ' && wantsLetter !== /\p{L}/u.test(character)) throw oracleError(1861);
    return;
  }
  // A sign belongs to a signed element, not to the punctuation before it.
  if (
    /[+-]/.test(character) &&
    part.text === ' ' &&
    following?.kind === 'element' &&
    /^(?:SYYYY|TZH)$/.test(following.name)
  )
    return;
  if (/\s/.test(part.text)) {
    skipBlanks(reading);
    if (/\s/.test(character) || !/[-/,.;:]/.test(character)) return;
  }
  reading.position += 1;
}

const NUMBERS: ReadonlyMap<
  string,
  readonly [digits: number, assign: (reading: Reading, value: number, length: number) => void]
> = new Map<string, readonly [digits: number, assign: (reading: Reading, value: number, length: number) => void]>([
  ['YYYY', [4, (reading, value) => (reading.year = checkedYear(value))]],
  [
    'RRRR',
    [
      4,
      (reading, value, length) =>
        (reading.year = length > 2 ? checkedYear(value) : roundedYear(value, reading.current)),
    ],
  ],
  [
    'YYY',
    [
      3,
      (reading, value, length) =>
        (reading.year = length > 3 ? value : Math.floor(reading.current.year / 1000) * 1000 + value),
    ],
  ],
  [
    'YY',
    [
      2,
      (reading, value, length) =>
        (reading.year = length > 2 ? value : Math.floor(reading.current.year / 100) * 100 + value),
    ],
  ],
  ['Y', [1, (reading, value) => (reading.year = Math.floor(reading.current.year / 10) * 10 + value)]],
  ['RR', [2, (reading, value, length) => (reading.year = length > 2 ? value : roundedYear(value, reading.current))]],
  ['MM', [2, (reading, value) => (reading.month = within(value, 1, 12, 1843))]],
  ['DD', [2, (reading, value) => (reading.day = within(value, 1, 31, 1847))]],
  ['DDD', [3, (reading, value) => (reading.dayOfYear = within(value, 1, 366, 1848))]],
  ['J', [7, (reading, value) => (reading.julian = within(value, 1, 5_373_484, 1854))]],
  ['D', [1, (_reading, value) => within(value, 1, 7, 1846)]],
  ['HH24', [2, (reading, value) => (reading.hour = within(value, 0, 23, 1850))]],
  ['HH', [2, (reading, value) => (reading.hour12 = within(value, 1, 12, 1849))]],
  ['HH12', [2, (reading, value) => (reading.hour12 = within(value, 1, 12, 1849))]],
  ['MI', [2, (reading, value) => (reading.minute = within(value, 0, 59, 1851))]],
  ['SS', [2, (reading, value) => (reading.second = within(value, 0, 59, 1852))]],
  ['SSSSS', [5, (reading, value) => (reading.secondsInDay = within(value, 0, 86_399, 1853))]],
  ['TZM', [2, (reading, value) => (reading.zoneMinute = within(value, 0, 59, 1875))]],
]);

function within(value: number, low: number, high: number, code: number): number {
  if (value < low || value > high) throw oracleError(code);
  return value;
}

function checkedYear(value: number): number {
  if (value === 0) throw oracleError(1841);
  return value;
}

/** RR: years 00-49 belong to the next century in its second half, years 50-99 to the previous one in its first half. */
function roundedYear(value: number, current: CurrentDate): number {
  const century = Math.floor(current.year / 100) * 100;
  const late = current.year % 100 >= 50;
  if (value < 50) return late ? century + 100 + value : century + value;
  return late ? century + value : century - 100 + value;
}

function readElement(reading: Reading, element: Element, following: FormatPart | undefined): void {
  const { name } = element;
  const numeric = NUMBERS.get(name);
  if (numeric !== undefined) {
    if (name === 'MM' && !element.exact && /\p{L}/u.test(reading.text.charAt(reading.position))) {
      reading.month = readName(reading, MONTHS, 1843);
      return;
    }
    const [digits, assign] = numeric;
    const wide =
      /^(?:YY|RR|YYY)$/.test(name) && !element.exact && (following === undefined || following.kind === 'literal');
    readNumber(reading, element, wide ? 4 : digits, assign);
    return;
  }
  readNamed(reading, element);
}

function readNumber(
  reading: Reading,
  element: Element,
  digits: number,
  assign: (reading: Reading, value: number, length: number) => void,
): void {
  let end = reading.position;
  while (end < reading.text.length && end - reading.position < digits && /[0-9]/.test(reading.text.charAt(end)))
    end += 1;
  const length = end - reading.position;
  if (length === 0) throw oracleError(1858);
  if (element.exact && !element.fill && length < digits) throw oracleError(1862);
  const value = Number(reading.text.slice(reading.position, end));
  reading.position = end;
  assign(reading, value, length);
}

/** A name of the list, whole or by its first three letters: its number from 1. */
function readName(reading: Reading, names: readonly string[], code: number): number {
  const rest = reading.text.slice(reading.position).toUpperCase();
  for (const length of [null, 3]) {
    const index = names.findIndex((name) =>
      rest.startsWith((length === null ? name : name.slice(0, length)).toUpperCase()),
    );
    if (index < 0) continue;
    reading.position += length ?? names[index]?.length ?? 0;
    return index + 1;
  }
  throw oracleError(code);
}

function readNamed(reading: Reading, element: Element): void {
  const { name } = element;
  const rest = reading.text.slice(reading.position);
  if (name === 'MONTH' || name === 'MON') reading.month = readName(reading, MONTHS, 1843);
  else if (name === 'DAY' || name === 'DY') readName(reading, DAYS, 1846);
  else if (name === 'RM') readRoman(reading);
  else if (name === 'SYYYY') readSignedYear(reading, element);
  else if (name === 'Y,YYY') readCommaYear(reading);
  else if (name.startsWith('FF')) readFraction(reading, name);
  else if (name === 'X') reading.position += rest.startsWith('.') || rest.startsWith(',') ? 1 : 0;
  else if (name === 'TZH') readZoneHour(reading);
  else if (name === 'TZR') readRegion(reading);
  else if (name === 'TZD') reading.position += /^[A-Za-z]+/.exec(rest)?.[0].length ?? 0;
  else readMarker(reading, name);
}

function readRoman(reading: Reading): void {
  const numeral = /^[IVX]+/i.exec(reading.text.slice(reading.position))?.[0] ?? '';
  const month = ROMAN.indexOf(numeral.toUpperCase()) + 1;
  if (month === 0) throw oracleError(1843);
  reading.month = month;
  reading.position += numeral.length;
}

function readSignedYear(reading: Reading, element: Element): void {
  const sign = reading.text.charAt(reading.position);
  if (sign === '-' || sign === '+') reading.position += 1;
  readNumber(reading, element, 4, (into, value) => {
    into.year = checkedYear(sign === '-' ? -value : value);
  });
}

function readCommaYear(reading: Reading): void {
  const match = /^(\d),?(\d{3})/.exec(reading.text.slice(reading.position));
  if (match === null) throw oracleError(1858);
  reading.year = checkedYear(Number(`${match[1] ?? ''}${match[2] ?? ''}`));
  reading.position += match[0].length;
}

function readFraction(reading: Reading, name: string): void {
  const limit = name === 'FF' ? 9 : Number(name.slice(2));
  const digits = /^\d*/.exec(reading.text.slice(reading.position, reading.position + 9))?.[0] ?? '';
  if (digits === '') throw oracleError(1858);
  if (digits.length > limit) throw oracleError(1880);
  reading.nanosecond = Number(digits.padEnd(9, '0'));
  reading.position += digits.length;
}

function readZoneHour(reading: Reading): void {
  const match = /^\s*([+-]?)(\d{1,2})/.exec(reading.text.slice(reading.position));
  if (match === null) throw oracleError(1858);
  const hour = Number(match[2]);
  if (hour > 15) throw oracleError(1874);
  reading.zoneHour = match[1] === '-' ? -hour : hour;
  // -00:30 is west of Greenwich although its hour is zero.
  if (match[1] === '-' && hour === 0) reading.zoneHour = -0;
  reading.position += match[0].length;
}

function readRegion(reading: Reading): void {
  const match = /^(?:[+-]?\d{1,2}:\d{2}|[A-Za-z][A-Za-z0-9_+\-/]*)/.exec(reading.text.slice(reading.position));
  if (match === null) throw oracleError(1882);
  reading.region = match[0];
  reading.position += match[0].length;
}

function readMarker(reading: Reading, name: string): void {
  const dotted = name.includes('.');
  const isEra = name.startsWith('B') || name === 'AD' || name === 'A.D.';
  const pattern = isEra ? (dotted ? /^([AB])\.[DC]\./i : /^([AB])[DC]/i) : dotted ? /^([AP])\.M\./i : /^([AP])M/i;
  const match = pattern.exec(reading.text.slice(reading.position));
  if (match === null) throw oracleError(isEra ? 1856 : 1855);
  reading.position += match[0].length;
  const letter = (match[1] ?? '').toUpperCase();
  if (isEra) reading.beforeChrist = letter === 'B';
  else reading.afternoon = letter === 'P';
}
