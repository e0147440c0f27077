/**
 * A canonical value (invariant V1): the one form in which a column value travels through load, capture, replay,
 * verification and repair. What the text looks like is said by the column's CanonicalForm.
 */
export type CanonicalValue = null | string | Uint8Array;

/** One row, values in the order of TablePlan.columns. */
export type CanonicalRow = readonly CanonicalValue[];

/** Rows read together; `bytes` approximates their size in memory and bounds buffers. */
export interface RowBatch {
  readonly rows: readonly CanonicalRow[];
  readonly bytes: number;
}

/**
 * How a column's canonical value is written:
 * - decimal: `0`, `-12.5`, `0.001`: no exponent, no leading or trailing zeros, no minus zero
 * - double: the shortest decimal text that reads back to the same IEEE double (`1.5`, `1e+300`), or `NaN`, `Infinity`, `-Infinity`
 * - text: as stored; never zero-length (Oracle's empty string is NULL)
 * - char: without trailing blanks; a CHAR of blanks only is the zero-length text, not NULL (V5)
 * - datetime: `YYYY-MM-DD HH:MM:SS`, years before Christ with a leading minus (`-0044-03-15 12:00:00`)
 * - timestamp: datetime and up to 9 fraction digits, trailing zeros removed (`2024-02-14 10:58:02.2026`)
 * - timestamp-zone: timestamp in its own zone and the offset (`2024-02-14 10:58:02.2 +01:00`)
 * - timestamp-local: timestamp in the project's conversion.timeZone (UTC unless set), no offset
 * - interval-year-month: `+03-06`; interval-day-second: `+1 02:03:04.56`, days without padding; both always signed
 * - bytes, blob: Uint8Array; clob: text, where the zero-length text is an empty LOB and not NULL (V2)
 */
export type CanonicalForm =
  | 'decimal'
  | 'double'
  | 'text'
  | 'char'
  | 'datetime'
  | 'timestamp'
  | 'timestamp-zone'
  | 'timestamp-local'
  | 'interval-year-month'
  | 'interval-day-second'
  | 'bytes'
  | 'blob'
  | 'clob';
