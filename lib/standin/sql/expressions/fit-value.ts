/** Numbers and date-times rounded to a declared precision. */
import { oracleError } from '../../oracle-error.ts';
import { makeTimestamp, makeTimestampLtz, roundFraction, timestampTzFromUtc, zoneOf } from '../values/datetime.ts';
import { asDateTime } from '../values/narrow.ts';
import { digitCount } from '../values/number.ts';
import { roundNumber, roundToBinaryPrecision } from '../values/number-arithmetic.ts';
import type { OracleNumber, SqlType, SqlValue } from '../values/value.ts';

export function fitFraction(value: SqlValue, precision: number): SqlValue {
  const moment = asDateTime(value);
  if (moment.kind === 'date' || precision >= 9) return moment;
  const rounded = roundFraction(moment, precision);
  if (rounded === moment) return moment;
  if (moment.kind === 'timestamp') return makeTimestamp(rounded);
  return moment.kind === 'timestamp-ltz' ? makeTimestampLtz(rounded) : timestampTzFromUtc(rounded, zoneOf(moment));
}

/** Rounded to scale; ORA-01438 when the integer part does not fit the precision. */
export function fitNumber(value: OracleNumber, target: Extract<SqlType, { kind: 'number' | 'float' }>): OracleNumber {
  if (target.kind === 'float') return roundToBinaryPrecision(value, target.binaryPrecision);
  const { precision, scale } = target;
  if (precision === null && scale === null) return value;
  const rounded = roundNumber(value, scale ?? 0);
  const limit = precision ?? 38;
  if (rounded.coefficient !== 0 && digitCount(rounded.coefficient) + rounded.exponent > limit - (scale ?? 0))
    throw oracleError(1438);
  return rounded;
}
