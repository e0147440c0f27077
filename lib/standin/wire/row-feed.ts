import type { SqlValue } from '../sql/values/value.ts';
import type { CellWriter } from './cell.ts';
import type { EncodedRows } from './encoded-rows.ts';
import { MESSAGE } from './wire-numbers.ts';
import type { Writer } from './writer.ts';

/** The rows of an executed query that are still to be sent. */
export interface RowFeed {
  /**
   * Writes at most `count` rows, fewer when the writer holds `bytesMax` bytes or when the rows take long to make; returns how
   * many. 0 only at the end.
   */
  write(writer: Writer, writers: readonly CellWriter[], count: number, bytesMax: number): number;
  close(): void;
}

/** Other sessions, and a break of this one, wait no longer than this and one row. */
const SLICE_MS = 25;
const ROWS_BETWEEN_LOOKS = 32;

export function valueFeed(rows: Iterable<readonly SqlValue[]>): RowFeed {
  const iterator = rows[Symbol.iterator]();
  return {
    write(writer, writers, count, bytesMax) {
      const until = performance.now() + SLICE_MS;
      let sent = 0;
      while (sent < count && (sent === 0 || writer.position < bytesMax)) {
        const step = iterator.next();
        if (step.done === true) break;
        writeRow(writer, writers, step.value);
        sent += 1;
        if (sent % ROWS_BETWEEN_LOOKS === 0 && performance.now() > until) break;
      }
      return sent;
    },
    close() {
      iterator.return?.();
    },
  };
}

/** A row that cannot be written whole is taken back: what was written before it stays readable. */
function writeRow(writer: Writer, writers: readonly CellWriter[], row: readonly SqlValue[]): void {
  const start = writer.position;
  try {
    writer.byte(MESSAGE.rowData);
    for (let index = 0; index < writers.length; index += 1) {
      const write = writers[index];
      const value = row[index];
      if (write === undefined || value === undefined) throw new RangeError('a row shorter than its columns');
      write(writer, value);
    }
  } catch (error) {
    writer.position = start;
    throw error;
  }
}

export function encodedFeed(rows: EncodedRows): RowFeed {
  const { bytes, ends } = rows;
  let left = rows.count;
  let next = 0;
  return {
    write(writer, _writers, count, bytesMax) {
      const wanted = Math.min(count, left);
      let sent = 0;
      while (sent < wanted && (sent === 0 || writer.position < bytesMax)) {
        const from = next === 0 ? 0 : (ends[next - 1] ?? 0);
        let last = next;
        const roomEnd = from + Math.max(1, bytesMax - writer.position);
        while (last + 1 < ends.length && last + 1 - next < wanted - sent && (ends[last] ?? 0) < roomEnd) last += 1;
        writer.raw(bytes.subarray(from, ends[last]));
        sent += last + 1 - next;
        next = (last + 1) % ends.length;
      }
      left -= sent;
      return sent;
    },
    close() {
      left = 0;
    },
  };
}
