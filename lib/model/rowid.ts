/**
 * Extended ROWIDs: 18 characters of base 64, six for the data object, three for the relative file, six for the block, three
 * for the row: `AAAR3sAAEAAAACXAAA`. They are ordered by (object, file, block, row).
 */
import { Fault } from './fault.ts';

export interface RowidParts {
  readonly object: number;
  readonly file: number;
  readonly block: number;
  readonly row: number;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const digitOf = new Int8Array(128).fill(-1);
for (let digit = 0; digit < alphabet.length; digit += 1) digitOf[alphabet.charCodeAt(digit)] = digit;

const rowidCharacters = 18;

/** Reads a ROWID. Fault VALUE_UNREADABLE for the ROWIDs of index-organized and foreign tables, which look different. */
export function decodeRowid(text: string): RowidParts {
  if (text.length !== rowidCharacters) throw notARowid();
  return {
    object: decode(text, 0, 6),
    file: decode(text, 6, 9),
    block: decode(text, 9, 15),
    row: decode(text, 15, 18),
  };
}

/** Writes a ROWID; parts out of range are a RangeError. */
export function encodeRowid(parts: RowidParts): string {
  return encode(parts.object, 6) + encode(parts.file, 3) + encode(parts.block, 6) + encode(parts.row, 3);
}

function decode(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index += 1) {
    const digit = digitOf[text.charCodeAt(index)] ?? -1;
    if (digit < 0) throw notARowid();
    value = value * 64 + digit;
  }
  return value;
}

function encode(value: number, characters: number): string {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 64 ** characters)
    throw new RangeError('a part of a ROWID is out of range');
  let rest = value;
  let text = '';
  for (let count = 0; count < characters; count += 1) {
    text = alphabet.charAt(rest % 64) + text;
    rest = Math.floor(rest / 64);
  }
  return text;
}

/** Bigfile tablespaces show relative file 1024; their ROWIDs spend the ten bits of the file on the block number. */
const bigfileRelativeFile = 1_024;
const blocksPerSmallFile = 4_194_304;

/** File and block as a ROWID spells them, from DBA_EXTENTS' RELATIVE_FNO and a block number. */
export function rowidAddress(relativeFile: number, block: number): { readonly file: number; readonly block: number } {
  if (relativeFile !== bigfileRelativeFile) return { file: relativeFile, block };
  return { file: Math.floor(block / blocksPerSmallFile), block: block % blocksPerSmallFile };
}

function notARowid(): Fault {
  return new Fault('VALUE_UNREADABLE', 'a ROWID is not 18 characters of base 64');
}
