import type { ResultColumn } from '../sql/session-result.ts';
import type { SqlValue } from '../sql/values/value.ts';
import { cellWriter } from './cell.ts';
import { LobTable } from './lob-table.ts';
import { wireColumn } from './wire-column.ts';
import { MESSAGE } from './wire-numbers.ts';
import { Writer } from './writer.ts';

/** Rows that are already in wire form: what a source of many equal rows hands over instead of values. */
export interface EncodedRows {
  readonly kind: 'encoded-rows';
  /** ROW_DATA messages, one after another. */
  readonly bytes: Uint8Array;
  /** Offset behind each row of `bytes`. */
  readonly ends: Uint32Array;
  /** The block is sent again and again until this many rows are out. */
  readonly count: number;
}

/** The answer to a query whose rows the source has already put into wire form. */
export interface EncodedQuery {
  readonly kind: 'encoded-query';
  readonly columns: readonly ResultColumn[];
  readonly rows: EncodedRows;
}

/** Encodes one block of rows; LOB columns cannot be. */
export function encodeRows(
  columns: readonly ResultColumn[],
  rows: readonly (readonly SqlValue[])[],
  count = rows.length,
): EncodedRows {
  const noLobs = new LobTable({ fetchedMax: 1, fetchedBytesMax: Infinity, spilledBytesMax: 0, temporaryBytesMax: 0 });
  const writers = columns.map((column) => cellWriter(wireColumn(column), null, noLobs));
  const writer = new Writer(1 << 20);
  const ends = new Uint32Array(rows.length);
  for (const [number, row] of rows.entries()) {
    writer.byte(MESSAGE.rowData);
    for (const [index, write] of writers.entries()) write(writer, row[index] ?? null);
    ends[number] = writer.position;
  }
  if (noLobs.size > 0) throw new Error('a LOB has no encoding outside its session');
  return { kind: 'encoded-rows', bytes: Buffer.from(writer.view()), ends, count };
}
