import type { OracleNumber } from '../values/value.ts';

/**
 * NUMBER in Oracle's internal format (Oracle Call Interface Programmer's Guide, "NUMBER"): a byte of sign and base-100 exponent,
 * then up to 20 digits of base 100, each plus one. Negative numbers are complemented (101 minus the digit) and end with 102 when
 * there is room, so that the bytes sort as the numbers do. Zero is 80.
 *
 *     1     c1 02          -1     3e 64 66
 *     100   c2 02           0.01  c0 02
 */
const DIGITS_MAX = 20;
const digits = new Uint8Array(DIGITS_MAX + 4);

export function encodeNumber(value: OracleNumber): Uint8Array {
  const { coefficient } = value;
  if (coefficient === 0 || coefficient === 0n) return Uint8Array.of(0x80);
  const negative = coefficient < 0;
  let { exponent } = value;
  let rest: number | bigint = negative ? -coefficient : coefficient;
  if (exponent % 2 !== 0) {
    exponent -= 1;
    rest = typeof rest === 'number' && rest <= Number.MAX_SAFE_INTEGER / 10 ? rest * 10 : BigInt(rest) * 10n;
  }
  const count = typeof rest === 'number' ? smallDigits(rest) : largeDigits(rest);
  const position = count + exponent / 2;
  let last = 0;
  while (digits[last] === 0) last += 1;
  return write(negative, position, count, last);
}

/** Base-100 digits, the least significant first. */
function smallDigits(value: number): number {
  let count = 0;
  for (let rest = value; rest > 0; rest = Math.floor(rest / 100)) {
    digits[count] = rest % 100;
    count += 1;
  }
  return count;
}

function largeDigits(value: bigint): number {
  let count = 0;
  for (let rest = value; rest > 0n; rest /= 100n) {
    digits[count] = Number(rest % 100n);
    count += 1;
  }
  return count;
}

function write(negative: boolean, position: number, count: number, last: number): Uint8Array {
  const kept = Math.min(count - last, DIGITS_MAX);
  const bytes = Buffer.allocUnsafe(negative && kept < DIGITS_MAX ? kept + 2 : kept + 1);
  bytes[0] = negative ? 63 - position : 192 + position;
  for (let at = 0; at < kept; at += 1) {
    const digit = digits[count - 1 - at] ?? 0;
    bytes[at + 1] = negative ? 101 - digit : digit + 1;
  }
  if (negative && kept < DIGITS_MAX) bytes[kept + 1] = 102;
  return bytes;
}

export function decodeNumber(bytes: Uint8Array, start: number, end: number): OracleNumber {
  const head = bytes[start] ?? 0x80;
  if (head === 0x80) return { kind: 'number', coefficient: 0, exponent: 0 };
  const negative = head < 0x80;
  const stop = negative && bytes[end - 1] === 102 ? end - 1 : end;
  const count = stop - start - 1;
  const position = negative ? 63 - head : head - 192;
  const exponent = 2 * (position - count);
  if (count > 7) return decodeLarge(bytes, start + 1, stop, negative, exponent);
  let coefficient = 0;
  for (let at = start + 1; at < stop; at += 1) {
    const digit = bytes[at] ?? 0;
    coefficient = coefficient * 100 + (negative ? 101 - digit : digit - 1);
  }
  if (coefficient % 10 === 0) {
    return { kind: 'number', coefficient: (negative ? -coefficient : coefficient) / 10, exponent: exponent + 1 };
  }
  return { kind: 'number', coefficient: negative ? -coefficient : coefficient, exponent };
}

function decodeLarge(bytes: Uint8Array, from: number, to: number, negative: boolean, exponent: number): OracleNumber {
  let coefficient = 0n;
  for (let at = from; at < to; at += 1) {
    const digit = bytes[at] ?? 0;
    coefficient = coefficient * 100n + BigInt(negative ? 101 - digit : digit - 1);
  }
  let scale = exponent;
  if (coefficient % 10n === 0n) {
    coefficient /= 10n;
    scale += 1;
  }
  if (negative) coefficient = -coefficient;
  const small = Number(coefficient);
  return { kind: 'number', coefficient: Number.isSafeInteger(small) ? small : coefficient, exponent: scale };
}
