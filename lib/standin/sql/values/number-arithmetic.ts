/** Arithmetic of NUMBER: exact, then rounded to 39 or 40 digits. ORA-01426 on overflow, ORA-01476 on division by zero. */
import { oracleError } from '../../oracle-error.ts';
import { ZERO, compareNumbers, digitCount, divideHalfUp, makeNumber, powerOfTen, signOf } from './number.ts';
import type { OracleNumber } from './value.ts';

export function negate(value: OracleNumber): OracleNumber {
  if (value.coefficient === 0) return value;
  return { kind: 'number', coefficient: -value.coefficient, exponent: value.exponent };
}

export function absolute(value: OracleNumber): OracleNumber {
  return value.coefficient < 0 ? negate(value) : value;
}

export function add(left: OracleNumber, right: OracleNumber): OracleNumber {
  const a = left.coefficient;
  const b = right.coefficient;
  if (a === 0) return right;
  if (b === 0) return left;
  const difference = left.exponent - right.exponent;
  if (typeof a === 'number' && typeof b === 'number' && difference > -16 && difference < 16) {
    const x = difference > 0 ? a * 10 ** difference : a;
    const y = difference < 0 ? b * 10 ** -difference : b;
    const sum = x + y;
    if (Number.isSafeInteger(x) && Number.isSafeInteger(y) && Number.isSafeInteger(sum)) {
      return makeNumber(sum, difference > 0 ? right.exponent : left.exponent);
    }
  }
  const common = Math.min(left.exponent, right.exponent);
  return makeNumber(
    BigInt(a) * powerOfTen(left.exponent - common) + BigInt(b) * powerOfTen(right.exponent - common),
    common,
  );
}

export function subtract(left: OracleNumber, right: OracleNumber): OracleNumber {
  return add(left, negate(right));
}

export function multiply(left: OracleNumber, right: OracleNumber): OracleNumber {
  const a = left.coefficient;
  const b = right.coefficient;
  const exponent = left.exponent + right.exponent;
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return makeNumber(product === 0 ? 0 : product, exponent);
  }
  return makeNumber(BigInt(a) * BigInt(b), exponent);
}

export function divide(left: OracleNumber, right: OracleNumber): OracleNumber {
  if (right.coefficient === 0) throw oracleError(1476);
  if (left.coefficient === 0) return ZERO;
  if (typeof left.coefficient === 'number' && typeof right.coefficient === 'number') {
    if (left.coefficient % right.coefficient === 0) {
      return makeNumber(left.coefficient / right.coefficient, left.exponent - right.exponent);
    }
  }
  // 45 digits of quotient, truncated: the digit that decides the rounding is among them.
  const shift = Math.max(0, 45 - digitCount(left.coefficient) + digitCount(right.coefficient));
  const quotient = (BigInt(left.coefficient) * powerOfTen(shift)) / BigInt(right.coefficient);
  return makeNumber(quotient, left.exponent - right.exponent - shift);
}

/** MOD(m, n): the sign of m; MOD(m, 0) is m. */
export function modulo(left: OracleNumber, right: OracleNumber): OracleNumber {
  if (right.coefficient === 0) return left;
  const common = Math.min(left.exponent, right.exponent);
  const a = BigInt(left.coefficient) * powerOfTen(left.exponent - common);
  const b = BigInt(right.coefficient) * powerOfTen(right.exponent - common);
  return makeNumber(a % b, common);
}

/** REMAINDER(m, n): m - n * ROUND(m / n), ties to even. */
export function remainder(left: OracleNumber, right: OracleNumber): OracleNumber {
  if (right.coefficient === 0) throw oracleError(1476);
  const rest = modulo(left, right);
  const half = compareNumbers(absolute(add(rest, rest)), absolute(right));
  if (half < 0) return rest;
  const whole = divide(subtract(left, rest), right);
  const odd = whole.exponent === 0 && Number(BigInt(whole.coefficient) & 1n) === 1;
  if (half === 0 && !odd) return rest;
  return signOf(rest) === signOf(right) ? subtract(rest, right) : add(rest, right);
}

/** Rounded half away from zero to `places` decimal places (negative: left of the point). */
export function roundNumber(value: OracleNumber, places: number): OracleNumber {
  const dropped = -places - value.exponent;
  if (dropped <= 0) return value;
  if (dropped > digitCount(value.coefficient)) return ZERO;
  return makeNumber(divideHalfUp(BigInt(value.coefficient), powerOfTen(dropped)), -places);
}

export function truncateNumber(value: OracleNumber, places: number): OracleNumber {
  const dropped = -places - value.exponent;
  if (dropped <= 0) return value;
  if (dropped >= digitCount(value.coefficient)) return ZERO;
  return makeNumber(BigInt(value.coefficient) / powerOfTen(dropped), -places);
}

export function floorNumber(value: OracleNumber): OracleNumber {
  if (value.exponent >= 0) return value;
  const whole = truncateNumber(value, 0);
  return value.coefficient < 0 ? subtract(whole, { kind: 'number', coefficient: 1, exponent: 0 }) : whole;
}

export function ceilNumber(value: OracleNumber): OracleNumber {
  return negate(floorNumber(negate(value)));
}

/** FLOAT(b): rounded to ceil(b * 0.30103) significant decimal digits. */
export function roundToBinaryPrecision(value: OracleNumber, binaryPrecision: number): OracleNumber {
  const digits = Math.ceil(binaryPrecision * 0.30103);
  const held = digitCount(value.coefficient);
  if (held <= digits) return value;
  return roundNumber(value, digits - held - value.exponent);
}
