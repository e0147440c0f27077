import type { OracleNumber } from '../sql/values/value.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

/*
 * Oracle's internal NUMBER: an exponent byte of base 100 (biased by 193; complemented for negatives), then one byte per base-100
 * digit (d + 1, or 101 - d for negatives), and 102 behind a negative of fewer than 20 digits. Zero is the byte 0x80.
 */

const EXPONENT_BIAS = 193;
const DIGITS_MAX = 20;
const NEGATIVE_END = 102;
/** 10 times this still fits a safe integer. */
const SAFE_TENTH = 900_719_925_474_099;
/** Base-100 digits that certainly fit a safe integer. */
const SAFE_DIGITS = 7;

/** Length byte and value. */
export function writeNumber(writer: Writer, value: OracleNumber): void {
  const buffer = writer.room(DIGITS_MAX + 3);
  const at = writer.position;
  const { coefficient } = value;
  if (coefficient === 0 || coefficient === 0n) {
    buffer[at] = 1;
    buffer[at + 1] = 0x80;
    writer.position = at + 2;
    return;
  }
  const odd = value.exponent % 2 !== 0;
  const exponent = odd ? value.exponent - 1 : value.exponent;
  let count: number;
  if (typeof coefficient === 'number' && Math.abs(coefficient) <= SAFE_TENTH)
    count = smallDigits(Math.abs(coefficient) * (odd ? 10 : 1));
  else count = largeDigits(BigInt(coefficient), odd);
  const negative = coefficient < 0;
  const first = exponent / 2 + count - 1 + EXPONENT_BIAS;
  buffer[at + 1] = negative ? first ^ 0xff : first;
  let to = at + 2;
  let low = 0;
  while (digits[low] === 0) low += 1;
  for (let index = count - 1; index >= low; index -= 1) {
    const digit = digits[index] ?? 0;
    buffer[to] = negative ? 101 - digit : digit + 1;
    to += 1;
  }
  if (negative && count - low < DIGITS_MAX) {
    buffer[to] = NEGATIVE_END;
    to += 1;
  }
  buffer[at] = to - at - 1;
  writer.position = to;
}

/** Base-100 digits of the number being written, low digit first: filled and read within one call of {@link writeNumber}. */
const digits = new Uint8Array(DIGITS_MAX * 2);

function smallDigits(magnitude: number): number {
  let rest = magnitude;
  let count = 0;
  while (rest > 0) {
    const digit = rest % 100;
    digits[count] = digit;
    count += 1;
    rest = (rest - digit) / 100;
  }
  return count;
}

function largeDigits(coefficient: bigint, odd: boolean): number {
  const magnitude = coefficient < 0n ? -coefficient : coefficient;
  let text = odd ? `${magnitude}0` : magnitude.toString();
  if (text.length % 2 === 1) text = `0${text}`;
  const count = text.length / 2;
  if (count > digits.length) throw new RangeError('a NUMBER of more than 40 digits');
  for (let index = 0; index < count; index += 1) {
    const high = text.charCodeAt(text.length - 2 * index - 2) - 48;
    digits[index] = high * 10 + text.charCodeAt(text.length - 2 * index - 1) - 48;
  }
  return count;
}

/** The value of the bytes behind the length byte. */
export function decodeNumber(bytes: Uint8Array): OracleNumber {
  const head = bytes[0] ?? 0;
  const positive = (head & 0x80) !== 0;
  if (bytes.length === 1) {
    if (positive) return { kind: 'number', coefficient: 0, exponent: 0 };
    throw new RangeError('minus infinity is not a NUMBER that SQL can hold');
  }
  let end = bytes.length;
  if (!positive && bytes[end - 1] === NEGATIVE_END) end -= 1;
  const count = end - 1;
  const digitAt = (index: number): number => {
    const byte = bytes[index + 1] ?? 0;
    return positive ? byte - 1 : 101 - byte;
  };
  let exponent = ((positive ? head : head ^ 0xff) - EXPONENT_BIAS - count + 1) * 2;
  if (count <= SAFE_DIGITS) {
    let magnitude = 0;
    for (let index = 0; index < count; index += 1) magnitude = magnitude * 100 + digitAt(index);
    if (magnitude % 10 === 0) {
      magnitude /= 10;
      exponent += 1;
    }
    return { kind: 'number', coefficient: positive ? magnitude : -magnitude, exponent };
  }
  let text = positive ? '' : '-';
  for (let index = 0; index < count; index += 1) text += String(digitAt(index)).padStart(2, '0');
  if (text.endsWith('0')) {
    text = text.slice(0, -1);
    exponent += 1;
  }
  const exact = BigInt(text);
  const small = Number(exact);
  return { kind: 'number', coefficient: Number.isSafeInteger(small) ? small : exact, exponent };
}

/** A NUMBER bind; null is NULL. */
export function readNumber(reader: Reader): OracleNumber | null {
  const bytes = reader.bytes();
  return bytes === null ? null : decodeNumber(bytes);
}
