import { decodeNumber, writeNumber as writeNumberBytes } from '../sql/values/number-encoding.ts';
import type { OracleNumber } from '../sql/values/value.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

const NUMBER_BYTES_MAX = 22;

/** Length byte and the internal bytes, which are the same on the wire as in a block. */
export function writeNumber(writer: Writer, value: OracleNumber): void {
  const buffer = writer.room(NUMBER_BYTES_MAX + 1);
  const at = writer.position;
  const length = writeNumberBytes(value, buffer, at + 1);
  buffer[at] = length;
  writer.position = at + 1 + length;
}

/** A NUMBER bind; null is NULL. */
export function readNumber(reader: Reader): OracleNumber | null {
  const bytes = reader.bytes();
  return bytes === null ? null : decodeNumber(bytes);
}
