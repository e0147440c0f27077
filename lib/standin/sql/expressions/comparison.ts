/** Comparison of two values of one family, and the key by which equal values are found. */
import { compareDateTimes } from '../values/datetime.ts';
import { AL16UTF16 } from '../values/charset.ts';
import type { Charset } from '../values/charset.ts';
import { compareNumbers } from '../values/number.ts';
import {
  asBinary,
  asDateTime,
  asIntervalDs,
  asIntervalYm,
  asNumber,
  asRaw,
  asRowid,
  asText,
} from '../values/narrow.ts';
import { compareRowids } from '../values/rowid.ts';
import type { SqlType, SqlValue } from '../values/value.ts';
import { familyOf } from './type-family.ts';
import type { TypeFamily } from './type-family.ts';

/** Negative, zero, positive; neither value is null. */
export type Comparator = (left: SqlValue, right: SqlValue) => number;

/** Blank-padded comparison holds between CHAR, NCHAR and literals; one VARCHAR2 makes it exact. */
export function isPadded(left: SqlType, right: SqlType): boolean {
  return isFixed(left) && isFixed(right);
}

function isFixed(type: SqlType): boolean {
  return type.kind === 'char' || type.kind === 'nchar';
}

export function isNational(type: SqlType): boolean {
  return type.kind === 'nchar' || type.kind === 'nvarchar2' || type.kind === 'nclob';
}

export function comparatorOf(family: TypeFamily, left: SqlType, right: SqlType, charset: Charset): Comparator {
  switch (family) {
    case 'number':
      return (a, b) => compareNumbers(asNumber(a), asNumber(b));
    case 'text': {
      const order = isNational(left) || isNational(right) ? AL16UTF16.compare : charset.compare;
      if (isPadded(left, right)) return (a, b) => comparePadded(asText(a), asText(b), order);
      return (a, b) => order(asText(a), asText(b));
    }
    case 'date':
    case 'timestamp':
    case 'timestamp-tz':
    case 'timestamp-ltz':
      return (a, b) => compareDateTimes(asDateTime(a), asDateTime(b));
    case 'binary-float':
    case 'binary-double':
      return (a, b) => compareBinary(asBinary(a), asBinary(b));
    case 'interval-ym':
      return (a, b) => asIntervalYm(a).months - asIntervalYm(b).months;
    case 'interval-ds':
      return (a, b) => {
        const x = asIntervalDs(a);
        const y = asIntervalDs(b);
        return x.seconds - y.seconds || x.nanosecond - y.nanosecond;
      };
    case 'raw':
      return (a, b) => Buffer.compare(asRaw(a), asRaw(b));
    case 'rowid':
      return (a, b) => compareRowids(asRowid(a), asRowid(b));
    default:
      return (a, b) => (a === b ? 0 : a === true ? 1 : -1);
  }
}

/** The order of one type: ORDER BY, MIN, MAX, range partitions, indexes. */
export function orderOf(type: SqlType, charset: Charset): Comparator {
  return comparatorOf(familyOf(type), type, type, charset);
}

function comparePadded(left: string, right: string, order: (left: string, right: string) => number): number {
  if (left.length === right.length) return order(left, right);
  const length = Math.max(left.length, right.length);
  return order(left.padEnd(length), right.padEnd(length));
}

/** NaN is equal to itself and above everything. */
function compareBinary(left: number, right: number): number {
  if (Number.isNaN(left)) return Number.isNaN(right) ? 0 : 1;
  if (Number.isNaN(right)) return -1;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Equal values of one family have equal keys. `padded` takes the blanks of CHAR off. */
export function keyOf(value: SqlValue, padded: boolean): string {
  if (value === null) return '~';
  if (typeof value === 'string') return padded ? value.replace(/ +$/, '') : value;
  if (typeof value === 'boolean') return value ? 'T' : 'F';
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  switch (value.kind) {
    case 'number':
      return `${value.coefficient}e${value.exponent}`;
    case 'date':
      return `${value.year},${value.month},${value.day},${value.hour},${value.minute},${value.second}`;
    case 'timestamp':
    case 'timestamp-tz':
    case 'timestamp-ltz':
      return `${value.year},${value.month},${value.day},${value.hour},${value.minute},${value.second},${value.nanosecond}`;
    case 'interval-ym':
      return String(value.months);
    case 'interval-ds':
      return `${value.seconds}.${value.nanosecond}`;
    case 'binary-float':
    case 'binary-double':
      return String(value.value === 0 ? 0 : value.value);
    case 'rowid':
      return `${value.object},${value.file},${value.block},${value.row}`;
    case 'clob':
      return value.text;
    case 'blob':
      return Buffer.from(value.bytes).toString('latin1');
  }
}
