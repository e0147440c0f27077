/** ROWID as text: 18 characters OOOOOOFFFBBBBBBRRR in base 64 (A-Z a-z 0-9 + /). ORA-01410 for text that is none. */
import { oracleError } from '../../oracle-error.ts';
import type { OracleRowid } from './value.ts';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function makeRowid(object: number, file: number, block: number, row: number): OracleRowid {
  return { kind: 'rowid', object, file, block, row };
}

export function rowidToText(value: OracleRowid): string {
  return encode(value.object, 6) + encode(value.file, 3) + encode(value.block, 6) + encode(value.row, 3);
}

function encode(number: number, width: number): string {
  let rest = number;
  let text = '';
  for (let index = 0; index < width; index += 1) {
    text = DIGITS.charAt(rest % 64) + text;
    rest = Math.floor(rest / 64);
  }
  return text;
}

export function textToRowid(text: string): OracleRowid {
  const trimmed = text.trim();
  if (!/^[A-Za-z0-9+/]{18}$/.test(trimmed)) throw oracleError(1410);
  return makeRowid(
    decode(trimmed.slice(0, 6)),
    decode(trimmed.slice(6, 9)),
    decode(trimmed.slice(9, 15)),
    decode(trimmed.slice(15)),
  );
}

function decode(text: string): number {
  let value = 0;
  for (const character of text) value = value * 64 + DIGITS.indexOf(character);
  return value;
}

/** By object, file, block and row: the order of a scan. */
export function compareRowids(left: OracleRowid, right: OracleRowid): number {
  return left.object - right.object || left.file - right.file || left.block - right.block || left.row - right.row;
}
