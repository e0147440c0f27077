import type { OracleRowid } from '../sql/values/value.ts';
import type { Writer } from './writer.ts';

/*
 * An extended rowid as text: six characters of data object number, three of relative file, six of block, three of row, each of
 * 64 digits. On the wire: four integers; a universal rowid of a heap row: 13 bytes behind a length of its own.
 */

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PHYSICAL_UROWID = 1;

export const NO_ROWID: OracleRowid = { kind: 'rowid', object: 0, file: 0, block: 0, row: 0 };

/** `AAASNbAAHAAAACDAAA` */
export function parseRowid(text: string): OracleRowid {
  if (text.length !== 18) throw new RangeError('an extended rowid has 18 characters');
  return {
    kind: 'rowid',
    object: fromDigits(text, 0, 6),
    file: fromDigits(text, 6, 9),
    block: fromDigits(text, 9, 15),
    row: fromDigits(text, 15, 18),
  };
}

export function formatRowid(rowid: OracleRowid): string {
  return toDigits(rowid.object, 6) + toDigits(rowid.file, 3) + toDigits(rowid.block, 6) + toDigits(rowid.row, 3);
}

/** The four fields as the closing message and ROWID columns carry them. */
export function writeRowidFields(writer: Writer, rowid: OracleRowid): void {
  writer.integer(rowid.object).integer(rowid.file).byte(0).integer(rowid.block).integer(rowid.row);
}

export function writeUrowid(writer: Writer, rowid: OracleRowid): void {
  const bytes = Buffer.alloc(13);
  bytes[0] = PHYSICAL_UROWID;
  bytes.writeUInt32BE(rowid.object, 1);
  bytes.writeUInt16BE(rowid.file, 5);
  bytes.writeUInt32BE(rowid.block, 7);
  bytes.writeUInt16BE(rowid.row, 11);
  writer.byte(1).byte(bytes.length).bytes(bytes);
}

function fromDigits(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index += 1) {
    const digit = DIGITS.indexOf(text.charAt(index));
    if (digit < 0) throw new RangeError('not a digit of a rowid');
    value = value * 64 + digit;
  }
  return value;
}

function toDigits(value: number, size: number): string {
  let text = '';
  let rest = value;
  for (let index = 0; index < size; index += 1) {
    text = DIGITS.charAt(rest % 64) + text;
    rest = Math.floor(rest / 64);
  }
  return text;
}
