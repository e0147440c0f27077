/**
 * A stored row as bytes: its columns in stored order, each a length and the value in Oracle's internal format.
 *
 *     0..250  b...          that many bytes (0 is the empty LOB)
 *     0xFD n n n n b...     up to 4 GiB
 *     0xFE n n b...         251..65535 bytes
 *     0xFF                  NULL
 *
 * NULLs at the end are left out, so a row may end before its table's last column.
 */
export const NULL_MARK = 0xff;
const LENGTH_16 = 0xfe;
const LENGTH_32 = 0xfd;
const LENGTH_8_MAX = 250;

/** Packs column values already in internal format; null is NULL. */
export function packRow(columns: readonly (Uint8Array | null)[]): Buffer {
  let last = columns.length;
  while (last > 0 && (columns[last - 1] ?? null) === null) last -= 1;
  let size = 0;
  for (let at = 0; at < last; at += 1) size += packedSize(columns[at] ?? null);
  const row = Buffer.allocUnsafe(size);
  let to = 0;
  for (let at = 0; at < last; at += 1) to = packColumn(row, to, columns[at] ?? null);
  return row;
}

export function packedSize(column: Uint8Array | null): number {
  if (column === null) return 1;
  const { length } = column;
  return length <= LENGTH_8_MAX ? length + 1 : length <= 0xffff ? length + 3 : length + 5;
}

function packColumn(row: Buffer, to: number, column: Uint8Array | null): number {
  if (column === null) {
    row[to] = NULL_MARK;
    return to + 1;
  }
  const { length } = column;
  let at = to;
  if (length <= LENGTH_8_MAX) {
    row[at] = length;
    at += 1;
  } else if (length <= 0xffff) {
    row[at] = LENGTH_16;
    row.writeUInt16BE(length, at + 1);
    at += 3;
  } else {
    row[at] = LENGTH_32;
    row.writeUInt32BE(length, at + 1);
    at += 5;
  }
  row.set(column, at);
  return at + length;
}

/** Walks the columns of a packed row. After `next()` the value is `bytes[start..end)`, or NULL when `start` is -1. */
export class RowCursor {
  bytes: Uint8Array;
  start = -1;
  end = 0;
  #at = 0;
  #limit = 0;

  constructor(bytes: Uint8Array = new Uint8Array(0), from = 0, to = bytes.length) {
    this.bytes = bytes;
    this.#at = from;
    this.#limit = to;
  }

  reset(bytes: Uint8Array, from: number, to: number): void {
    this.bytes = bytes;
    this.#at = from;
    this.#limit = to;
  }

  /** False when the row ends before this column. */
  next(): boolean {
    const at = this.#at;
    if (at >= this.#limit) {
      this.start = -1;
      return false;
    }
    const mark = this.bytes[at] ?? NULL_MARK;
    if (mark <= LENGTH_8_MAX) {
      this.start = at + 1;
      this.end = this.start + mark;
      this.#at = this.end;
    } else if (mark === NULL_MARK) {
      this.start = -1;
      this.#at = at + 1;
    } else {
      this.#longColumn(mark, at);
    }
    return true;
  }

  #longColumn(mark: number, at: number): void {
    const { bytes } = this;
    const byte = (index: number): number => bytes[at + index] ?? 0;
    if (mark === LENGTH_16) {
      this.start = at + 3;
      this.end = this.start + byte(1) * 256 + byte(2);
    } else {
      this.start = at + 5;
      this.end = this.start + ((byte(1) * 256 + byte(2)) * 256 + byte(3)) * 256 + byte(4);
    }
    this.#at = this.end;
  }
}

/** The columns of a packed row, as views on its bytes. */
export function unpackRow(bytes: Uint8Array): (Uint8Array | null)[] {
  const cursor = new RowCursor(bytes);
  const columns: (Uint8Array | null)[] = [];
  while (cursor.next()) columns.push(cursor.start < 0 ? null : bytes.subarray(cursor.start, cursor.end));
  return columns;
}
