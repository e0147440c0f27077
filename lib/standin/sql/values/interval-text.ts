/**
 * Intervals as text: `+03-06` and `+01 02:03:04.500000`, and their literals `INTERVAL '1-2' YEAR TO MONTH`, `INTERVAL '90' SECOND`.
 * ORA-01867 for text that is no interval, ORA-01873 when the leading field is too long.
 */
import { oracleError } from '../../oracle-error.ts';
import { makeIntervalDs } from './datetime.ts';
import type { OracleIntervalDs, OracleIntervalYm } from './value.ts';

export type IntervalField = 'YEAR' | 'MONTH' | 'DAY' | 'HOUR' | 'MINUTE' | 'SECOND';

const UNIT_SECONDS = { DAY: 86_400, HOUR: 3600, MINUTE: 60, SECOND: 1 } as const;

export function makeIntervalYm(months: number): OracleIntervalYm {
  if (Math.abs(months) > 999_999_999 * 12 + 11) throw oracleError(1873);
  return { kind: 'interval-ym', months: months === 0 ? 0 : months };
}

/** `[+-]y-m`, `[+-]y` or `[+-]m` by the fields of the literal. */
export function parseIntervalYm(
  text: string,
  from: IntervalField,
  to: IntervalField | null,
  leadingPrecision = 9,
): OracleIntervalYm {
  const both = /^\s*([+-]?)\s*(\d+)\s*-\s*(\d+)\s*$/.exec(text);
  const single = /^\s*([+-]?)\s*(\d+)\s*$/.exec(text);
  if (from === 'YEAR' && to === 'MONTH' && both !== null) {
    const months = Number(both[3]);
    if (months > 11) throw oracleError(1843);
    return makeIntervalYm(signed(both[1], leading(both[2], leadingPrecision) * 12 + months));
  }
  if (single !== null && (to === null || to === from)) {
    const count = leading(single[2], leadingPrecision);
    return makeIntervalYm(signed(single[1], from === 'YEAR' ? count * 12 : count));
  }
  throw oracleError(1867);
}

function leading(digits: string | undefined, precision: number): number {
  const significant = (digits ?? '').replace(/^0+(?=\d)/, '');
  if (significant.length > precision) throw oracleError(1873);
  return Number(significant);
}

function signed(sign: string | undefined, value: number): number {
  return sign === '-' ? -value : value;
}

const DAY_TIME_FIELDS = ['DAY', 'HOUR', 'MINUTE', 'SECOND'] as const;
type DayTimeField = (typeof DAY_TIME_FIELDS)[number];

/** `[+-]d h:m:s.f` cut to the fields `from`..`to` of the literal. */
export function parseIntervalDs(
  text: string,
  from: DayTimeField,
  to: DayTimeField | null,
  leadingPrecision = 9,
): OracleIntervalDs {
  const first = DAY_TIME_FIELDS.indexOf(from);
  const last = DAY_TIME_FIELDS.indexOf(to ?? from);
  const fields = DAY_TIME_FIELDS.slice(first, last + 1);
  const body = fields.map(
    (field, index) => separator(fields, index) + (field === 'SECOND' ? '(\\d+)(?:\\.(\\d{0,9}))?' : '(\\d+)'),
  );
  const match = new RegExp(`^\\s*([+-]?)\\s*${body.join('')}\\s*$`).exec(text);
  if (match === null) throw oracleError(1867);
  let seconds = 0;
  fields.forEach((field, index) => {
    const digits = match[index + 2];
    const value = index === 0 ? leading(digits, leadingPrecision) : Number(digits);
    if (index > 0) checkField(field, value);
    seconds += value * UNIT_SECONDS[field];
  });
  const fraction = fields.at(-1) === 'SECOND' ? Number((match[fields.length + 2] ?? '').padEnd(9, '0')) : 0;
  const negative = match[1] === '-';
  return makeIntervalDs(negative ? -seconds : seconds, negative ? -fraction : fraction);
}

function separator(fields: readonly DayTimeField[], index: number): string {
  if (index === 0) return '';
  return fields[index - 1] === 'DAY' ? '\\s+' : '\\s*:\\s*';
}

function checkField(field: DayTimeField, value: number): void {
  if (field === 'HOUR' && value > 23) throw oracleError(1850);
  if (field === 'MINUTE' && value > 59) throw oracleError(1851);
  if (field === 'SECOND' && value > 59) throw oracleError(1852);
}

const ISO_DS = /^(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,9}))?S)?)?$/;
const ISO_YM = /^(-?)P(?:(\d+)Y)?(?:(\d+)M)?$/;

/** The argument of TO_DSINTERVAL: SQL form or ISO 8601 (`P1DT2H`). */
export function textToIntervalDs(text: string): OracleIntervalDs {
  const iso = ISO_DS.exec(text.trim());
  if (iso === null || iso[0] === 'P') return parseIntervalDs(text, 'DAY', 'SECOND');
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = iso;
  const total = Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  const nanos = Number(fraction.padEnd(9, '0'));
  return makeIntervalDs(signed(sign, total), signed(sign, nanos));
}

/** The argument of TO_YMINTERVAL: SQL form or ISO 8601 (`P1Y2M`). */
export function textToIntervalYm(text: string): OracleIntervalYm {
  const iso = ISO_YM.exec(text.trim());
  if (iso === null || iso[0] === 'P') return parseIntervalYm(text, 'YEAR', 'MONTH');
  return makeIntervalYm(signed(iso[1], Number(iso[2] ?? '0') * 12 + Number(iso[3] ?? '0')));
}

export function intervalYmToText(value: OracleIntervalYm, yearPrecision: number): string {
  const months = Math.abs(value.months);
  const years = String(Math.floor(months / 12)).padStart(yearPrecision, '0');
  return `${value.months < 0 ? '-' : '+'}${years}-${two(months % 12)}`;
}

export function intervalDsToText(value: OracleIntervalDs, dayPrecision: number, secondPrecision: number): string {
  const seconds = Math.abs(value.seconds);
  const negative = value.seconds < 0 || value.nanosecond < 0;
  const days = String(Math.floor(seconds / 86_400)).padStart(dayPrecision, '0');
  const clock = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const fraction = String(Math.abs(value.nanosecond)).padStart(9, '0').slice(0, secondPrecision);
  return `${negative ? '-' : '+'}${days} ${clock}${secondPrecision > 0 ? `.${fraction}` : ''}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
