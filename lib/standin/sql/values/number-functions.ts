/** POWER, SQRT, EXP, LN, LOG and trigonometry on NUMBER, in fixed-point big integers of 60 places. */
import { oracleError } from '../../oracle-error.ts';
import {
  ONE,
  ZERO,
  digitCount,
  fromDouble,
  isZero,
  makeNumber,
  powerOfTen,
  signOf,
  toBigInt,
  toDouble,
} from './number.ts';
import { divide, multiply, negate, roundNumber } from './number-arithmetic.ts';
import type { OracleNumber } from './value.ts';

const PLACES = 60;
const UNIT = powerOfTen(PLACES);
/** ln 10 to 60 places. */
const LN10 = 2302585092994045684017991454684364207601101488628772976033328n;

/** POWER(m, n). Raises ORA-01428 for a negative base with a fractional exponent, ORA-01476 for POWER(0, negative). */
export function power(base: OracleNumber, exponent: OracleNumber): OracleNumber {
  if (isZero(exponent)) return ONE;
  if (isZero(base)) {
    if (signOf(exponent) < 0) throw oracleError(1426);
    return ZERO;
  }
  const whole = toBigInt(exponent);
  if (whole !== null && whole > -10_000n && whole < 10_000n) return integerPower(base, Number(whole));
  if (whole === null && signOf(base) < 0) throw oracleError(1428, toPlain(base));
  const odd = whole !== null && (whole & 1n) === 1n && signOf(base) < 0;
  const result = exp(multiply(exponent, ln(signOf(base) < 0 ? negate(base) : base)));
  return odd ? negate(result) : result;
}

function toPlain(value: OracleNumber): string {
  return String(toDouble(value));
}

function integerPower(base: OracleNumber, exponent: number): OracleNumber {
  let result = ONE;
  let square = base;
  for (let rest = Math.abs(exponent); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiply(result, square);
    if (rest > 1) square = multiply(square, square);
  }
  return exponent < 0 ? divide(ONE, result) : result;
}

export function squareRoot(value: OracleNumber): OracleNumber {
  if (signOf(value) < 0) throw oracleError(1428, toPlain(value));
  if (isZero(value)) return ZERO;
  let shift = 90 - digitCount(value.coefficient);
  if (((value.exponent - shift) & 1) !== 0) shift += 1;
  const radicand = BigInt(value.coefficient) * powerOfTen(shift);
  return makeNumber(integerRoot(radicand), (value.exponent - shift) / 2);
}

function integerRoot(value: bigint): bigint {
  let guess = powerOfTen(Math.ceil(digitCount(value) / 2));
  for (;;) {
    const next = (guess + value / guess) / 2n;
    if (next >= guess) return guess;
    guess = next;
  }
}

function toFixedPoint(value: OracleNumber): bigint {
  const shift = PLACES + value.exponent;
  const coefficient = BigInt(value.coefficient);
  return shift >= 0 ? coefficient * powerOfTen(shift) : coefficient / powerOfTen(-shift);
}

/** EXP(n). Raises ORA-01426 on overflow. */
export function exp(value: OracleNumber): OracleNumber {
  const magnitude = toDouble(value);
  if (magnitude > 300) throw oracleError(1426);
  if (magnitude < -310) return ZERO;
  const fixed = toFixedPoint(value);
  // e^x = 10^k * e^r with r = x - k ln 10, then r halved eight times.
  const tens = fixed / LN10;
  const reduced = (fixed - tens * LN10) / 256n;
  let term = UNIT;
  let sum = UNIT;
  for (let index = 1n; term !== 0n; index += 1n) {
    term = (term * reduced) / UNIT / index;
    sum += term;
  }
  for (let index = 0; index < 8; index += 1) sum = (sum * sum) / UNIT;
  return makeNumber(sum, -PLACES + Number(tens));
}

/** LN(n). Raises ORA-01428 unless n is positive. */
export function ln(value: OracleNumber): OracleNumber {
  if (signOf(value) <= 0) throw oracleError(1428, toPlain(value));
  const digits = digitCount(value.coefficient);
  const tens = digits + value.exponent;
  // x = m * 10^tens with m in [0.1, 1); ln m = 2 artanh((m - 1) / (m + 1)) after taking four square roots.
  let mantissa = (BigInt(value.coefficient) * UNIT) / powerOfTen(digits);
  for (let index = 0; index < 4; index += 1) mantissa = integerRoot(mantissa * UNIT);
  const ratio = ((mantissa - UNIT) * UNIT) / (mantissa + UNIT);
  const square = (ratio * ratio) / UNIT;
  let term = ratio;
  let sum = 0n;
  for (let index = 1n; term !== 0n; index += 2n) {
    sum += term / index;
    term = (term * square) / UNIT;
  }
  const result = makeNumber(sum * 32n + LN10 * BigInt(tens), -PLACES);
  return roundNumber(result, 40);
}

/** LOG(base, n). */
export function logarithm(base: OracleNumber, value: OracleNumber): OracleNumber {
  if (signOf(base) <= 0 || (base.coefficient === 1 && base.exponent === 0)) throw oracleError(1428, toPlain(base));
  return roundNumber(divide(ln(value), ln(base)), 37);
}

/** Functions Oracle computes on NUMBER to 36 digits and this stand-in only to a double's 15: trigonometry. */
export function throughDouble(compute: (value: number) => number, value: OracleNumber): OracleNumber {
  const result = compute(toDouble(value));
  if (Number.isNaN(result)) throw oracleError(1428, toPlain(value));
  return fromDouble(Number(result.toPrecision(15)));
}
