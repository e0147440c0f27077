/** Driver values to canonical values, column by column. What needs no work has no reader. */
import {
  canonicalChar,
  canonicalDatetime,
  canonicalDecimal,
  canonicalIntervalDaySecond,
  canonicalIntervalYearMonth,
  canonicalTimestamp,
  canonicalTimestampZone,
  doubleToCanonical,
} from '../../model/canonical-value.ts';
import { Fault, unreachable } from '../../model/fault.ts';
import type { ColumnPlan } from '../../model/table-plan.ts';
import type { CanonicalValue } from '../../model/value.ts';
import { fractionDigits } from '../sql/select-list.ts';

/** Turns one value that is not NULL. Throws VALUE_UNREADABLE without a subject: the row reader adds table and column. */
export type ValueReader = (value: unknown) => CanonicalValue;

/** The reader of a column's values. Large objects are read apart. */
export function valueReader(column: ColumnPlan): ValueReader {
  switch (column.form) {
    case 'decimal':
      return column.targetType.kind === 'boolean' ? readBoolean : readDecimal;
    case 'double':
      return readDouble;
    case 'text':
      return readText;
    case 'char':
      return (value) => canonicalChar(textOf(value));
    case 'datetime':
      return (value) => canonicalDatetime(textOf(value));
    case 'timestamp':
    case 'timestamp-local': {
      const digits = fractionDigits(column);
      return (value) => canonicalTimestamp(textOf(value), digits);
    }
    case 'timestamp-zone': {
      const digits = fractionDigits(column);
      return (value) => canonicalTimestampZone(textOf(value), digits);
    }
    case 'interval-year-month':
      return (value) => canonicalIntervalYearMonth(textOf(value));
    case 'interval-day-second':
      return (value) => canonicalIntervalDaySecond(textOf(value));
    case 'bytes':
      return readBytes;
    case 'blob':
    case 'clob':
      throw new Error('assertion failed: a large object has no value reader');
    default:
      return unreachable(column.form, 'canonical form');
  }
}

/** The driver writes integers as they are and fractions without a leading zero. */
function readDecimal(value: unknown): string {
  const text = textOf(value);
  const first = text.charCodeAt(0);
  // The driver's own digits: `12`, `12.5`. Whatever begins otherwise is looked at in full.
  return first >= 0x31 && first <= 0x39 && text.length <= driverDigitsMax ? text : canonicalDecimal(text);
}

/** A NUMBER has up to 40 digits and a point; longer texts are powers of ten that the driver wrote out. */
const driverDigitsMax = 41;

function readBoolean(value: unknown): string {
  if (value === true) return '1';
  if (value === false) return '0';
  throw unexpected('BOOLEAN');
}

function readDouble(value: unknown): string {
  if (typeof value !== 'number') throw unexpected('number');
  return doubleToCanonical(value);
}

function readText(value: unknown): string | null {
  const text = textOf(value);
  return text === '' ? null : text;
}

function readBytes(value: unknown): Uint8Array | null {
  if (!(value instanceof Uint8Array)) throw unexpected('RAW');
  return value.length === 0 ? null : value;
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw unexpected('text');
  return value;
}

function unexpected(wanted: string): Fault {
  return new Fault('VALUE_UNREADABLE', `the driver delivered something else than ${wanted}`);
}
