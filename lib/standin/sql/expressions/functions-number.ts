/** ROUND, TRUNC (of numbers and dates), MOD, ABS, SIGN, CEIL, FLOOR, POWER, SQRT, LN, EXP, BITAND and trigonometry. */
import { oracleErrorAt, oracleError } from '../../oracle-error.ts';
import { fromDouble, makeNumber, signOf, toBigInt, toDouble, toInteger } from '../values/number.ts';
import {
  absolute,
  ceilNumber,
  floorNumber,
  modulo,
  remainder,
  roundNumber,
  truncateNumber,
} from '../values/number-arithmetic.ts';
import { exp, ln, logarithm, power, squareRoot, throughDouble } from '../values/number-functions.ts';
import { asBinary, asNumber } from '../values/narrow.ts';
import type { OracleNumber } from '../values/value.ts';
import { constantOf, map1, map2, mapAll } from './compiled.ts';
import { binary } from './convert.ts';
import { roundDate } from './round-date.ts';
import { argument, argumentsFrom, define, rawArgument } from './function-definition.ts';
import type { FunctionDefinition, FunctionInput } from './function-definition.ts';
import type { CompiledExpression } from './scope.ts';
import { NUMBER, familyOf, isDateTime } from './type-family.ts';

export const NUMBER_FUNCTIONS: readonly FunctionDefinition[] = [
  define('ROUND', 1, 2, (input) => rounding(input, roundNumber, true)),
  define('TRUNC', 1, 2, (input) => rounding(input, truncateNumber, false)),
  define('MOD', 2, 2, (input) => two(input, modulo, (a, b) => (b === 0 ? a : a % b))),
  define('REMAINDER', 2, 2, (input) => two(input, remainder, (a, b) => a - b * Math.round(a / b))),
  define('ABS', 1, 1, (input) => one(input, absolute, Math.abs)),
  define('SIGN', 1, 1, (input) => one(input, (value) => makeNumber(signOf(value), 0), Math.sign)),
  define('CEIL', 1, 1, (input) => one(input, ceilNumber, Math.ceil)),
  define('FLOOR', 1, 1, (input) => one(input, floorNumber, Math.floor)),
  define('POWER', 2, 2, (input) => two(input, power, (a, b) => a ** b)),
  define('SQRT', 1, 1, (input) => one(input, squareRoot, Math.sqrt)),
  define('LN', 1, 1, (input) => one(input, ln, Math.log)),
  define('EXP', 1, 1, (input) => one(input, exp, Math.exp)),
  define('LOG', 2, 2, (input) => two(input, logarithm, (base, value) => Math.log(value) / Math.log(base))),
  define('BITAND', 2, 2, bitand),
  ...trigonometry(),
  define('ATAN2', 2, 2, (input) =>
    two(input, (a, b) => fromDouble(Number(Math.atan2(toDouble(a), toDouble(b)).toPrecision(15))), Math.atan2),
  ),
  define('NANVL', 2, 2, nanvl),
  define('WIDTH_BUCKET', 4, 4, widthBucket),
];

function trigonometry(): FunctionDefinition[] {
  const functions = {
    SIN: Math.sin,
    COS: Math.cos,
    TAN: Math.tan,
    ASIN: Math.asin,
    ACOS: Math.acos,
    ATAN: Math.atan,
    SINH: Math.sinh,
    COSH: Math.cosh,
    TANH: Math.tanh,
  };
  return Object.entries(functions).map(([name, compute]) =>
    define(name, 1, 1, (input) => one(input, (value) => throughDouble(compute, value), compute)),
  );
}

/** BINARY_FLOAT and BINARY_DOUBLE stay what they are. */
function one(
  input: FunctionInput,
  exact: (value: OracleNumber) => OracleNumber,
  floating: (value: number) => number,
): CompiledExpression {
  const operand = rawArgument(input, 0);
  const family = familyOf(operand.type);
  if (family === 'binary-float' || family === 'binary-double') {
    return map1(operand.type, operand, (value) => binary(floating(asBinary(value)), family === 'binary-float'));
  }
  return map1(NUMBER, argument(input, 0, 'number'), (value) => exact(asNumber(value)));
}

function two(
  input: FunctionInput,
  exact: (left: OracleNumber, right: OracleNumber) => OracleNumber,
  floating: (left: number, right: number) => number,
): CompiledExpression {
  const families = input.args.map((operand) => familyOf(operand.type));
  if (families.includes('binary-double') || families.includes('binary-float')) {
    const family = families.includes('binary-double') ? 'binary-double' : 'binary-float';
    return map2({ kind: family }, argument(input, 0, family), argument(input, 1, family), (a, b) =>
      binary(floating(asBinary(a), asBinary(b)), family === 'binary-float'),
    );
  }
  return map2(NUMBER, argument(input, 0, 'number'), argument(input, 1, 'number'), (a, b) =>
    exact(asNumber(a), asNumber(b)),
  );
}

function rounding(
  input: FunctionInput,
  apply: (value: OracleNumber, places: number) => OracleNumber,
  isRound: boolean,
): CompiledExpression {
  const operand = rawArgument(input, 0);
  const family = familyOf(operand.type);
  if (isDateTime(family)) return roundDate(input, isRound);
  if (family === 'interval-ds' || family === 'interval-ym')
    throw oracleErrorAt(input.node.offset, 932, 'NUMBER', 'INTERVAL');
  if ((family === 'binary-double' || family === 'binary-float') && input.args.length === 1) {
    const compute = isRound ? roundHalfEven : Math.trunc;
    return map1(operand.type, operand, (value) => binary(compute(asBinary(value)), family === 'binary-float'));
  }
  const places = input.args.length > 1 ? argument(input, 1, 'number') : constantOf(makeNumber(0, 0), NUMBER);
  return map2(NUMBER, argument(input, 0, 'number'), places, (value, count) =>
    apply(asNumber(value), toInteger(asNumber(count))),
  );
}

/** ROUND of binary floats rounds halves to even. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function bitand(input: FunctionInput): CompiledExpression {
  return map2(NUMBER, argument(input, 0, 'number'), argument(input, 1, 'number'), (a, b) => {
    const left = toBigInt(truncateNumber(asNumber(a), 0)) ?? 0n;
    const right = toBigInt(truncateNumber(asNumber(b), 0)) ?? 0n;
    return makeNumber(left & right, 0);
  });
}

function nanvl(input: FunctionInput): CompiledExpression {
  return map2(
    { kind: 'binary-double' },
    argument(input, 0, 'binary-double'),
    argument(input, 1, 'binary-double'),
    (a, b) => (Number.isNaN(asBinary(a)) ? b : a),
  );
}

function widthBucket(input: FunctionInput): CompiledExpression {
  return mapAll(NUMBER, argumentsFrom(input, 0, 'number'), (values) => {
    const [value = 0, low = 0, high = 0, count = 0] = values.map((each) => toDouble(asNumber(each)));
    if (count < 1) throw oracleError(30494);
    if (low === high) return makeNumber(0, 0);
    const bucket = Math.floor(((value - low) / (high - low)) * count) + 1;
    return makeNumber(Math.min(Math.max(bucket, 0), count + 1), 0);
  });
}
