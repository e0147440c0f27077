/**
 * How long rows take to load: rates far below what was measured on loopback, because a chunk that ends early costs nothing
 * and one that runs late costs a turn.
 */
import { limits } from '../../model/limits.ts';
import { type TablePlan, isLargeObject } from '../../model/table-plan.ts';

const rowsPerSecond = 10_000;
const bytesPerSecond = 10_000_000;
/** Every large object is a call of its own on the source. */
const largeObjectRowsPerSecond = 500;
/** Opening a cursor, a transaction and a position, whatever the range holds. */
const rangeSecondsMin = 0.5;
/** A range is one transaction on the target: it stays well below what one transaction may hold. */
const rangeRowsMax = 200_000;
const rangeBytesMax = 128 * 1024 * 1024;
/** For tables without statistics. */
const rowBytesAssumed = 120;
const rowBytesMin = 8;

/** Bytes of an average row, from statistics where there are any. */
export function averageRowBytes(plan: TablePlan): number {
  const known = plan.averageRowBytes;
  return known === null || known <= 0 ? rowBytesAssumed : Math.max(known, rowBytesMin);
}

/** Seconds that a range of so many rows takes. */
export function rangeSeconds(plan: TablePlan, rows: number): number {
  const rate = plan.columns.some(isLargeObject) ? largeObjectRowsPerSecond : rowsPerSecond;
  return Math.max(rangeSecondsMin, rows / rate, (rows * averageRowBytes(plan)) / bytesPerSecond);
}

/** Rows of one range: at most a minute of work, and at most one sensible transaction. */
export function rangeRows(plan: TablePlan): number {
  const rate = plan.columns.some(isLargeObject) ? largeObjectRowsPerSecond : rowsPerSecond;
  const bytes = averageRowBytes(plan);
  const rows = Math.min(
    rate * limits.rangeSecondsAim,
    (bytesPerSecond * limits.rangeSecondsAim) / bytes,
    rangeBytesMax / bytes,
    rangeRowsMax,
  );
  return Math.max(1, Math.floor(rows));
}
