import { writeNumber } from '../values/number-encoding.ts';
import type { SqlType, SqlValue } from '../values/value.ts';
import { NULL_MARK } from './packed-row.ts';
import { encodeValue } from './packed-value.ts';

const LENGTH_8_MAX = 250;
/** Longest text that may become a length of one byte. */
const SHORT_TEXT_MAX = 80;

/** Packs rows into one buffer that is used again: what `row()` gives is valid until the next row begins. */
export class RowPacker {
  #bytes = Buffer.allocUnsafe(1024);
  #at = 0;
  /** Behind the last column that is not NULL. */
  #end = 0;

  begin(): void {
    this.#at = 0;
    this.#end = 0;
  }

  add(type: SqlType, value: SqlValue): void {
    this.#reserve(512);
    if (value === null) {
      this.#bytes[this.#at] = NULL_MARK;
      this.#at += 1;
      return;
    }
    if (typeof value === 'string' && value.length <= SHORT_TEXT_MAX)
      this.#written(this.#bytes.write(value, this.#at + 1, 'utf8'));
    else if (typeof value === 'object' && 'kind' in value && value.kind === 'number') {
      this.#written(writeNumber(value, this.#bytes, this.#at + 1));
    } else this.#copy(encodeValue(type, value));
    this.#end = this.#at;
  }

  #written(length: number): void {
    this.#bytes[this.#at] = length;
    this.#at += 1 + length;
  }

  #copy(encoded: Uint8Array | null): void {
    if (encoded === null) throw new Error('a value without bytes');
    const { length } = encoded;
    this.#reserve(length + 8);
    let head = 1;
    if (length <= LENGTH_8_MAX) this.#bytes[this.#at] = length;
    else if (length <= 0xffff) {
      this.#bytes[this.#at] = 0xfe;
      head = 1 + 2;
      this.#bytes.writeUInt16BE(length, this.#at + 1);
    } else {
      this.#bytes[this.#at] = 0xfd;
      head = 1 + 4;
      this.#bytes.writeUInt32BE(length, this.#at + 1);
    }
    this.#bytes.set(encoded, this.#at + head);
    this.#at += head + length;
  }

  #reserve(more: number): void {
    if (this.#at + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#at + more));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }

  /** NULLs at the end are left out, unless the row must be whole. */
  row(whole: boolean): Buffer {
    return this.#bytes.subarray(0, whole ? this.#at : this.#end);
  }
}
