/**
 * Storing a value in a column: implicit conversion, then the column's length and precision.
 * ORA-12899 for text that is too long, ORA-01438 for a number that is too large, ORA-01401-like overflow of RAW is ORA-12899 too.
 */
import { oracleError } from '../../oracle-error.ts';
import type { Charset } from '../values/charset.ts';
import { roundNumber } from '../values/number-arithmetic.ts';
import { asIntervalDs, asIntervalYm, asNumber, asText } from '../values/narrow.ts';
import type { SqlType, SqlValue } from '../values/value.ts';
import { fitFraction, fitNumber } from './fit-value.ts';
import { intervalSeconds, secondsToInterval } from './compile-date-arithmetic.ts';
import { convertTo } from './convert.ts';
import type { CompiledExpression } from './scope.ts';
import { familyOf } from './type-family.ts';

/** `column` is the quoted name ORA-12899 shows: `"S"."T"."C"`. Raises ORA-00932 at compile time when no conversion exists. */
export function compileAssignment(
  source: CompiledExpression,
  target: SqlType,
  column: string,
  charset: Charset,
  offset: number,
): CompiledExpression {
  const converted = convertTo(source, familyOf(target), offset);
  const { evaluate } = converted;
  const fit = fitColumn(target, column, charset);
  return {
    type: target,
    nullable: converted.nullable,
    constant: false,
    evaluate: (context) => {
      const value = evaluate(context);
      return value === null ? null : fit(value);
    },
  };
}

/** Fits a non-null value that already has the column's family. */
export function fitColumn(target: SqlType, column: string, charset: Charset): (value: SqlValue) => SqlValue {
  switch (target.kind) {
    case 'varchar2':
    case 'char': {
      const measure = target.unit === 'char' ? characters : charset.byteLength;
      const { length, kind } = target;
      return (value) => fitText(asText(value), length, measure, kind === 'char', column);
    }
    case 'nvarchar2':
    case 'nchar': {
      const { length, kind } = target;
      return (value) => fitText(asText(value), length, (text) => text.length, kind === 'nchar', column);
    }
    case 'number':
    case 'float':
      return (value) => fitNumber(asNumber(value), target);
    case 'raw': {
      const { length } = target;
      return (value) => {
        if (value instanceof Uint8Array && value.length > length)
          throw oracleError(12899, column, value.length, length);
        return value;
      };
    }
    case 'timestamp':
    case 'timestamp-tz':
    case 'timestamp-ltz': {
      const { precision } = target;
      return (value) => fitFraction(value, precision);
    }
    case 'interval-ds': {
      const { dayPrecision, secondPrecision } = target;
      return (value) => {
        const rounded = secondsToInterval(roundNumber(intervalSeconds(asIntervalDs(value)), secondPrecision));
        if (Math.abs(rounded.seconds) >= 86_400 * 10 ** dayPrecision) throw oracleError(1873);
        return rounded;
      };
    }
    case 'interval-ym': {
      const { yearPrecision } = target;
      return (value) => {
        if (Math.abs(asIntervalYm(value).months) >= 12 * 10 ** yearPrecision) throw oracleError(1873);
        return value;
      };
    }
    default:
      return (value) => value;
  }
}

function characters(text: string): number {
  let count = 0;
  for (const _character of text) count += 1;
  return count;
}

function fitText(
  text: string,
  length: number,
  measure: (text: string) => number,
  pad: boolean,
  column: string,
): string {
  // A UTF-16 unit is at most three bytes, so that most texts need no measuring.
  if (!pad && text.length * 3 <= length) return text;
  const size = measure(text);
  if (size > length) throw oracleError(12899, column, size, length);
  return pad ? text + ' '.repeat(length - size) : text;
}
