/** Dates and intervals: date + days, date - date, timestamp ± interval, interval * number (SQL Language Reference, table 2-5). */
import { oracleErrorAt } from '../../oracle-error.ts';
import type { BinaryExpression } from '../syntax/ast.ts';
import {
  SECONDS_PER_DAY,
  addSeconds,
  differenceOf,
  fieldsOf,
  localFields,
  makeDate,
  makeIntervalDs,
  makeTimestamp,
  makeTimestampLtz,
  secondsOf,
  shiftMonths,
  timestampTzFromUtc,
  zoneOf,
  makeTimestampTz,
} from '../values/datetime.ts';
import type { DateTimeFields } from '../values/datetime.ts';
import { makeIntervalYm } from '../values/interval-text.ts';
import { makeNumber, toInteger } from '../values/number.ts';
import { add, divide, multiply, roundNumber, truncateNumber } from '../values/number-arithmetic.ts';
import { asDateTime, asIntervalDs, asIntervalYm, asNumber } from '../values/narrow.ts';
import type { DateTimeValue, OracleIntervalDs, OracleNumber, SqlType, SqlValue } from '../values/value.ts';
import { map2 } from './compiled.ts';
import { convertTo, typeOfFamily } from './convert.ts';
import type { CompiledExpression } from './scope.ts';
import { DATE, NUMBER, familyOf, isDateTime, isNumeric, typeName } from './type-family.ts';
import type { TypeFamily } from './type-family.ts';

type Operator = BinaryExpression['operator'];

export function isDateArithmetic(left: CompiledExpression, right: CompiledExpression): boolean {
  return isTemporal(familyOf(left.type)) || isTemporal(familyOf(right.type));
}

function isTemporal(family: TypeFamily): boolean {
  return isDateTime(family) || isInterval(family);
}

function isInterval(family: TypeFamily): boolean {
  return family === 'interval-ym' || family === 'interval-ds';
}

export function compileDateArithmetic(
  operator: Operator,
  left: CompiledExpression,
  right: CompiledExpression,
  offset: number,
): CompiledExpression {
  const a = familyOf(left.type);
  const b = familyOf(right.type);
  const additive = operator === '+' || operator === '-';
  const sign = operator === '-' ? -1 : 1;
  if (isDateTime(a) && isDateTime(b)) {
    if (operator !== '-') throw oracleErrorAt(offset, 975);
    return difference(left, right, offset);
  }
  if (isDateTime(a) && additive) {
    if (isInterval(b)) return shifted(left, right, sign, offset);
    if (b === 'text' && operator === '-') return difference(left, convertTo(right, 'date', offset), offset);
    if (isNumeric(b) || b === 'text') return plusDays(left, right, sign, offset);
  }
  if (isDateTime(b) && operator === '+') {
    if (isInterval(a)) return shifted(right, left, 1, offset);
    if (isNumeric(a) || a === 'text') return plusDays(right, left, 1, offset);
  }
  if (isDateTime(b) && operator === '-' && a === 'text')
    return difference(convertTo(left, 'date', offset), right, offset);
  if (isInterval(a) && a === b && additive) return intervalSum(left, right, sign, a);
  if (isInterval(a) && (isNumeric(b) || b === 'text') && (operator === '*' || operator === '/'))
    return scaled(left, right, operator, offset);
  if (isInterval(b) && (isNumeric(a) || a === 'text') && operator === '*') return scaled(right, left, '*', offset);
  throw oracleErrorAt(offset, 932, typeName(left.type), typeName(right.type));
}

function difference(left: CompiledExpression, right: CompiledExpression, offset: number): CompiledExpression {
  const a = familyOf(left.type);
  const b = familyOf(right.type);
  if (a === 'date' && b === 'date') {
    return map2(NUMBER, left, right, (x, y) => daysBetween(asDateTime(x), asDateTime(y)));
  }
  const zoned = [a, b].some((family) => family === 'timestamp-tz' || family === 'timestamp-ltz');
  const common = zoned ? 'timestamp-tz' : 'timestamp';
  const type: SqlType = { kind: 'interval-ds', dayPrecision: 9, secondPrecision: 9 };
  return map2(type, convertTo(left, common, offset), convertTo(right, common, offset), (x, y) =>
    differenceOf(withNanos(asDateTime(x)), withNanos(asDateTime(y))),
  );
}

export function withNanos(value: DateTimeValue): DateTimeFields {
  return value.kind === 'date' ? { ...value, nanosecond: 0 } : value;
}

function daysBetween(left: DateTimeValue, right: DateTimeValue): OracleNumber {
  const seconds = secondsOf(left) - secondsOf(right);
  if (seconds % SECONDS_PER_DAY === 0) return makeNumber(seconds / SECONDS_PER_DAY || 0, 0);
  return divide(makeNumber(seconds, 0), makeNumber(SECONDS_PER_DAY, 0));
}

const DAY_SECONDS: OracleNumber = makeNumber(SECONDS_PER_DAY, 0);

/** A timestamp plus a number is a DATE. */
function plusDays(
  moment: CompiledExpression,
  days: CompiledExpression,
  sign: 1 | -1,
  offset: number,
): CompiledExpression {
  const date = convertTo(moment, 'date', offset);
  return map2(DATE, date, convertTo(days, 'number', offset), (value, count) => {
    const seconds = toInteger(roundNumber(multiply(asNumber(count), DAY_SECONDS), 0)) * sign;
    return makeDate(fieldsOf(secondsOf(asDateTime(value)) + seconds, 0));
  });
}

function shifted(
  moment: CompiledExpression,
  interval: CompiledExpression,
  sign: 1 | -1,
  _offset: number,
): CompiledExpression {
  const isMonths = familyOf(interval.type) === 'interval-ym';
  return map2(moment.type, moment, interval, (value, amount) => {
    const datetime = asDateTime(value);
    return isMonths
      ? addMonthsTo(datetime, asIntervalYm(amount).months * sign)
      : addInterval(datetime, asIntervalDs(amount), sign);
  });
}

function addMonthsTo(value: DateTimeValue, months: number): DateTimeValue {
  const local = value.kind === 'timestamp-tz' ? localFields(value) : withNanos(value);
  const [year, month, day] = shiftMonths(local.year, local.month, local.day, months, false);
  const fields = { ...local, year, month, day };
  if (value.kind === 'timestamp-tz') return makeTimestampTz(fields, zoneOf(value));
  return rebuilt(value, fields);
}

export function addInterval(value: DateTimeValue, interval: OracleIntervalDs, sign: 1 | -1): DateTimeValue {
  const fields = addSeconds(withNanos(value), interval.seconds * sign, interval.nanosecond * sign);
  return value.kind === 'timestamp-tz' ? timestampTzFromUtc(fields, zoneOf(value)) : rebuilt(value, fields);
}

function rebuilt(value: Exclude<DateTimeValue, { kind: 'timestamp-tz' }>, fields: DateTimeFields): DateTimeValue {
  if (value.kind === 'date') return makeDate(fields);
  return value.kind === 'timestamp' ? makeTimestamp(fields) : makeTimestampLtz(fields);
}

function intervalSum(
  left: CompiledExpression,
  right: CompiledExpression,
  sign: 1 | -1,
  family: TypeFamily,
): CompiledExpression {
  return map2(typeOfFamily(family), left, right, (a, b): SqlValue => {
    if (family === 'interval-ym') return makeIntervalYm(asIntervalYm(a).months + sign * asIntervalYm(b).months);
    const x = asIntervalDs(a);
    const y = asIntervalDs(b);
    return makeIntervalDs(x.seconds + sign * y.seconds, x.nanosecond + sign * y.nanosecond);
  });
}

function scaled(
  interval: CompiledExpression,
  factor: CompiledExpression,
  operator: '*' | '/',
  offset: number,
): CompiledExpression {
  const family = familyOf(interval.type);
  const apply = operator === '*' ? multiply : divide;
  return map2(typeOfFamily(family), interval, convertTo(factor, 'number', offset), (value, by) => {
    if (family === 'interval-ym') {
      return makeIntervalYm(
        toInteger(truncateNumber(apply(makeNumber(asIntervalYm(value).months, 0), asNumber(by)), 0)),
      );
    }
    return secondsToInterval(apply(intervalSeconds(asIntervalDs(value)), asNumber(by)));
  });
}

/** The interval as an exact number of seconds. */
export function intervalSeconds(value: OracleIntervalDs): OracleNumber {
  return add(makeNumber(value.seconds, 0), makeNumber(value.nanosecond, -9));
}

export function secondsToInterval(seconds: OracleNumber): OracleIntervalDs {
  const rounded = roundNumber(seconds, 9);
  const whole = toInteger(truncateNumber(rounded, 0));
  const fraction = toInteger(multiply(add(rounded, makeNumber(-whole || 0, 0)), makeNumber(1, 9)));
  return makeIntervalDs(whole, fraction);
}
