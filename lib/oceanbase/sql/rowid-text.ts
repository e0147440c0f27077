import { assert } from '../../model/fault.ts';

/** The parts of an extended ROWID. */
export interface RowidParts {
  readonly object: number;
  readonly file: number;
  readonly block: number;
  readonly row: number;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** `OOOOOOFFFBBBBBBRRR` in Oracle's own base 64: data object, relative file, block, row (Database Concepts, "Rowid Format"). */
export function parseRowid(text: string): RowidParts {
  assert(text.length === 18, 'a ROWID has not 18 characters');
  return {
    object: number(text.slice(0, 6)),
    file: number(text.slice(6, 9)),
    block: number(text.slice(9, 15)),
    row: number(text.slice(15)),
  };
}

function number(digits: string): number {
  let value = 0;
  for (const digit of digits) {
    const position = alphabet.indexOf(digit);
    assert(position >= 0, 'a ROWID holds a character that is not in its alphabet');
    value = value * 64 + position;
  }
  return value;
}
