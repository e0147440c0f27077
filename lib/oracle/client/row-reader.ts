/** Turns batches of driver rows into canonical rows, in place, and counts their bytes. */
import { Fault, assert } from '../../model/fault.ts';
import { decodeRowid } from '../../model/rowid.ts';
import { type ColumnPlan, type TablePlan, isLargeObject } from '../../model/table-plan.ts';
import { readsRowid } from '../sql/select-list.ts';
import { type ValueReader, valueReader } from './value-reader.ts';

interface PlacedReader {
  readonly position: number;
  readonly read: ValueReader;
}

/** Reads the rows of one table. Make it once per statement. */
export class RowReader {
  readonly #readers: readonly PlacedReader[];
  readonly #table: TablePlan;
  readonly #rowidPosition: number | null;
  /** Positions of locators, left as they are by `read`. */
  readonly largeObjects: readonly number[];

  constructor(table: TablePlan) {
    const columns = table.columns.filter((column) => column.origin.kind === 'column');
    this.#table = table;
    this.#rowidPosition = readsRowid(table) ? columns.length : null;
    this.#readers = columns.flatMap((column, position) =>
      isLargeObject(column) ? [] : [{ position, read: valueReader(column) }],
    );
    this.largeObjects = columns.flatMap((column, position) => (isLargeObject(column) ? [position] : []));
  }

  /** Reads the short columns of a row in place and returns its approximate bytes. */
  read(row: unknown[]): number {
    let bytes = rowOverheadBytes;
    let at = 0;
    try {
      for (const { position, read } of this.#readers) {
        at = position;
        const value = row[position];
        if (value === null || value === undefined) {
          row[position] = null;
          continue;
        }
        const canonical = read(value);
        row[position] = canonical;
        if (canonical !== null) bytes += canonical.length + valueOverheadBytes;
      }
    } catch (error) {
      throw this.atColumn(error, at);
    }
    if (this.#rowidPosition !== null) this.#expandRowid(row, this.#rowidPosition);
    return bytes;
  }

  /** Adds table and column to a fault about a value. */
  atColumn(error: unknown, position: number): unknown {
    if (!(error instanceof Fault) || error.record.subject !== null) return error;
    const subject = `${this.#table.tableId}.${sourceName(this.#column(position))}`;
    return new Fault(error.code, error.record.cause, { subject, error });
  }

  #column(position: number): ColumnPlan {
    const column = this.#table.columns[position];
    assert(column !== undefined, `table ${this.#table.tableId} has no column ${position}`);
    return column;
  }

  /** One ROWID in the select list, four helper columns in the plan. */
  #expandRowid(row: unknown[], position: number): void {
    const text = row[position];
    if (typeof text !== 'string') throw new Fault('VALUE_UNREADABLE', 'a row came without its ROWID');
    const parts = decodeRowid(text);
    row[position] = String(parts.object);
    row[position + 1] = String(parts.file);
    row[position + 2] = String(parts.block);
    row[position + 3] = String(parts.row);
  }
}

/** What a value and a row cost in memory beside their characters, roughly: bounds buffers, measures nothing. */
const valueOverheadBytes = 16;
const rowOverheadBytes = 32;

function sourceName(column: ColumnPlan): string {
  return column.origin.kind === 'column' ? column.origin.name : column.targetName;
}
