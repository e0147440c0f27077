/** TO_CHAR of date-times: a format model compiled once to steps over the fields. */
import { oracleError } from '../../oracle-error.ts';
import { dayNumber, dayOfWeek, dayOfYear, isoWeek } from './calendar.ts';
import { secondsOf } from './datetime.ts';
import type { DateTimeFields } from './datetime.ts';
import { DAYS, MONTHS, ROMAN, parseFormatModel } from './format-elements.ts';
import type { FormatPart } from './format-elements.ts';
import { spellNumber } from './spell-number.ts';
import { zoneAbbreviation } from './time-zone.ts';
import type { Zone } from './time-zone.ts';

/** DATE has no fraction. */
type ShownFields = Omit<DateTimeFields, 'nanosecond'> & { readonly nanosecond?: number };

/** What is shown: wall-clock fields, and the zone when the type has one. */
export interface ShownDateTime {
  readonly fields: ShownFields;
  readonly zone: Zone | null;
  readonly offsetMinutes: number;
}

export type DateTimeFormatter = (shown: ShownDateTime) => string;

/** What the type being shown has: fractional digits (null for DATE) and a zone. */
export interface ShownType {
  readonly fraction: number | null;
  readonly hasZone: boolean;
  /** Decimal character of element X. */
  readonly radix: string;
}

type Step = (fields: ShownFields, shown: ShownDateTime) => string;
type Element = Extract<FormatPart, { kind: 'element' }>;

export function compileDateTimeFormat(format: string, type: ShownType): DateTimeFormatter {
  // Literals are kept with the element they stand before, so that a format costs one call for each element.
  const steps: Step[] = [];
  const before: string[] = [];
  let literal = '';
  for (const part of parseFormatModel(format)) {
    if (part.kind === 'literal') {
      literal += part.text;
      continue;
    }
    steps.push(step(part, type));
    before.push(literal);
    literal = '';
  }
  const count = steps.length;
  return (shown) => {
    const { fields } = shown;
    let text = '';
    for (let index = 0; index < count; index += 1)
      text += (before[index] ?? '') + (steps[index]?.(fields, shown) ?? '');
    return text + literal;
  };
}

function step(part: Element, type: ShownType): Step {
  return numericStep(part) ?? yearStep(part) ?? nameStep(part) ?? zoneStep(part, type);
}

const TWO: readonly string[] = Array.from({ length: 100 }, (_, index) => String(index).padStart(2, '0'));

function two(value: number): string {
  return TWO[value] ?? String(value);
}

const YEARS: string[] = [];

function four(year: number): string {
  return (YEARS[year] ??= String(year).padStart(4, '0'));
}

/** name: value and width of elements that show a number. */
const NUMERIC: ReadonlyMap<string, readonly [number, (fields: ShownFields) => number]> = new Map<
  string,
  readonly [number, (fields: ShownFields) => number]
>([
  ['MM', [2, (fields) => fields.month]],
  ['DD', [2, (fields) => fields.day]],
  ['DDD', [3, (fields) => dayOfYear(fields.year, fields.month, fields.day)]],
  ['D', [1, (fields) => dayOfWeek(dayNumber(fields.year, fields.month, fields.day))]],
  ['HH24', [2, (fields) => fields.hour]],
  ['HH', [2, (fields) => fields.hour % 12 || 12]],
  ['HH12', [2, (fields) => fields.hour % 12 || 12]],
  ['MI', [2, (fields) => fields.minute]],
  ['SS', [2, (fields) => fields.second]],
  ['SSSSS', [5, (fields) => fields.hour * 3600 + fields.minute * 60 + fields.second]],
  ['Q', [1, (fields) => Math.ceil(fields.month / 3)]],
  ['W', [1, (fields) => Math.ceil(fields.day / 7)]],
  ['WW', [2, (fields) => Math.ceil(dayOfYear(fields.year, fields.month, fields.day) / 7)]],
  ['IW', [2, (fields) => isoWeek(fields.year, fields.month, fields.day).week]],
  ['J', [7, (fields) => dayNumber(fields.year, fields.month, fields.day)]],
  ['YYYY', [4, (fields) => Math.abs(fields.year)]],
  ['RRRR', [4, (fields) => Math.abs(fields.year)]],
  ['YYY', [3, (fields) => Math.abs(fields.year) % 1000]],
  ['YY', [2, (fields) => Math.abs(fields.year) % 100]],
  ['RR', [2, (fields) => Math.abs(fields.year) % 100]],
  ['Y', [1, (fields) => Math.abs(fields.year) % 10]],
  ['IYYY', [4, (fields) => isoWeek(fields.year, fields.month, fields.day).year]],
  ['IYY', [3, (fields) => isoWeek(fields.year, fields.month, fields.day).year % 1000]],
  ['IY', [2, (fields) => isoWeek(fields.year, fields.month, fields.day).year % 100]],
  ['I', [1, (fields) => isoWeek(fields.year, fields.month, fields.day).year % 10]],
  ['CC', [2, (fields) => century(fields.year)]],
]);

function century(year: number): number {
  return Math.floor((Math.abs(year) - 1) / 100) + 1;
}

function numericStep(element: Element): Step | null {
  const known = NUMERIC.get(element.name);
  if (known === undefined) return null;
  const [width, valueOf] = known;
  if (element.suffix !== '') return suffixed(element, width, valueOf);
  if (element.fill) return (fields) => String(valueOf(fields));
  if (width === 2) return (fields) => two(valueOf(fields));
  if (width === 4) return (fields) => four(valueOf(fields));
  return (fields) => String(valueOf(fields)).padStart(width, '0');
}

function suffixed(element: Element, width: number, valueOf: (fields: ShownFields) => number): Step {
  if (element.suffix === 'TH') {
    return (fields) => {
      const value = valueOf(fields);
      const digits = element.fill ? String(value) : String(value).padStart(width, '0');
      return digits + (element.casing === 'lower' ? ordinal(value).toLowerCase() : ordinal(value));
    };
  }
  return (fields) => cased(spellNumber(valueOf(fields), element.suffix === 'SPTH'), element.casing);
}

function ordinal(value: number): string {
  const tens = value % 100;
  if (tens >= 11 && tens <= 13) return 'TH';
  return ['TH', 'ST', 'ND', 'RD'][value % 10] ?? 'TH';
}

/** `text` is in title case. */
function cased(text: string, casing: Element['casing']): string {
  if (casing === 'upper') return text.toUpperCase();
  return casing === 'lower' ? text.toLowerCase() : text;
}

function yearStep(element: Element): Step | null {
  const { name, fill, casing } = element;
  if (name === 'SYYYY') {
    if (!fill) return (fields) => (fields.year < 0 ? '-' : ' ') + four(Math.abs(fields.year));
    return (fields) => String(fields.year);
  }
  if (name === 'Y,YYY') {
    return (fields) => {
      const digits = String(Math.abs(fields.year)).padStart(4, '0');
      return `${digits.slice(0, 1)},${digits.slice(1)}`;
    };
  }
  if (name === 'SCC') return (fields) => (fields.year < 0 ? '-' : fill ? '' : ' ') + two(century(fields.year));
  if (name === 'YEAR' || name === 'SYEAR') {
    const sign = (year: number): string => (name === 'YEAR' ? '' : year < 0 ? '-' : fill ? '' : ' ');
    return (fields) => sign(fields.year) + cased(spellYear(Math.abs(fields.year)), casing);
  }
  return null;
}

function spellYear(year: number): string {
  const high = Math.floor(year / 100);
  const low = year % 100;
  if (low === 0) return high % 10 === 0 ? spellNumber(year, false) : `${spellNumber(high, false)} Hundred`;
  if (high === 0) return spellNumber(low, false);
  if (high % 10 === 0 && low < 10) return spellNumber(year, false);
  return `${spellNumber(high, false)} ${low < 10 ? `Oh-${spellNumber(low, false)}` : spellNumber(low, false)}`;
}

function nameStep(element: Element): Step | null {
  const { name, fill, casing } = element;
  const names = (list: readonly string[], length: number | null, pad: number): readonly string[] =>
    list.map((each) => {
      const text = cased(length === null ? each : each.slice(0, length), casing);
      return fill ? text : text.padEnd(pad);
    });
  const pick = (list: readonly string[], index: (fields: ShownFields) => number): Step => {
    return (fields) => list[index(fields)] ?? '';
  };
  const weekday = (fields: ShownFields): number => dayOfWeek(dayNumber(fields.year, fields.month, fields.day)) - 1;
  switch (name) {
    case 'MONTH':
      return pick(names(MONTHS, null, 9), (fields) => fields.month - 1);
    case 'MON':
      return pick(names(MONTHS, 3, 3), (fields) => fields.month - 1);
    case 'DAY':
      return pick(names(DAYS, null, 9), weekday);
    case 'DY':
      return pick(names(DAYS, 3, 3), weekday);
    case 'RM': {
      const list = ROMAN.map((each) => (casing === 'upper' ? each : each.toLowerCase())).map((each) =>
        fill ? each : each.padEnd(4),
      );
      return pick(list, (fields) => fields.month - 1);
    }
    case 'AM':
    case 'PM':
      return (fields) => cased(fields.hour < 12 ? 'Am' : 'Pm', casing);
    case 'A.M.':
    case 'P.M.':
      return (fields) => cased(fields.hour < 12 ? 'A.m.' : 'P.m.', casing === 'initial' ? 'upper' : casing);
    case 'AD':
    case 'BC':
      return (fields) => cased(fields.year > 0 ? 'Ad' : 'Bc', casing);
    case 'A.D.':
    case 'B.C.':
      return (fields) => cased(fields.year > 0 ? 'A.D.' : 'B.C.', casing === 'initial' ? 'upper' : casing);
    default:
      return null;
  }
}

function zoneStep(element: Element, type: ShownType): Step {
  const { name } = element;
  if (name === 'X') return () => type.radix;
  if (name === 'DS') return (fields) => `${fields.month}/${fields.day}/${Math.abs(fields.year)}`;
  if (name === 'DL') return compiledInside('fmDay, Month DD, YYYY', type);
  if (name === 'TS') return compiledInside('fmHH:fmMI:SS AM', type);
  if (name.startsWith('FF')) {
    if (type.fraction === null) throw oracleError(1821);
    const digits = name === 'FF' ? type.fraction : Number(name.slice(2));
    if (digits === 9) return (fields) => String(fields.nanosecond ?? 0).padStart(9, '0');
    return (fields) =>
      String(fields.nanosecond ?? 0)
        .padStart(9, '0')
        .slice(0, digits);
  }
  if (name.startsWith('TZ') && type.hasZone) return zoneText(name);
  throw oracleError(1821);
}

function compiledInside(format: string, type: ShownType): Step {
  const inner = compileDateTimeFormat(format, type);
  return (_fields, shown) => inner(shown);
}

function zoneText(name: string): Step {
  const hours = (minutes: number): string => (minutes < 0 ? '-' : '+') + two(Math.floor(Math.abs(minutes) / 60));
  const rest = (minutes: number): string => two(Math.abs(minutes) % 60);
  if (name === 'TZH') return (_fields, shown) => hours(shown.offsetMinutes);
  if (name === 'TZM') return (_fields, shown) => rest(shown.offsetMinutes);
  if (name === 'TZR') {
    return (_fields, shown) => {
      if (shown.zone?.kind === 'region')
        return shown.zone.name.toUpperCase() === 'UTC' ? 'UTC' : shown.zone.name.toUpperCase();
      return `${hours(shown.offsetMinutes)}:${rest(shown.offsetMinutes)}`;
    };
  }
  return (fields, shown) => {
    if (shown.zone === null) return '';
    return zoneAbbreviation(shown.zone, secondsOf(fields) - shown.offsetMinutes * 60);
  };
}
