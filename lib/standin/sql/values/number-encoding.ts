/**
 * Oracle's internal bytes of NUMBER: an exponent byte, then up to 20 base-100 digits.
 *
 * `80` is 0; `c102` 1; `c20218` 123; `c033` .5; `3e6466` -1. Positive: first byte 193 + e, digits d + 1. Negative: first byte
 * 62 - e, digits 101 - d, then 102 when fewer than 20 digit bytes. The value is the sum of d[i] * 100 ** (e - i).
 */
import { decimalDigits, makeNumber } from './number.ts';
import type { OracleNumber } from './value.ts';

const ZERO_BYTES = Uint8Array.of(0x80);

export function encodeNumber(value: OracleNumber): Uint8Array {
  const scratch = new Uint8Array(22);
  const length = writeNumber(value, scratch, 0);
  return length === 1 ? ZERO_BYTES : scratch.subarray(0, length);
}

/** Writes the bytes at `offset` and returns how many: at most 22. */
export function writeNumber(value: OracleNumber, target: Uint8Array, offset: number): number {
  const coefficient = value.coefficient;
  if (coefficient === 0) {
    target[offset] = 0x80;
    return 1;
  }
  if (typeof coefficient === 'number') return writeSmall(coefficient, value.exponent, target, offset);
  const { negative, digits } = decimalDigits(value);
  return writeDigits(negative, digits, value.exponent, target, offset);
}

function writeSmall(coefficient: number, exponent: number, target: Uint8Array, offset: number): number {
  const negative = coefficient < 0;
  let rest = negative ? -coefficient : coefficient;
  let power = exponent;
  if ((power & 1) !== 0) {
    rest *= 10;
    power -= 1;
    if (!Number.isSafeInteger(rest))
      return writeDigits(negative, String(negative ? -coefficient : coefficient), exponent, target, offset);
  }
  // Base-100 digits from the least significant one; the coefficient has no trailing decimal zero, so the last pair is not 0.
  let count = 0;
  for (let probe = rest; probe > 0; probe = Math.floor(probe / 100)) count += 1;
  const lead = power / 2 + count - 1;
  for (let index = count; index >= 1; index -= 1) {
    const above = Math.floor(rest / 100);
    const digit = rest - above * 100;
    target[offset + index] = negative ? 101 - digit : digit + 1;
    rest = above;
  }
  return finish(negative, lead, count, target, offset);
}

function writeDigits(negative: boolean, digits: string, exponent: number, target: Uint8Array, offset: number): number {
  let text = digits;
  let power = exponent;
  if ((power & 1) !== 0) {
    text += '0';
    power -= 1;
  }
  if ((text.length & 1) !== 0) text = `0${text}`;
  const count = text.length / 2;
  for (let index = 0; index < count; index += 1) {
    const digit = (text.charCodeAt(index * 2) - 48) * 10 + text.charCodeAt(index * 2 + 1) - 48;
    target[offset + 1 + index] = negative ? 101 - digit : digit + 1;
  }
  return finish(negative, power / 2 + count - 1, count, target, offset);
}

function finish(negative: boolean, lead: number, count: number, target: Uint8Array, offset: number): number {
  target[offset] = negative ? 62 - lead : 193 + lead;
  if (!negative) return count + 1;
  if (count >= 20) return count + 1;
  target[offset + count + 1] = 102;
  return count + 2;
}

export function decodeNumber(bytes: Uint8Array): OracleNumber {
  return readNumber(bytes, 0, bytes.length);
}

/** Reads `length` bytes at `offset`. */
export function readNumber(source: Uint8Array, offset: number, length: number): OracleNumber {
  const first = source[offset] ?? 0x80;
  if (length <= 1) return makeNumber(0, 0);
  const negative = first < 0x80;
  const terminated = negative && source[offset + length - 1] === 102;
  const count = length - 1 - (terminated ? 1 : 0);
  const exponent = ((negative ? 62 - first : first - 193) - (count - 1)) * 2;
  if (count <= 7) {
    let value = 0;
    for (let index = 1; index <= count; index += 1) {
      const byte = source[offset + index] ?? 1;
      value = value * 100 + (negative ? 101 - byte : byte - 1);
    }
    return makeNumber(negative ? -value : value, exponent);
  }
  let value = 0n;
  for (let index = 1; index <= count; index += 1) {
    const byte = source[offset + index] ?? 1;
    value = value * 100n + BigInt(negative ? 101 - byte : byte - 1);
  }
  return makeNumber(negative ? -value : value, exponent);
}
