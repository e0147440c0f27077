/** CAST(x AS type): explicit conversion to a declared type, with its length and precision. */
import { OracleError, oracleError, oracleErrorAt } from '../../oracle-error.ts';
import type { CastExpression, Expression } from '../syntax/ast.ts';
import type { Charset } from '../values/charset.ts';
import type { SqlType, SqlValue } from '../values/value.ts';
import { asIntervalDs, asNumber, asText } from '../values/narrow.ts';
import { fitFraction, fitNumber } from './fit-value.ts';
import { secondsToInterval, intervalSeconds } from './compile-date-arithmetic.ts';
import { roundNumber } from '../values/number-arithmetic.ts';
import { convertTo } from './convert.ts';
import type { CompiledExpression, Scope } from './scope.ts';
import { familyOf } from './type-family.ts';
import { compileFunction } from './functions.ts';

type Compile = (node: Expression, scope: Scope) => CompiledExpression;

export function compileCast(
  node: CastExpression,
  operand: CompiledExpression,
  scope: Scope,
  compile: Compile,
): CompiledExpression {
  if (node.type.kind !== 'declared') throw oracleErrorAt(node.type.offset, 902);
  const target = withSemantics(node.type.type);
  const source = node.format === null ? operand : formatted(node, target, scope, compile);
  const converted = castTo(source, target, scope.charset, node.offset);
  if (node.onError === null) return converted;
  const fallback = castTo(compile(node.onError, scope), target, scope.charset, node.offset);
  return {
    ...converted,
    evaluate: (context) =>
      attempt(
        () => converted.evaluate(context),
        () => fallback.evaluate(context),
      ),
  };
}

function attempt(run: () => SqlValue, otherwise: () => SqlValue): SqlValue {
  try {
    return run();
  } catch (error) {
    if (error instanceof OracleError) return otherwise();
    throw error;
  }
}

function withSemantics(type: SqlType): SqlType {
  return type.kind === 'varchar2' && type.length > 4000 ? { ...type, length: 4000 } : type;
}

/** CAST(x AS DATE, 'format') is TO_DATE(x, 'format'). */
function formatted(node: CastExpression, target: SqlType, scope: Scope, compile: Compile): CompiledExpression {
  const names: Partial<Record<SqlType['kind'], string>> = {
    date: 'TO_DATE',
    timestamp: 'TO_TIMESTAMP',
    'timestamp-tz': 'TO_TIMESTAMP_TZ',
    number: 'TO_NUMBER',
    varchar2: 'TO_CHAR',
  };
  const name = names[target.kind];
  if (name === undefined || node.format === null) throw oracleErrorAt(node.offset, 932, '-', '-');
  const compiled = compileFunction(
    {
      kind: 'call',
      path: [{ text: name, quoted: false, offset: node.offset }],
      args: [
        { name: null, value: node.operand },
        { name: null, value: node.format },
      ],
      star: false,
      distinct: false,
      ignoreNulls: false,
      withinGroup: null,
      keep: null,
      over: null,
      offset: node.offset,
    },
    scope,
    compile,
  );
  if (compiled === null) throw oracleErrorAt(node.offset, 904, name);
  return compiled;
}

/** Converts to the family, then fits the value into length and precision: text is cut, numbers and fractions are rounded. */
export function castTo(
  source: CompiledExpression,
  target: SqlType,
  charset: Charset,
  offset: number,
): CompiledExpression {
  const converted = convertTo(source, familyOf(target), offset);
  const { evaluate } = converted;
  const fit = fitting(target, charset, familyOf(source.type) === 'text');
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

function fitting(target: SqlType, charset: Charset, fromText: boolean): (value: SqlValue) => SqlValue {
  switch (target.kind) {
    case 'varchar2':
    case 'char': {
      const measure = target.unit === 'char' ? (text: string): number => Array.from(text).length : charset.byteLength;
      const { length, kind } = target;
      return (value) => fitText(asText(value), length, measure, kind === 'char', fromText);
    }
    case 'nvarchar2':
    case 'nchar': {
      const { length, kind } = target;
      return (value) => fitText(asText(value), length, (text) => text.length, kind === 'nchar', fromText);
    }
    case 'number':
    case 'float':
      return (value) => fitNumber(asNumber(value), target);
    case 'timestamp':
    case 'timestamp-tz':
    case 'timestamp-ltz': {
      const { precision } = target;
      return (value) => fitFraction(value, precision);
    }
    case 'interval-ds': {
      const { secondPrecision } = target;
      return (value) => secondsToInterval(roundNumber(intervalSeconds(asIntervalDs(value)), secondPrecision));
    }
    default:
      return (value) => value;
  }
}

/** Text is cut to the length; other types that do not fit are ORA-25137. */
function fitText(
  text: string,
  length: number,
  measure: (text: string) => number,
  pad: boolean,
  fromText: boolean,
): string {
  let fitted = text;
  if (measure(text) > length) {
    if (!fromText) throw oracleError(25137);
    const characters = Array.from(text).slice(0, length);
    while (measure(characters.join('')) > length) characters.pop();
    fitted = characters.join('');
  }
  return pad ? fitted + ' '.repeat(Math.max(0, length - measure(fitted))) : fitted;
}
