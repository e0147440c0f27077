/**
 * Oracle NUMBER as an exact decimal: construction, comparison and plain text.
 *
 * A NUMBER has at most 20 base-100 digits: 40 decimal digits when the number of its integer digits is even, 39 when it is odd
 * (Oracle Database Concepts, "Numeric Data Types"; measured on 1/3 and 10/3). Its magnitude is below 1E126; below 1E-130 it is zero.
 */
import { oracleError } from '../../oracle-error.ts';
import type { OracleNumber } from './value.ts';

const SAFE = Number.MAX_SAFE_INTEGER;
const POWERS: readonly bigint[] = Array.from({ length: 300 }, (_, index) => 10n ** BigInt(index));
const SMALL_POWERS: readonly number[] = Array.from({ length: 16 }, (_, index) => 10 ** index);

export const ZERO: OracleNumber = { kind: 'number', coefficient: 0, exponent: 0 };
export const ONE: OracleNumber = { kind: 'number', coefficient: 1, exponent: 0 };

/** 10 to the power `exponent` >= 0. */
export function powerOfTen(exponent: number): bigint {
  return POWERS[exponent] ?? 10n ** BigInt(exponent);
}

/** Decimal digits of a non-negative coefficient. */
export function digitCount(coefficient: number | bigint): number {
  if (typeof coefficient === 'bigint') return coefficient.toString().length - (coefficient < 0n ? 1 : 0);
  const magnitude = Math.abs(coefficient);
  for (let digits = 1; digits < 16; digits += 1) if (magnitude < (SMALL_POWERS[digits] ?? 0)) return digits;
  return 16;
}

/** The NUMBER `coefficient * 10 ** exponent`, rounded to what a NUMBER holds. Raises ORA-01426. */
export function makeNumber(coefficient: number | bigint, exponent: number): OracleNumber {
  if (typeof coefficient === 'number') {
    if (!Number.isSafeInteger(coefficient)) throw new RangeError('a coefficient is a safe integer or a bigint');
    return bounded(strip(coefficient, exponent));
  }
  if (coefficient <= SAFE && coefficient >= -SAFE) return bounded(strip(Number(coefficient), exponent));
  return bounded(roundToCapacity(coefficient, exponent));
}

/** An integer that may exceed the safe range. */
export function numberFromInteger(value: number | bigint): OracleNumber {
  return makeNumber(value, 0);
}

function strip(coefficient: number, exponent: number): OracleNumber {
  if (coefficient === 0) return ZERO;
  let digits = coefficient;
  let power = exponent;
  while (digits % 10 === 0) {
    digits /= 10;
    power += 1;
  }
  return { kind: 'number', coefficient: digits, exponent: power };
}

function stripBig(coefficient: bigint, exponent: number): OracleNumber {
  let digits = coefficient;
  let power = exponent;
  while (digits % 10n === 0n && digits !== 0n) {
    digits /= 10n;
    power += 1;
  }
  if (digits <= SAFE && digits >= -SAFE) return strip(Number(digits), power);
  return { kind: 'number', coefficient: digits, exponent: power };
}

function roundToCapacity(coefficient: bigint, exponent: number): OracleNumber {
  const digits = digitCount(coefficient);
  const capacity = ((digits + exponent) & 1) === 0 ? 40 : 39;
  if (digits <= capacity) return stripBig(coefficient, exponent);
  const dropped = digits - capacity;
  return stripBig(divideHalfUp(coefficient, powerOfTen(dropped)), exponent + dropped);
}

/** Integer division rounded half away from zero; the divisor is positive. */
export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const remainder = dividend % divisor;
  const twice = remainder < 0n ? -remainder * 2n : remainder * 2n;
  if (twice < divisor) return quotient;
  return dividend < 0n ? quotient - 1n : quotient + 1n;
}

function bounded(value: OracleNumber): OracleNumber {
  if (value.exponent > -130 && value.exponent < 100) return value;
  const magnitude = digitCount(value.coefficient) + value.exponent;
  if (magnitude > 126) throw oracleError(1426);
  if (magnitude <= -130) return ZERO;
  return value;
}

// ---------------------------------------------------------------- comparison

export function isZero(value: OracleNumber): boolean {
  return value.coefficient === 0;
}

export function signOf(value: OracleNumber): -1 | 0 | 1 {
  return value.coefficient === 0 ? 0 : value.coefficient < 0 ? -1 : 1;
}

/** Negative, zero or positive. */
export function compareNumbers(left: OracleNumber, right: OracleNumber): number {
  if (left.exponent === right.exponent) {
    return left.coefficient < right.coefficient ? -1 : left.coefficient > right.coefficient ? 1 : 0;
  }
  const sign = signOf(left);
  const otherSign = signOf(right);
  if (sign !== otherSign) return sign - otherSign;
  const magnitude = digitCount(left.coefficient) + left.exponent;
  const otherMagnitude = digitCount(right.coefficient) + right.exponent;
  if (magnitude !== otherMagnitude) return magnitude < otherMagnitude ? -sign : sign;
  const common = Math.min(left.exponent, right.exponent);
  const a = BigInt(left.coefficient) * powerOfTen(left.exponent - common);
  const b = BigInt(right.coefficient) * powerOfTen(right.exponent - common);
  return a < b ? -1 : a > b ? 1 : 0;
}

export function equalNumbers(left: OracleNumber, right: OracleNumber): boolean {
  return left.exponent === right.exponent && left.coefficient === right.coefficient;
}

// ---------------------------------------------------------------- conversions

/** The value as a bigint, or null when it has a fraction. */
export function toBigInt(value: OracleNumber): bigint | null {
  if (value.exponent < 0) return null;
  return BigInt(value.coefficient) * powerOfTen(value.exponent);
}

/** Truncated towards zero; for lengths and positions, saturating at the safe range. */
export function toInteger(value: OracleNumber): number {
  if (value.exponent === 0 && typeof value.coefficient === 'number') return value.coefficient;
  const magnitude = digitCount(value.coefficient) + value.exponent;
  if (magnitude <= 0) return 0;
  if (magnitude > 15) return value.coefficient < 0 ? -SAFE : SAFE;
  const whole =
    value.exponent >= 0
      ? BigInt(value.coefficient) * powerOfTen(value.exponent)
      : BigInt(value.coefficient) / powerOfTen(-value.exponent);
  return Number(whole);
}

/** The nearest double. */
export function toDouble(value: OracleNumber): number {
  if (value.exponent === 0) return Number(value.coefficient);
  return Number(`${value.coefficient}e${value.exponent}`);
}

/** The exact value of a double's shortest decimal text, as Oracle's TO_NUMBER(BINARY_DOUBLE) keeps it. Raises ORA-01426. */
export function fromDouble(value: number): OracleNumber {
  if (!Number.isFinite(value)) throw oracleError(1426);
  if (Number.isSafeInteger(value)) return makeNumber(value === 0 ? 0 : value, 0);
  const parsed = parseNumber(String(value));
  if (parsed === null) throw new RangeError(`not a number: ${value}`);
  return parsed;
}

const NUMERAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** `[+-]digits[.digits][E[+-]digits]` without blanks, or null. Raises ORA-01426 when it is too large. */
export function parseNumber(text: string): OracleNumber | null {
  const short = text.length < 16 ? shortInteger(text) : null;
  if (short !== null) return short;
  const match = NUMERAL.exec(text);
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = '', power = '0'] = match;
  const digits = whole + fraction;
  if (digits === '') return null;
  const exponent = Number(power) - fraction.length;
  if (Math.abs(exponent) > 1_000_000) return exponent < 0 || /^0*$/.test(digits) ? ZERO : tooLarge();
  const significant = digits.replace(/^0+/, '');
  if (significant === '') return ZERO;
  if (significant.length < 16) return makeNumber(sign === '-' ? -Number(significant) : Number(significant), exponent);
  if (significant.length + exponent > 126) return tooLarge();
  return makeNumber(sign === '-' ? -BigInt(significant) : BigInt(significant), exponent);
}

function tooLarge(): never {
  throw oracleError(1426);
}

function shortInteger(text: string): OracleNumber | null {
  let value = 0;
  if (text.length === 0) return null;
  for (let index = 0; index < text.length; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return null;
    value = value * 10 + digit;
  }
  return strip(value, 0);
}

// ---------------------------------------------------------------- text

/** Significant digits of the magnitude and the sign. */
export function decimalDigits(value: OracleNumber): { readonly negative: boolean; readonly digits: string } {
  const negative = value.coefficient < 0;
  const text = value.coefficient.toString();
  return { negative, digits: negative ? text.slice(1) : text };
}

/**
 * The text of TO_CHAR(n) without a format and of every implicit conversion: no leading zero (`.5`), at most 40 digits, else the
 * exponent form `1.0E+125` within 40 characters, whichever keeps more digits.
 */
export function numberToText(value: OracleNumber): string {
  if (value.exponent === 0 && typeof value.coefficient === 'number') return String(value.coefficient);
  const { negative, digits } = decimalDigits(value);
  const sign = negative ? '-' : '';
  const magnitude = digits.length + value.exponent;
  if (magnitude > 40) return sign + scientificText(digits, magnitude, 40);
  const places = Math.max(0, -value.exponent);
  if (Math.max(magnitude, 0) + places <= 40) return sign + plainText(digits, value.exponent);
  const kept = 40 - Math.max(0, -magnitude);
  const mantissaKept = 40 - 2 - exponentText(magnitude - 1).length + 1;
  if (kept < Math.min(digits.length, mantissaKept)) return sign + scientificText(digits, magnitude, 40);
  const rounded = divideHalfUp(BigInt(digits), powerOfTen(digits.length - kept));
  return (
    sign +
    plainText(rounded.toString().replace(/0+$/, ''), trailingExponent(rounded, value.exponent + digits.length - kept))
  );
}

function trailingExponent(rounded: bigint, exponent: number): number {
  const text = rounded.toString();
  return exponent + text.length - text.replace(/0+$/, '').length;
}

/** `digits * 10 ** exponent` in plain notation without a leading zero. */
export function plainText(digits: string, exponent: number): string {
  if (exponent >= 0) return digits + '0'.repeat(exponent);
  const point = digits.length + exponent;
  if (point > 0) return `${digits.slice(0, point)}.${digits.slice(point)}`;
  return `.${'0'.repeat(-point)}${digits}`;
}

function exponentText(power: number): string {
  const magnitude = String(Math.abs(power));
  return `E${power < 0 ? '-' : '+'}${magnitude.length < 2 ? `0${magnitude}` : magnitude}`;
}

/** `d.ddddE+xx` of at most `width` characters; `magnitude` is the count of integer digits of the value. */
export function scientificText(digits: string, magnitude: number, width: number): string {
  let mantissa = digits;
  let power = magnitude - 1;
  const kept = width - 1 - exponentText(power).length;
  if (mantissa.length > kept) {
    const rounded = divideHalfUp(BigInt(mantissa), powerOfTen(mantissa.length - kept)).toString();
    if (rounded.length > kept) power += 1;
    mantissa = rounded.replace(/0+$/, '');
  }
  return `${mantissa.slice(0, 1)}.${mantissa.length > 1 ? mantissa.slice(1) : '0'}${exponentText(power)}`;
}
