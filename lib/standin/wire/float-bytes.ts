import type { Writer } from './writer.ts';

/*
 * BINARY_FLOAT and BINARY_DOUBLE: IEEE 754, high byte first, turned so that bytes compare as values do: the sign bit of positives
 * is set, all bits of negatives are flipped.
 */

export function writeBinaryDouble(writer: Writer, value: number): void {
  const buffer = writer.room(9);
  buffer[writer.position] = 8;
  buffer.writeDoubleBE(value, writer.position + 1);
  order(buffer, writer.position + 1, 8);
  writer.position += 9;
}

export function writeBinaryFloat(writer: Writer, value: number): void {
  const buffer = writer.room(5);
  buffer[writer.position] = 4;
  buffer.writeFloatBE(value, writer.position + 1);
  order(buffer, writer.position + 1, 4);
  writer.position += 5;
}

export function decodeBinaryDouble(bytes: Buffer): number {
  return restored(bytes).readDoubleBE();
}

export function decodeBinaryFloat(bytes: Buffer): number {
  return restored(bytes).readFloatBE();
}

function order(buffer: Buffer, at: number, size: number): void {
  const head = buffer.readUInt8(at);
  if ((head & 0x80) === 0) {
    buffer[at] = head | 0x80;
    return;
  }
  for (let index = at; index < at + size; index += 1) buffer[index] = buffer.readUInt8(index) ^ 0xff;
}

function restored(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const head = copy.readUInt8(0);
  if ((head & 0x80) !== 0) copy[0] = head & 0x7f;
  else for (let index = 0; index < copy.length; index += 1) copy[index] = copy.readUInt8(index) ^ 0xff;
  return copy;
}
